// SPDX-License-Identifier: MIT
/* What is left when a ring, a role or a program goes: zeros, and no SIGBUS. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "dev.h"
#include "harness.h"
#include "rings.h"
#include "video.h"

#define CAPTURE	V4L2_BUF_TYPE_VIDEO_CAPTURE

static int open_and_configure(uint32_t number)
{
	struct framering_config config = dev_config();
	int ring = rings_open(number, O_RDWR);

	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
	return ring;
}

TEST(evicted_reader_sees_zeros_and_goes_on_ok)
{
	struct framering_evict evict = { .size = sizeof(evict) };
	int ring = dev_ring(FRAMERING_CACHE_WB);
	struct dev_producer producer = dev_producer(ring);
	struct video video = video_stream(0, 2, PROT_READ | PROT_WRITE);
	unsigned int index;

	dev_produce(&producer, 1);
	index = video_dqbuf(&video, NULL);
	CHECK(video_is(&video, index, 1));
	CHECK_OK(ioctl(ring, FRAMERING_IOC_EVICT, &evict));
	CHECK(video_is(&video, index, 0));
	video.buffer[index][0] = 1;
	video_qbuf(&video, index);
	video_attach_anew(&video);
	dev_produce(&producer, 2);
	CHECK(video_is(&video, video_dqbuf(&video, NULL), 2));
	video_end(&video);
}

TEST(evicted_reader_takes_no_frame_of_another_ok)
{
	struct framering_evict evict = { .size = sizeof(evict) };
	int ring = dev_ring(FRAMERING_CACHE_WB);
	struct dev_producer producer = dev_producer(ring);
	struct video first = video_stream(0, 2, PROT_READ);
	struct video second = video_stream(0, 2, PROT_READ);
	unsigned int a, b, i;

	dev_produce(&producer, 1);
	a = video_dqbuf(&first, NULL);
	b = video_dqbuf(&second, NULL);
	CHECK_OK(ioctl(ring, FRAMERING_IOC_EVICT, &evict));
	for (i = 0; i < 10; i++)
		dev_produce(&producer, 0xee);
	CHECK(video_is(&first, a, 0));
	CHECK(video_is(&second, b, 1));
	video_end(&first);
	video_end(&second);
}

TEST(removed_ring_leaves_zeros_and_enodev_ok)
{
	uint32_t number = rings_add();
	int ring = open_and_configure(number);
	struct dev_producer producer = dev_producer(ring);
	struct video video = video_stream(number, 2, PROT_READ | PROT_WRITE);
	struct video idle = video_stream(number, 2, PROT_READ);
	unsigned int index;

	dev_produce(&producer, 1);
	index = video_dqbuf(&video, NULL);
	CHECK(video_is(&video, index, 1));
	CHECK_EQ(rings_remove(number), 0);
	CHECK(video_is(&video, index, 0));
	video.buffer[index][0] = 1;
	CHECK_EQ(video_try_dqbuf(&video, NULL), -1);
	CHECK_EQ(errno, ENODEV);
	CHECK(video_poll(idle.fd, POLLIN) & (POLLERR | POLLHUP));
	video_end(&video);
	video_end(&idle);
	close(ring);
}

TEST(reader_that_sleeps_hears_of_the_removal_wakes)
{
	uint32_t number = rings_add();
	int ring = open_and_configure(number), status;
	struct video video;
	pid_t pid;

	video_set(number, "idle", "none");
	video = video_stream(number, 2, PROT_READ);
	pid = fork();
	CHECK_OK(pid);
	if (!pid)
		_exit(video_try_dqbuf(&video, NULL) < 0 && errno == ENODEV ?
		      0 : 1);
	CHECK_EQ(rings_remove(number), 0);
	CHECK_EQ(waitpid(pid, &status, 0), pid);
	CHECK_EQ(status, 0);
	video_end(&video);
	close(ring);
}

TEST(streamoff_ends_the_sleep_of_another_thread_wakes)
{
	int ring = dev_ring(FRAMERING_CACHE_WB), status;
	struct video video;
	pid_t pid;

	video_set(0, "idle", "none");
	video = video_stream(0, 2, PROT_READ);
	pid = fork();
	CHECK_OK(pid);
	if (!pid)
		_exit(video_try_dqbuf(&video, NULL) < 0 && errno == EINVAL ?
		      0 : 1);
	video_off(&video);
	CHECK_EQ(waitpid(pid, &status, 0), pid);
	CHECK_EQ(status, 0);
	video_end(&video);
	video_set(0, "idle", "last");
	close(ring);
}

TEST(node_that_is_taken_away_says_enodev_ok)
{
	uint32_t number = rings_add();
	int ring = open_and_configure(number);
	struct dev_producer producer = dev_producer(ring);
	struct video video = video_stream(number, 2, PROT_READ), again;
	unsigned int index;

	dev_produce(&producer, 1);
	index = video_dqbuf(&video, NULL);
	video_set(number, "capture", "0");
	CHECK_EQ(video_try_dqbuf(&video, NULL), -1);
	CHECK_EQ(errno, ENODEV);
	/* The ring goes on, and the frame stays as long as it is open. */
	dev_produce(&producer, 2);
	CHECK(video_is(&video, index, 1));
	video_set(number, "capture", "1");
	again = video_stream(number, 2, PROT_READ);
	dev_produce(&producer, 3);
	video_dqbuf_of(&again, 3);
	video_end(&video);
	video_end(&again);
	CHECK_EQ(rings_remove(number), 0);
	close(ring);
}

