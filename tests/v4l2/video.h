/* SPDX-License-Identifier: MIT */
/* Programs of V4L2 at a ring's nodes: what each test does with them. */
#ifndef TESTS_V4L2_VIDEO_H
#define TESTS_V4L2_VIDEO_H

#include <stddef.h>
#include <stdint.h>

#include <linux/videodev2.h>

#define VIDEO_BUFFERS	8

/**
 * struct video - a program at a node
 * @fd: the open node
 * @type: V4L2_BUF_TYPE_VIDEO_CAPTURE or _OUTPUT
 * @count: buffers
 * @bytes: size of each
 * @buffer: where they are mapped
 */
struct video {
	int fd;
	uint32_t type;
	unsigned int count;
	size_t bytes;
	uint8_t *buffer[VIDEO_BUFFERS];
};

/* These end the test case if they fail. @ring is a number, as ADD gives it. */
/* Open the node of ring @ring to read from, or to write to. */
int video_open(uint32_t ring, uint32_t type, int flags);
/* With @count buffers, mapped by @prot; it does not stream yet. */
struct video video_begin(uint32_t ring, uint32_t type, unsigned int count,
			 int prot);
/* A reader with all buffers queued, that streams. */
struct video video_stream(uint32_t ring, unsigned int count, int prot);
/* The number of a buffer; what V4L2 tells of it, if @told is not NULL. */
unsigned int video_dqbuf(const struct video *video, struct v4l2_buffer *told);
/* Look for a frame where none is, without waiting; evicted, attach anew. */
void video_attach_anew(const struct video *video);
/* As video_dqbuf(), or -1 with errno set. */
int video_try_dqbuf(const struct video *video, struct v4l2_buffer *told);
void video_qbuf(const struct video *video, unsigned int index);
/* The same: 0, or -1 with errno set. */
int video_try_qbuf(const struct video *video, unsigned int index);
/* The next buffer whose bytes are all @value, after any others. */
unsigned int video_dqbuf_of(const struct video *video, uint8_t value);
void video_on(const struct video *video);
void video_off(const struct video *video);
void video_end(struct video *video);
/* The node's format. */
struct v4l2_pix_format video_format(int fd, uint32_t type);
/* Wait for @events up to ten seconds; gives what holds. */
short video_poll(int fd, short events);
/* Write @text to an attribute of the ring's folder v4l2. */
void video_set(uint32_t ring, const char *attribute, const char *text);
/* Not zero: all bytes of the buffer are @value. */
int video_is(const struct video *video, unsigned int index, uint8_t value);

#endif /* TESTS_V4L2_VIDEO_H */
