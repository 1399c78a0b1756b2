// SPDX-License-Identifier: MIT
/*
 * The machine goes to sleep and wakes up, by the kernel's own test of that
 * (pm_test): programs are frozen, and the devices suspended and resumed. Even
 * those that the machine was started with: a program of its own, for a machine
 * that does without them.
 */
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <framering_pattern.h>

#include "dev.h"
#include "harness.h"
#include "kind.h"

#define MS	1000000LL
#define SLOTS	32

static void put(const char *path, const char *text)
{
	int fd;

	CHECK_OK(fd = open(path, O_WRONLY | O_CLOEXEC));
	CHECK_EQ(write(fd, text, strlen(text)), (ssize_t)strlen(text));
	close(fd);
}

/*
 * Devices are suspended for so long; all is frozen a little longer. The kernel
 * counts that time in a loop that lets nobody else run, and on a busy host goes
 * on for long.
 */
static void sleep_for(const char *seconds)
{
	put("/sys/module/rcupdate/parameters/rcu_cpu_stall_suppress", "1");
	put("/sys/module/suspend/parameters/pm_test_delay", seconds);
	put("/sys/power/pm_test", "devices");
	put("/sys/power/state", "freeze");
}

static const struct dev_kind kinds[] = {
	{ "pages", FRAMERING_MEMORY_PAGES, FRAMERING_CACHE_WC, 0 },
	{ "bar", FRAMERING_MEMORY_BAR, FRAMERING_CACHE_WC, 1 },
	{ "bar-uncached", FRAMERING_MEMORY_BAR, FRAMERING_CACHE_UC, 1 },
};

static struct framering_config config_of(const struct dev_kind *kind)
{
	struct framering_config config = kind_config(kind);

	config.slots = SLOTS;
	return config;
}

/* A ring of this kind; no pattern is left of a case that failed. */
static int open_ring(const struct dev_kind *kind)
{
	int ring = kind_open(kind, O_RDWR);

	CHECK_EQ(dev_pattern(ring, 0, 0), 0);
	return ring;
}

/* The longest time between two of the frames that are still there. */
static int64_t longest_pause(const struct dev_consumer *c)
{
	uint32_t head = c->ring.producer->head, i;
	int64_t longest = 0;

	/* The oldest may be overwritten just now. */
	for (i = head < SLOTS ? 0 : head - SLOTS + 1; i < head - 1; i++) {
		uint64_t then = c->ring.desc[i % SLOTS].time_ns;
		uint64_t next = c->ring.desc[(i + 1) % SLOTS].time_ns;

		if ((int64_t)(next - then) > longest)
			longest = (int64_t)(next - then);
	}
	return longest;
}

/* The next frame, live: its whole picture is there. */
static void check_next_picture(struct dev_consumer *c)
{
	const struct framering_geometry *g = &c->status->geometry;
	static const struct framering_picture untold;
	static uint8_t row[4 * 4096];
	uint32_t revents, y;
	int slot, kick;

	CHECK_EQ(dev_wait(c->fd, FRAMERING_EVENT_IN, dev_now() + 5000 * MS,
			  &revents), 0);
	CHECK_EQ(revents, FRAMERING_EVENT_IN);
	slot = framering_ring_acquire(&c->ring, 0, &kick);
	CHECK_GE(slot, 0);
	for (y = 0; y < g->height; y++) {
		framering_pattern_row(g, &untold, 0,
				      framering_pattern_line(g, y),
				      c->ring.desc[slot].frame, row);
		CHECK_MEM_EQ(c->slot[slot] + y * g->stride[0], row,
			     g->width * 4);
	}
	dev_release(c, slot);
}

static void pass_all(struct dev_consumer *c)
{
	int slot, kick;

	while ((slot = framering_ring_acquire(&c->ring, 1, &kick)) >= 0)
		dev_release(c, slot);
}

TEST_VARIANTS(pattern_draws_nothing_while_the_machine_sleeps_ok, kinds)
{
	struct framering_config config = config_of(variant);
	int ring = open_ring(variant);
	struct dev_consumer c;

	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
	c = dev_consumer(ring, 0);
	/* So slow that all frames since are there when this program goes on. */
	CHECK_EQ(dev_pattern(ring, 10000, 1000), 0);
	check_next_picture(&c);
	sleep_for("1");
	pass_all(&c);
	check_next_picture(&c);
	CHECK_EQ(dev_pattern(ring, 0, 0), 0);
	CHECK_GE(longest_pause(&c), 900 * MS);
}

/* It draws only what changes in a slot, as long as the rest is there. */
TEST_VARIANTS(pattern_draws_whole_pictures_after_the_machine_slept_ok, kinds)
{
	struct framering_config config = config_of(variant);
	int ring = open_ring(variant), i;
	struct dev_consumer c;

	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
	c = dev_consumer(ring, 0);
	CHECK_EQ(dev_pattern(ring, 240000, 0), 0);
	while (c.ring.producer->head <= SLOTS)
		check_next_picture(&c);
	sleep_for("0");
	pass_all(&c);
	for (i = 0; i <= SLOTS; i++)
		check_next_picture(&c);
	CHECK_EQ(dev_pattern(ring, 0, 0), 0);
}

/* What a card without power would do, the machine here cannot. */
TEST_VARIANTS(frames_of_a_card_are_zero_after_the_machine_slept_ok, kinds)
{
	struct framering_config config = config_of(variant);
	int ring = open_ring(variant), slot, old;
	struct dev_consumer c, of_old;
	struct dev_producer p, q;
	uint8_t want = variant->memory == FRAMERING_MEMORY_BAR ? 0 : 7;

	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
	p = dev_producer(ring);
	of_old = dev_consumer(ring, 0);
	CHECK_GE(old = dev_produce(&p, 7), 0);
	/* A stale generation is as much use as the present one. */
	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
	q = dev_producer(ring);
	c = dev_consumer(ring, 0);
	CHECK_GE(slot = dev_produce(&q, 7), 0);
	sleep_for("0");
	CHECK_EQ(dev_consume(&of_old, want), old);
	CHECK_EQ(dev_consume(&c, want), slot);
	dev_release(&c, slot);
	/* And it goes on. */
	CHECK_GE(slot = dev_produce(&q, 8), 0);
	CHECK_EQ(dev_consume(&c, 8), slot);
}

/* It was frozen, as the producer that waits for it was. */
TEST(lossless_reader_is_not_evicted_while_the_machine_sleeps_ok)
{
	struct framering_config config = dev_config();
	struct pollfd reader = { .events = POLLPRI };
	int ring = dev_open(O_RDWR), status, i;
	struct dev_consumer c;
	pid_t pid;

	config.stall_ms = 2000;
	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
	c = dev_consumer(ring, FRAMERING_ATTACH_LOSSLESS);
	reader.fd = c.fd;
	CHECK_OK(pid = fork());
	if (!pid) {
		struct dev_producer p = dev_producer(ring);
		uint32_t revents;

		for (i = 0; i < 4; i++)
			CHECK_GE(dev_produce(&p, 1), 0);
		_exit(dev_wait(p.fd, FRAMERING_EVENT_OUT, -1, &revents));
	}
	while (!c.status->producer_wake)
		usleep(1000);
	for (i = 0; i < 3; i++)
		sleep_for("1");
	CHECK_EQ(poll(&reader, 1, 0), 0);
	for (i = 0; i < 4; i++)
		dev_release(&c, dev_consume(&c, 1));
	CHECK_EQ(poll(&reader, 1, 0), 0);
	CHECK_EQ(waitpid(pid, &status, 0), pid);
	CHECK_EQ(status, 0);
}
