// SPDX-License-Identifier: MIT
/*
 * The end of a stream: it needs no slot, however the producer goes, and whoever
 * drops the last reference to the producer's file waits for nobody.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "dev.h"
#include "harness.h"
#include "pass.h"
#include "removable_ring.h"

#define FRAME_BYTES	(64 * 48 * 4)
#define SLOTS		4
/* Longer than any test may take: what waits for the stall clock fails. */
#define HOUR_MS		3600000

static char frame[FRAME_BYTES];

static int ring_with_long_stall(void)
{
	struct framering_config config = dev_config();
	int ring = dev_open(O_RDWR);

	config.stall_ms = HOUR_MS;
	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
	return ring;
}

/* A writer that has filled all slots of the ring. */
static int open_and_fill(void)
{
	int writer = dev_open(O_WRONLY), i;

	for (i = 0; i < SLOTS; i++)
		CHECK_EQ(write(writer, frame, sizeof(frame)),
			 (ssize_t)sizeof(frame));
	return writer;
}

static int acquire(struct dev_consumer *c)
{
	int kick, slot = framering_ring_acquire(&c->ring, 0, &kick);

	if (kick)
		CHECK_OK(ioctl(c->fd, FRAMERING_IOC_KICK));
	return slot;
}

/* @frames of a stream, and then its end. */
static void check_stream(struct dev_consumer *c, int frames)
{
	uint32_t revents;
	int i, slot;

	for (i = 0; i < frames; i++) {
		slot = acquire(c);
		CHECK_GE(slot, 0);
		dev_release(c, slot);
	}
	CHECK_EQ(dev_wait(c->fd, FRAMERING_EVENT_IN, -1, &revents), 0);
	CHECK_EQ(revents, FRAMERING_EVENT_IN);
	CHECK_EQ(acquire(c), -EPIPE);
	CHECK_EQ(acquire(c), -EAGAIN);
	CHECK_EQ(dev_wait(c->fd, FRAMERING_EVENT_IN, 0, &revents), -ETIMEDOUT);
}

static void closes(void)
{
	CHECK_OK(close(open_and_fill()));
}

static void exits(void)
{
	open_and_fill();
	_exit(0);
}

static void is_killed(void)
{
	open_and_fill();
	raise(SIGKILL);
}

/* A program that maps its slots, and does not say that the stream ends. */
static void maps_and_exits(void)
{
	struct dev_producer p = dev_producer(dev_open(O_RDWR));
	int i;

	for (i = 0; i < SLOTS; i++)
		CHECK_GE(dev_produce(&p, 1), 0);
	_exit(0);
}

/* One that does say so: it ends once all the same. */
static void ends_and_exits(void)
{
	struct dev_producer p = dev_producer(dev_open(O_RDWR));
	int i;

	for (i = 0; i < SLOTS; i++)
		CHECK_GE(dev_produce(&p, 1), 0);
	framering_ring_end(&p.ring);
	_exit(0);
}

static const struct {
	const char *name;
	void (*produce)(void);
} ways[] = {
	{ "closes", closes },
	{ "exits", exits },
	{ "killed", is_killed },
	{ "maps", maps_and_exits },
	{ "says_so", ends_and_exits },
};

/* The reader blocks all slots meanwhile. */
TEST_VARIANTS(stream_of_a_producer_that_goes_ends_ok, ways)
{
	int ring = ring_with_long_stall(), i;
	struct dev_consumer c = dev_consumer(ring, FRAMERING_ATTACH_LOSSLESS);

	for (i = 0; i < 2; i++) {
		pid_t pid = fork();

		CHECK_OK(pid);
		if (!pid) {
			variant->produce();
			_exit(0);
		}
		CHECK_EQ(waitpid(pid, NULL, 0), pid);
		CHECK(!(dev_query(ring).state & FRAMERING_STATE_PRODUCER));
		check_stream(&c, SLOTS);
	}
}

/* Its only reference is in the socket; recv() drops it, knowing nothing. */
TEST(recv_of_a_writers_file_by_another_process_does_not_wait_ok)
{
	int ring = ring_with_long_stall(), ends[2];
	struct dev_consumer c = dev_consumer(ring, FRAMERING_ATTACH_LOSSLESS);
	char byte;
	pid_t pid;

	CHECK_OK(socketpair(AF_UNIX, SOCK_DGRAM, 0, ends));
	pid = fork();
	CHECK_OK(pid);
	if (!pid) {
		pass_send(ends[1], open_and_fill());
		_exit(0);
	}
	CHECK_EQ(waitpid(pid, NULL, 0), pid);
	CHECK(dev_query(ring).state & FRAMERING_STATE_PRODUCER);
	CHECK_EQ(recv(ends[0], &byte, 1, 0), 1);
	CHECK(!(dev_query(ring).state & FRAMERING_STATE_PRODUCER));
	check_stream(&c, SLOTS);
}

