// SPDX-License-Identifier: MIT
/* Writing a ring by V4L2. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "dev.h"
#include "harness.h"
#include "rings.h"
#include "video.h"

#define OUTPUT	V4L2_BUF_TYPE_VIDEO_OUTPUT

/* Frames of 64x48 XR24 at the node of ring 0. */
static int open_output(void)
{
	struct v4l2_format format = { .type = OUTPUT };
	int fd = video_open(0, OUTPUT, O_RDWR);

	format.fmt.pix.width = 64;
	format.fmt.pix.height = 48;
	format.fmt.pix.pixelformat = V4L2_PIX_FMT_XBGR32;
	CHECK_OK(ioctl(fd, VIDIOC_S_FMT, &format));
	CHECK_EQ(format.fmt.pix.sizeimage, 64 * 48 * 4);
	return fd;
}

static struct video begin(unsigned int count)
{
	close(open_output());
	return video_begin(0, OUTPUT, count, PROT_READ | PROT_WRITE);
}

static void fill(const struct video *video, unsigned int index, uint8_t value)
{
	memset(video->buffer[index], value, video->bytes);
}

TEST(every_frame_that_is_queued_is_read_ok)
{
	struct video video = begin(4);
	int ring = dev_open(O_RDONLY), slot;
	struct dev_consumer consumer;
	unsigned int i, index;

	CHECK_EQ(dev_query(ring).state & FRAMERING_STATE_PRODUCER,
		 FRAMERING_STATE_PRODUCER);
	consumer = dev_consumer(ring, 0);
	video_on(&video);
	for (i = 0; i < 60; i++) {
		index = i < 4 ? i : video_dqbuf(&video, NULL);
		fill(&video, index, (uint8_t)(i + 1));
		video_qbuf(&video, index);
		slot = dev_consume(&consumer, (uint8_t)(i + 1));
		dev_release(&consumer, slot);
	}
	video_end(&video);
	CHECK_EQ(dev_query(ring).state & FRAMERING_STATE_PRODUCER, 0);
}

/* In whatever order it fills them. */
TEST(buffers_that_are_queued_in_another_order_are_read_ok)
{
	static const unsigned int order[] = { 2, 0, 3, 1 };
	struct video video = begin(4);
	int ring = dev_open(O_RDONLY), slot;
	struct dev_consumer consumer = dev_consumer(ring, 0);
	unsigned int round, i, index[4];
	uint8_t value;

	video_on(&video);
	for (round = 0; round < 20; round++) {
		for (i = 0; i < 4; i++)
			index[i] = round ? video_dqbuf(&video, NULL) : i;
		for (i = 0; i < 4; i++)
			fill(&video, index[i], (uint8_t)(round * 4 + i));
		for (i = 0; i < 4; i++) {
			value = (uint8_t)(round * 4 + order[i]);
			video_qbuf(&video, index[order[i]]);
			slot = dev_consume(&consumer, value);
			dev_release(&consumer, slot);
		}
	}
	CHECK_EQ(consumer.status->kernel_held, 0);
	video_end(&video);
}

/* What is queued is the readers': the program sees it no more. */
TEST(queued_frame_does_not_change_ok)
{
	struct video video = begin(2);
	int ring = dev_open(O_RDONLY), slot;
	struct dev_consumer consumer = dev_consumer(ring, 0);

	video_on(&video);
	fill(&video, 0, 5);
	video_qbuf(&video, 0);
	CHECK(video_is(&video, 0, 0));
	fill(&video, 0, 6);
	slot = dev_consume(&consumer, 5);
	dev_release(&consumer, slot);
	video_end(&video);
}

TEST(write_submits_whole_frames_ok)
{
	static uint8_t data[64 * 48 * 4];
	int fd = open_output(), ring = dev_open(O_RDONLY), slot;
	struct dev_consumer consumer;
	unsigned int i;

	memset(data, 1, sizeof(data));
	CHECK_EQ(write(fd, data, sizeof(data)), (ssize_t)sizeof(data));
	consumer = dev_consumer(ring, 0);
	for (i = 2; i < 30; i++) {
		memset(data, (int)i, sizeof(data));
		CHECK_EQ(write(fd, data, 777), 777);
		CHECK_EQ(write(fd, data, sizeof(data) - 777),
			 (ssize_t)sizeof(data) - 777);
		slot = dev_consume(&consumer, (uint8_t)i);
		dev_release(&consumer, slot);
	}
	close(fd);
	CHECK_EQ(dev_query(ring).state & FRAMERING_STATE_PRODUCER, 0);
}

TEST(producers_of_both_kinds_take_turns_ok)
{
	static uint8_t data[64 * 48 * 4];
	int ring = dev_ring(FRAMERING_CACHE_WB), fd = open_output();
	int native = dev_attach(ring, FRAMERING_ROLE_PRODUCER, 0, NULL);

	CHECK_ERRNO(write(fd, data, sizeof(data)), EBUSY);
	close(native);
	CHECK_EQ(write(fd, data, sizeof(data)), (ssize_t)sizeof(data));
	CHECK_ERRNO(dev_try_attach(ring, FRAMERING_ROLE_PRODUCER, 0), EBUSY);
	close(fd);
	native = dev_attach(ring, FRAMERING_ROLE_PRODUCER, 0, NULL);
	close(native);
	close(ring);
}

