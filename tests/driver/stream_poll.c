// SPDX-License-Identifier: MIT
/* poll() on a ring file says what read() and write() would do. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "dev.h"
#include "harness.h"
#include "removable_ring.h"
#include "rings.h"

#define FRAME_BYTES	(64 * 48 * 4)

static char frame[FRAME_BYTES];

static short poll_now(int fd, short events)
{
	struct pollfd pfd = { .fd = fd, .events = events };

	CHECK_GE(poll(&pfd, 1, 0), 0);
	return pfd.revents & ~POLLPRI;
}

TEST(poll_of_a_ring_says_when_there_is_a_frame_to_read_ok)
{
	int ring = dev_ring(FRAMERING_CACHE_WB);
	int reader = dev_open(O_RDONLY | O_NONBLOCK);
	struct dev_producer p = dev_producer(ring);

	CHECK_EQ(poll_now(reader, POLLIN), 0);
	CHECK_ERRNO(read(reader, frame, FRAME_BYTES), EAGAIN);
	CHECK_GE(dev_produce(&p, 7), 0);
	CHECK_EQ(poll_now(reader, POLLIN), POLLIN);
	CHECK_EQ(read(reader, frame, 100), 100);
	/* The rest of that frame. */
	CHECK_EQ(poll_now(reader, POLLIN), POLLIN);
	CHECK_EQ(read(reader, frame, FRAME_BYTES), FRAME_BYTES - 100);
	CHECK_EQ(frame[0], 7);
	CHECK_EQ(poll_now(reader, POLLIN), 0);
	CHECK_ERRNO(read(reader, frame, FRAME_BYTES), EAGAIN);
}

TEST(poll_of_a_ring_says_when_a_frame_can_be_written_ok)
{
	int ring = dev_ring(FRAMERING_CACHE_WB), i;
	int writer = dev_open(O_RDWR | O_NONBLOCK);
	struct dev_consumer c = dev_consumer(ring, FRAMERING_ATTACH_LOSSLESS);

	CHECK_EQ(poll_now(writer, POLLOUT), POLLOUT);
	/* Asking made it no producer. */
	CHECK_EQ(c.status->state & FRAMERING_STATE_PRODUCER, 0);
	for (i = 0; i < 4; i++)
		CHECK_EQ(write(writer, frame, FRAME_BYTES), FRAME_BYTES);
	CHECK_EQ(poll_now(writer, POLLOUT), 0);
	CHECK_ERRNO(write(writer, frame, FRAME_BYTES), EAGAIN);
	dev_release(&c, dev_consume(&c, 0));
	CHECK_EQ(poll_now(writer, POLLOUT), POLLOUT);
	CHECK_EQ(write(writer, frame, 100), 100);
	/* The rest of that frame. */
	CHECK_EQ(poll_now(writer, POLLOUT), POLLOUT);
}

/* A call that would fail at once would not sleep. */
TEST(poll_of_a_ring_where_read_and_write_fail_says_so_ok)
{
	uint32_t number = rings_add();
	int fresh = rings_open(number, O_RDWR | O_NONBLOCK);
	int ring = dev_ring(FRAMERING_CACHE_WB);
	int writer = dev_open(O_RDWR | O_NONBLOCK);

	CHECK_EQ(poll_now(fresh, POLLIN), POLLIN | POLLERR);
	CHECK_ERRNO(read(fresh, frame, FRAME_BYTES), ENODATA);
	CHECK_EQ(poll_now(fresh, POLLOUT), POLLOUT | POLLERR);
	CHECK_ERRNO(write(fresh, frame, FRAME_BYTES), ENODATA);
	/* Who waits for demand alone hears nothing of it. */
	CHECK_EQ(poll_now(fresh, 0), 0);
	CHECK_EQ(rings_remove(number), 0);
	CHECK_EQ(poll_now(fresh, POLLIN | POLLOUT), POLLHUP | POLLERR);

	dev_attach(ring, FRAMERING_ROLE_PRODUCER, 0, NULL);
	CHECK_EQ(poll_now(writer, POLLOUT), POLLOUT | POLLERR);
	CHECK_ERRNO(write(writer, frame, FRAME_BYTES), EBUSY);
}

TEST(poll_of_a_ring_that_is_configured_anew_waits_ok)
{
	int ring = dev_ring(FRAMERING_CACHE_WB);
	int reader = dev_open(O_RDONLY | O_NONBLOCK);
	struct framering_config config = dev_config();
	struct dev_producer p;

	CHECK_EQ(poll_now(reader, POLLIN), 0);
	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
	CHECK_EQ(poll_now(reader, POLLIN), 0);
	CHECK_ERRNO(read(reader, frame, FRAME_BYTES), EAGAIN);
	p = dev_producer(ring);
	CHECK_GE(dev_produce(&p, 3), 0);
	CHECK_EQ(poll_now(reader, POLLIN), POLLIN);
	CHECK_EQ(read(reader, frame, FRAME_BYTES), FRAME_BYTES);
}

