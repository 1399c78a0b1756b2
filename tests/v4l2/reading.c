// SPDX-License-Identifier: MIT
/* Reading a ring by V4L2: which frames, in which buffers, whose they are. */
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "dev.h"
#include "harness.h"
#include "video.h"

#define CAPTURE	V4L2_BUF_TYPE_VIDEO_CAPTURE

struct memory {
	const char *name;
	uint32_t kind;
	uint32_t cache;
};

static const struct memory memories[] = {
	{ "pages-wb", FRAMERING_MEMORY_PAGES, FRAMERING_CACHE_WB },
	{ "pages-wc", FRAMERING_MEMORY_PAGES, FRAMERING_CACHE_WC },
	{ "pages-uc", FRAMERING_MEMORY_PAGES, FRAMERING_CACHE_UC },
	{ "vmalloc", FRAMERING_MEMORY_VMALLOC, FRAMERING_CACHE_WB },
	{ "coherent", FRAMERING_MEMORY_COHERENT, FRAMERING_CACHE_WB },
};

static int configured(const struct framering_config *wanted)
{
	struct framering_config config = *wanted;
	int ring = dev_open(O_RDWR);

	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
	return ring;
}

TEST_VARIANTS(every_frame_is_seen_whole_ok, memories)
{
	struct framering_config config = dev_config();
	struct dev_producer producer;
	struct v4l2_buffer told;
	struct video video;
	unsigned int i, index;
	int ring;

	config.memory = variant->kind;
	config.cache = variant->cache;
	ring = configured(&config);
	producer = dev_producer(ring);
	video = video_stream(0, 2, PROT_READ | PROT_WRITE);
	for (i = 0; i < 50; i++) {
		dev_produce(&producer, (uint8_t)(i + 1));
		index = video_dqbuf(&video, &told);
		CHECK(video_is(&video, index, (uint8_t)(i + 1)));
		CHECK_EQ(told.sequence, i);
		CHECK_EQ(told.bytesused, video.bytes);
		video_qbuf(&video, index);
	}
	video_end(&video);
}

/* More buffers than slots, fewer, and each is used. */
TEST(reader_has_the_buffers_that_it_asked_for_ok)
{
	static const unsigned int counts[] = { 1, 3, 8 };
	int ring = dev_ring(FRAMERING_CACHE_WB);
	struct dev_producer producer = dev_producer(ring);
	unsigned int c, i, index, used;

	for (c = 0; c < 3; c++) {
		struct video video = video_stream(0, counts[c], PROT_READ);

		for (used = 0, i = 0; i < 24; i++) {
			/* It begins with the frame that is there. */
			dev_produce(&producer, (uint8_t)(c * 24 + i));
			index = video_dqbuf_of(&video, (uint8_t)(c * 24 + i));
			used |= 1U << index;
			video_qbuf(&video, index);
		}
		CHECK_EQ(used, (1U << counts[c]) - 1);
		video_end(&video);
	}
}

/* However many a reader keeps, none of them changes, and the ring goes on. */
TEST(frames_that_a_reader_keeps_stay_ok)
{
	int ring = dev_ring(FRAMERING_CACHE_WB);
	struct dev_producer producer = dev_producer(ring);
	struct video video = video_stream(0, 8, PROT_READ | PROT_WRITE);
	unsigned int index[8], i;

	for (i = 0; i < 7; i++) {
		dev_produce(&producer, (uint8_t)(i + 1));
		index[i] = video_dqbuf(&video, NULL);
		/* Half of them were looked at before their slot is taken. */
		if (i % 2)
			CHECK(video_is(&video, index[i], (uint8_t)(i + 1)));
	}
	for (i = 0; i < 20; i++)
		dev_produce(&producer, 0xee);
	for (i = 0; i < 7; i++)
		CHECK(video_is(&video, index[i], (uint8_t)(i + 1)));
	video_end(&video);
}

