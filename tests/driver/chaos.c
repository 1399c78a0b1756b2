// SPDX-License-Identifier: MIT
/*
 * A thousand things happen to those who use one ring at full speed, which ones
 * depends on FRAMERING_SEED alone. Nobody who is left may be worse off.
 */
#include <poll.h>
#include <sys/ioctl.h>

#include "dev.h"
#include "harness.h"
#include "honest.h"
#include "party.h"
#include "scene.h"
#include "seat.h"

#define EVENTS		1000
/* Looks at the ring, and times that all producers go, between events. */
#define LOOK_EVERY	20
#define PRODUCERLESS	100
/* What a system that runs may have taken meanwhile. */
#define MEMORY_KB	4096

struct place {
	void (*job)(struct party *me);
	int produces;
};

static const struct place places[] = {
	{ honest_producer, 1 },
	{ honest_producer, 1 },
	{ honest_writer, 1 },
	{ honest_lossless, 0 },
	{ honest_lossless, 0 },
	{ honest_live, 0 },
	{ honest_latest, 0 },
	{ honest_reader, 0 },
};
#define PLACES	(sizeof(places) / sizeof(places[0]))

static struct {
	int ring;
	uint64_t random;
	struct party *party;
	int pattern;
	uint64_t frames, evicted, stale;
	unsigned int killed, stopped, configured;
} chaos;

/* What it had done is the test's, before the place is another's. */
static void account(const struct party *party)
{
	chaos.frames += party->frames;
	chaos.evicted += party->evicted;
	chaos.stale += party->stale;
}

static void end_by_kill(struct party *party)
{
	party_kill(party);
	account(party);
	chaos.killed++;
}

static void end_by_order(struct party *party)
{
	party_end(party);
	account(party);
}

/* By a file that is the owner's only while there is no producer. */
static void configure(void)
{
	struct framering_config config = honest_config(chaos.ring,
						       &chaos.random);

	if (ioctl(chaos.ring, FRAMERING_IOC_CONFIGURE, &config))
		CHECK_EQ(errno, EBUSY);
	chaos.configured++;
}

static void toggle_pattern(void)
{
	int ret = dev_pattern(chaos.ring, chaos.pattern ? 0 : 240000, 0);

	CHECK(!ret || (ret == -EBUSY && !chaos.pattern));
	chaos.pattern = !chaos.pattern;
}

static void happen_to_running(struct party *party, int produces)
{
	switch (party_random(&chaos.random) % 10) {
	case 0:
	case 1:
	case 2:
		end_by_kill(party);
		break;
	case 3:
	case 4:
		party_stop(party);
		chaos.stopped++;
		break;
	case 5:
		end_by_order(party);
		break;
	case 6:
		toggle_pattern();
		break;
	case 7:
	case 8:
		if (produces)
			party_order(party, PARTY_CONFIGURE);
		else
			configure();
		break;
	default:
		party_order(party, PARTY_AGAIN);
	}
}

static void happen(void)
{
	unsigned int i = party_random(&chaos.random) % PLACES;
	struct party *party = &chaos.party[i];

	if (!party->pid)
		party_start(party, places[i].job);
	else if (!party->stopped)
		happen_to_running(party, places[i].produces);
	else if (party_random(&chaos.random) % 3)
		party_continue(party);
	else
		end_by_kill(party);
}

/* In a process of its own: its end is the clean-up. */
static void look(void (*job)(struct party *me), uint64_t frames)
{
	static struct party *looker;

	if (!looker)
		looker = parties_new(1);
	party_start(looker, job);
	if (frames)
		party_expect(looker, frames);
	party_end(looker);
}

static void acquire_once(struct party *me, struct seat *seat)
{
	int kick;

	(void)me;
	framering_ring_acquire(&seat->consumer, 0, &kick);
}

static void attach_and_detach(struct party *me)
{
	CHECK_EQ(seat_use(me, chaos.ring, FRAMERING_ROLE_CONSUMER, 0,
			  acquire_once), 0);
}

/* A fresh reader is served, and so is a fresh producer where there is none. */
static void check_ring(void)
{
	unsigned int i, producers = 0, stopped = 0;

	for (i = 0; i < PLACES; i++) {
		int there = places[i].produces && chaos.party[i].pid;

		producers += there;
		stopped += there && chaos.party[i].stopped;
	}
	if (stopped) {
		look(attach_and_detach, 0);
	} else if (producers) {
		look(honest_live, 3);
	} else {
		if (chaos.pattern)
			toggle_pattern();
		look(honest_producer, 12);
	}
}

/* Readers that run are served by a producer that has just come. */
static void check_readers(void)
{
	struct party *producer = &chaos.party[0];
	unsigned int i;

	if (chaos.pattern)
		toggle_pattern();
	for (i = 0; i < PLACES; i++)
		if (places[i].produces && chaos.party[i].pid)
			end_by_kill(&chaos.party[i]);
	check_ring();
	party_start(producer, honest_producer);
	party_expect(producer, 3);
	for (i = 0; i < PLACES; i++)
		if (chaos.party[i].pid && !chaos.party[i].stopped)
			party_expect(&chaos.party[i], 3);
}

/* With most of what a ring may have gone through, and the least left. */
static long settled_kb(void)
{
	struct framering_config config = dev_config();

	config.slots = 2;
	config.width = 4096;
	config.height = (uint32_t)(dev_query(chaos.ring).max_bytes / 2 / 4 /
				   config.width) - 1;
	CHECK_OK(ioctl(chaos.ring, FRAMERING_IOC_CONFIGURE, &config));
	config = dev_config();
	CHECK_OK(ioctl(chaos.ring, FRAMERING_IOC_CONFIGURE, &config));
	return scene_memory_kb();
}

static void end_all(void)
{
	unsigned int i;

	if (chaos.pattern)
		toggle_pattern();
	/* Who runs must still listen. */
	for (i = 0; i < PLACES; i++) {
		if (chaos.party[i].pid && chaos.party[i].stopped)
			end_by_kill(&chaos.party[i]);
		if (chaos.party[i].pid)
			end_by_order(&chaos.party[i]);
	}
}

/* Number @from to @to, and then all are gone. */
static void events(int from, int to)
{
	int i;

	for (i = from; i <= to; i++) {
		happen();
		/* A moment. */
		poll(NULL, 0, (int)(party_random(&chaos.random) % 20));
		if (i % PRODUCERLESS == 0)
			check_readers();
		else if (i % LOOK_EVERY == 0)
			check_ring();
	}
	end_all();
	scene_check_empty(chaos.ring);
}

TEST(thousand_events_harm_nobody_else_ok)
{
	long before, after;

	test_timeout(300);
	chaos.random = party_seed();
	chaos.ring = scene_ring(PARTY_STALL_MS);
	chaos.party = parties_new(PLACES);
	configure();
	/* By then the kernel has taken what it keeps for the next time. */
	events(1, EVENTS / 5);
	before = settled_kb();
	events(EVENTS / 5 + 1, EVENTS);
	after = settled_kb();
	test_diag("%llu frames, %llu evictions, %llu stale, %u killed, "
		  "%u stopped, %u configured",
		  (unsigned long long)chaos.frames,
		  (unsigned long long)chaos.evicted,
		  (unsigned long long)chaos.stale, chaos.killed, chaos.stopped,
		  chaos.configured);
	test_diag("%ld KiB of memory less", before - after);
	CHECK_LT(before - after, MEMORY_KB);
	/* It was not too quiet. */
	CHECK_GT(chaos.frames, EVENTS);
	CHECK_GT(chaos.evicted, 0u);
	CHECK_GT(chaos.stale, 0u);
}