TEST(one_file_writes_at_a_time_fails)
{
	static uint8_t data[64 * 48 * 4];
	int first = open_output(), second = video_open(0, OUTPUT, O_RDWR);
	struct v4l2_format format = { .type = OUTPUT };

	CHECK_EQ(write(first, data, sizeof(data)), (ssize_t)sizeof(data));
	CHECK_ERRNO(write(second, data, sizeof(data)), EBUSY);
	CHECK_OK(ioctl(second, VIDIOC_G_FMT, &format));
	CHECK_EQ(format.fmt.pix.width, 64);
	CHECK_ERRNO(ioctl(second, VIDIOC_S_FMT, &format), EBUSY);
	close(first);
	CHECK_EQ(write(second, data, sizeof(data)), (ssize_t)sizeof(data));
	close(second);
}

/* A reader by V4L2 of a writer by V4L2, which goes in the middle. */
TEST(writer_that_goes_leaves_its_last_frame_ok)
{
	struct video writer = begin(4), reader;
	unsigned int index;

	reader = video_stream(0, 2, PROT_READ);
	video_on(&writer);
	fill(&writer, 0, 9);
	video_qbuf(&writer, 0);
	index = video_dqbuf(&reader, NULL);
	CHECK(video_is(&reader, index, 9));
	video_end(&writer);
	CHECK(video_is(&reader, index, 9));
	video_qbuf(&reader, index);
	CHECK(video_is(&reader, video_dqbuf(&reader, NULL), 9));
	video_end(&reader);
}

TEST(poll_tells_of_room_wakes)
{
	struct video video = begin(2);
	unsigned int i;

	video_on(&video);
	for (i = 0; i < 20; i++) {
		unsigned int index = i;

		if (i >= 2) {
			CHECK_EQ(video_poll(video.fd, POLLOUT) & POLLOUT,
				 POLLOUT);
			index = video_dqbuf(&video, NULL);
		}
		fill(&video, index, (uint8_t)i);
		video_qbuf(&video, index);
	}
	video_end(&video);
}

/* Memory that cannot be mapped page by page is filled by copying. */
TEST(frames_for_coherent_memory_are_copied_ok)
{
	struct framering_config config = dev_config();
	int ring = dev_open(O_RDWR), slot;
	struct dev_consumer consumer;
	struct video video;
	unsigned int i, index;

	config.slots = 16;
	config.memory = FRAMERING_MEMORY_COHERENT;
	close(open_output());
	/* As the node would configure it, but for the memory. */
	video = video_begin(0, OUTPUT, 2, PROT_READ | PROT_WRITE);
	config.picture = dev_query(ring).picture;
	memset(&config.picture.visible, 0, sizeof(config.picture.visible));
	video_end(&video);
	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
	video = video_begin(0, OUTPUT, 2, PROT_READ | PROT_WRITE);
	CHECK_EQ(dev_query(ring).memory, FRAMERING_MEMORY_COHERENT);
	consumer = dev_consumer(ring, 0);
	video_on(&video);
	for (i = 0; i < 20; i++) {
		index = i < 2 ? i : video_dqbuf(&video, NULL);
		fill(&video, index, (uint8_t)(i + 1));
		video_qbuf(&video, index);
		slot = dev_consume(&consumer, (uint8_t)(i + 1));
		dev_release(&consumer, slot);
	}
	video_end(&video);
}

/* More buffers than before: the ring gets slots for them. */
TEST(more_buffers_are_requested_ok)
{
	struct v4l2_requestbuffers request = {
		.count = 12,
		.type = OUTPUT,
		.memory = V4L2_MEMORY_MMAP,
	};
	struct video video = begin(2);
	int ring = dev_open(O_RDONLY);

	munmap(video.buffer[0], video.bytes);
	munmap(video.buffer[1], video.bytes);
	CHECK_OK(ioctl(video.fd, VIDIOC_REQBUFS, &request));
	CHECK_EQ(request.count, 12);
	CHECK_GE(dev_query(ring).slots, 14);
	close(video.fd);
}

/* A reader keeps all that it can, and the program asks without waiting. */
TEST(full_ring_says_eagain_and_does_not_spin_ok)
{
	struct video video = begin(4);
	int ring = dev_open(O_RDWR);
	struct dev_consumer lossless;
	unsigned int i;
	int index = 0;

	lossless = dev_consumer(ring, FRAMERING_ATTACH_LOSSLESS);
	CHECK_EQ(fcntl(video.fd, F_SETFL, O_NONBLOCK), 0);
	video_on(&video);
	for (i = 0; i < 100 && index >= 0; i++) {
		if (i >= 4)
			index = video_try_dqbuf(&video, NULL);
		if (index >= 0)
			video_qbuf(&video, i < 4 ? i : (unsigned int)index);
	}
	CHECK_LT(i, 100);
	CHECK_EQ(errno, EAGAIN);
	close(lossless.fd);
	video_end(&video);
	close(ring);
}
