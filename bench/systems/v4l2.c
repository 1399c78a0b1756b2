// SPDX-License-Identifier: MIT
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "v4l2.h"

/* Numbers of device files that are looked at. */
#define MAX_DEVICES	64

int v4l2_call(int fd, unsigned long request, void *arg)
{
	int result;

	do
		result = ioctl(fd, request, arg);
	while (result < 0 && errno == EINTR);
	return result < 0 ? -errno : 0;
}

static int is_wanted(int fd, const char *driver, uint32_t capabilities)
{
	struct v4l2_capability cap = { 0 };

	return !v4l2_call(fd, VIDIOC_QUERYCAP, &cap) &&
	       !strcmp((const char *)cap.driver, driver) &&
	       (cap.device_caps & capabilities) == capabilities;
}

int v4l2_open(const char *driver, uint32_t capabilities, uint32_t index,
	      int flags)
{
	int fd, i, error = -ENODEV;
	char path[32];

	for (i = 0; i < MAX_DEVICES; i++) {
		snprintf(path, sizeof(path), "/dev/video%d", i);
		fd = open(path, flags | O_CLOEXEC);
		if (fd < 0) {
			if (errno != ENOENT)
				error = -errno;
			continue;
		}
		if (is_wanted(fd, driver, capabilities) && !index--)
			return fd;
		close(fd);
	}
	return error;
}

int v4l2_format(int fd, uint32_t type, uint32_t width, uint32_t height,
		uint32_t fourcc)
{
	struct v4l2_format format = {
		.type = type,
		.fmt.pix = {
			.width = width,
			.height = height,
			.pixelformat = fourcc,
			.field = V4L2_FIELD_NONE,
		},
	};
	int error = v4l2_call(fd, VIDIOC_S_FMT, &format);

	if (error)
		return error;
	if (format.fmt.pix.width != width || format.fmt.pix.height != height ||
	    format.fmt.pix.pixelformat != fourcc ||
	    format.fmt.pix.bytesperline != 4 * width)
		return -ENOTSUP;
	return 0;
}

static int map_buffer(struct v4l2_queue *queue, uint32_t index)
{
	struct v4l2_buffer buffer = {
		.type = queue->type,
		.memory = V4L2_MEMORY_MMAP,
		.index = index,
	};
	int protection = queue->type == V4L2_BUF_TYPE_VIDEO_OUTPUT ?
			 PROT_READ | PROT_WRITE : PROT_READ;
	int error = v4l2_call(queue->fd, VIDIOC_QUERYBUF, &buffer);

	if (error)
		return error;
	queue->length = buffer.length;
	queue->buffer[index] = mmap(NULL, buffer.length, protection,
				    MAP_SHARED, queue->fd, buffer.m.offset);
	return queue->buffer[index] == MAP_FAILED ? -errno : 0;
}

int v4l2_map(struct v4l2_queue *queue, uint32_t count)
{
	struct v4l2_requestbuffers request = {
		.type = queue->type,
		.memory = V4L2_MEMORY_MMAP,
		.count = count,
	};
	int error = v4l2_call(queue->fd, VIDIOC_REQBUFS, &request);

	if (!error && !request.count)
		error = -ENOMEM;
	while (!error && queue->count < request.count &&
	       queue->count < V4L2_MAX_BUFFERS) {
		error = map_buffer(queue, queue->count);
		queue->count += !error;
	}
	return error;
}

void v4l2_unmap(struct v4l2_queue *queue)
{
	while (queue->count)
		munmap(queue->buffer[--queue->count], queue->length);
}

int v4l2_start(const struct v4l2_queue *queue)
{
	int type = (int)queue->type;

	return v4l2_call(queue->fd, VIDIOC_STREAMON, &type);
}

int v4l2_enqueue(const struct v4l2_queue *queue, uint32_t index, size_t bytes)
{
	struct v4l2_buffer buffer = {
		.type = queue->type,
		.memory = V4L2_MEMORY_MMAP,
		.index = index,
		.bytesused = (uint32_t)bytes,
		.field = V4L2_FIELD_NONE,
	};

	return v4l2_call(queue->fd, VIDIOC_QBUF, &buffer);
}

int v4l2_read(struct v4l2_queue *queue, uint32_t count)
{
	int error = v4l2_map(queue, count);
	uint32_t i;

	for (i = 0; i < queue->count && !error; i++)
		error = v4l2_enqueue(queue, i, 0);
	return error ? error : v4l2_start(queue);
}

int v4l2_dequeue(const struct v4l2_queue *queue, struct v4l2_buffer *buffer)
{
	int error;

	memset(buffer, 0, sizeof(*buffer));
	buffer->type = queue->type;
	buffer->memory = V4L2_MEMORY_MMAP;
	error = v4l2_call(queue->fd, VIDIOC_DQBUF, buffer);
	/* A driver that names another one would lead us astray. */
	return !error && buffer->index >= queue->count ? -EPROTO : error;
}
