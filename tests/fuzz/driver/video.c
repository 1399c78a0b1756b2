// SPDX-License-Identifier: MIT
#include <stddef.h>

#include <linux/videodev2.h>

#include "video.h"

static uint32_t below(struct worker *w, uint32_t number)
{
	return prng_below(&w->prng, number);
}

uint32_t video_type(struct worker *w)
{
	if (prng_one_in(&w->prng, 16))
		return below(w, 16);
	return below(w, 3) ? V4L2_BUF_TYPE_VIDEO_CAPTURE :
			     V4L2_BUF_TYPE_VIDEO_OUTPUT;
}

static uint32_t pixelformat(struct worker *w)
{
	static const uint32_t formats[] = {
		V4L2_PIX_FMT_YUYV, V4L2_PIX_FMT_XBGR32, V4L2_PIX_FMT_NV12,
		V4L2_PIX_FMT_YUV420, V4L2_PIX_FMT_GREY, V4L2_PIX_FMT_MJPEG,
		V4L2_PIX_FMT_RGB565, V4L2_PIX_FMT_H264,
	};

	return formats[below(w, sizeof(formats) / sizeof(formats[0]))];
}

static void fill_nothing(struct worker *w, struct video_request *request,
			 uint32_t type)
{
	/* It is zero already. */
	(void)w, (void)request, (void)type;
}

static void fill_index(struct worker *w, struct video_request *request,
		       uint32_t type)
{
	request->word[0] = below(w, 3);
	request->word[1] = type;
	request->word[2] = below(w, 2) ? pixelformat(w) : 0;
}

static void fill_type(struct worker *w, struct video_request *request,
		      uint32_t type)
{
	(void)w;
	request->word[0] = type;
}

static void fill_format(struct worker *w, struct video_request *request,
			uint32_t type)
{
	struct v4l2_format *format = (void *)request->word;
	struct v4l2_pix_format *pix = &format->fmt.pix;

	format->type = type;
	pix->width = below(w, 200);
	pix->height = below(w, 200);
	pix->pixelformat = pixelformat(w);
	pix->field = below(w, 2) ? V4L2_FIELD_NONE : below(w, 12);
	pix->bytesperline = below(w, 4) ? 0 : below(w, 2000);
	pix->sizeimage = below(w, 4) ? 0 : below(w, 1U << 20);
	pix->colorspace = below(w, 4) ? 0 : below(w, 16);
	if (prng_one_in(&w->prng, 16))
		pix->width = prng_edge(&w->prng);
}

static void fill_parm(struct worker *w, struct video_request *request,
		      uint32_t type)
{
	struct v4l2_streamparm *parm = (void *)request->word;

	parm->type = type;
	/* Both kinds have it at the same place. */
	parm->parm.capture.timeperframe.numerator = below(w, 4);
	parm->parm.capture.timeperframe.denominator = below(w, 100);
}

static void fill_reqbufs(struct worker *w, struct video_request *request,
			 uint32_t type)
{
	struct v4l2_requestbuffers *wanted = (void *)request->word;

	wanted->count = prng_one_in(&w->prng, 16) ? prng_edge(&w->prng) :
						    below(w, 6);
	wanted->type = type;
	wanted->memory = below(w, 8) ? V4L2_MEMORY_MMAP : below(w, 6);
}

static void fill_buffer(struct worker *w, struct video_request *request,
			uint32_t type)
{
	struct v4l2_buffer *buffer = (void *)request->word;

	buffer->index = below(w, 5);
	buffer->type = type;
	buffer->memory = V4L2_MEMORY_MMAP;
	buffer->field = below(w, 4) ? V4L2_FIELD_NONE : below(w, 12);
	buffer->bytesused = below(w, 2) ? 1U << 20 : below(w, 1U << 18);
	buffer->length = below(w, 2) ? 1U << 20 : 0;
	buffer->flags = below(w, 8) ? 0 : prng_edge(&w->prng);
}

/* Only MMAP has no address: the kernel may write to what others name. */
static void clean_buffer(struct video_request *request)
{
	struct v4l2_buffer *buffer = (void *)request->word;

	if (buffer->memory == V4L2_MEMORY_USERPTR)
		buffer->m.userptr = 0;
	if (buffer->type == V4L2_BUF_TYPE_VIDEO_CAPTURE_MPLANE ||
	    buffer->type == V4L2_BUF_TYPE_VIDEO_OUTPUT_MPLANE)
		buffer->m.planes = NULL;
}

static void fill_create(struct worker *w, struct video_request *request,
			uint32_t type)
{
	struct v4l2_create_buffers *create = (void *)request->word;

	create->count = below(w, 4);
	create->memory = V4L2_MEMORY_MMAP;
	create->format.type = type;
	create->format.fmt.pix.pixelformat = pixelformat(w);
}

