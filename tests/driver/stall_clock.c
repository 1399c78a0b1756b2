// SPDX-License-Identifier: MIT
/* The stall clock: readers that dodge it, and one that it must not evict. */
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "dev.h"
#include "harness.h"

#define MS		1000000LL
#define STALL_MS	1000
#define DODGE_MS	100
#define MAPPING_PROCESSES	2
#define MAPPINGS	30000
#define MAPPING_MS	10000
#define TRIES		5

/* At most @most of them, and no more from @end on. */
static int map_many(int role, int most, int64_t end)
{
	int n;

	for (n = 0; n < most && dev_now() < end; n++)
		dev_map(role, PROT_READ, FRAMERING_OFFSET_STATUS, 4096);
	return n;
}

/*
 * A reader whose processes have very many mappings, @most each: its eviction
 * holds the lock for long. How many each has.
 */
static int start_mapping_processes(int ring, uint32_t *index, int most,
				   int64_t end)
{
	int role = dev_attach(ring, FRAMERING_ROLE_CONSUMER, 0, index);
	int done[2], least = most, i, n;

	CHECK_OK(pipe(done));
	for (i = 0; i < MAPPING_PROCESSES; i++) {
		pid_t pid = fork();

		CHECK_OK(pid);
		if (pid)
			continue;
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		n = map_many(role, most, end);
		CHECK_EQ(write(done[1], &n, sizeof(n)), sizeof(n));
		for (;;)
			pause();
	}
	for (i = 0; i < MAPPING_PROCESSES; i++) {
		CHECK_EQ(read(done[0], &n, sizeof(n)), sizeof(n));
		if (n < least)
			least = n;
	}
	return least;
}

static void sleep_until(int64_t when)
{
	struct timespec at = { when / 1000000000, when % 1000000000 };

	while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &at, NULL))
		;
}

/* Evict consumer @index of @ring at @when; how long that took. */
struct eviction {
	int ring;
	uint32_t index;
	int64_t when;
	int64_t took;
};

static void *evict(void *arg)
{
	struct eviction *e = arg;
	struct framering_evict evict = {
		.size = sizeof(evict),
		.index = e->index,
	};

	sleep_until(e->when);
	e->took = dev_now();
	CHECK_OK(ioctl(e->ring, FRAMERING_IOC_EVICT, &evict));
	e->took = dev_now() - e->took;
	return NULL;
}

/*
 * The reader @c must live, though its stall clock fires while another reader is
 * being evicted. Ends by SIGBUS if the test is too late to read on.
 */
static void stall_during_eviction(struct dev_producer *p,
				  struct dev_consumer *c, struct eviction *e)
{
	uint32_t revents;
	struct pollfd pfd;
	pthread_t thread;
	int64_t fires, anew;

	CHECK_EQ(dev_wait(p->fd, FRAMERING_EVENT_OUT, 0, &revents),
		 -ETIMEDOUT);
	fires = dev_now() + STALL_MS * MS;
	/* The clock fires while the lock is held. */
	e->when = fires - e->took / 4;
	CHECK_EQ(pthread_create(&thread, NULL, evict, e), 0);
	sleep_until(fires + e->took / 4);
	/* The reader reads on, and the producer stalls anew. */
	CHECK_GE(dev_consume(c, 1), 0);
	dev_release(c, 0);
	CHECK_GE(dev_produce(p, 1), 0);
	anew = dev_now();
	CHECK_EQ(dev_wait(p->fd, FRAMERING_EVENT_OUT, 0, &revents),
		 -ETIMEDOUT);
	CHECK_EQ(pthread_join(thread, NULL), 0);
	/* The reader has the whole time-out again. */
	pfd = (struct pollfd){ .fd = c->fd, .events = POLLPRI };
	CHECK_EQ(poll(&pfd, 1, 60000), 1);
	CHECK_EQ(pfd.revents, POLLHUP | POLLPRI);
	CHECK_GE(dev_now() - anew, STALL_MS * MS / 2);
}

static void try(void)
{
	struct framering_config config = dev_config();
	struct eviction e = { .ring = dev_open(O_RDWR) };
	struct dev_consumer c;
	struct dev_producer p;
	int mappings, i;

	config.stall_ms = STALL_MS;
	CHECK_OK(ioctl(e.ring, FRAMERING_IOC_CONFIGURE, &config));
	/* Where mapping is slow, so is evicting: fewer do. */
	mappings = start_mapping_processes(e.ring, &e.index, MAPPINGS,
					   dev_now() + MAPPING_MS * MS);
	evict(&e);
	start_mapping_processes(e.ring, &e.index, mappings, INT64_MAX);
	c = dev_consumer(e.ring, FRAMERING_ATTACH_LOSSLESS);
	p = dev_producer(e.ring);
	for (i = 0; i < 4; i++)
		CHECK_GE(dev_produce(&p, 1), 0);
	stall_during_eviction(&p, &c, &e);
}

