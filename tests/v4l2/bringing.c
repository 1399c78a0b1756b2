// SPDX-License-Identifier: MIT
/* Dma-bufs that a program brings to the output node. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "dev.h"
#include "exports.h"
#include "harness.h"
#include "imports.h"
#include "rings.h"
#include "video.h"

#define CAPTURE	V4L2_BUF_TYPE_VIDEO_CAPTURE
#define OUTPUT	V4L2_BUF_TYPE_VIDEO_OUTPUT
/* XR24 of 64x48. */
#define BYTES	12288U

/* A writer of ring @ring that has @count buffers, and streams. */
static int begin(uint32_t ring, unsigned int count)
{
	struct v4l2_format format = { .type = OUTPUT };
	struct v4l2_requestbuffers request = {
		.count = count,
		.type = OUTPUT,
		.memory = V4L2_MEMORY_DMABUF,
	};
	int node = video_open(ring, OUTPUT, O_RDWR);

	format.fmt.pix.width = 64;
	format.fmt.pix.height = 48;
	format.fmt.pix.pixelformat = V4L2_PIX_FMT_XBGR32;
	CHECK_OK(ioctl(node, VIDIOC_S_FMT, &format));
	CHECK_OK(ioctl(node, VIDIOC_REQBUFS, &request));
	CHECK_EQ(request.count, count);
	CHECK_OK(ioctl(node, VIDIOC_STREAMON, &format.type));
	return node;
}

/* QBUF of a frame in a dma-buf of @bytes: 0, or -1 with errno set. */
static int queue(int node, unsigned int index, int dmabuf, uint32_t bytes)
{
	struct v4l2_buffer buffer = {
		.index = index,
		.type = OUTPUT,
		.memory = V4L2_MEMORY_DMABUF,
		.m.fd = dmabuf,
		.length = bytes,
		.bytesused = BYTES,
		.field = V4L2_FIELD_NONE,
	};

	return ioctl(node, VIDIOC_QBUF, &buffer);
}

/* DQBUF: 0, or -1 with errno set. */
static int dequeue(int node, struct v4l2_buffer *buffer)
{
	*buffer = (struct v4l2_buffer){
		.type = OUTPUT,
		.memory = V4L2_MEMORY_DMABUF,
	};
	return ioctl(node, VIDIOC_DQBUF, buffer);
}

struct sort {
	const char *name;
	uint32_t sort;
	int mapped;
};

/* Those that a program cannot map are zero. */
static const struct sort sorts[] = {
	{ "pages", EXPORTER_PAGES, 1 },
	{ "device", EXPORTER_DEVICE, 0 },
	{ "unmapped", EXPORTER_UNMAPPED, 0 },
	{ "strange", EXPORTER_STRANGE, 0 },
};

TEST_VARIANTS(dmabufs_of_others_are_read_ok, sorts)
{
	int ring = dev_open(O_RDWR), node = begin(0, 3), fd[3], slot;
	struct dev_consumer consumer = dev_consumer(ring, 0);
	struct v4l2_buffer told;
	uint8_t *data[3];
	unsigned int i, b;
	uint8_t value;

	for (b = 0; b < 3; b++) {
		/* They may be longer than a frame. */
		fd[b] = imports_make(variant->sort, O_RDWR, BYTES + 4096);
		if (variant->mapped)
			data[b] = exports_map(fd[b], PROT_READ | PROT_WRITE,
					      BYTES);
	}
	for (i = 0; i < 30; i++) {
		if (i >= 3) {
			CHECK_OK(dequeue(node, &told));
			CHECK_EQ(told.index, i % 3);
			CHECK_EQ(told.flags & V4L2_BUF_FLAG_ERROR, 0);
		}
		/* At any place of the queue. */
		b = (i + i / 6) % 3;
		value = variant->mapped ? (uint8_t)(i + 1) : 0;
		if (variant->mapped)
			memset(data[b], value, BYTES);
		CHECK_OK(queue(node, i % 3, fd[b], BYTES + 4096));
		slot = dev_consume(&consumer, value);
		/* What was queued can change: it was copied. */
		if (variant->mapped)
			memset(data[b], 0xdd, BYTES);
		CHECK_EQ(consumer.slot[slot][0], value);
		dev_release(&consumer, slot);
	}
	close(node);
	CHECK_EQ(imports_addresses(), 0);
	CHECK_EQ(dev_query(ring).state & FRAMERING_STATE_PRODUCER, 0);
}