TEST(poll_for_demand_alone_attaches_no_consumer_ok)
{
	int ring = dev_ring(FRAMERING_CACHE_WB);
	int other = dev_open(O_RDWR);

	CHECK_EQ(poll_now(other, POLLPRI), 0);
	CHECK_EQ(poll_now(other, POLLOUT), POLLOUT);
	CHECK_EQ(dev_sysfs(ring, "consumers"), 0);
	CHECK_EQ(poll_now(other, POLLIN), 0);
	CHECK_EQ(dev_sysfs(ring, "consumers"), 1);
}

static void sleep_in_poll(int fd, uint32_t events)
{
	struct pollfd pfd = { .fd = fd, .events = (short)events };

	CHECK_EQ(poll(&pfd, 1, -1), 1);
	CHECK_EQ((uint32_t)pfd.revents & ~(uint32_t)POLLPRI, events);
}

static void sleep_in_epoll(int fd, uint32_t events)
{
	struct epoll_event event = { .events = events };
	int epoll = epoll_create1(EPOLL_CLOEXEC);

	CHECK_OK(epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event));
	CHECK_EQ(epoll_wait(epoll, &event, 1, -1), 1);
	CHECK_EQ(event.events, events);
}

static void sleep_in_epoll_edge(int fd, uint32_t events)
{
	struct epoll_event event = { .events = events | EPOLLET };
	int epoll = epoll_create1(EPOLL_CLOEXEC);

	CHECK_OK(epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event));
	CHECK_EQ(epoll_wait(epoll, &event, 1, -1), 1);
	CHECK_EQ(event.events, events);
}

static const struct {
	const char *name;
	void (*sleep)(int fd, uint32_t events);
} sleeps[] = {
	{ "poll", sleep_in_poll },
	{ "epoll", sleep_in_epoll },
	{ "epoll-edge", sleep_in_epoll_edge },
};

TEST_VARIANTS(frame_for_a_reader_in_poll_wakes, sleeps)
{
	int ring = dev_ring(FRAMERING_CACHE_WB);
	struct dev_producer p = dev_producer(ring);
	pid_t pid = fork();

	CHECK_GE(pid, 0);
	if (!pid) {
		variant->sleep(dev_open(O_RDONLY | O_NONBLOCK), POLLIN);
		_exit(0);
	}
	wait_until_asleep(pid);
	CHECK_GE(dev_produce(&p, 1), 0);
	wait_for_exit(pid);
}

TEST_VARIANTS(slot_for_a_writer_in_poll_wakes, sleeps)
{
	int ring = dev_ring(FRAMERING_CACHE_WB), i;
	int writer = dev_open(O_RDWR | O_NONBLOCK);
	struct dev_consumer c = dev_consumer(ring, FRAMERING_ATTACH_LOSSLESS);
	pid_t pid;

	for (i = 0; i < 4; i++)
		CHECK_EQ(write(writer, frame, FRAME_BYTES), FRAME_BYTES);
	pid = fork();
	CHECK_GE(pid, 0);
	if (!pid) {
		variant->sleep(writer, POLLOUT);
		_exit(0);
	}
	wait_until_asleep(pid);
	dev_release(&c, dev_consume(&c, 0));
	wait_for_exit(pid);
}

/* No stall clock runs before somebody is the producer. */
TEST(poll_of_a_full_ring_without_producer_lets_write_ok)
{
	int ring = dev_ring(FRAMERING_CACHE_WB), i;
	int writer = dev_open(O_RDWR | O_NONBLOCK);

	dev_attach(ring, FRAMERING_ROLE_CONSUMER, FRAMERING_ATTACH_LOSSLESS,
		   NULL);
	for (i = 0; i < 4; i++)
		CHECK_EQ(write(writer, frame, FRAME_BYTES), FRAME_BYTES);
	close(writer);
	CHECK_EQ(dev_sysfs(ring, "producer"), 0);
	writer = dev_open(O_RDWR | O_NONBLOCK);
	CHECK_EQ(poll_now(writer, POLLOUT), POLLOUT);
	CHECK_ERRNO(write(writer, frame, FRAME_BYTES), EAGAIN);
	/* Now it is the producer: the reader that stands there has to go. */
	sleep_in_poll(writer, POLLOUT);
	CHECK_EQ(write(writer, frame, FRAME_BYTES), FRAME_BYTES);
}

