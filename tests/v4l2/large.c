// SPDX-License-Identifier: MIT
/*
 * Frames that are mapped by entries of 2 MiB, as far as slots are made of such
 * blocks: what programs see is the same as by pages.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <unistd.h>

#include "dev.h"
#include "harness.h"
#include "video.h"

#define CAPTURE	V4L2_BUF_TYPE_VIDEO_CAPTURE
#define OUTPUT	V4L2_BUF_TYPE_VIDEO_OUTPUT
#define MIB	(1UL << 20)
/* Of frames of 1024x1500 XR24: three such entries, the last one not whole. */
#define HEIGHT	1500U
#define BYTES	(1024UL * HEIGHT * 4)

static int large_ring(void)
{
	struct framering_config config = dev_config();
	int ring = dev_open(O_RDWR);

	config.width = 1024;
	config.height = HEIGHT;
	config.cache = FRAMERING_CACHE_WB;
	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
	return ring;
}

/* One more mapping of a buffer. */
static uint8_t *map_again(const struct video *video, unsigned int index)
{
	struct v4l2_buffer buffer = {
		.index = index,
		.type = video->type,
		.memory = V4L2_MEMORY_MMAP,
	};
	uint8_t *data;

	CHECK_OK(ioctl(video->fd, VIDIOC_QUERYBUF, &buffer));
	data = mmap(NULL, video->bytes, PROT_READ | PROT_WRITE, MAP_SHARED,
		    video->fd, buffer.m.offset);
	CHECK(data != MAP_FAILED);
	return data;
}

/* KiB of page tables that this process has. */
static long page_tables(void)
{
	FILE *status = fopen("/proc/self/status", "re");
	char line[128];
	long kib = -1;

	CHECK(status);
	while (fgets(line, sizeof(line), status))
		if (sscanf(line, "VmPTE: %ld", &kib) == 1)
			break;
	fclose(status);
	CHECK_GE(kib, 0);
	return kib;
}

/* All of @data is @value, but for one byte at each of two places. */
static int is_but(const uint8_t *data, uint8_t value, size_t first,
		  size_t second)
{
	size_t i;

	for (i = 0; i < BYTES; i++)
		if (data[i] != value && i != first && i != second)
			return 0;
	return data[first] != value && data[second] != value;
}

TEST(large_frames_take_few_entries_ok)
{
	int ring = large_ring();
	struct dev_producer producer = dev_producer(ring);
	struct video video = video_stream(0, 4, PROT_READ | PROT_WRITE);
	unsigned int i, index;
	long before;

	for (i = 0; i < video.count; i++)
		CHECK_EQ((uintptr_t)video.buffer[i] % (2 * MIB), 0);
	before = page_tables();
	for (i = 0; i < 40; i++) {
		dev_produce(&producer, (uint8_t)(i + 1));
		index = video_dqbuf(&video, NULL);
		CHECK(video_is(&video, index, (uint8_t)(i + 1)));
		video_qbuf(&video, index);
	}
	/* By page, each of the buffers takes three tables of 4 KiB. */
	CHECK_LE(page_tables() - before, 4 * 4 + 8);
	video_end(&video);
}

/* In the middle of a large entry, in another, and where there are pages. */
TEST(write_into_a_large_frame_copies_its_page_ok)
{
	static const size_t places[][2] = {
		{ 0, MIB }, { 3 * MIB + 77, 2 * MIB }, { BYTES - 1, 9 },
	};
	int ring = large_ring(), slot;
	struct dev_producer producer = dev_producer(ring);
	struct dev_consumer native = dev_consumer(ring, 0);
	struct video writes = video_stream(0, 2, PROT_READ | PROT_WRITE);
	struct video reads = video_stream(0, 2, PROT_READ);
	uint8_t *again[2] = { map_again(&writes, 0), map_again(&writes, 1) };
	unsigned int i, a, b;

	for (i = 0; i < 12; i++) {
		const size_t *at = places[i % 3];
		uint8_t value = (uint8_t)(i + 1);

		dev_produce(&producer, value);
		a = video_dqbuf(&writes, NULL);
		b = video_dqbuf(&reads, NULL);
		/* With entries there, and without. */
		if (i / 3 % 2)
			CHECK(video_is(&writes, a, value));
		CHECK_EQ(again[a][at[0]], value);
		writes.buffer[a][at[0]] = 0xdd;
		again[a][at[1]] = 0xdd;
		CHECK(is_but(writes.buffer[a], value, at[0], at[1]));
		CHECK(is_but(again[a], value, at[0], at[1]));
		CHECK(video_is(&reads, b, value));
		slot = dev_consume(&native, value);
		dev_release(&native, slot);
		video_qbuf(&writes, a);
		video_qbuf(&reads, b);
		CHECK(video_is(&writes, a, 0));
	}
	video_end(&writes);
	video_end(&reads);
}

