// SPDX-License-Identifier: MIT
/*
 * All processes that hold something of a ring end or stop, at the same time and
 * in the middle of anything: the ring works on, and nothing of theirs is left.
 */
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/wait.h>
#include <unistd.h>

#include "dev.h"
#include "handed_out.h"
#include "harness.h"
#include "holders.h"
#include "rings.h"

#define STALL_MS	100
#define FRAMES		12
/* Longer than any test may take: what waits for the stall clock fails. */
#define HOUR_MS		3600000

static const struct handed_role both[] = {
	{ FRAMERING_ROLE_PRODUCER, 0 },
	{ FRAMERING_ROLE_CONSUMER, FRAMERING_ATTACH_LOSSLESS },
};
static const struct handed_role lossless = {
	FRAMERING_ROLE_CONSUMER, FRAMERING_ATTACH_LOSSLESS,
};

/* Garbage for the other side; by the kernel, so that it raises no signal. */
static void scribble(const struct maps *maps)
{
	uint32_t i;

	for (i = 0; i < maps->count; i++)
		if (maps->map[i].writable &&
		    getrandom(maps->map[i].at, maps->map[i].bytes, 0) < 0)
			CHECK_EQ(errno, EFAULT);
}

static void map_and_unmap(int file)
{
	void *map;

	if (file < 0)
		return;
	CHECK_OK(map = mmap(NULL, 4096, PROT_READ, MAP_SHARED, file,
			    FRAMERING_OFFSET_STATUS));
	CHECK_OK(munmap(map, 4096));
}

/* Each does something else, until it is killed. */
static void use_for_ever(struct holder *self)
{
	unsigned int i = 0;

	for (;; i = (i + 1) % self->files) {
		holder_goes_on(self);
		switch (self->number % 4) {
		case 0:
			scribble(&self->maps[i]);
			break;
		case 1:
			map_and_unmap(self->file[i]);
			break;
		case 2:
			if (self->file[i] >= 0)
				CHECK_OK(ioctl(self->file[i],
					       FRAMERING_IOC_KICK));
			break;
		default:
			/* Sleeps, or finds what the others wrote. */
			holder_poll(self, i, 0x7);
		}
	}
}

static void check_works(int ring)
{
	struct dev_producer p = dev_producer(ring);
	struct dev_consumer c = dev_consumer(ring, FRAMERING_ATTACH_LOSSLESS);
	uint8_t i;

	CHECK_EQ(c.index, 0);
	for (i = 0; i < FRAMES; i++) {
		CHECK_GE(dev_produce(&p, i), 0);
		dev_release(&c, dev_consume(&c, i));
	}
}

static void check_kill(const struct way *way)
{
	struct framering_config config = dev_config();
	int ring = dev_open(O_RDWR);

	test_timeout(200);
	config.stall_ms = HOUR_MS;
	handed_out_start(way, ring, &config, both, 2);
	holders_do(holder_map);
	holders_do(holder_tuck_away);
	holders_begin(use_for_ever);
	holders_wait_busy();
	holders_kill();
	handed_out_wait_unused(ring);
	check_works(ring);
}

TEST_VARIANTS(ring_works_when_all_who_hold_it_are_killed_ok, ways)
{
	check_kill(variant);
}

TEST_VARIANTS(ring_works_when_a_crowd_is_killed_ok, crowds)
{
	check_kill(variant);
}

/* They are in a producer's way, and no longer than the ring allows. */
TEST_VARIANTS(ring_works_while_all_who_hold_it_are_stopped_ok, ways)
{
	struct framering_config config = dev_config();
	uint32_t number = rings_add(), revents, i;
	int ring = rings_open(number, O_RDWR);
	struct dev_producer p;

	config.stall_ms = STALL_MS;
	handed_out_start(variant, ring, &config, &lossless, 1);
	holders_do(holder_map);
	holders_do(holder_tuck_away);
	holders_stop();
	p = dev_producer(ring);
	for (i = 0; i < p.status->slots; i++)
		CHECK_GE(dev_produce(&p, 1), 0);
	CHECK_EQ(dev_produce(&p, 1), -EAGAIN);
	CHECK_EQ(dev_wait(p.fd, FRAMERING_EVENT_OUT, -1, &revents), 0);
	CHECK_EQ(p.status->consumers, 0);
	for (i = 0; i < FRAMES; i++)
		CHECK_GE(dev_produce(&p, 1), 0);
	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
	CHECK_EQ(rings_remove(number), 0);
	holders_continue();
	holders_end();
}

/*
 * The last reference to a writer's file, whose ring is full for a lossless
 * reader; a strange process drops it, in each way that there is.
 */
static void close_all(struct holder *self)
{
	unsigned int i;

	if (self->way->uring)
		uring_close(&self->uring);
	for (i = 0; i < self->files; i++)
		if (self->file[i] >= 0)
			CHECK_OK(close(self->file[i]));
	/* With what lies in its queue. */
	CHECK_OK(close(self->mailbox));
}

static void close_and_end(void)
{
	holders_do(close_all);
	holders_end();
}

static int open_and_fill(void)
{
	static char frame[64 * 48 * 4];
	int writer = dev_open(O_WRONLY), i;

	for (i = 0; i < 4; i++)
		CHECK_EQ(write(writer, frame, sizeof(frame)),
			 (ssize_t)sizeof(frame));
	return writer;
}

static void check_drop(const struct way *way, void (*drop)(void))
{
	struct framering_config config = dev_config();
	int ring = dev_open(O_RDWR), writer;
	struct dev_consumer c;
	uint32_t revents;
	int kick, slot, i;

	config.stall_ms = HOUR_MS;
	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
	c = dev_consumer(ring, FRAMERING_ATTACH_LOSSLESS);
	writer = open_and_fill();
	holders_start(way, &writer, 1);
	CHECK_OK(close(writer));
	holders_do(holder_tuck_away);
	CHECK(dev_query(ring).state & FRAMERING_STATE_PRODUCER);
	drop();
	while (dev_query(ring).state & FRAMERING_STATE_PRODUCER)
		sched_yield();
	for (i = 0; i < 4; i++) {
		slot = framering_ring_acquire(&c.ring, 0, &kick);
		CHECK_GE(slot, 0);
		dev_release(&c, slot);
	}
	CHECK_EQ(dev_wait(c.fd, FRAMERING_EVENT_IN, -1, &revents), 0);
	CHECK_EQ(framering_ring_acquire(&c.ring, 0, &kick), -EPIPE);
	close(c.fd);
	close(ring);
}

TEST_VARIANTS(last_reference_in_a_strange_process_goes_at_once_ok, ways)
{
	check_drop(variant, close_and_end);
	check_drop(variant, holders_end);
	check_drop(variant, holders_kill);
}
