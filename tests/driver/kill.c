// SPDX-License-Identifier: MIT
/* kill -9 at random moments: the ring works on and nothing is left behind. */
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "dev.h"
#include "harness.h"

#define KILLS	100

/* Produces until it is killed, sleeping in the kernel when it must. */
static void produce_for_ever(int ring)
{
	struct dev_producer p = dev_producer(ring);
	uint32_t revents;
	uint8_t i = 0;

	for (;;)
		if (dev_produce(&p, i++) == -EAGAIN)
			dev_wait(p.fd, FRAMERING_EVENT_OUT, -1, &revents);
}

static void consume_for_ever(int ring, uint32_t flags)
{
	struct dev_consumer c = dev_consumer(ring, flags);
	uint32_t revents;
	int slot, kick;

	for (;;) {
		slot = framering_ring_acquire(&c.ring, 0, &kick);
		if (slot >= 0)
			dev_release(&c, slot);
		else
			dev_wait(c.fd, FRAMERING_EVENT_IN, -1, &revents);
	}
}

static pid_t start(int ring, int produces, uint32_t flags)
{
	pid_t pid = fork();

	if (pid)
		return pid;
	if (produces)
		produce_for_ever(ring);
	consume_for_ever(ring, flags);
	_exit(1);
}

/* Wait up to 3 ms: at random, but the same in each run. */
static void random_moment(unsigned int *seed)
{
	int64_t until = dev_now() + rand_r(seed) % 3000000;

	while (dev_now() < until)
		sched_yield();
}

static void kill_child(pid_t pid)
{
	int status;

	CHECK_OK(kill(pid, SIGKILL));
	CHECK_EQ(waitpid(pid, &status, 0), pid);
	CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
}

/* Both places are free, nothing is mapped, and frames pass. */
static void check_ring(int ring)
{
	struct dev_producer p = dev_producer(ring);
	struct dev_consumer c = dev_consumer(ring, FRAMERING_ATTACH_LOSSLESS);
	uint32_t revents;
	int i;

	CHECK_EQ(c.index, 0);
	for (i = 0; i < 12; i++) {
		CHECK_EQ(dev_wait(p.fd, FRAMERING_EVENT_OUT, 0, &revents), 0);
		CHECK_GE(dev_produce(&p, (uint8_t)i), 0);
		CHECK_EQ(dev_wait(c.fd, FRAMERING_EVENT_IN, 0, &revents), 0);
		dev_release(&c, dev_consume(&c, (uint8_t)i));
	}
}

/* In a child, whose exit cleans up. */
static void check_ring_in_child(int ring)
{
	int status;
	pid_t pid = fork();

	if (!pid) {
		check_ring(ring);
		_exit(0);
	}
	CHECK_EQ(waitpid(pid, &status, 0), pid);
	CHECK_EQ(status, 0);
	CHECK_EQ(dev_query(ring).consumers, 0);
	CHECK_EQ(dev_sysfs(ring, "mappings"), 0);
}

struct kill_variant {
	const char *name;
	int producer;
	int consumer;
	uint32_t flags;
};

static const struct kill_variant kill_variants[] = {
	{ "producer", 1, 0, 0 },
	{ "live_consumer", 0, 1, 0 },
	{ "lossless_consumer", 0, 1, FRAMERING_ATTACH_LOSSLESS },
	{ "both", 1, 1, FRAMERING_ATTACH_LOSSLESS },
};

TEST_VARIANTS(ring_outlives_kill_9_ok, kill_variants)
{
	int ring = dev_ring(FRAMERING_CACHE_WB);
	pid_t producer = start(ring, 1, 0);
	pid_t consumer = start(ring, 0, variant->flags);
	unsigned int seed = 1;
	int i;

	test_timeout(300);
	for (i = 0; i < KILLS; i++) {
		random_moment(&seed);
		if (variant->producer)
			kill_child(producer);
		if (variant->consumer)
			kill_child(consumer);
		if (variant->producer && variant->consumer)
			check_ring_in_child(ring);
		if (variant->producer)
			producer = start(ring, 1, 0);
		if (variant->consumer)
			consumer = start(ring, 0, variant->flags);
	}
	kill_child(producer);
	kill_child(consumer);
	check_ring_in_child(ring);
}