/* Also of the ring that they are written to. */
TEST(slots_that_were_exported_are_read_ok)
{
	int ring = dev_open(O_RDWR), node = begin(0, 2), fd, slot;
	struct dev_consumer consumer = dev_consumer(ring, 0);
	struct v4l2_buffer told;
	uint8_t *data, value;

	fd = exports_make(consumer.fd, 5, 0);
	data = exports_map(fd, PROT_READ | PROT_WRITE, BYTES);
	for (value = 1; value < 20; value++) {
		memset(data, value, BYTES);
		CHECK_OK(queue(node, 0, fd, BYTES));
		slot = dev_consume(&consumer, value);
		dev_release(&consumer, slot);
		CHECK_OK(dequeue(node, &told));
	}
	close(node);
}

/* From one ring to another, by V4L2 alone. */
TEST(buffers_of_a_capture_node_are_read_ok)
{
	struct framering_config config = dev_config();
	uint32_t number = rings_add();
	int source = rings_open(number, O_RDWR), ring = dev_open(O_RDWR);
	struct v4l2_exportbuffer export = { .type = CAPTURE };
	struct dev_producer producer;
	struct dev_consumer consumer;
	struct v4l2_buffer told;
	int node, fd[2], slot;
	struct video video;
	uint8_t value;

	config.cache = FRAMERING_CACHE_WB;
	CHECK_OK(ioctl(source, FRAMERING_IOC_CONFIGURE, &config));
	producer = dev_producer(source);
	video = video_stream(number, 2, PROT_READ);
	for (export.index = 0; export.index < 2; export.index++) {
		CHECK_OK(ioctl(video.fd, VIDIOC_EXPBUF, &export));
		fd[export.index] = export.fd;
	}
	node = begin(0, 2);
	consumer = dev_consumer(ring, 0);
	for (value = 1; value < 20; value++) {
		unsigned int index;

		dev_produce(&producer, value);
		index = video_dqbuf(&video, NULL);
		CHECK_OK(queue(node, index, fd[index], BYTES));
		slot = dev_consume(&consumer, value);
		dev_release(&consumer, slot);
		CHECK_OK(dequeue(node, &told));
		video_qbuf(&video, index);
	}
	close(node);
	video_end(&video);
	close(fd[0]);
	close(fd[1]);
	CHECK_EQ(rings_remove(number), 0);
}

/*
 * What QBUF says of a descriptor, which is closed. Not of one node: V4L2 takes
 * nothing more at the place of a buffer that could not be had.
 */
static int refused(int dmabuf, uint32_t bytes)
{
	int node = begin(0, 1), error;

	CHECK_EQ(queue(node, 0, dmabuf, bytes), -1);
	error = errno;
	close(dmabuf);
	close(node);
	return error;
}

