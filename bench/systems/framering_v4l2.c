// SPDX-License-Identifier: MIT
/*
 * framering's driver, read by programs of V4L2: a native producer, and two that
 * write to the output node, in both ways that V4L2 has.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <drm_fourcc.h>
#include <libframering.h>

#include "system.h"
#include "v4l2.h"

#define DRIVER		"framering"
/* As many as the benchmark has v4l2loopback have. */
#define BUFFERS		4

/**
 * struct channel - a ring and its nodes
 * @shape: what is carried
 * @ring: a native producer's; else NULL
 * @producer: of @ring, in the producer's process
 * @slot: what it has reserved
 * @out: a producer's by V4L2; its fd is -1 elsewhere
 * @in: a reader's; its fd is -1 elsewhere
 * @frame: what is written with write(2); else NULL
 * @filled: the buffer of @out that is being filled
 * @used: buffers of @out that were queued once
 * @taken: the buffer that the reader has
 */
struct channel {
	struct shape shape;
	struct framering *ring;
	struct framering_producer *producer;
	struct framering_frame slot;
	struct v4l2_queue out;
	struct v4l2_queue in;
	void *frame;
	uint32_t filled;
	uint32_t used;
	uint32_t taken;
};

static int camera_check(const char **why)
{
	static const uint32_t nodes[] = { V4L2_CAP_VIDEO_CAPTURE,
					  V4L2_CAP_VIDEO_OUTPUT };
	int error = framering_check(why), fd;
	size_t i;

	if (error)
		return error;
	*why = "nodes of V4L2 ('modprobe framering-v4l2 output=1')";
	for (i = 0; i < 2; i++) {
		fd = v4l2_open(DRIVER, nodes[i], 0, O_RDWR);
		if (fd < 0)
			return fd;
		close(fd);
	}
	return 0;
}

static void camera_close(struct channel *channel)
{
	v4l2_unmap(&channel->in);
	v4l2_unmap(&channel->out);
	if (channel->in.fd >= 0)
		close(channel->in.fd);
	if (channel->out.fd >= 0)
		close(channel->out.fd);
	framering_producer_detach(channel->producer);
	framering_close(channel->ring);
	free(channel->frame);
	free(channel);
}

static struct channel *make(const struct shape *shape)
{
	struct channel *channel = calloc(1, sizeof(*channel));

	if (!channel)
		return NULL;
	channel->shape = *shape;
	channel->in = (struct v4l2_queue){ .fd = -1,
				.type = V4L2_BUF_TYPE_VIDEO_CAPTURE };
	channel->out = (struct v4l2_queue){ .fd = -1,
				.type = V4L2_BUF_TYPE_VIDEO_OUTPUT };
	return channel;
}

static int native_configure(struct channel *channel)
{
	struct framering_config config = {
		.fourcc = DRM_FORMAT_XRGB8888,
		.width = channel->shape.width,
		.height = channel->shape.height,
		.slots = channel->shape.slots,
	};
	int error = framering_open(&channel->ring,
				   system_device[channel->shape.index], O_RDWR);

	return error ? error : framering_configure(channel->ring, &config);
}

static int native_open(struct channel **out, const struct shape *shape)
{
	struct channel *channel = make(shape);
	int error = channel ? native_configure(channel) : -ENOMEM;

	if (error && channel)
		camera_close(channel);
	if (!error)
		*out = channel;
	return error;
}

static int output_configure(struct channel *channel)
{
	const struct shape *shape = &channel->shape;

	channel->out.fd = v4l2_open(DRIVER, V4L2_CAP_VIDEO_OUTPUT, shape->index,
				    O_RDWR);
	if (channel->out.fd < 0)
		return channel->out.fd;
	return v4l2_format(channel->out.fd, channel->out.type, shape->width,
			   shape->height, V4L2_PIX_FMT_XBGR32);
}

static int output_open(struct channel **out, const struct shape *shape)
{
	struct channel *channel = make(shape);
	int error = channel ? output_configure(channel) : -ENOMEM;

	if (error && channel)
		camera_close(channel);
	if (!error)
		*out = channel;
	return error;
}

static int native_join_producer(struct channel *channel)
{
	return framering_producer_attach(&channel->producer, channel->ring);
}

