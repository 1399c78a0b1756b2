// SPDX-License-Identifier: MIT
/*
 * v4l2loopback, as programs use it: each reader captures through a file of its
 * own. The producer never waits, and nothing tells it which buffer is read.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "system.h"
#include "v4l2.h"

#define DRIVER		"v4l2 loopback"
#define CAPS		(V4L2_CAP_VIDEO_CAPTURE | V4L2_CAP_VIDEO_OUTPUT | \
			 V4L2_CAP_STREAMING)

#define PARAMETERS	"/sys/module/v4l2loopback/parameters/"
/* All readers and the producer at one device; by default ten may. */
#define MIN_OPENERS	(SHAPE_MAX_READERS + 1)
/* As many as the other systems have slots; by default there are two. */
#define MIN_BUFFERS	4

/**
 * struct channel - a loopback device
 * @shape: what is carried
 * @maps: the producer fills the device's buffers; else its own
 * @out: the producer's side; it gives the device its format, so that it is
 *	opened first, and the device forgets it with its last file
 * @in: a reader's side; its fd is -1 elsewhere
 * @frame: the producer's own buffer
 * @next: the buffer that it fills next
 * @taken: the buffer that the reader has
 */
struct channel {
	struct shape shape;
	int maps;
	struct v4l2_queue out;
	struct v4l2_queue in;
	void *frame;
	uint32_t next;
	uint32_t taken;
};

/* A parameter of the module, or 0. */
static int parameter(const char *path)
{
	FILE *f = fopen(path, "re");
	int value = 0;

	if (!f)
		return 0;
	if (fscanf(f, "%d", &value) != 1)
		value = 0;
	fclose(f);
	return value;
}

static int loopback_check(const char **why)
{
	int fd = v4l2_open(DRIVER, CAPS, 1, O_RDWR);

	*why = "two devices of v4l2loopback ('modprobe v4l2loopback devices=2 "
	       "max_buffers=4 max_openers=32')";
	if (fd < 0)
		return fd;
	close(fd);
	return parameter(PARAMETERS "max_openers") < MIN_OPENERS ||
	       parameter(PARAMETERS "max_buffers") < MIN_BUFFERS ? -EUSERS : 0;
}

static int open_device(const struct channel *channel)
{
	int polls = channel->shape.flags & SHAPE_SLEEP ? 0 : O_NONBLOCK;

	return v4l2_open(DRIVER, CAPS, channel->shape.index, O_RDWR | polls);
}

static void loopback_close(struct channel *channel)
{
	v4l2_unmap(&channel->in);
	v4l2_unmap(&channel->out);
	if (channel->in.fd >= 0)
		close(channel->in.fd);
	if (channel->out.fd >= 0)
		close(channel->out.fd);
	free(channel->frame);
	free(channel);
}

static int open_as(struct channel **out, const struct shape *shape, int maps)
{
	struct channel *channel = calloc(1, sizeof(*channel));
	int error;

	if (!channel)
		return -ENOMEM;
	channel->shape = *shape;
	channel->maps = maps;
	channel->in = (struct v4l2_queue){ .fd = -1,
				.type = V4L2_BUF_TYPE_VIDEO_CAPTURE };
	channel->out = (struct v4l2_queue){ .fd = open_device(channel),
				.type = V4L2_BUF_TYPE_VIDEO_OUTPUT };
	error = channel->out.fd < 0 ? channel->out.fd :
		v4l2_format(channel->out.fd, channel->out.type, shape->width,
			    shape->height, V4L2_PIX_FMT_BGR32);
	if (error) {
		loopback_close(channel);
		return error;
	}
	*out = channel;
	return 0;
}

static int write_open(struct channel **out, const struct shape *shape)
{
	return open_as(out, shape, 0);
}

static int mmap_open(struct channel **out, const struct shape *shape)
{
	return open_as(out, shape, 1);
}

static int own_frame(struct channel *channel)
{
	channel->frame = aligned_alloc(4096,
				       (channel->shape.bytes + 4095) & ~4095UL);
	if (!channel->frame)
		return -ENOMEM;
	/* No page of it is left to be allocated while time is taken. */
	memset(channel->frame, 1, channel->shape.bytes);
	return 0;
}

/*
 * Before this no reader could come. All buffers are asked for, always: the
 * device never again uses more than was once asked for.
 */
static int loopback_join_producer(struct channel *channel)
{
	int error = channel->maps ? v4l2_map(&channel->out, V4L2_MAX_BUFFERS) :
				    own_frame(channel);

	return error ? error : v4l2_start(&channel->out);
}

static int loopback_join_reader(struct channel *channel, uint32_t index)
{
	(void)index;
	channel->in.fd = open_device(channel);
	if (channel->in.fd < 0)
		return channel->in.fd;
	return v4l2_read(&channel->in, V4L2_MAX_BUFFERS);
}

static int write_reserve(struct channel *channel, void **frame)
{
	*frame = channel->frame;
	return 0;
}

static int write_submit(struct channel *channel)
{
	ssize_t n = write(channel->out.fd, channel->frame,
			  channel->shape.bytes);

	if (n < 0)
		return -errno;
	return (size_t)n == channel->shape.bytes ? 0 : -EIO;
}

/* Its DQBUF gives the buffer that was just sent: so they take turns instead. */
static int mmap_reserve(struct channel *channel, void **frame)
{
	*frame = channel->out.buffer[channel->next];
	return 0;
}

static int mmap_submit(struct channel *channel)
{
	int error = v4l2_enqueue(&channel->out, channel->next,
				 channel->shape.bytes);

	channel->next = (channel->next + 1) % channel->out.count;
	return error;
}

static int loopback_acquire(struct channel *channel, const void **frame)
{
	struct v4l2_buffer buffer;
	int error = v4l2_dequeue(&channel->in, &buffer);

	if (error)
		return error;
	channel->taken = buffer.index;
	*frame = channel->in.buffer[channel->taken];
	return 0;
}

static int loopback_release(struct channel *channel)
{
	return v4l2_enqueue(&channel->in, channel->taken, 0);
}

#define LOOPBACK_SYSTEM							\
	.check = loopback_check,					\
	.join_producer = loopback_join_producer,			\
	.join_reader = loopback_join_reader,				\
	.acquire = loopback_acquire,					\
	.release = loopback_release,					\
	.close = loopback_close

const struct system system_v4l2loopback = {
	.name = "v4l2loopback",
	.about = "v4l2loopback as ffmpeg uses it: write(2) of whole frames, "
		 "readers capture by mmap",
	.can = SYSTEM_POLLS | SYSTEM_SLEEPS | SYSTEM_MANY_READERS |
	       SYSTEM_COPIES | SYSTEM_TEARS | SYSTEM_CAMERA,
	.open = write_open,
	.reserve = write_reserve,
	.submit = write_submit,
	LOOPBACK_SYSTEM,
};

const struct system system_v4l2loopback_mmap = {
	.name = "v4l2loopback-mmap",
	.about = "v4l2loopback, but the producer fills its mapped buffers in "
		 "turn: no copy",
	.can = SYSTEM_POLLS | SYSTEM_SLEEPS | SYSTEM_MANY_READERS |
	       SYSTEM_TEARS | SYSTEM_CAMERA,
	.open = mmap_open,
	.reserve = mmap_reserve,
	.submit = mmap_submit,
	LOOPBACK_SYSTEM,
};
