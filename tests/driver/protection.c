// SPDX-License-Identifier: MIT
/*
 * What readers that may only read cost a producer, however many processes,
 * files and roles they use, and what becomes of those that cost it a stall.
 */
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "attackers.h"
#include "dev.h"
#include "harness.h"
#include "rings.h"

#ifndef STALL_MS
#define STALL_MS	500
#define MEASURE_MS	2000
#endif
#define RATE		60
#define READER		3000
#define OTHER_READER	3001
#define READERS		3
#define FRAME_BYTES	(64 * 48 * 4)
#define PENALTY		"/sys/module/framering/parameters/unprotected_s"

static const struct attack attacks[] = {
	{ "1-process", 4, 1, 1, 1, ATTACK_HOLD, 0 },
	{ "4-processes", 4, 1, 4, 1, ATTACK_HOLD, 0 },
	{ "3-processes-8-slots", 8, 3, 3, 1, ATTACK_HOLD, 0 },
	{ "64-processes", 4, 1, 64, 1, ATTACK_HOLD, 0 },
	{ "files-passed-to-16-users", 4, 1, 16, 1, ATTACK_HOLD, 1 },
	{ "1-process-that-chases", 4, 1, 1, 1, ATTACK_CHASE, 0 },
	{ "8-processes-by-io_uring", 4, 1, 8, 1, ATTACK_URING, 0 },
	{ "1-process-that-lags", 4, 1, 1, 1, ATTACK_LAG, 0 },
	{ "8-processes-that-lag", 4, 1, 8, 1, ATTACK_LAG, 0 },
	{ "2-users", 4, 1, 8, 2, ATTACK_HOLD, 0 },
	{ "2-users-who-may-hold-3", 4, 3, 8, 2, ATTACK_HOLD, 0 },
	{ "2-users-who-let-go", 4, 3, 1, 2, ATTACK_LET_GO, 0 },
	{ "4-users", 4, 1, 8, 4, ATTACK_HOLD, 0 },
};

/* A new ring with nothing held against anybody. */
static uint32_t new_ring(uint32_t slots, uint32_t max_held, uint32_t flags,
			 int *ring)
{
	struct framering_config config = dev_config();
	uint32_t number = rings_add();

	*ring = rings_open(number, O_RDWR);
	config.slots = slots;
	config.max_held = max_held;
	config.stall_ms = STALL_MS;
	config.flags = flags;
	CHECK_OK(ioctl(*ring, FRAMERING_IOC_CONFIGURE, &config));
	CHECK_OK(fchmod(*ring, 0666));
	return number;
}

/* How often the producer found a slot, and how often none, in @ms. */
struct turns {
	unsigned int frames;
	unsigned int none;
};

static struct turns turns_in(const struct dev_consumer *c, int ms)
{
	const struct framering_producer_page *page = c->ring.producer;
	uint64_t frames = framering_read_once(&page->frames);
	uint64_t full = framering_read_once(&page->full);

	poll(NULL, 0, ms);
	frames = framering_read_once(&page->frames) - frames;
	full = framering_read_once(&page->full) - full;
	return (struct turns){ (unsigned int)frames, (unsigned int)full };
}

static void say(const char *when, struct turns turns, int ms)
{
	test_diag("%s: %u frames in %d ms, no slot for %u", when, turns.frames,
		  ms, turns.none);
}

/*
 * One stall there may be. By its turns and not by the time, since many
 * processes take the processor away, too.
 */
TEST_VARIANTS(readers_of_one_user_or_two_leave_the_producer_its_rate_ok,
	      attacks)
{
	struct dev_consumer c;
	struct turns turns;
	uint32_t number;
	int ring;

	test_timeout(120);
	number = new_ring(variant->slots, variant->max_held,
			  FRAMERING_CONFIG_LOSSLESS_FOR_ALL, &ring);
	c = dev_consumer(ring, 0);
	CHECK_EQ(dev_pattern(ring, RATE * 1000, 0), 0);
	say("alone", turns_in(&c, MEASURE_MS), MEASURE_MS);
	attackers_start(variant, number, STALL_MS);
	say("attacked", turns_in(&c, 3 * STALL_MS), 3 * STALL_MS);
	turns = turns_in(&c, MEASURE_MS);
	say("then", turns, MEASURE_MS);
	attackers_stop();
	CHECK_EQ(dev_pattern(ring, 0, 0), 0);
	CHECK_EQ(rings_remove(number), 0);
	CHECK_GT(turns.frames, 9 * turns.none);
}

static uint64_t unprotected_ns(int ring)
{
	struct framering_attach told =
		dev_attach_told(ring, FRAMERING_ROLE_CONSUMER, 0);
	struct framering_role_info role = { .size = sizeof(role) };

	CHECK_OK(ioctl(told.fd, FRAMERING_IOC_ROLE, &role));
	CHECK_EQ(role.unprotected_ns, told.unprotected_ns);
	close(told.fd);
	return told.unprotected_ns;
}

