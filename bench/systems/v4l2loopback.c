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
 * struct way - a loopback device
 * @shape: what is carried
 * @maps: the producer fills the device's buffers; else its own
 * @out: the producer's side; it gives the device its format, so that it is
 *	opened first, and the device forgets it with its last file
 * @in: a reader's side; its fd is -1 elsewhere
 * @frame: the producer's own buffer
 * @next: the buffer that it fills next
 * @taken: the buffer that the reader has
 */
struct way {
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

static int open_device(const struct way *way)
{
	int polls = way->shape.flags & SHAPE_SLEEP ? 0 : O_NONBLOCK;

	return v4l2_open(DRIVER, CAPS, way->shape.index, O_RDWR | polls);
}

static void loopback_close(struct way *way)
{
	v4l2_unmap(&way->in);
	v4l2_unmap(&way->out);
	if (way->in.fd >= 0)
		close(way->in.fd);
	if (way->out.fd >= 0)
		close(way->out.fd);
	free(way->frame);
	free(way);
}

static int open_as(struct way **out, const struct shape *shape, int maps)
{
	struct way *way = calloc(1, sizeof(*way));
	int error;

	if (!way)
		return -ENOMEM;
	way->shape = *shape;
	way->maps = maps;
	way->in = (struct v4l2_queue){ .fd = -1,
				.type = V4L2_BUF_TYPE_VIDEO_CAPTURE };
	way->out = (struct v4l2_queue){ .fd = open_device(way),
				.type = V4L2_BUF_TYPE_VIDEO_OUTPUT };
	error = way->out.fd < 0 ? way->out.fd :
		v4l2_format(way->out.fd, way->out.type, shape->width,
			    shape->height, V4L2_PIX_FMT_BGR32);
	if (error) {
		loopback_close(way);
		return error;
	}
	*out = way;
	return 0;
}

static int write_open(struct way **out, const struct shape *shape)
{
	return open_as(out, shape, 0);
}

static int mmap_open(struct way **out, const struct shape *shape)
{
	return open_as(out, shape, 1);
}

static int own_frame(struct way *way)
{
	way->frame = aligned_alloc(4096, (way->shape.bytes + 4095) & ~4095UL);
	if (!way->frame)
		return -ENOMEM;
	/* No page of it is left to be allocated while time is taken. */
	memset(way->frame, 1, way->shape.bytes);
	return 0;
}

/*
 * Before this no reader could come. All buffers are asked for, always: the
 * device never again uses more than was once asked for.
 */
static int loopback_join_producer(struct way *way)
{
	int error = way->maps ? v4l2_map(&way->out, V4L2_MAX_BUFFERS) :
				own_frame(way);

	return error ? error : v4l2_start(&way->out);
}

static int loopback_join_reader(struct way *way, uint32_t index)
{
	uint32_t i;
	int error;

	(void)index;
	way->in.fd = open_device(way);
	if (way->in.fd < 0)
		return way->in.fd;
	error = v4l2_map(&way->in, V4L2_MAX_BUFFERS);
	for (i = 0; i < way->in.count && !error; i++)
		error = v4l2_enqueue(&way->in, i, 0);
	return error ? error : v4l2_start(&way->in);
}

static int write_reserve(struct way *way, void **frame)
{
	*frame = way->frame;
	return 0;
}

static int write_submit(struct way *way)
{
	ssize_t n = write(way->out.fd, way->frame, way->shape.bytes);

	if (n < 0)
		return -errno;
	return (size_t)n == way->shape.bytes ? 0 : -EIO;
}

/* Its DQBUF gives the buffer that was just sent: so they take turns instead. */
static int mmap_reserve(struct way *way, void **frame)
{
	*frame = way->out.buffer[way->next];
	return 0;
}

static int mmap_submit(struct way *way)
{
	int error = v4l2_enqueue(&way->out, way->next, way->shape.bytes);

	way->next = (way->next + 1) % way->out.count;
	return error;
}

static int loopback_acquire(struct way *way, const void **frame)
{
	struct v4l2_buffer buffer;
	int error = v4l2_dequeue(&way->in, &buffer);

	if (error)
		return error;
	way->taken = buffer.index;
	*frame = way->in.buffer[way->taken];
	return 0;
}

static int loopback_release(struct way *way)
{
	return v4l2_enqueue(&way->in, way->taken, 0);
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
	.can = SYSTEM_POLLS | SYSTEM_SLEEPS | SYSTEM_MANY | SYSTEM_COPIES |
	       SYSTEM_TEARS,
	.open = write_open,
	.reserve = write_reserve,
	.submit = write_submit,
	LOOPBACK_SYSTEM,
};

const struct system system_v4l2loopback_mmap = {
	.name = "v4l2loopback-mmap",
	.about = "v4l2loopback, but the producer fills its mapped buffers in "
		 "turn: no copy",
	.can = SYSTEM_POLLS | SYSTEM_SLEEPS | SYSTEM_MANY | SYSTEM_TEARS,
	.open = mmap_open,
	.reserve = mmap_reserve,
	.submit = mmap_submit,
	LOOPBACK_SYSTEM,
};