TEST(dmabuf_that_cannot_be_read_fails)
{
	int node = begin(0, 2), before;
	struct v4l2_exportbuffer export = { .type = OUTPUT };
	struct v4l2_requestbuffers request = {
		.count = 1,
		.type = CAPTURE,
		.memory = V4L2_MEMORY_DMABUF,
	};

	/* These are no memory of the node's. */
	CHECK_ERRNO(ioctl(node, VIDIOC_EXPBUF, &export), EINVAL);
	CHECK_ERRNO((intptr_t)mmap(NULL, BYTES, PROT_READ | PROT_WRITE,
				   MAP_SHARED, node, 0), EINVAL);
	close(node);
	before = imports_count();
	CHECK_GE(refused(imports_make(EXPORTER_NO_ADDRESS, O_RDWR, BYTES),
			 BYTES), 1);
	CHECK_EQ(imports_count(), before);
	CHECK_EQ(refused(imports_make(EXPORTER_PAGES, O_RDWR, 4096), 4096),
		 EINVAL);
	CHECK_EQ(imports_count(), before);
	/* It says more than there is. */
	CHECK_EQ(refused(imports_make(EXPORTER_PAGES, O_RDWR, 4096), BYTES),
		 EINVAL);
	CHECK_EQ(imports_count(), before);
	CHECK_EQ(imports_addresses(), 0);
	CHECK_EQ(refused(dev_open(O_RDWR), BYTES), EINVAL);
	CHECK_EQ(refused(-1, BYTES), EINVAL);
	/* Frames are not captured into others' memory. */
	node = video_open(0, CAPTURE, O_RDWR);
	CHECK_ERRNO(ioctl(node, VIDIOC_REQBUFS, &request), EINVAL);
}

/* V4L2 keeps what is queued; it is read when streaming begins. */
TEST(dmabuf_closed_while_it_is_queued_is_read_ok)
{
	int ring = dev_open(O_RDWR), node = begin(0, 2), fd, slot;
	struct dev_consumer consumer = dev_consumer(ring, 0);
	uint32_t type = OUTPUT;
	uint8_t *data;
	int before = imports_count();

	CHECK_OK(ioctl(node, VIDIOC_STREAMOFF, &type));
	fd = imports_make(EXPORTER_PAGES, O_RDWR, BYTES);
	data = exports_map(fd, PROT_READ | PROT_WRITE, BYTES);
	memset(data, 0x77, BYTES);
	munmap(data, BYTES);
	CHECK_OK(queue(node, 0, fd, BYTES));
	close(fd);
	CHECK_EQ(imports_count(), before + 1);
	CHECK_OK(ioctl(node, VIDIOC_STREAMON, &type));
	slot = dev_consume(&consumer, 0x77);
	dev_release(&consumer, slot);
	close(node);
	CHECK_EQ(imports_count(), before);
}

TEST(writer_that_is_killed_keeps_no_dmabuf_ok)
{
	int before = imports_count(), ring = dev_open(O_RDWR), pipes[2], status;
	char byte;
	pid_t pid;

	CHECK_OK(pipe(pipes));
	pid = fork();
	CHECK_OK(pid);
	if (!pid) {
		int node = begin(0, 2);

		CHECK_OK(queue(node, 0, imports_make(EXPORTER_PAGES, O_RDWR,
						     BYTES), BYTES));
		CHECK_EQ(write(pipes[1], "", 1), 1);
		pause();
		_exit(1);
	}
	CHECK_EQ(read(pipes[0], &byte, 1), 1);
	CHECK_EQ(imports_count(), before + 1);
	CHECK_OK(kill(pid, SIGKILL));
	CHECK_EQ(waitpid(pid, &status, 0), pid);
	CHECK_EQ(imports_count(), before);
	CHECK_EQ(dev_query(ring).state & FRAMERING_STATE_PRODUCER, 0);
}

/* The ring goes with what is queued. */
TEST(removed_ring_keeps_no_dmabuf_ok)
{
	int before = imports_count(), node, fd;
	uint32_t number = rings_add();
	struct v4l2_buffer told;

	video_set(number, "output", "1");
	node = begin(number, 2);
	fd = imports_make(EXPORTER_PAGES, O_RDWR, BYTES);
	CHECK_OK(queue(node, 0, fd, BYTES));
	CHECK_OK(queue(node, 1, fd, BYTES));
	CHECK_EQ(rings_remove(number), 0);
	CHECK_ERRNO(dequeue(node, &told), ENODEV);
	CHECK_ERRNO(queue(node, 0, fd, BYTES), ENODEV);
	close(node);
	close(fd);
	CHECK_EQ(imports_count(), before);
}
