// SPDX-License-Identifier: MIT
/* What readers get while nobody produces, or while the ring is another. */
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

#define CAPTURE	V4L2_BUF_TYPE_VIDEO_CAPTURE

/* A ring that nobody has configured yet can be opened, and gives a picture. */
TEST(ring_without_a_producer_gives_black_ok)
{
	uint32_t number = rings_add();
	struct video video = video_stream(number, 2, PROT_READ);
	struct v4l2_pix_format pix = video_format(video.fd, CAPTURE);
	struct v4l2_buffer told;
	unsigned int i;

	CHECK_EQ(pix.pixelformat, V4L2_PIX_FMT_YUYV);
	for (i = 0; i < 5; i++) {
		video_dqbuf(&video, &told);
		CHECK_EQ(told.sequence, i);
		/* Black of limited range. */
		CHECK_EQ(video.buffer[told.index][0], 16);
		CHECK_EQ(video.buffer[told.index][1], 128);
		CHECK_MEM_EQ(video.buffer[told.index],
			     video.buffer[told.index] + 2, video.bytes - 2);
		video_qbuf(&video, told.index);
	}
	video_end(&video);
	CHECK_EQ(rings_remove(number), 0);
}

TEST(last_frame_is_shown_again_ok)
{
	int ring = dev_ring(FRAMERING_CACHE_WB);
	struct dev_producer producer = dev_producer(ring);
	struct video video = video_stream(0, 2, PROT_READ | PROT_WRITE);
	struct v4l2_buffer told;
	unsigned int i;

	dev_produce(&producer, 0x55);
	for (i = 0; i < 5; i++) {
		video_dqbuf(&video, &told);
		CHECK(video_is(&video, told.index, 0x55));
		CHECK_EQ(told.sequence, i);
		video.buffer[told.index][0] = 1;
		video_qbuf(&video, told.index);
	}
	/* The next frame comes at once, with the next number. */
	dev_produce(&producer, 0x66);
	do {
		video_dqbuf(&video, &told);
		CHECK_EQ(told.sequence, i++);
		video_qbuf(&video, told.index);
	} while (!video_is(&video, told.index, 0) && i < 20);
	video_end(&video);
}

TEST(test_picture_moves_ok)
{
	static uint8_t before[64 * 48 * 4];
	int ring = dev_ring(FRAMERING_CACHE_WB);
	struct video video;
	unsigned int i, index;

	video_set(0, "idle", "pattern");
	video = video_stream(0, 2, PROT_READ);
	for (i = 0; i < 4; i++) {
		index = video_dqbuf(&video, NULL);
		CHECK(memcmp(before, video.buffer[index], sizeof(before)));
		memcpy(before, video.buffer[index], sizeof(before));
		video_qbuf(&video, index);
	}
	video_end(&video);
	video_set(0, "idle", "last");
	close(ring);
}

static void configure(int ring, uint32_t fourcc, uint32_t width)
{
	struct framering_config config = dev_config();

	config.fourcc = fourcc;
	config.width = width;
	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
}

TEST(new_generation_of_the_same_format_goes_on_ok)
{
	int ring = dev_ring(FRAMERING_CACHE_WB);
	struct dev_producer producer = dev_producer(ring);
	struct video video = video_stream(0, 4, PROT_READ);
	unsigned int index;

	dev_produce(&producer, 1);
	index = video_dqbuf(&video, NULL);
	CHECK(video_is(&video, index, 1));
	configure(ring, DRM_FORMAT_XRGB8888, 64);
	/* It attaches to the new one when it looks for a frame. */
	CHECK_EQ(fcntl(video.fd, F_SETFL, O_NONBLOCK), 0);
	CHECK_EQ(video_try_dqbuf(&video, NULL), -1);
	CHECK_EQ(fcntl(video.fd, F_SETFL, 0), 0);
	close(producer.fd);
	producer = dev_producer(ring);
	dev_produce(&producer, 2);
	CHECK(video_is(&video, video_dqbuf(&video, NULL), 2));
	/* And what it has of the old one is still there. */
	CHECK(video_is(&video, index, 1));
	video_end(&video);
}

TEST(new_format_is_told_and_stops_the_stream_ok)
{
	struct v4l2_event_subscription sub = {
		.type = V4L2_EVENT_SOURCE_CHANGE,
	};
	struct v4l2_event event;
	int ring = dev_ring(FRAMERING_CACHE_WB);
	struct video video = video_stream(0, 2, PROT_READ);

	CHECK_OK(ioctl(video.fd, VIDIOC_SUBSCRIBE_EVENT, &sub));
	configure(ring, DRM_FORMAT_XRGB8888, 128);
	CHECK_EQ(video_poll(video.fd, POLLPRI) & POLLPRI, POLLPRI);
	CHECK_OK(ioctl(video.fd, VIDIOC_DQEVENT, &event));
	CHECK_EQ(event.type, V4L2_EVENT_SOURCE_CHANGE);
	CHECK_EQ(video_try_dqbuf(&video, NULL), -1);
	CHECK_EQ(errno, EPIPE);
	/* Once. */
	CHECK_EQ(fcntl(video.fd, F_SETFL, O_NONBLOCK), 0);
	CHECK_ERRNO(ioctl(video.fd, VIDIOC_DQEVENT, &event), ENOENT);
	video_end(&video);
	video = video_stream(0, 2, PROT_READ);
	CHECK_EQ(video.bytes, 128 * 48 * 4);
	video_end(&video);
}

TEST(reader_that_keeps_its_format_goes_on_ok)
{
	int ring = dev_ring(FRAMERING_CACHE_WB);
	struct dev_producer producer = dev_producer(ring);
	struct video video;

	video_set(0, "keep_format", "1");
	video = video_stream(0, 2, PROT_READ);
	dev_produce(&producer, 3);
	video_qbuf(&video, video_dqbuf(&video, NULL));
	configure(ring, DRM_FORMAT_XRGB8888, 128);
	CHECK(video_is(&video, video_dqbuf(&video, NULL), 3));
	video_end(&video);
	video_set(0, "keep_format", "0");
}

TEST(end_of_a_stream_is_told_ok)
{
	struct v4l2_event_subscription sub = { .type = V4L2_EVENT_EOS };
	struct v4l2_event event;
	int ring = dev_ring(FRAMERING_CACHE_WB);
	struct video video = video_stream(0, 2, PROT_READ);

	CHECK_OK(ioctl(video.fd, VIDIOC_SUBSCRIBE_EVENT, &sub));
	CHECK_OK(dev_pattern(ring, 240000, 1));
	while (!(video_poll(video.fd, POLLIN | POLLPRI) & POLLPRI))
		video_qbuf(&video, video_dqbuf(&video, NULL));
	CHECK_OK(ioctl(video.fd, VIDIOC_DQEVENT, &event));
	CHECK_EQ(event.type, V4L2_EVENT_EOS);
	video_end(&video);
}
