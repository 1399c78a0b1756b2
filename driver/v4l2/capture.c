// SPDX-License-Identifier: GPL-2.0-only
/* What programs of V4L2 ask a capture node, but for frames. */
#include <linux/kernel.h>
#include <linux/math64.h>
#include <linux/string.h>
#include <media/v4l2-event.h>
#include <media/v4l2-ioctl.h>

#include "pixfmt.h"
#include "reader.h"
#include "ring/ring.h"
#include "video.h"

/* What is told of a ring whose rate is not known. */
#define FR_CAPTURE_RATE		30U

/* What was agreed while there are buffers, else what the ring has. */
static void fr_capture_format(struct file *file, struct fr_pixfmt *format)
{
	struct fr_reader *reader = fr_reader_of(file);

	mutex_lock(&reader->client.lock);
	if (vb2_is_busy(&reader->client.queue) || reader->reading)
		*format = reader->format;
	else
		fr_reader_present(reader->client.buffers.video, format);
	mutex_unlock(&reader->client.lock);
}

static int fr_capture_enum_fmt(struct file *file, void *priv,
			       struct v4l2_fmtdesc *desc)
{
	struct fr_pixfmt format;

	if (desc->index)
		return -EINVAL;
	fr_capture_format(file, &format);
	desc->pixelformat = format.pix.pixelformat;
	return 0;
}

static int fr_capture_g_fmt(struct file *file, void *priv,
			    struct v4l2_format *f)
{
	struct fr_pixfmt format;

	fr_capture_format(file, &format);
	f->fmt.pix = format.pix;
	return 0;
}

static int fr_capture_s_fmt(struct file *file, void *priv,
			    struct v4l2_format *f)
{
	struct fr_reader *reader = fr_reader_of(file);
	bool busy;

	mutex_lock(&reader->client.lock);
	busy = vb2_is_busy(&reader->client.queue) || reader->reading;
	mutex_unlock(&reader->client.lock);
	if (busy)
		return -EBUSY;
	fr_reader_wish_format(reader, &f->fmt.pix);
	return fr_capture_g_fmt(file, priv, f);
}

static int fr_capture_enum_sizes(struct file *file, void *priv,
				 struct v4l2_frmsizeenum *size)
{
	struct fr_pixfmt format;

	fr_capture_format(file, &format);
	if (size->index || size->pixel_format != format.pix.pixelformat)
		return -EINVAL;
	size->type = V4L2_FRMSIZE_TYPE_DISCRETE;
	size->discrete.width = format.pix.width;
	size->discrete.height = format.pix.height;
	return 0;
}

static struct v4l2_fract fr_capture_period(const struct fr_pixfmt *format)
{
	const struct framering_fraction *rate = &format->picture.rate;

	if (!rate->numerator || !rate->denominator)
		return (struct v4l2_fract){ 1, FR_CAPTURE_RATE };
	return (struct v4l2_fract){ rate->denominator, rate->numerator };
}

static int fr_capture_enum_intervals(struct file *file, void *priv,
				     struct v4l2_frmivalenum *interval)
{
	struct fr_pixfmt format;

	fr_capture_format(file, &format);
	if (interval->index ||
	    interval->pixel_format != format.pix.pixelformat ||
	    interval->width != format.pix.width ||
	    interval->height != format.pix.height)
		return -EINVAL;
	interval->type = V4L2_FRMIVAL_TYPE_DISCRETE;
	interval->discrete = fr_capture_period(&format);
	return 0;
}

static int fr_capture_g_parm(struct file *file, void *priv,
			     struct v4l2_streamparm *parm)
{
	struct v4l2_captureparm *capture = &parm->parm.capture;
	struct fr_pixfmt format;

	if (parm->type != V4L2_BUF_TYPE_VIDEO_CAPTURE)
		return -EINVAL;
	fr_capture_format(file, &format);
	memset(capture, 0, sizeof(*capture));
	capture->capability = V4L2_CAP_TIMEPERFRAME;
	capture->timeperframe = fr_capture_period(&format);
	capture->readbuffers = 1;
	return 0;
}

/* A wish, too: the producer alone sets the rate. */
static int fr_capture_s_parm(struct file *file, void *priv,
			     struct v4l2_streamparm *parm)
{
	const struct v4l2_fract *period = &parm->parm.capture.timeperframe;
	struct fr_reader *reader = fr_reader_of(file);