static int native_reserve(struct channel *channel, void **frame)
{
	int error = framering_producer_reserve(channel->producer,
					       &channel->slot);

	if (!error)
		*frame = channel->slot.data;
	return error;
}

static int native_submit(struct channel *channel)
{
	return framering_producer_submit(channel->producer, &channel->slot);
}

static int native_wait_room(struct channel *channel)
{
	return framering_producer_wait(channel->producer, FRAMERING_FOREVER);
}

static int write_submit(struct channel *channel)
{
	ssize_t n = write(channel->out.fd, channel->frame,
			  channel->shape.bytes);

	if (n < 0)
		return -errno;
	return (size_t)n == channel->shape.bytes ? 0 : -EIO;
}

/* The ring has its format with the first frame, and readers begin then. */
static int write_join_producer(struct channel *channel)
{
	channel->frame = aligned_alloc(4096,
				       (channel->shape.bytes + 4095) & ~4095UL);
	if (!channel->frame)
		return -ENOMEM;
	memset(channel->frame, 255, channel->shape.bytes);
	return write_submit(channel);
}

static int write_reserve(struct channel *channel, void **frame)
{
	*frame = channel->frame;
	return 0;
}

static int mmap_join_producer(struct channel *channel)
{
	int error = v4l2_map(&channel->out, BUFFERS);

	return error ? error : v4l2_start(&channel->out);
}

static int mmap_reserve(struct channel *channel, void **frame)
{
	struct v4l2_buffer buffer = { .index = channel->used };
	int error = 0;

	if (channel->used < channel->out.count)
		channel->used++;
	else
		error = v4l2_dequeue(&channel->out, &buffer);
	if (error)
		return error;
	channel->filled = buffer.index;
	*frame = channel->out.buffer[buffer.index];
	return 0;
}

static int mmap_submit(struct channel *channel)
{
	return v4l2_enqueue(&channel->out, channel->filled,
			    channel->shape.bytes);
}

static int camera_join_reader(struct channel *channel, uint32_t index)
{
	(void)index;
	channel->in.fd = v4l2_open(DRIVER, V4L2_CAP_VIDEO_CAPTURE,
				   channel->shape.index, O_RDWR);
	if (channel->in.fd < 0)
		return channel->in.fd;
	return v4l2_read(&channel->in, BUFFERS);
}

static int camera_acquire(struct channel *channel, const void **frame)
{
	struct v4l2_buffer buffer;
	int error = v4l2_dequeue(&channel->in, &buffer);

	if (error)
		return error;
	channel->taken = buffer.index;
	*frame = channel->in.buffer[buffer.index];
	return 0;
}

static int camera_release(struct channel *channel)
{
	return v4l2_enqueue(&channel->in, channel->taken, 0);
}

#define CAMERA		(SYSTEM_SLEEPS | SYSTEM_MANY_READERS | SYSTEM_CAMERA | \
			 SYSTEM_CAMERA_ONLY)
#define CAMERA_SYSTEM							\
	.check = camera_check,						\
	.join_reader = camera_join_reader,				\
	.acquire = camera_acquire,					\
	.release = camera_release,					\
	.close = camera_close

const struct system system_framering_v4l2 = {
	.name = "framering-v4l2",
	.about = "framering as a camera: a native producer, readers by V4L2",
	.can = CAMERA,
	.open = native_open,
	.join_producer = native_join_producer,
	.reserve = native_reserve,
	.submit = native_submit,
	.wait_room = native_wait_room,
	CAMERA_SYSTEM,
};

const struct system system_framering_v4l2_mmap = {
	.name = "framering-v4l2-mmap",
	.about = "the same, but the producer fills buffers of the output node",
	.can = CAMERA,
	.open = output_open,
	.join_producer = mmap_join_producer,
	.reserve = mmap_reserve,
	.submit = mmap_submit,
	CAMERA_SYSTEM,
};

const struct system system_framering_v4l2_write = {
	.name = "framering-v4l2-write",
	.about = "the same, but by write(2) of whole frames to the output node",
	.can = CAMERA | SYSTEM_COPIES,
	.open = output_open,
	.join_producer = write_join_producer,
	.reserve = write_reserve,
	.submit = write_submit,
	CAMERA_SYSTEM,
};