#define CROWD	64

/* Reads until it is killed; anything that is no whole frame ends it. */
static void read_for_ever(uint32_t number)
{
	struct video video = video_stream(number, 4, PROT_READ | PROT_WRITE);
	unsigned int index;

	for (;;) {
		index = video_dqbuf(&video, NULL);
		if (!video_is(&video, index, video.buffer[index][100]))
			_exit(1);
		video.buffer[index][0] = 1;
		video_qbuf(&video, index);
	}
}

/* 64 come and are killed in the middle, 30 of them at a time. */
TEST(killed_readers_leave_nothing_ok)
{
	uint32_t number = rings_add();
	int ring = open_and_configure(number), status;
	struct dev_producer producer = dev_producer(ring);
	pid_t pids[CROWD] = {};
	unsigned int i;

	test_timeout(120 * test_slowness());
	for (i = 0; i < CROWD; i++) {
		if (i >= 30) {
			CHECK_OK(kill(pids[i - 30], SIGKILL));
			CHECK_EQ(waitpid(pids[i - 30], &status, 0),
				 pids[i - 30]);
			CHECK(WIFSIGNALED(status));
		}
		pids[i] = fork();
		CHECK_OK(pids[i]);
		if (!pids[i])
			read_for_ever(number);
		while (dev_query(ring).consumers < (i < 30 ? i + 1 : 30))
			dev_produce(&producer, (uint8_t)i);
		dev_produce(&producer, (uint8_t)i);
	}
	for (i = CROWD - 30; i < CROWD; i++) {
		CHECK_OK(kill(pids[i], SIGKILL));
		CHECK_EQ(waitpid(pids[i], &status, 0), pids[i]);
		CHECK(WIFSIGNALED(status));
	}
	CHECK_EQ(dev_query(ring).consumers, 0);
	CHECK_EQ(producer.status->kernel_held, 0);
	CHECK_EQ(rings_remove(number), 0);
	close(ring);
}

/* The ring is taken from 24 readers that work. */
TEST(ring_is_removed_under_a_crowd_ok)
{
	uint32_t number = rings_add();
	int ring = open_and_configure(number), status;
	struct dev_producer producer = dev_producer(ring);
	pid_t pids[24];
	unsigned int i;

	for (i = 0; i < 24; i++) {
		pids[i] = fork();
		CHECK_OK(pids[i]);
		if (!pids[i]) {
			struct video video = video_stream(number, 4, PROT_READ |
							  PROT_WRITE);
			int index;

			while ((index = video_try_dqbuf(&video, NULL)) >= 0) {
				video.buffer[index][5000] = 1;
				if (video_try_qbuf(&video, (unsigned)index))
					break;
			}
			_exit(errno == ENODEV ? 0 : 1);
		}
	}
	while (dev_query(ring).consumers < 24)
		dev_produce(&producer, 1);
	for (i = 0; i < 100; i++)
		dev_produce(&producer, 1);
	CHECK_EQ(rings_remove(number), 0);
	for (i = 0; i < 24; i++) {
		CHECK_EQ(waitpid(pids[i], &status, 0), pids[i]);
		CHECK_EQ(status, 0);
	}
	close(ring);
}