/* A lossless reader of file @reader stalls @p until it is evicted. */
static void stall(struct dev_producer *p, int reader)
{
	struct dev_consumer c =
		dev_consumer(reader, FRAMERING_ATTACH_LOSSLESS);
	struct pollfd pfd = { .fd = c.fd, .events = POLLPRI };
	uint32_t revents;

	while (dev_produce(p, 1) >= 0)
		;
	CHECK_EQ(dev_wait(p->fd, FRAMERING_EVENT_OUT, -1, &revents), 0);
	CHECK_EQ(poll(&pfd, 1, 0), 1);
	CHECK_EQ(pfd.revents, POLLHUP | POLLPRI);
}

static void set_penalty(unsigned int seconds)
{
	FILE *file = fopen(PENALTY, "w");

	CHECK(file);
	CHECK_GE(fprintf(file, "%u", seconds), 1);
	CHECK_EQ(fclose(file), 0);
}

TEST(user_who_cost_a_stall_protects_nothing_for_a_time_ok)
{
	int ring, reader, other, again;
	struct framering_consumer_info info = { .size = sizeof(info) };
	struct dev_consumer mine, own;
	struct dev_producer p;
	uint32_t number;
	uint64_t until;

	number = new_ring(4, 1, FRAMERING_CONFIG_LOSSLESS_FOR_ALL, &ring);
	reader = attackers_open(number, READER);
	again = attackers_open(number, READER);
	other = attackers_open(number, OTHER_READER);
	p = dev_producer(ring);
	CHECK_EQ(unprotected_ns(reader), 0);
	/* Of those that are there, too, and of all files of this user. */
	mine = dev_consumer(again, 0);
	CHECK_EQ(mine.status->unprotected, 0);
	stall(&p, reader);
	CHECK_EQ(mine.status->unprotected, 1U << mine.index);
	until = unprotected_ns(again);
	CHECK_GT(until, (uint64_t)dev_now() + 590 * 1000000000ULL);
	CHECK_LE(until, (uint64_t)dev_now() + 600 * 1000000000ULL);
	CHECK_ERRNO(dev_try_attach(again, FRAMERING_ROLE_CONSUMER,
				   FRAMERING_ATTACH_LOSSLESS), EPERM);
	info.index = mine.index;
	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONSUMER, &info));
	CHECK_EQ(info.unprotected_ns, until);
	/* Not of other users, nor of those who may write. */
	CHECK_EQ(unprotected_ns(other), 0);
	own = dev_consumer(ring, FRAMERING_ATTACH_LOSSLESS);
	CHECK_EQ(p.status->unprotected, 1U << mine.index);
	close(own.fd);
	CHECK_EQ(rings_remove(number), 0);
}

TEST(penalty_ends_and_is_longer_the_next_time_ok)
{
	struct dev_consumer mine;
	struct dev_producer p;
	int ring, reader, i;
	uint64_t until = 0;
	uint32_t number;

	number = new_ring(4, 1, FRAMERING_CONFIG_LOSSLESS_FOR_ALL, &ring);
	reader = attackers_open(number, READER);
	p = dev_producer(ring);
	mine = dev_consumer(reader, 0);
	set_penalty(3);
	for (i = 0; i < 2; i++) {
		int64_t length = (3LL << i) * 1000000000;

		stall(&p, reader);
		until = unprotected_ns(reader);
		CHECK_GT((int64_t)until - dev_now(), length / 2);
		CHECK_LE((int64_t)until - dev_now(), length);
		while (framering_read_once(&mine.status->unprotected))
			poll(NULL, 0, 10);
		CHECK_GE(dev_now(), (int64_t)until);
		CHECK_EQ(unprotected_ns(reader), 0);
	}
	set_penalty(600);
	CHECK_EQ(rings_remove(number), 0);
}

/* The first frame of @c is overwritten while it is held; what release says. */
static int held_too_long(struct dev_producer *p, struct dev_consumer *c)
{
	int slot, kick, i;

	CHECK_GE(dev_produce(p, 1), 0);
	slot = dev_consume(c, 1);
	CHECK_GE(slot, 0);
	for (i = 0; i < 4; i++)
		CHECK_GE(dev_produce(p, 2), 0);
	return framering_ring_release(&c->ring, (uint32_t)slot, &kick);
}

TEST(frame_that_is_overwritten_is_not_torn_unnoticed_ok)
{
	struct dev_consumer first, second;
	struct dev_producer p;
	uint32_t number;
	int ring, slot;

	number = new_ring(4, 1, 0, &ring);
	p = dev_producer(ring);
	first = dev_consumer(attackers_open(number, READER), 0);
	second = dev_consumer(attackers_open(number, READER), 0);
	/* Alone, each is protected. */
	CHECK_EQ(held_too_long(&p, &second), 0);
	first.ring.page->tail = p.ring.page->head;
	CHECK_EQ(held_too_long(&p, &first), 0);
	/* Together they hold two. */
	first.ring.page->tail = p.ring.page->head;
	second.ring.page->tail = p.ring.page->head;
	CHECK_GE(dev_produce(&p, 3), 0);
	slot = dev_consume(&first, 3);
	CHECK_GE(slot, 0);
	second.ring.page->tail = p.ring.page->head;
	CHECK_EQ(held_too_long(&p, &second), -EBADMSG);
	dev_release(&first, slot);
	CHECK_EQ(rings_remove(number), 0);
}

