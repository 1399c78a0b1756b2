// SPDX-License-Identifier: MIT
/* The end of a stream that was written with write(2). */
#include <fcntl.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "dev.h"
#include "harness.h"
#include "victim.h"

#define FRAME_BYTES	(64 * 48 * 4)
#define SLOTS		4

static int ring_with_stall(uint32_t stall_ms)
{
	struct framering_config config = dev_config();
	int ring = dev_open(O_RDWR);

	config.stall_ms = stall_ms;
	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
	return ring;
}

/* Fills the ring and closes its file. */
static void fill_and_close(int flags)
{
	static const char frame[FRAME_BYTES];
	int writer = dev_open(O_WRONLY | flags), i;

	for (i = 0; i < SLOTS; i++)
		CHECK_EQ(write(writer, frame, sizeof(frame)),
			 (ssize_t)sizeof(frame));
	CHECK_OK(close(writer));
}

static pid_t fill_and_close_elsewhere(int flags)
{
	pid_t pid = fork();

	CHECK_OK(pid);
	if (!pid) {
		fill_and_close(flags);
		_exit(0);
	}
	return pid;
}

static void consume_frames(struct dev_consumer *c)
{
	int i;

	for (i = 0; i < SLOTS; i++)
		dev_release(c, dev_consume(c, 0));
}

TEST(end_mark_waits_for_a_lossless_reader_wakes)
{
	int ring = ring_with_stall(3600000), slot, kick;
	struct dev_consumer c = dev_consumer(ring, FRAMERING_ATTACH_LOSSLESS);
	pid_t pid = fill_and_close_elsewhere(0);
	uint32_t revents;

	victim_until_asleep(pid);
	consume_frames(&c);
	CHECK_EQ(dev_wait(c.fd, FRAMERING_EVENT_IN, -1, &revents), 0);
	slot = framering_ring_acquire(&c.ring, 0, &kick);
	CHECK_GE(slot, 0);
	CHECK_EQ(c.ring.desc[slot].flags, FRAMERING_FRAME_LAST);
	CHECK_EQ(c.ring.desc[slot].bytes, 0);
	victim_join(pid);
}

TEST(end_mark_waits_for_no_reader_that_stalls_ok)
{
	int ring = ring_with_stall(100);

	dev_attach(ring, FRAMERING_ROLE_CONSUMER, FRAMERING_ATTACH_LOSSLESS,
		   NULL);
	fill_and_close(0);
	CHECK_EQ(dev_query(ring).consumers, 0);
}

TEST(end_mark_of_one_that_must_not_block_does_not_wait_ok)
{
	int ring = ring_with_stall(3600000);

	dev_attach(ring, FRAMERING_ROLE_CONSUMER, FRAMERING_ATTACH_LOSSLESS,
		   NULL);
	/* The case's time-out is what fails. */
	fill_and_close(O_NONBLOCK);
	CHECK(!(dev_query(ring).state & FRAMERING_STATE_PRODUCER));
}

TEST(end_mark_of_one_that_is_killed_does_not_wait_ok)
{
	int ring = ring_with_stall(3600000), status;
	pid_t pid;

	dev_attach(ring, FRAMERING_ROLE_CONSUMER, FRAMERING_ATTACH_LOSSLESS,
		   NULL);
	pid = fill_and_close_elsewhere(0);
	victim_until_asleep(pid);
	CHECK_OK(kill(pid, SIGKILL));
	CHECK_EQ(waitpid(pid, &status, 0), pid);
	CHECK(WIFSIGNALED(status));
	CHECK(!(dev_query(ring).state & FRAMERING_STATE_PRODUCER));
}