TEST(writer_in_place_spoils_no_frame_of_others_ok)
{
	int ring = dev_ring(FRAMERING_CACHE_WB);
	struct dev_producer producer = dev_producer(ring);
	struct dev_consumer native = dev_consumer(ring, 0);
	struct video writes = video_stream(0, 2, PROT_READ | PROT_WRITE);
	struct video reads = video_stream(0, 2, PROT_READ);
	unsigned int a, b, i;
	int slot;

	for (i = 0; i < 40; i++) {
		dev_produce(&producer, (uint8_t)(i + 1));
		a = video_dqbuf(&writes, NULL);
		b = video_dqbuf(&reads, NULL);
		memset(writes.buffer[a], 0xdd, 5000);
		CHECK_EQ(writes.buffer[a][4999], 0xdd);
		CHECK_EQ(writes.buffer[a][5000], (uint8_t)(i + 1));
		CHECK(video_is(&reads, b, (uint8_t)(i + 1)));
		slot = dev_consume(&native, (uint8_t)(i + 1));
		dev_release(&native, slot);
		/* What it wrote is its own until it queues the buffer. */
		CHECK_EQ(writes.buffer[a][0], 0xdd);
		video_qbuf(&writes, a);
		video_qbuf(&reads, b);
		CHECK(video_is(&writes, a, 0));
	}
	video_end(&writes);
	video_end(&reads);
}

TEST(buffers_that_are_not_held_are_zero_ok)
{
	int ring = dev_ring(FRAMERING_CACHE_WB);
	struct dev_producer producer = dev_producer(ring);
	struct video video = video_begin(0, CAPTURE, 2, PROT_READ | PROT_WRITE);
	unsigned int index;

	CHECK(video_is(&video, 0, 0));
	/* A write to one is kept from everybody, and forgotten. */
	video.buffer[1][0] = 1;
	video_qbuf(&video, 0);
	video_qbuf(&video, 1);
	video_on(&video);
	dev_produce(&producer, 7);
	index = video_dqbuf(&video, NULL);
	CHECK(video_is(&video, index, 7));
	CHECK(video_is(&video, !index, 0));
	video_off(&video);
	CHECK(video_is(&video, 0, 0));
	CHECK(video_is(&video, 1, 0));
	video_end(&video);
}

TEST(mappings_outlive_their_buffers_as_zeros_ok)
{
	struct v4l2_requestbuffers none = {
		.type = CAPTURE,
		.memory = V4L2_MEMORY_MMAP,
	};
	int ring = dev_ring(FRAMERING_CACHE_WB);
	struct dev_producer producer = dev_producer(ring);
	struct video video = video_stream(0, 2, PROT_READ | PROT_WRITE), again;
	unsigned int index;

	dev_produce(&producer, 7);
	index = video_dqbuf(&video, NULL);
	CHECK(video_is(&video, index, 7));
	video_off(&video);
	CHECK_OK(ioctl(video.fd, VIDIOC_REQBUFS, &none));
	CHECK(video_is(&video, index, 0));
	video.buffer[index][0] = 3;
	CHECK_EQ(video.buffer[index][0], 3);
	again = video_stream(0, 2, PROT_READ);
	dev_produce(&producer, 8);
	video_dqbuf_of(&again, 8);
	video_end(&again);
	video_end(&video);
}

TEST(slot_that_a_reader_skips_is_told_by_sequence_ok)
{
	int ring = dev_ring(FRAMERING_CACHE_WB);
	struct dev_producer producer = dev_producer(ring);
	struct video video = video_stream(0, 2, PROT_READ);
	struct v4l2_buffer told;
	unsigned int i;

	dev_produce(&producer, 0);
	video_qbuf(&video, video_dqbuf(&video, &told));
	CHECK_EQ(told.sequence, 0);
	for (i = 1; i < 10; i++)
		dev_produce(&producer, (uint8_t)i);
	video_dqbuf(&video, &told);
	/* The ring has four slots. */
	CHECK_GE(told.sequence, 6);
	CHECK(video_is(&video, told.index, (uint8_t)told.sequence));
	video_end(&video);
}