static void fill_expbuf(struct worker *w, struct video_request *request,
			uint32_t type)
{
	struct v4l2_exportbuffer *export = (void *)request->word;

	export->type = type;
	export->index = below(w, 4);
}

static void fill_event(struct worker *w, struct video_request *request,
		       uint32_t type)
{
	struct v4l2_event_subscription *event = (void *)request->word;
	static const uint32_t types[] = {
		V4L2_EVENT_SOURCE_CHANGE, V4L2_EVENT_EOS, V4L2_EVENT_ALL,
		V4L2_EVENT_CTRL,
	};

	(void)type;
	event->type = types[below(w, 4)];
	event->flags = below(w, 4);
}

static void fill_sizes(struct worker *w, struct video_request *request,
		       uint32_t type)
{
	(void)type;
	request->word[0] = below(w, 2);
	request->word[1] = pixelformat(w);
	request->word[2] = below(w, 200);
	request->word[3] = below(w, 200);
}

static const struct video_kind kinds[] = {
	{ "QUERYCAP", 2, VIDIOC_QUERYCAP, fill_nothing, NULL },
	{ "ENUM_FMT", 4, VIDIOC_ENUM_FMT, fill_index, NULL },
	{ "ENUM_FRAMESIZES", 2, VIDIOC_ENUM_FRAMESIZES, fill_sizes, NULL },
	{ "ENUM_FRAMEINTERVALS", 2, VIDIOC_ENUM_FRAMEINTERVALS, fill_sizes,
	  NULL },
	{ "G_FMT", 4, VIDIOC_G_FMT, fill_type, NULL },
	{ "S_FMT", 10, VIDIOC_S_FMT, fill_format, NULL },
	{ "TRY_FMT", 4, VIDIOC_TRY_FMT, fill_format, NULL },
	{ "G_PARM", 2, VIDIOC_G_PARM, fill_type, NULL },
	{ "S_PARM", 4, VIDIOC_S_PARM, fill_parm, NULL },
	{ "REQBUFS", 12, VIDIOC_REQBUFS, fill_reqbufs, NULL },
	{ "QUERYBUF", 6, VIDIOC_QUERYBUF, fill_buffer, clean_buffer },
	{ "QBUF", 30, VIDIOC_QBUF, fill_buffer, clean_buffer },
	{ "DQBUF", 30, VIDIOC_DQBUF, fill_buffer, clean_buffer },
	{ "PREPARE_BUF", 4, VIDIOC_PREPARE_BUF, fill_buffer, clean_buffer },
	{ "CREATE_BUFS", 2, VIDIOC_CREATE_BUFS, fill_create, NULL },
	{ "EXPBUF", 2, VIDIOC_EXPBUF, fill_expbuf, NULL },
	{ "STREAMON", 10, VIDIOC_STREAMON, fill_type, NULL },
	{ "STREAMOFF", 6, VIDIOC_STREAMOFF, fill_type, NULL },
	{ "SUBSCRIBE_EVENT", 6, VIDIOC_SUBSCRIBE_EVENT, fill_event, NULL },
	{ "UNSUBSCRIBE_EVENT", 3, VIDIOC_UNSUBSCRIBE_EVENT, fill_event, NULL },
	{ "DQEVENT", 6, VIDIOC_DQEVENT, fill_nothing, NULL },
	{ "ENUMINPUT", 1, VIDIOC_ENUMINPUT, fill_index, NULL },
	{ "S_INPUT", 1, VIDIOC_S_INPUT, fill_index, NULL },
	{ "ENUMOUTPUT", 1, VIDIOC_ENUMOUTPUT, fill_index, NULL },
	{ "S_OUTPUT", 1, VIDIOC_S_OUTPUT, fill_index, NULL },
	{ "CROPCAP", 1, VIDIOC_CROPCAP, fill_type, NULL },
	{ "G_SELECTION", 1, VIDIOC_G_SELECTION, fill_type, NULL },
	{ "LOG_STATUS", 1, VIDIOC_LOG_STATUS, fill_nothing, NULL },
};
#define KINDS	(sizeof(kinds) / sizeof(kinds[0]))

const struct video_kind *video_pick(struct prng *prng)
{
	uint32_t total = 0, at;
	size_t i;

	for (i = 0; i < KINDS; i++)
		total += kinds[i].weight;
	at = prng_below(prng, total);
	for (i = 0; at >= kinds[i].weight; i++)
		at -= kinds[i].weight;
	return &kinds[i];
}
