/* SPDX-License-Identifier: MIT */
/* Video devices: what all systems need that stand on one. */
#ifndef BENCH_V4L2_H
#define BENCH_V4L2_H

#include <stddef.h>
#include <stdint.h>

#include <linux/videodev2.h>

#define V4L2_MAX_BUFFERS	32

/**
 * struct v4l2_queue - the buffers of an open device in one direction
 * @fd: the device; the caller's
 * @type: V4L2_BUF_TYPE_VIDEO_CAPTURE or V4L2_BUF_TYPE_VIDEO_OUTPUT
 * @count: how many buffers there are
 * @length: of each in bytes
 * @buffer: where they are mapped
 */
struct v4l2_queue {
	int fd;
	uint32_t type;
	uint32_t count;
	size_t length;
	void *buffer[V4L2_MAX_BUFFERS];
};

/**
 * v4l2_open - open a driver's device
 * @driver: as the driver calls itself
 * @capabilities: V4L2_CAP_ bits that the device must have
 * @index: 0 for the first such device, 1 for the second
 * @flags: of open(2)
 *
 * Return: a descriptor, the caller's; -ENODEV or another negative errno.
 */
int v4l2_open(const char *driver, uint32_t capabilities, uint32_t index,
	      int flags);

/* ioctl(2), but 0 or a negative errno, and a signal does not end it. */
int v4l2_call(int fd, unsigned long request, void *arg);

/* Exactly this format, or -ENOTSUP. */
int v4l2_format(int fd, uint32_t type, uint32_t width, uint32_t height,
		uint32_t fourcc);

/* Map all buffers, at most @count. @queue has its fd and type already. */
int v4l2_map(struct v4l2_queue *queue, uint32_t count);
void v4l2_unmap(struct v4l2_queue *queue);

int v4l2_start(const struct v4l2_queue *queue);

/* A reader's beginning: v4l2_map(), all buffers queued, v4l2_start(). */
int v4l2_read(struct v4l2_queue *queue, uint32_t count);

int v4l2_enqueue(const struct v4l2_queue *queue, uint32_t index, size_t bytes);

/* -EAGAIN if there is none and the device was opened with O_NONBLOCK. */
int v4l2_dequeue(const struct v4l2_queue *queue, struct v4l2_buffer *buffer);

#endif /* BENCH_V4L2_H */