/* On a machine that stalls for so long the eviction is right: once more. */
TEST(late_stall_clock_does_not_count_from_a_new_start_ok)
{
	int tries = 0, status;
	pid_t pid;

	test_timeout(300);
	do {
		CHECK_OK(pid = fork());
		if (!pid) {
			try();
			_exit(0);
		}
		CHECK_EQ(waitpid(pid, &status, 0), pid);
	} while (WIFSIGNALED(status) && WTERMSIG(status) == SIGBUS &&
		 ++tries < TRIES);
	CHECK_EQ(status, 0);
}

/*
 * The producer finds the ring full because of @c, and sleeps; then @c moves on
 * without a kick, until the clock wakes the producer. Return: after how many
 * nanoseconds.
 */
static int64_t dodge_once(struct dev_producer *p, struct dev_consumer *c)
{
	uint32_t head = p->ring.page->head, revents;
	int64_t start = dev_now(), soon = start + 1000000;

	framering_write_once(&c->ring.page->tail, head - p->ring.slots);
	CHECK_EQ(dev_wait(p->fd, FRAMERING_EVENT_OUT, soon, &revents),
		 -ETIMEDOUT);
	framering_write_once(&c->ring.page->tail, head);
	while (framering_read_once(&p->status->producer_wake))
		sched_yield();
	/* The clock wakes the producer once it has decided. */
	return dev_now() - start;
}

/*
 * A timer that was set while the machine's jiffies were behind comes early, and
 * the reader has some of its time left: then it dodges again.
 */
static void dodge_the_clock(struct dev_producer *p, struct dev_consumer *c)
{
	int tries = 0;

	while (dodge_once(p, c) < DODGE_MS * MS && p->status->consumers &&
	       ++tries < TRIES)
		;
	CHECK_EQ(p->status->consumers, 0);
}

TEST(lossless_reader_that_dodges_the_stall_clock_is_evicted_ok)
{
	struct framering_config config = dev_config();
	int ring = dev_open(O_RDWR), i;
	struct dev_consumer c;
	struct dev_producer p;

	config.stall_ms = DODGE_MS;
	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
	p = dev_producer(ring);
	for (i = 0; i < 5; i++)
		CHECK_GE(dev_produce(&p, 1), 0);
	c = dev_consumer(ring, FRAMERING_ATTACH_LOSSLESS);
	CHECK_GE(dev_produce(&p, 1), 0);
	/* The producer asked for a kick: it had no reason. */
	dodge_the_clock(&p, &c);
	/* Nor has the next. */
	c = dev_consumer(ring, FRAMERING_ATTACH_LOSSLESS);
	dodge_the_clock(&p, &c);
}

/* The producer sleeps, and @c makes way before its time is over. */
static void make_way(struct dev_producer *p, struct dev_consumer *c, int ms)
{
	int64_t soon = dev_now() + 1000000;
	uint32_t revents;
	int i;

	for (i = 0; i < 4; i++)
		CHECK_GE(dev_produce(p, 1), 0);
	CHECK_EQ(dev_wait(p->fd, FRAMERING_EVENT_OUT, soon, &revents),
		 -ETIMEDOUT);
	CHECK_NE(framering_read_once(&p->status->producer_wake), 0);
	poll(NULL, 0, ms);
	for (i = 0; i < 4; i++)
		dev_release(c, dev_consume(c, 1));
	CHECK_EQ(framering_read_once(&p->status->producer_wake), 0);
}

/* The producer itself does not look: it comes late, or is suspended. */
TEST(reader_that_makes_way_in_time_stays_ok)
{
	struct framering_config config = dev_config();
	int ring = dev_open(O_RDWR), i;
	struct dev_consumer c;
	struct dev_producer p;

	config.stall_ms = 600;
	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
	p = dev_producer(ring);
	c = dev_consumer(ring, FRAMERING_ATTACH_LOSSLESS);
	for (i = 0; i < 3; i++) {
		make_way(&p, &c, 200);
		CHECK_EQ(dev_query(ring).consumers, 1);
	}
	poll(NULL, 0, 600);
	CHECK_EQ(dev_query(ring).consumers, 1);
	CHECK_GE(dev_produce(&p, 1), 0);
}

/* More often than the kernel's timers tick. */
TEST(producer_that_looks_all_the_time_is_stalled_no_longer_ok)
{
	struct framering_config config = dev_config();
	int64_t end = dev_now() + 20000000000LL;
	int ring = dev_open(O_RDWR);
	struct dev_producer p;
	uint32_t revents;

	config.stall_ms = 1;
	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
	p = dev_producer(ring);
	dev_consumer(ring, FRAMERING_ATTACH_LOSSLESS);
	while (dev_produce(&p, 1) >= 0)
		;
	while (dev_wait(p.fd, FRAMERING_EVENT_OUT, 0, &revents))
		CHECK_LT(dev_now(), end);
	CHECK_EQ(p.status->consumers, 0);
}
