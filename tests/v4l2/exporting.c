// SPDX-License-Identifier: MIT
/* Buffers as dma-bufs: mapped by programs, and by devices. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "dev.h"
#include "harness.h"
#include "rings.h"
#include "video.h"

#define CAPTURE	V4L2_BUF_TYPE_VIDEO_CAPTURE
#define OUTPUT	V4L2_BUF_TYPE_VIDEO_OUTPUT

static int export(const struct video *video, unsigned int index, uint32_t flags)
{
	struct v4l2_exportbuffer export = {
		.type = video->type,
		.index = index,
		.flags = flags | O_CLOEXEC,
	};

	CHECK_OK(ioctl(video->fd, VIDIOC_EXPBUF, &export));
	return export.fd;
}

static uint8_t *map(int fd, size_t bytes, int prot)
{
	uint8_t *data = mmap(NULL, bytes, prot, MAP_SHARED, fd, 0);

	CHECK(data != MAP_FAILED);
	return data;
}

static int all_are(const uint8_t *data, uint8_t value, size_t bytes)
{
	return data[0] == value && !memcmp(data, data + 1, bytes - 1);
}

TEST(dmabuf_shows_what_its_buffer_shows_ok)
{
	int ring = dev_ring(FRAMERING_CACHE_WB), fd[2];
	struct dev_producer producer = dev_producer(ring);
	struct video video = video_stream(0, 2, PROT_READ | PROT_WRITE);
	uint8_t *seen[2];
	unsigned int i, index;

	for (i = 0; i < 2; i++) {
		fd[i] = export(&video, i, O_RDWR);
		seen[i] = map(fd[i], video.bytes, PROT_READ | PROT_WRITE);
	}
	for (i = 1; i < 30; i++) {
		dev_produce(&producer, (uint8_t)i);
		index = video_dqbuf(&video, NULL);
		CHECK(all_are(seen[index], (uint8_t)i, video.bytes));
		/* What is written to one mapping is seen in the others. */
		seen[index][0] = 0xdd;
		CHECK_EQ(video.buffer[index][0], 0xdd);
		CHECK_EQ(video.buffer[index][1], (uint8_t)i);
		video_qbuf(&video, index);
		CHECK(all_are(seen[index], 0, video.bytes));
	}
	close(fd[0]);
	close(fd[1]);
	video_end(&video);
}

TEST(dmabuf_for_reading_cannot_be_written_fails)
{
	int ring = dev_ring(FRAMERING_CACHE_WB), fd;
	struct video video = video_stream(0, 2, PROT_READ);
	uint8_t *seen;

	fd = export(&video, 0, O_RDONLY);
	CHECK_ERRNO((intptr_t)mmap(NULL, video.bytes, PROT_WRITE, MAP_SHARED,
				   fd, 0), EACCES);
	seen = map(fd, video.bytes, PROT_READ);
	CHECK_ERRNO(mprotect(seen, video.bytes, PROT_READ | PROT_WRITE),
		    EACCES);
	CHECK_ERRNO(mprotect(seen, video.bytes, PROT_READ | PROT_EXEC), EACCES);
	close(fd);
	close(ring);
	video_end(&video);
}

/* It may be kept longer than all else; then it is black. */
TEST(dmabuf_outlives_its_file_and_ring_as_zeros_ok)
{
	struct framering_config config = dev_config();
	uint32_t number = rings_add();
	int ring = rings_open(number, O_RDWR), fd;
	struct dev_producer producer;
	struct video video;
	unsigned int index;
	uint8_t *seen;

	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
	producer = dev_producer(ring);
	video = video_stream(number, 2, PROT_READ);
	dev_produce(&producer, 9);
	index = video_dqbuf(&video, NULL);
	fd = export(&video, index, O_RDWR);
	seen = map(fd, video.bytes, PROT_READ | PROT_WRITE);
	CHECK(all_are(seen, 9, video.bytes));
	video_end(&video);
	CHECK(all_are(seen, 0, video.bytes));
	CHECK_EQ(rings_remove(number), 0);
	seen[0] = 1;
	CHECK_EQ(seen[0], 1);
	munmap(seen, video.bytes);
	close(fd);
	close(ring);
}

/* A program fills slots by the dma-bufs of a writer's buffers. */
TEST(dmabuf_of_an_output_buffer_is_a_slot_ok)
{
	struct v4l2_format format = { .type = OUTPUT };
	int ring = dev_open(O_RDONLY), fd, slot, node;
	struct dev_consumer consumer;
	struct video video;
	uint8_t *data;

	node = video_open(0, OUTPUT, O_RDWR);
	format.fmt.pix.width = 64;
	format.fmt.pix.height = 48;
	format.fmt.pix.pixelformat = V4L2_PIX_FMT_XBGR32;
	CHECK_OK(ioctl(node, VIDIOC_S_FMT, &format));
	close(node);
	video = video_begin(0, OUTPUT, 2, PROT_READ | PROT_WRITE);
	consumer = dev_consumer(ring, 0);
	fd = export(&video, 0, O_RDWR);
	data = map(fd, video.bytes, PROT_READ | PROT_WRITE);
	memset(data, 0x77, video.bytes);
	video_on(&video);
	video_qbuf(&video, 0);
	slot = dev_consume(&consumer, 0x77);
	dev_release(&consumer, slot);
	close(fd);
	video_end(&video);
}
