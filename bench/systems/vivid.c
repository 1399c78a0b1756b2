// SPDX-License-Identifier: MIT
/*
 * vivid, the kernel's own test camera: its generator draws into its buffers,
 * and the reader captures by mmap. The one way to have exactly 60 frames per
 * second of 640x480 from it is an HDMI input with timings of our own; its
 * webcam has 25 there, its list of timings 59.94.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

#include "system.h"
#include "v4l2.h"

#define CAPS		(V4L2_CAP_VIDEO_CAPTURE | V4L2_CAP_STREAMING)
#define WIDTH		640
#define HEIGHT		480
#define RATE		60
#define TIMEOUT_MS	5000
#define BUFFERS		4

struct channel {
	struct v4l2_queue in;
	struct v4l2_buffer taken;
};

/*
 * By VESA's CVT for 30 kHz a line, as the driver would not take any others:
 * 500 lines make exactly 60 Hz. CVT itself would come out at 59.38.
 */
static const struct v4l2_dv_timings timings = {
	.type = V4L2_DV_BT_656_1120,
	.bt = {
		.width = WIDTH,
		.height = HEIGHT,
		.polarities = V4L2_DV_VSYNC_POS_POL,
		.pixelclock = 800ULL * 500 * RATE,
		.hfrontporch = 16,
		.hsync = 64,
		.hbackporch = 80,
		.vfrontporch = 3,
		.vsync = 4,
		.vbackporch = 13,
		.standards = V4L2_DV_BT_STD_CVT,
	},
};

static int open_device(void)
{
	return v4l2_open("vivid", CAPS, 0, O_RDWR | O_NONBLOCK);
}

static int vivid_check(const char **why)
{
	int fd = open_device();

	*why = "the kernel's test camera ('modprobe vivid n_devs=1')";
	if (fd < 0)
		return fd;
	close(fd);
	return 0;
}

static int choose_hdmi(int fd)
{
	struct v4l2_input input = { .index = 0 };
	int error;

	while (!(input.capabilities & V4L2_IN_CAP_DV_TIMINGS)) {
		error = v4l2_call(fd, VIDIOC_ENUMINPUT, &input);
		if (error)
			return error;
		input.index++;
	}
	input.index--;
	return v4l2_call(fd, VIDIOC_S_INPUT, &input.index);
}

static int set_rate(int fd)
{
	struct v4l2_dv_timings wanted = timings;
	struct v4l2_streamparm parm = { .type = V4L2_BUF_TYPE_VIDEO_CAPTURE };
	struct v4l2_fract *period = &parm.parm.capture.timeperframe;
	int error = v4l2_call(fd, VIDIOC_S_DV_TIMINGS, &wanted);

	if (!error)
		error = v4l2_call(fd, VIDIOC_G_PARM, &parm);
	if (error)
		return error;
	return period->denominator == RATE * period->numerator ? 0 : -ENOTSUP;
}

static void vivid_close(struct channel *channel)
{
	v4l2_unmap(&channel->in);
	if (channel->in.fd >= 0)
		close(channel->in.fd);
	free(channel);
}

static int vivid_open(struct channel **out, const struct shape *shape)
{
	struct channel *channel = calloc(1, sizeof(*channel));
	int error;

	if (!channel)
		return -ENOMEM;
	channel->in = (struct v4l2_queue){ .fd = open_device(),
				.type = V4L2_BUF_TYPE_VIDEO_CAPTURE };
	error = channel->in.fd < 0 ? channel->in.fd :
				     choose_hdmi(channel->in.fd);
	if (!error)
		error = set_rate(channel->in.fd);
	if (!error)
		error = v4l2_format(channel->in.fd, channel->in.type,
				    shape->width, shape->height,
				    V4L2_PIX_FMT_XBGR32);
	if (error) {
		vivid_close(channel);
		return error;
	}
	*out = channel;
	return 0;
}

/* It starts with its reader. */
static int vivid_join_producer(struct channel *channel)
{
	(void)channel;
	return 0;
}

static int vivid_join_reader(struct channel *channel, uint32_t index)
{
	(void)index;
	return v4l2_read(&channel->in, BUFFERS);
}

static int vivid_acquire(struct channel *channel, const void **frame)
{
	int error = v4l2_dequeue(&channel->in, &channel->taken);

	if (!error)
		*frame = channel->in.buffer[channel->taken.index];
	return error;
}

static int vivid_release(struct channel *channel)
{
	return v4l2_enqueue(&channel->in, channel->taken.index, 0);
}

static int vivid_wait_frame(struct channel *channel)
{
	struct pollfd fd = { .fd = channel->in.fd, .events = POLLIN };
	int n = poll(&fd, 1, TIMEOUT_MS);

	if (n < 0)
		return -errno;
	return n ? 0 : -ETIMEDOUT;
}

static int64_t vivid_time(struct channel *channel)
{
	return (int64_t)channel->taken.timestamp.tv_sec * 1000000000 +
	       channel->taken.timestamp.tv_usec * 1000;
}

const struct system system_vivid = {
	.name = "vivid",
	.about = "the kernel's test camera, 60 frames per second, captured by "
		 "mmap",
	.can = SYSTEM_SLEEPS | SYSTEM_SOURCE,
	.max_bytes = WIDTH * HEIGHT * 4,
	.check = vivid_check,
	.open = vivid_open,
	.join_producer = vivid_join_producer,
	.join_reader = vivid_join_reader,
	.acquire = vivid_acquire,
	.release = vivid_release,
	.time = vivid_time,
	.wait_frame = vivid_wait_frame,
	.close = vivid_close,
};