TEST(poll_tells_of_a_frame_wakes)
{
	int ring = dev_ring(FRAMERING_CACHE_WB);
	struct dev_producer producer = dev_producer(ring);
	struct video video;

	video_set(0, "idle", "none");
	video = video_stream(0, 2, PROT_READ);
	CHECK_EQ(fcntl(video.fd, F_SETFL, O_NONBLOCK), 0);
	CHECK_EQ(video_try_dqbuf(&video, NULL), -1);
	CHECK_EQ(errno, EAGAIN);
	dev_produce(&producer, 9);
	CHECK_EQ(video_poll(video.fd, POLLIN) & POLLIN, POLLIN);
	CHECK(video_is(&video, video_dqbuf(&video, NULL), 9));
	video_end(&video);
	video_set(0, "idle", "last");
}

TEST(read_gives_whole_frames_ok)
{
	int ring = dev_ring(FRAMERING_CACHE_WB);
	struct dev_producer producer = dev_producer(ring);
	int fd = video_open(0, CAPTURE, O_RDWR);
	struct v4l2_pix_format pix = video_format(fd, CAPTURE);
	struct v4l2_requestbuffers request = {
		.count = 2,
		.type = CAPTURE,
		.memory = V4L2_MEMORY_MMAP,
	};
	/* More than is asked for is not given. */
	static uint8_t data[2 * 64 * 48 * 4], want[64 * 48 * 4];
	unsigned int i;

	CHECK_EQ(pix.sizeimage, sizeof(want));
	for (i = 1; i < 10; i++) {
		dev_produce(&producer, (uint8_t)i);
		memset(want, (int)i, sizeof(want));
		/* In two parts, of which the second is the same frame's. */
		CHECK_EQ(read(fd, data, 1000), 1000);
		CHECK_EQ(read(fd, data + 1000, sizeof(want)),
			 (ssize_t)sizeof(want) - 1000);
		CHECK_MEM_EQ(data, want, sizeof(want));
	}
	CHECK_ERRNO(ioctl(fd, VIDIOC_REQBUFS, &request), EBUSY);
	close(fd);
}

TEST(readers_count_for_demand_while_they_stream_ok)
{
	int ring = dev_ring(FRAMERING_CACHE_WB);
	struct video video = video_begin(0, CAPTURE, 2, PROT_READ);

	CHECK_EQ(dev_query(ring).consumers, 0);
	video_qbuf(&video, 0);
	video_on(&video);
	CHECK_EQ(dev_query(ring).consumers, 1);
	video_off(&video);
	CHECK_EQ(dev_query(ring).consumers, 0);
	video_end(&video);
}

TEST(wish_of_a_reader_is_told_to_the_producer_ok)
{
	struct v4l2_format format = { .type = CAPTURE };
	struct v4l2_streamparm parm = { .type = CAPTURE };
	struct framering_demand demand = { .size = sizeof(demand) };
	int ring = dev_ring(FRAMERING_CACHE_WB);
	int fd = video_open(0, CAPTURE, O_RDWR);

	format.fmt.pix.width = 1280;
	format.fmt.pix.height = 720;
	format.fmt.pix.pixelformat = V4L2_PIX_FMT_NV12;
	CHECK_OK(ioctl(fd, VIDIOC_S_FMT, &format));
	/* What it gets is what there is. */
	CHECK_EQ(format.fmt.pix.width, 64);
	CHECK_EQ(format.fmt.pix.pixelformat, V4L2_PIX_FMT_XBGR32);
	parm.parm.capture.timeperframe.numerator = 1;
	parm.parm.capture.timeperframe.denominator = 25;
	CHECK_OK(ioctl(fd, VIDIOC_S_PARM, &parm));
	CHECK_OK(ioctl(ring, FRAMERING_IOC_DEMAND, &demand));
	CHECK_EQ(demand.wish.width, 1280);
	CHECK_EQ(demand.wish.height, 720);
	CHECK_EQ(demand.wish.fourcc, DRM_FORMAT_NV12);
	CHECK_EQ(demand.wish.rate, 25000);
	close(fd);
}

TEST(rings_with_nodes_are_cached_unless_asked_ok)
{
	struct framering_config config = dev_config();
	int ring;

	config.cache = FRAMERING_CACHE_DEFAULT;
	ring = configured(&config);
	CHECK_EQ(dev_query(ring).cache_asked, FRAMERING_CACHE_WB);
	close(ring);
	config = dev_config();
	config.cache = FRAMERING_CACHE_WC;
	ring = configured(&config);
	CHECK_EQ(dev_query(ring).cache_asked, FRAMERING_CACHE_WC);
}