TEST(frames_of_a_replaced_generation_are_polled_for_first_ok)
{
	int ring = dev_ring(FRAMERING_CACHE_WB);
	int reader = dev_open(O_RDONLY | O_NONBLOCK);
	struct framering_config config = dev_config();
	struct dev_producer p = dev_producer(ring);

	CHECK_EQ(poll_now(reader, POLLIN), 0);
	CHECK_GE(dev_produce(&p, 3), 0);
	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
	CHECK_EQ(poll_now(reader, POLLIN), POLLIN);
	CHECK_EQ(read(reader, frame, FRAME_BYTES), FRAME_BYTES);
	CHECK_EQ(frame[0], 3);
	CHECK_EQ(poll_now(reader, POLLIN), 0);
}

/* The fourth generation revokes the first: that is no error for read(). */
TEST(poll_of_a_ring_that_is_configured_often_waits_ok)
{
	int ring = dev_ring(FRAMERING_CACHE_WB), i;
	int reader = dev_open(O_RDONLY | O_NONBLOCK);
	struct framering_config config = dev_config();

	CHECK_EQ(poll_now(reader, POLLIN), 0);
	for (i = 0; i < 4; i++) {
		CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
		dev_attach(ring, FRAMERING_ROLE_CONSUMER, 0, NULL);
	}
	CHECK_EQ(poll_now(reader, POLLIN), 0);
	CHECK_ERRNO(read(reader, frame, FRAME_BYTES), EAGAIN);
}

static void *read_for_ever(void *arg)
{
	static char mine[FRAME_BYTES];

	CHECK_EQ(read(*(int *)arg, mine, FRAME_BYTES), FRAME_BYTES);
	return NULL;
}

/* The thread's read() has the stream for itself until a frame comes. */
TEST(read_beside_a_read_that_sleeps_does_not_wait_fails)
{
	int ring = dev_ring(FRAMERING_CACHE_WB), reader = dev_open(O_RDONLY);
	struct dev_producer p = dev_producer(ring);
	pthread_t thread;

	CHECK_EQ(pthread_create(&thread, NULL, read_for_ever, &reader), 0);
	while (!framering_read_once(&p.status->consumer_wake))
		sched_yield();
	CHECK_OK(fcntl(reader, F_SETFL, O_NONBLOCK));
	CHECK_ERRNO(read(reader, frame, FRAME_BYTES), EAGAIN);
	CHECK_EQ(poll_now(reader, POLLIN), 0);
	CHECK_GE(dev_produce(&p, 1), 0);
	CHECK_EQ(pthread_join(thread, NULL), 0);
}

/* The thread has the stream for itself until the first frame comes. */
TEST_VARIANTS(end_of_another_read_for_a_reader_in_poll_wakes, sleeps)
{
	int ring = dev_ring(FRAMERING_CACHE_WB), reader = dev_open(O_RDONLY);
	struct dev_producer p = dev_producer(ring);
	pthread_t thread;
	pid_t pid;

	CHECK_EQ(pthread_create(&thread, NULL, read_for_ever, &reader), 0);
	while (!framering_read_once(&p.status->consumer_wake))
		sched_yield();
	pid = fork();
	CHECK_GE(pid, 0);
	if (!pid) {
		variant->sleep(reader, POLLIN);
		_exit(0);
	}
	wait_until_asleep(pid);
	CHECK_GE(dev_produce(&p, 1), 0);
	CHECK_GE(dev_produce(&p, 1), 0);
	CHECK_EQ(pthread_join(thread, NULL), 0);
	wait_for_exit(pid);
}

struct shared_reader {
	int fd;
	int stop;
};

static void *poll_for_ever(void *arg)
{
	struct shared_reader *shared = arg;

	while (!__atomic_load_n(&shared->stop, __ATOMIC_RELAXED))
		poll_now(shared->fd, POLLIN);
	return NULL;
}

/* Only a call that sleeps makes another one wait: poll() does not. */
TEST(read_beside_polls_finds_its_frames_ok)
{
	int ring = dev_ring(FRAMERING_CACHE_WB), i;
	struct shared_reader shared = { dev_open(O_RDONLY | O_NONBLOCK), 0 };
	struct dev_producer p = dev_producer(ring);
	pthread_t thread[2];

	CHECK_EQ(poll_now(shared.fd, POLLIN), 0);
	for (i = 0; i < 2; i++)
		CHECK_EQ(pthread_create(&thread[i], NULL, poll_for_ever,
					&shared), 0);
	for (i = 0; i < 500; i++) {
		CHECK_GE(dev_produce(&p, 1), 0);
		CHECK_EQ(read(shared.fd, frame, FRAME_BYTES), FRAME_BYTES);
	}
	__atomic_store_n(&shared.stop, 1, __ATOMIC_RELAXED);
	for (i = 0; i < 2; i++)
		CHECK_EQ(pthread_join(thread[i], NULL), 0);
}