TEST(large_frames_that_a_reader_keeps_stay_ok)
{
	int ring = large_ring();
	struct dev_producer producer = dev_producer(ring);
	struct video video = video_stream(0, 8, PROT_READ | PROT_WRITE);
	unsigned int index[7], i;

	for (i = 0; i < 7; i++) {
		dev_produce(&producer, (uint8_t)(i + 1));
		index[i] = video_dqbuf(&video, NULL);
		if (i % 2)
			CHECK(video_is(&video, index[i], (uint8_t)(i + 1)));
	}
	for (i = 0; i < 8; i++)
		dev_produce(&producer, 0xee);
	for (i = 0; i < 7; i++)
		CHECK(video_is(&video, index[i], (uint8_t)(i + 1)));
	video_end(&video);
}

/* Parts that are no more than a large entry, and rights that change. */
TEST(large_frame_is_seen_through_parts_of_its_mapping_ok)
{
	int ring = large_ring();
	struct dev_producer producer = dev_producer(ring);
	struct video video = video_stream(0, 2, PROT_READ);
	unsigned int i, index;
	uint8_t *data, *moved;

	for (i = 0; i < 4; i++) {
		dev_produce(&producer, (uint8_t)(i + 1));
		index = video_dqbuf(&video, NULL);
		data = video.buffer[index];
		CHECK(video_is(&video, index, (uint8_t)(i + 1)));
		CHECK_OK(mprotect(data + MIB, 4096, PROT_READ | PROT_WRITE));
		data[MIB] = 0xdd;
		CHECK_EQ(data[MIB + 1], (uint8_t)(i + 1));
		CHECK_EQ(data[MIB - 1], (uint8_t)(i + 1));
		CHECK_EQ(test_write_fault(data), SIGSEGV);
		CHECK_OK(mprotect(data, video.bytes, PROT_NONE));
		CHECK_EQ(test_read_fault(data + 3 * MIB), SIGSEGV);
		CHECK_OK(mprotect(data, video.bytes, PROT_READ));
		CHECK(is_but(data, (uint8_t)(i + 1), MIB, MIB));
		video_qbuf(&video, index);
	}
	dev_produce(&producer, 9);
	index = video_dqbuf(&video, NULL);
	data = video.buffer[index];
	CHECK(video_is(&video, index, 9));
	CHECK_OK(munmap(data + MIB, MIB));
	CHECK_EQ(data[MIB - 1], 9);
	CHECK_EQ(data[2 * MIB], 9);
	/* To an address where no large entry fits. */
	moved = mmap(NULL, 4 * MIB, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1,
		     0);
	CHECK(moved != MAP_FAILED);
	moved = (uint8_t *)(((uintptr_t)moved | (2 * MIB - 1)) + 1 - 4096);
	CHECK(mremap(data + 2 * MIB, 2 * MIB, 2 * MIB,
		     MREMAP_MAYMOVE | MREMAP_FIXED, moved) == moved);
	CHECK_EQ(moved[0], 9);
	CHECK_EQ(moved[2 * MIB - 1], 9);
	video_qbuf(&video, index);
	CHECK_EQ(moved[0], 0);
	CHECK_EQ(data[0], 0);
	video_end(&video);
}

/* Nobody may keep what is taken away with the next frame. */
TEST(large_frames_cannot_be_pinned_fails)
{
	int ring = large_ring(), fd[2];
	struct dev_producer producer = dev_producer(ring);
	struct video video = video_stream(0, 2, PROT_READ | PROT_WRITE);
	struct iovec part = { .iov_len = 8192 }, to;
	static uint8_t copy[8192];
	unsigned int index;
	size_t at;

	CHECK_OK(pipe2(fd, O_CLOEXEC));
	dev_produce(&producer, 3);
	index = video_dqbuf(&video, NULL);
	for (at = 0; at < BYTES - MIB; at += MIB) {
		part.iov_base = video.buffer[index] + at;
		CHECK(video_is(&video, index, 3));
		CHECK_ERRNO(vmsplice(fd[1], &part, 1, 0), EFAULT);
		to = (struct iovec){ copy, sizeof(copy) };
		CHECK_ERRNO(process_vm_readv(getpid(), &to, 1, &part, 1, 0),
			    EFAULT);
	}
	/* To copy it is everybody's right. */
	CHECK_EQ(write(fd[1], video.buffer[index], 8192), 8192);
	CHECK_EQ(read(fd[0], copy, 8192), 8192);
	CHECK_EQ(copy[8191], 3);
	video_end(&video);
}