/**
 * struct load - what readers of one user found, in shared memory
 * @whole: frames that release said were whole
 * @told: frames that it said were overwritten
 * @torn: whole ones that were not
 */
struct load {
	uint32_t whole[READERS];
	uint32_t told[READERS];
	uint32_t torn[READERS];
};

/* The producer has time to go around while it is looked at. */
static int is_uniform(const volatile uint8_t *frame)
{
	uint8_t first = frame[0];

	poll(NULL, 0, 1);
	return frame[FRAME_BYTES / 2] == first &&
	       frame[FRAME_BYTES - 1] == first;
}

static void read_for_ever(int ring, struct load *load, unsigned int i)
{
	struct dev_consumer c = dev_consumer(ring, 0);
	int slot, kick, whole, ret;

	for (;;) {
		slot = framering_ring_acquire(&c.ring, 0, &kick);
		if (slot < 0) {
			sched_yield();
			continue;
		}
		whole = is_uniform(c.slot[slot]);
		ret = framering_ring_release(&c.ring, (uint32_t)slot, &kick);
		load->told[i] += ret == -EBADMSG;
		load->whole[i] += !ret;
		load->torn[i] += !ret && !whole;
	}
}

TEST(readers_of_one_user_see_no_frame_torn_unnoticed_ok)
{
	struct dev_producer p;
	uint32_t number, told = 0, least = UINT32_MAX, i;
	struct load *load;
	pid_t pid[READERS];
	int64_t end;
	int ring, reader;

	CHECK_OK(load = mmap(NULL, sizeof(*load), PROT_READ | PROT_WRITE,
			     MAP_SHARED | MAP_ANONYMOUS, -1, 0));
	number = new_ring(4, 1, 0, &ring);
	reader = attackers_open(number, READER);
	p = dev_producer(ring);
	for (i = 0; i < READERS; i++) {
		CHECK_OK(pid[i] = fork());
		if (!pid[i])
			read_for_ever(reader, load, i);
	}
	end = dev_now() + MEASURE_MS * 1000000LL;
	for (i = 0; dev_now() < end; i++)
		dev_produce(&p, (uint8_t)i);
	for (i = 0; i < READERS; i++) {
		CHECK_OK(kill(pid[i], SIGKILL));
		CHECK_EQ(waitpid(pid[i], NULL, 0), pid[i]);
		test_diag("%u whole, %u told, %u torn", load->whole[i],
			  load->told[i], load->torn[i]);
		CHECK_EQ(load->torn[i], 0);
		/* A fast producer may overwrite each of the other's. */
		CHECK(load->whole[i] || load->told[i]);
		told += load->told[i];
		least = load->told[i] < least ? load->told[i] : least;
	}
	CHECK_EQ(rings_remove(number), 0);
	/* Or this has tested nothing. */
	CHECK_GT(told, 0);
	/* The one that comes first is protected. */
	CHECK_EQ(least, 0);
}

TEST(read_of_a_frame_that_is_overwritten_fails)
{
	static uint8_t frame[FRAME_BYTES];
	struct dev_producer p;
	struct dev_consumer c;
	uint32_t number;
	int ring, reader, slot, i;

	number = new_ring(4, 1, 0, &ring);
	p = dev_producer(ring);
	reader = attackers_open(number, READER);
	/* The slot that its user may protect is taken. */
	c = dev_consumer(attackers_open(number, READER), 0);
	CHECK_GE(dev_produce(&p, 1), 0);
	slot = dev_consume(&c, 1);
	CHECK_OK(fcntl(reader, F_SETFL, O_NONBLOCK));
	CHECK_EQ(read(reader, frame, sizeof(frame)), (ssize_t)sizeof(frame));
	CHECK_ERRNO(read(reader, frame, 1), EAGAIN);
	CHECK_GE(dev_produce(&p, 2), 0);
	CHECK_EQ(read(reader, frame, 100), 100);
	for (i = 3; i < 8; i++)
		CHECK_GE(dev_produce(&p, (uint8_t)i), 0);
	CHECK_ERRNO(read(reader, frame, sizeof(frame)), EBADMSG);
	/* And goes on with one that is there. */
	CHECK_EQ(read(reader, frame, sizeof(frame)), (ssize_t)sizeof(frame));
	CHECK_GE(frame[0], 4);
	CHECK_EQ(frame[sizeof(frame) - 1], frame[0]);
	dev_release(&c, slot);
	CHECK_EQ(rings_remove(number), 0);
}