TEST(executable_and_private_mappings_fails)
{
	int ring = dev_ring(FRAMERING_CACHE_WB);
	struct video video = video_begin(0, CAPTURE, 2, PROT_READ);
	struct v4l2_buffer buffer = {
		.type = CAPTURE,
		.memory = V4L2_MEMORY_MMAP,
	};

	CHECK_OK(ioctl(video.fd, VIDIOC_QUERYBUF, &buffer));
	CHECK_ERRNO((intptr_t)mmap(NULL, video.bytes, PROT_READ | PROT_EXEC,
				   MAP_SHARED, video.fd, buffer.m.offset),
		    EPERM);
	CHECK_ERRNO((intptr_t)mmap(NULL, video.bytes, PROT_READ, MAP_PRIVATE,
				   video.fd, buffer.m.offset), EINVAL);
	CHECK_ERRNO(mprotect(video.buffer[0], video.bytes,
			     PROT_READ | PROT_EXEC), EACCES);
	/* Writing is let through, and seen by nobody else. */
	CHECK_OK(mprotect(video.buffer[0], video.bytes,
			  PROT_READ | PROT_WRITE));
	video.buffer[0][0] = 1;
	close(ring);
	video_end(&video);
}

struct layout {
	const char *name;
	uint32_t stride;
	uint32_t bytes;
};

/* Of 64x48 XR24, whose lines have 256 bytes. */
static const struct layout layouts[] = {
	{ "padded", 512, 512 * 48 },
	{ "last_line_is_short", 4096, 4096 * 47 + 256 },
	{ "more_than_its_lines", 256, 256 * 64 },
	{ "no_line_of_its_own", 0x1000000, 0x1000000 * 3U + 256 },
};

/* Wherever the producer has the lines, V4L2 is told where they are. */
TEST_VARIANTS(layout_of_the_producers_own_ok, layouts)
{
	struct framering_config config = dev_config();
	struct dev_producer producer;
	struct v4l2_pix_format pix;
	struct video video;
	unsigned int height = variant->stride > 4096 ? 4 : 48, y, index;
	int ring;

	config.flags = FRAMERING_CONFIG_LAYOUT;
	config.height = height;
	config.cache = FRAMERING_CACHE_WB;
	config.slots = 2;
	config.geometry.planes = 1;
	config.geometry.stride[0] = variant->stride;
	config.geometry.plane_bytes[0] = variant->bytes;
	config.geometry.frame_bytes = variant->bytes;
	ring = configured(&config);
	producer = dev_producer(ring);
	video = video_stream(0, 2, PROT_READ);
	pix = video_format(video.fd, CAPTURE);
	CHECK_LE(pix.bytesperline * height, pix.sizeimage);
	/* The black picture of a ring that has no frame yet. */
	video_qbuf(&video, video_dqbuf(&video, NULL));
	CHECK_EQ(framering_ring_reserve(&producer.ring), 0);
	for (y = 0; y < height; y++)
		memset(producer.slot[0] + (size_t)y * variant->stride,
		       (int)y + 1, 256);
	framering_ring_submit(&producer.ring, &(struct framering_desc){
			      .bytes = variant->bytes });
	CHECK_OK(ioctl(producer.fd, FRAMERING_IOC_KICK));
	do
		index = video_dqbuf(&video, NULL);
	while (video.buffer[index][0] != 1 &&
	       !video_try_qbuf(&video, index));
	for (y = 0; y < height; y++) {
		const uint8_t *line = video.buffer[index] +
				      (size_t)y * pix.bytesperline;

		CHECK_EQ(line[0], (uint8_t)(y + 1));
		CHECK_MEM_EQ(line, line + 1, 255);
	}
	/* All of the buffer can be read. */
	CHECK_EQ(test_read_fault(video.buffer[index] + video.bytes - 1), 0);
	video_end(&video);
}