TEST(producer_without_a_frame_ends_no_stream_ok)
{
	int ring = dev_ring(FRAMERING_CACHE_WB);
	struct dev_consumer c = dev_consumer(ring, 0);

	close(dev_attach(ring, FRAMERING_ROLE_PRODUCER, 0, NULL));
	CHECK_EQ(acquire(&c), -EAGAIN);
	CHECK_OK(close(open_and_fill()));
	close(dev_attach(ring, FRAMERING_ROLE_PRODUCER, 0, NULL));
	check_stream(&c, SLOTS);
}

TEST(reader_that_comes_after_the_end_is_not_told_ok)
{
	int ring = dev_ring(FRAMERING_CACHE_WB);
	struct dev_consumer c;

	CHECK_OK(close(open_and_fill()));
	c = dev_consumer(ring, 0);
	CHECK_EQ(acquire(&c), -EAGAIN);
	CHECK_OK(close(open_and_fill()));
	check_stream(&c, SLOTS);
}

/* It goes on in the next generation. */
TEST(configured_anew_is_no_end_of_a_stream_ok)
{
	int ring = dev_ring(FRAMERING_CACHE_WB);
	struct framering_config config = dev_config();
	struct dev_consumer c = dev_consumer(ring, 0);
	int producer = dev_attach(ring, FRAMERING_ROLE_PRODUCER, 0, NULL);

	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
	close(producer);
	CHECK_EQ(acquire(&c), -ESTALE);
}

/* As often as @reader asks, and poll() knows. */
static void check_end_of_file(int reader)
{
	struct pollfd pfd = { .fd = reader, .events = POLLIN };
	int i;

	for (i = 0; i < 3; i++) {
		CHECK_EQ(poll(&pfd, 1, 0), 1);
		CHECK_EQ(pfd.revents, POLLIN);
		CHECK_EQ(read(reader, frame, FRAME_BYTES), 0);
	}
}

TEST(read_of_a_stream_that_ended_is_an_end_of_file_ok)
{
	struct framering_config config = dev_config();
	int ring = dev_ring(FRAMERING_CACHE_WB), i;
	int reader = dev_open(O_RDONLY | O_NONBLOCK);

	CHECK_ERRNO(read(reader, frame, FRAME_BYTES), EAGAIN);
	for (i = 0; i < 2; i++) {
		int writer = dev_open(O_WRONLY);

		CHECK_EQ(write(writer, frame, FRAME_BYTES), FRAME_BYTES);
		CHECK_OK(close(writer));
		CHECK_EQ(read(reader, frame, FRAME_BYTES), FRAME_BYTES);
		check_end_of_file(reader);
	}
	/* Also where the next stream will be in another generation. */
	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
	check_end_of_file(reader);
	check_end_of_file(reader);
	/* Who comes now waits for a stream. */
	reader = dev_open(O_RDONLY | O_NONBLOCK);
	CHECK_ERRNO(read(reader, frame, FRAME_BYTES), EAGAIN);
}

/* The producer goes on, and so does its reader, once there is a frame. */
TEST(read_after_the_end_of_a_stream_goes_on_with_the_next_ok)
{
	int ring = dev_ring(FRAMERING_CACHE_WB);
	struct dev_producer p = dev_producer(ring);
	int reader = dev_open(O_RDONLY | O_NONBLOCK), i;

	CHECK_ERRNO(read(reader, frame, FRAME_BYTES), EAGAIN);
	for (i = 0; i < 3; i++) {
		dev_produce(&p, (uint8_t)i);
		dev_produce(&p, (uint8_t)i);
		CHECK_EQ(read(reader, frame, FRAME_BYTES), FRAME_BYTES);
		CHECK_EQ(read(reader, frame, FRAME_BYTES), FRAME_BYTES);
		CHECK_EQ(frame[FRAME_BYTES - 1], i);
		CHECK_ERRNO(read(reader, frame, FRAME_BYTES), EAGAIN);
		framering_ring_end(&p.ring);
		check_end_of_file(reader);
	}
}

TEST(end_of_a_stream_for_a_sleeping_reader_wakes)
{
	int ring = dev_ring(FRAMERING_CACHE_WB), writer = open_and_fill();
	uint32_t revents;
	pid_t pid;

	pid = fork();
	CHECK_OK(pid);
	if (!pid) {
		struct dev_consumer c;

		close(writer);
		c = dev_consumer(ring, 0);
		CHECK_EQ(dev_wait(c.fd, FRAMERING_EVENT_IN, -1, &revents), 0);
		CHECK_EQ(acquire(&c), -EPIPE);
		_exit(0);
	}
	wait_until_asleep(pid);
	CHECK_OK(close(writer));
	wait_for_exit(pid);
}
