// SPDX-License-Identifier: GPL-2.0-only
/* What programs of V4L2 ask an output node. */
#include <linux/kernel.h>
#include <linux/string.h>
#include <media/v4l2-event.h>
#include <media/v4l2-ioctl.h>

#include "pixfmt.h"
#include "ring/ring.h"
#include "video.h"
#include "writer.h"

static int fr_output_enum_fmt(struct file *file, void *priv,
			      struct v4l2_fmtdesc *desc)
{
	desc->pixelformat = fr_pixfmt_code(desc->index);
	return desc->pixelformat ? 0 : -EINVAL;
}

static int fr_output_g_fmt(struct file *file, void *priv, struct v4l2_format *f)
{
	struct fr_video *video = fr_video_of(file);

	mutex_lock(&video->lock);
	f->fmt.pix = video->out_pix;
	mutex_unlock(&video->lock);
	return 0;
}

static int fr_output_try_fmt(struct file *file, void *priv,
			     struct v4l2_format *f)
{
	return fr_writer_adjust(&f->fmt.pix);
}

/* The format is the node's: a file that only asks hears what another set. */
static int fr_output_set(struct fr_writer *writer,
			 const struct v4l2_pix_format *pix)
{
	struct fr_video *video = writer->client.buffers.video;
	int ret = -EBUSY;

	if (vb2_is_busy(&writer->client.queue))
		return -EBUSY;
	/* Frames of the old format come no more. */
	if (writer->writing && memcmp(&writer->pix, pix, sizeof(*pix)))
		fr_writer_end(writer);
	mutex_lock(&video->lock);
	if (!video->writer || video->writer == writer) {
		video->out_pix = *pix;
		ret = 0;
	}
	mutex_unlock(&video->lock);
	return ret;
}

static int fr_output_s_fmt(struct file *file, void *priv, struct v4l2_format *f)
{
	struct fr_writer *writer = fr_writer_of(file);
	int ret = fr_writer_adjust(&f->fmt.pix);

	if (ret)
		return ret;
	mutex_lock(&writer->client.lock);
	ret = fr_output_set(writer, &f->fmt.pix);
	mutex_unlock(&writer->client.lock);
	return ret;
}

static int fr_output_enum_sizes(struct file *file, void *priv,
				struct v4l2_frmsizeenum *size)
{
	if (size->index || !fr_pixfmt_fourcc(size->pixel_format))
		return -EINVAL;
	size->type = V4L2_FRMSIZE_TYPE_CONTINUOUS;
	size->stepwise = (struct v4l2_frmsize_stepwise){
		.min_width = 1, .max_width = FRAMERING_MAX_SIDE,
		.step_width = 1,
		.min_height = 1, .max_height = FRAMERING_MAX_SIDE,
		.step_height = 1,
	};
	return 0;
}

static int fr_output_enum_intervals(struct file *file, void *priv,
				    struct v4l2_frmivalenum *interval)
{
	if (interval->index || !fr_pixfmt_fourcc(interval->pixel_format) ||
	    interval->width - 1 >= FRAMERING_MAX_SIDE ||
	    interval->height - 1 >= FRAMERING_MAX_SIDE)
		return -EINVAL;
	interval->type = V4L2_FRMIVAL_TYPE_CONTINUOUS;
	interval->stepwise = (struct v4l2_frmival_stepwise){
		.min = { 1, 1000 }, .max = { 1000, 1 }, .step = { 1, 1 },
	};
	return 0;
}

static int fr_output_g_parm(struct file *file, void *priv,
			    struct v4l2_streamparm *parm)
{
	struct v4l2_outputparm *out = &parm->parm.output;
	struct fr_video *video = fr_video_of(file);

	if (parm->type != V4L2_BUF_TYPE_VIDEO_OUTPUT)
		return -EINVAL;
	memset(out, 0, sizeof(*out));
	out->capability = V4L2_CAP_TIMEPERFRAME;
	out->writebuffers = 1;
	mutex_lock(&video->lock);
	out->timeperframe = video->out_period;
	mutex_unlock(&video->lock);
	if (!out->timeperframe.numerator)
		out->timeperframe = (struct v4l2_fract){ 1, 30 };
	return 0;
}

/* What the ring tells its readers, from the next configuration on. */
static int fr_output_s_parm(struct file *file, void *priv,
			    struct v4l2_streamparm *parm)
{
	const struct v4l2_fract *period = &parm->parm.output.timeperframe;
	struct fr_video *video = fr_video_of(file);

	if (parm->type != V4L2_BUF_TYPE_VIDEO_OUTPUT)
		return -EINVAL;
	mutex_lock(&video->lock);
	if (period->numerator && period->denominator)
		video->out_period = *period;
	mutex_unlock(&video->lock);
	return fr_output_g_parm(file, priv, parm);
}

static int fr_output_enum_output(struct file *file, void *priv,
				 struct v4l2_output *output)
{
	if (output->index)
		return -EINVAL;
	strscpy(output->name, "ring", sizeof(output->name));
	output->type = V4L2_OUTPUT_TYPE_ANALOG;
	return 0;
}

static const struct v4l2_ioctl_ops fr_output_ioctls = {
	.vidioc_querycap = fr_client_querycap,
	.vidioc_enum_fmt_vid_out = fr_output_enum_fmt,
	.vidioc_g_fmt_vid_out = fr_output_g_fmt,
	.vidioc_s_fmt_vid_out = fr_output_s_fmt,
	.vidioc_try_fmt_vid_out = fr_output_try_fmt,
	.vidioc_enum_framesizes = fr_output_enum_sizes,
	.vidioc_enum_frameintervals = fr_output_enum_intervals,
	.vidioc_g_parm = fr_output_g_parm,
	.vidioc_s_parm = fr_output_s_parm,
	.vidioc_enum_output = fr_output_enum_output,
	.vidioc_g_output = fr_client_g_choice,
	.vidioc_s_output = fr_client_s_choice,
	.vidioc_reqbufs = fr_client_reqbufs,
	.vidioc_querybuf = fr_client_querybuf,
	.vidioc_qbuf = fr_client_qbuf,
	.vidioc_dqbuf = fr_client_dqbuf,
	.vidioc_expbuf = fr_client_expbuf,
	.vidioc_streamon = fr_client_streamon,
	.vidioc_streamoff = fr_client_streamoff,
};

const struct fr_video_node_ops fr_output_node_ops = {
	.name = "output",
	.caps = V4L2_CAP_VIDEO_OUTPUT | V4L2_CAP_STREAMING | V4L2_CAP_READWRITE,
	.direction = VFL_DIR_TX,
	.fops = &fr_writer_fops,
	.ioctls = &fr_output_ioctls,
};
