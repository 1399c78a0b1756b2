// SPDX-License-Identifier: MIT
/*
 * A thousand random events hit actors that use one ring at full speed; which
 * ones depends on FRAMERING_SEED alone. The other actors must not suffer.
 */
#include <poll.h>
#include <sys/ioctl.h>

#include "actor.h"
#include "conforming.h"
#include "dev.h"
#include "fixture.h"
#include "harness.h"
#include "revocable_role.h"

#define EVENTS		1000
/* Looks at the ring, and times that all producers go, between events. */
#define CHECK_EVERY	20
#define PRODUCERLESS	100
/* What a system that runs may have taken meanwhile. */
#define MEMORY_KB	4096

struct actor_kind {
	void (*job)(struct actor *self);
	int produces;
};

static const struct actor_kind actor_kinds[] = {
	{ conforming_producer, 1 },
	{ conforming_producer, 1 },
	{ conforming_writer, 1 },
	{ conforming_lossless, 0 },
	{ conforming_lossless, 0 },
	{ conforming_live, 0 },
	{ conforming_latest, 0 },
	{ conforming_reader, 0 },
};
#define ACTORS	(sizeof(actor_kinds) / sizeof(actor_kinds[0]))

static struct {
	int ring;
	uint64_t random;
	struct actor *actor;
	int pattern;
	uint64_t frames, evicted, stale;
	unsigned int killed, stopped, configured;
} chaos;

/* Add its counts to the test's, before another process starts there. */
static void account(const struct actor *actor)
{
	chaos.frames += actor->frames;
	chaos.evicted += actor->evicted;
	chaos.stale += actor->stale;
}

static void end_by_kill(struct actor *actor)
{
	actor_kill(actor);
	account(actor);
	chaos.killed++;
}

static void end_by_command(struct actor *actor)
{
	actor_end(actor);
	account(actor);
}

/* By a file that is the owner's only while there is no producer. */
static void configure(void)
{
	struct framering_config config = conforming_config(chaos.ring,
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

static void disturb_running(struct actor *actor, int produces)
{
	switch (actor_random(&chaos.random) % 10) {
	case 0:
	case 1:
	case 2:
		end_by_kill(actor);
		break;
	case 3:
	case 4:
		actor_stop(actor);
		chaos.stopped++;
		break;
	case 5:
		end_by_command(actor);
		break;
	case 6:
		toggle_pattern();
		break;
	case 7:
	case 8:
		if (produces)
			actor_command(actor, ACTOR_CONFIGURE);
		else
			configure();
		break;
	default:
		actor_command(actor, ACTOR_REATTACH);
	}
}

static void random_event(void)
{
	unsigned int i = actor_random(&chaos.random) % ACTORS;
	struct actor *actor = &chaos.actor[i];

	if (!actor->pid)
		actor_start(actor, actor_kinds[i].job);
	else if (!actor->stopped)
		disturb_running(actor, actor_kinds[i].produces);
	else if (actor_random(&chaos.random) % 3)
		actor_continue(actor);
	else
		end_by_kill(actor);
}

/* In a process of its own: its end is the clean-up. */
static void check_with_actor(void (*job)(struct actor *self), uint64_t frames)
{
	static struct actor *checker;

	if (!checker)
		checker = actors_new(1);
	actor_start(checker, job);
	if (frames)
		actor_expect_frames(checker, frames);
	actor_end(checker);
}

static void acquire_once(struct actor *self, struct revocable_role *role)
{
	int kick;

	(void)self;
	framering_ring_acquire(&role->consumer, 0, &kick);
}

static void attach_and_detach(struct actor *self)
{
	CHECK_EQ(revocable_role_use(self, chaos.ring, FRAMERING_ROLE_CONSUMER,
				    0, acquire_once),
		 0);
}

/* A fresh reader is served, and so is a fresh producer where there is none. */
static void check_ring(void)
{
	unsigned int i, producers = 0, stopped = 0;

	for (i = 0; i < ACTORS; i++) {
		int there = actor_kinds[i].produces && chaos.actor[i].pid;

		producers += there;
		stopped += there && chaos.actor[i].stopped;
	}
	if (stopped) {
		check_with_actor(attach_and_detach, 0);
	} else if (producers) {
		check_with_actor(conforming_live, 3);
	} else {
		if (chaos.pattern)
			toggle_pattern();
		check_with_actor(conforming_producer, 12);
	}
}

/* Readers that run are served by a producer that has just come. */
static void check_readers(void)
{
	struct actor *producer = &chaos.actor[0];
	unsigned int i;

	if (chaos.pattern)
		toggle_pattern();
	for (i = 0; i < ACTORS; i++)
		if (actor_kinds[i].produces && chaos.actor[i].pid)
			end_by_kill(&chaos.actor[i]);
	check_ring();
	actor_start(producer, conforming_producer);
	actor_expect_frames(producer, 3);
	for (i = 0; i < ACTORS; i++)
		if (chaos.actor[i].pid && !chaos.actor[i].stopped)
			actor_expect_frames(&chaos.actor[i], 3);
}

/* With most of what a ring may have gone through, and the least left. */
static long settled_free_kb(void)
{
	struct framering_config config = dev_config();

	config.slots = 2;
	config.width = 4096;
	config.height = (uint32_t)(dev_query(chaos.ring).max_bytes / 2 / 4 /
				   config.width) - 1;
	CHECK_OK(ioctl(chaos.ring, FRAMERING_IOC_CONFIGURE, &config));
	config = dev_config();
	CHECK_OK(ioctl(chaos.ring, FRAMERING_IOC_CONFIGURE, &config));
	return fixture_free_memory_kb();
}

static void end_all(void)
{
	unsigned int i;

	if (chaos.pattern)
		toggle_pattern();
	/* An actor that runs must still obey. */
	for (i = 0; i < ACTORS; i++) {
		if (chaos.actor[i].pid && chaos.actor[i].stopped)
			end_by_kill(&chaos.actor[i]);
		if (chaos.actor[i].pid)
			end_by_command(&chaos.actor[i]);
	}
}

/* Number @from to @to, and then all are gone. */
static void events(int from, int to)
{
	int i;

	for (i = from; i <= to; i++) {
		random_event();
		/* A moment. */
		poll(NULL, 0, (int)(actor_random(&chaos.random) % 20));
		if (i % PRODUCERLESS == 0)
			check_readers();
		else if (i % CHECK_EVERY == 0)
			check_ring();
	}
	end_all();
	fixture_check_unused(chaos.ring);
}

TEST(thousand_random_events_harm_no_other_process_ok)
{
	long before, after;

	test_timeout(300);
	chaos.random = actor_seed();
	chaos.ring = fixture_ring(ACTOR_STALL_MS);
	chaos.actor = actors_new(ACTORS);
	configure();
	/* By then the kernel has taken what it keeps for the next time. */
	events(1, EVENTS / 5);
	before = settled_free_kb();
	events(EVENTS / 5 + 1, EVENTS);
	after = settled_free_kb();
	test_diag("%llu frames, %llu evictions, %llu stale, %u killed, "
		  "%u stopped, %u configured",
		  (unsigned long long)chaos.frames,
		  (unsigned long long)chaos.evicted,
		  (unsigned long long)chaos.stale, chaos.killed, chaos.stopped,
		  chaos.configured);
	test_diag("%ld KiB of memory less", before - after);
	CHECK_LT(before - after, MEMORY_KB);
	/* Enough has happened. */
	CHECK_GT(chaos.frames, EVENTS);
	CHECK_GT(chaos.evicted, 0u);
	CHECK_GT(chaos.stale, 0u);
}