	if (parm->type != V4L2_BUF_TYPE_VIDEO_CAPTURE)
		return -EINVAL;
	if (period->numerator && period->denominator) {
		u64 rate = div_u64(1000ULL * period->denominator,
				   period->numerator);

		mutex_lock(&reader->client.lock);
		reader->wish.rate = min_t(u64, rate, U32_MAX);
		fr_reader_wish(reader);
		mutex_unlock(&reader->client.lock);
	}
	return fr_capture_g_parm(file, priv, parm);
}

static int fr_capture_g_pixelaspect(struct file *file, void *priv, int type,
				    struct v4l2_fract *aspect)
{
	const struct framering_fraction *told;
	struct fr_pixfmt format;

	if (type != V4L2_BUF_TYPE_VIDEO_CAPTURE)
		return -EINVAL;
	fr_capture_format(file, &format);
	told = &format.picture.aspect;
	*aspect = (struct v4l2_fract){ 1, 1 };
	/* V4L2 has height by width. */
	if (told->numerator && told->denominator)
		*aspect = (struct v4l2_fract){ told->denominator,
					       told->numerator };
	return 0;
}

static int fr_capture_g_selection(struct file *file, void *priv,
				  struct v4l2_selection *s)
{
	const struct framering_rectangle *visible;
	struct fr_pixfmt format;

	if (s->type != V4L2_BUF_TYPE_VIDEO_CAPTURE)
		return -EINVAL;
	fr_capture_format(file, &format);
	visible = &format.picture.visible;
	s->r = (struct v4l2_rect){ 0, 0, format.pix.width, format.pix.height };
	switch (s->target) {
	case V4L2_SEL_TGT_CROP:
	case V4L2_SEL_TGT_CROP_DEFAULT:
		if (visible->width)
			s->r = (struct v4l2_rect){ visible->x, visible->y,
						   visible->width,
						   visible->height };
		return 0;
	case V4L2_SEL_TGT_CROP_BOUNDS:
		return 0;
	default:
		return -EINVAL;
	}
}

static int fr_capture_enum_input(struct file *file, void *priv,
				 struct v4l2_input *input)
{
	if (input->index)
		return -EINVAL;
	strscpy(input->name, "ring", sizeof(input->name));
	input->type = V4L2_INPUT_TYPE_CAMERA;
	return 0;
}

static int fr_capture_subscribe(struct v4l2_fh *fh,
				const struct v4l2_event_subscription *sub)
{
	switch (sub->type) {
	case V4L2_EVENT_SOURCE_CHANGE:
		return v4l2_src_change_event_subscribe(fh, sub);
	case V4L2_EVENT_EOS:
		return v4l2_event_subscribe(fh, sub, 4, NULL);
	default:
		return -EINVAL;
	}
}

static const struct v4l2_ioctl_ops fr_capture_ioctls = {
	.vidioc_querycap = fr_client_querycap,
	.vidioc_enum_fmt_vid_cap = fr_capture_enum_fmt,
	.vidioc_g_fmt_vid_cap = fr_capture_g_fmt,
	.vidioc_s_fmt_vid_cap = fr_capture_s_fmt,
	.vidioc_try_fmt_vid_cap = fr_capture_g_fmt,
	.vidioc_enum_framesizes = fr_capture_enum_sizes,
	.vidioc_enum_frameintervals = fr_capture_enum_intervals,
	.vidioc_g_parm = fr_capture_g_parm,
	.vidioc_s_parm = fr_capture_s_parm,
	.vidioc_g_pixelaspect = fr_capture_g_pixelaspect,
	.vidioc_g_selection = fr_capture_g_selection,
	.vidioc_enum_input = fr_capture_enum_input,
	.vidioc_g_input = fr_client_g_choice,
	.vidioc_s_input = fr_client_s_choice,
	.vidioc_reqbufs = fr_client_reqbufs,
	.vidioc_querybuf = fr_client_querybuf,
	.vidioc_qbuf = fr_client_qbuf,
	.vidioc_dqbuf = fr_client_dqbuf,
	.vidioc_expbuf = fr_client_expbuf,
	.vidioc_streamon = fr_client_streamon,
	.vidioc_streamoff = fr_client_streamoff,
	.vidioc_subscribe_event = fr_capture_subscribe,
	.vidioc_unsubscribe_event = v4l2_event_unsubscribe,
};

const struct fr_video_node_ops fr_capture_node_ops = {
	.name = "capture",
	.caps = V4L2_CAP_VIDEO_CAPTURE | V4L2_CAP_STREAMING |
		V4L2_CAP_READWRITE,
	.direction = VFL_DIR_RX,
	.fops = &fr_reader_fops,
	.ioctls = &fr_capture_ioctls,
};