TEST(evicted_reader_of_large_frames_sees_zeros_ok)
{
	struct framering_evict evict = { .size = sizeof(evict) };
	int ring = large_ring();
	struct dev_producer producer = dev_producer(ring);
	struct video video = video_stream(0, 2, PROT_READ | PROT_WRITE);
	unsigned int index;

	dev_produce(&producer, 3);
	index = video_dqbuf(&video, NULL);
	CHECK(video_is(&video, index, 3));
	CHECK_OK(ioctl(ring, FRAMERING_IOC_EVICT, &evict));
	CHECK(video_is(&video, index, 0));
	video.buffer[index][MIB] = 1;
	video_qbuf(&video, index);
	video_attach_anew(&video);
	dev_produce(&producer, 4);
	CHECK(video_is(&video, video_dqbuf(&video, NULL), 4));
	video_end(&video);
}

/* A program that fills slots does so by large entries as well. */
TEST(large_frames_that_are_filled_are_read_ok)
{
	struct v4l2_format format = { .type = OUTPUT };
	int ring = dev_open(O_RDONLY), slot, node;
	struct dev_consumer consumer;
	struct video video;
	unsigned int i, index;
	long before;

	node = video_open(0, OUTPUT, O_RDWR);
	format.fmt.pix.width = 1024;
	format.fmt.pix.height = HEIGHT;
	format.fmt.pix.pixelformat = V4L2_PIX_FMT_XBGR32;
	CHECK_OK(ioctl(node, VIDIOC_S_FMT, &format));
	close(node);
	video = video_begin(0, OUTPUT, 3, PROT_READ | PROT_WRITE);
	consumer = dev_consumer(ring, 0);
	video_on(&video);
	before = page_tables();
	for (i = 0; i < 20; i++) {
		index = i < 3 ? i : video_dqbuf(&video, NULL);
		/* Read first, and written first. */
		if (i % 2)
			CHECK_GE(video.buffer[index][2 * MIB + i], 0);
		memset(video.buffer[index], (int)i + 1, video.bytes);
		video_qbuf(&video, index);
		slot = dev_consume(&consumer, (uint8_t)(i + 1));
		dev_release(&consumer, slot);
		if (i == 3)
			CHECK_LE(page_tables() - before, 3 * 4 + 8);
		/* A write between two frames is nobody's. */
		if (i > 3)
			video.buffer[index][MIB] = 0xdd;
	}
	video_end(&video);
}

/* Each mapping is looked through with each frame. */
TEST(mappings_of_a_buffer_are_limited_fails)
{
	int ring = dev_ring(FRAMERING_CACHE_WB);
	struct video video = video_begin(0, CAPTURE, 2, PROT_READ);
	struct v4l2_exportbuffer export = { .type = CAPTURE };
	struct v4l2_buffer buffer = {
		.type = CAPTURE,
		.memory = V4L2_MEMORY_MMAP,
	};
	unsigned int count = 0;
	void *data;

	CHECK_OK(ioctl(video.fd, VIDIOC_QUERYBUF, &buffer));
	do
		data = mmap(NULL, video.bytes, PROT_READ, MAP_SHARED, video.fd,
			    buffer.m.offset);
	while (data != MAP_FAILED && ++count < 1000);
	CHECK_EQ(errno, ENOMEM);
	CHECK_GE(count, 64);
	CHECK_LE(count, 128);
	CHECK_ERRNO(mprotect(video.buffer[0] + 4096, 4096, PROT_NONE), ENOMEM);
	CHECK_ERRNO(ioctl(video.fd, VIDIOC_EXPBUF, &export), EINVAL);
	/* Another buffer is another matter. */
	map_again(&video, 1);
	close(ring);
	video_end(&video);
}
