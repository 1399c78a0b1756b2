// SPDX-License-Identifier: MIT
/*
 * A reader that writes garbage over its page, at full speed, while conforming
 * actors and the kernel itself use the ring.
 */
#include "actor.h"
#include "conforming.h"
#include "dev.h"
#include "fixture.h"
#include "garbage.h"
#include "harness.h"
#include "revocable_role.h"

static void corrupt_consumer(struct actor *self, struct revocable_role *role)
{
	struct framering_consumer_page *page = role->page;

	while (!actor_take_command(self)) {
		uint32_t head = role->consumer.producer->head;

		garbage_word(page, role->page_bytes, &self->seed);
		framering_write_once(&page->tail,
				     garbage_near(&self->seed, head));
		framering_write_once(&page->held,
				     garbage_near(&self->seed, 0xf));
		garbage_enter_kernel(self, role);
		self->frames++;
	}
}

static void garbage_live(struct actor *self)
{
	garbage_role(self, FRAMERING_ROLE_CONSUMER, 0, corrupt_consumer);
}

static void garbage_lossless(struct actor *self)
{
	garbage_role(self, FRAMERING_ROLE_CONSUMER, FRAMERING_ATTACH_LOSSLESS,
		     corrupt_consumer);
}

struct garbage_reader {
	const char *name;
	void (*reader)(struct actor *self);
	void (*producer)(struct actor *self);
};

static const struct garbage_reader garbage_readers[] = {
	{ "live/producer", garbage_live, conforming_producer },
	{ "live/write", garbage_live, conforming_writer },
	{ "live/pattern", garbage_live, conforming_pattern },
	{ "lossless/producer", garbage_lossless, conforming_producer },
	{ "lossless/write", garbage_lossless, conforming_writer },
	{ "lossless/pattern", garbage_lossless, conforming_pattern },
};

enum { HOSTILE, PRODUCER, LIVE, LOSSLESS, READER, NEW_ACTOR, ALL };

/* The ring's users go on, change, and have it configured. */
static void garbage_reader_round(struct actor *actor,
				 const struct garbage_reader *how)
{
	unsigned int i;

	actor_start(&actor[HOSTILE], how->reader);
	actor_wait_frames(&actor[HOSTILE], 1);
	for (i = PRODUCER; i <= READER; i++)
		actor_expect_frames(&actor[i], 5);
	fixture_check_new_actor(&actor[NEW_ACTOR], conforming_live);
	fixture_check_new_actor(&actor[NEW_ACTOR], conforming_lossless);
	actor_end(&actor[PRODUCER]);
	actor_start(&actor[PRODUCER], how->producer);
	actor_expect_frames(&actor[LIVE], 5);
	actor_command(&actor[PRODUCER], ACTOR_CONFIGURE);
	actor_expect_frames(&actor[LIVE], 5);
	actor_kill(&actor[HOSTILE]);
}

TEST_VARIANTS(garbage_from_a_reader_harms_no_one_else_ok, garbage_readers)
{
	int ring = fixture_ring(ACTOR_STALL_MS), i;
	struct actor *actor = actors_new(ALL);

	test_timeout(300);
	actor_seed();
	actor_start(&actor[PRODUCER], variant->producer);
	actor_start(&actor[LIVE], conforming_live);
	actor_start(&actor[LOSSLESS], conforming_lossless);
	actor_start(&actor[READER], conforming_reader);
	for (i = 0; i < GARBAGE_ROUNDS; i++)
		garbage_reader_round(actor, variant);
	actors_end(actor + 1, ALL - 1);
	fixture_check_unused(ring);
}

/* Always in the producer's way, and never twice at the same position. */
static void lag_and_move(struct actor *self, struct revocable_role *role)
{
	while (!actor_take_command(self)) {
		uint32_t lag = role->consumer.slots +
			       actor_random(&self->seed) % 1000;

		framering_write_once(&role->consumer.page->tail,
				     role->consumer.producer->head - lag);
		self->frames++;
	}
}

static void hold_and_move(struct actor *self, struct revocable_role *role)
{
	while (!actor_take_command(self)) {
		framering_write_once(&role->consumer.page->held,
				     0xf | actor_random(&self->seed));
		framering_write_once(&role->consumer.page->tail,
				     role->consumer.producer->head);
		self->frames++;
	}
}

static void moving_laggard(struct actor *self)
{
	garbage_role(self, FRAMERING_ROLE_CONSUMER, FRAMERING_ATTACH_LOSSLESS,
		     lag_and_move);
}

static void moving_holder(struct actor *self)
{
	garbage_role(self, FRAMERING_ROLE_CONSUMER, FRAMERING_ATTACH_LOSSLESS,
		     hold_and_move);
}

static const struct garbage_reader moving_readers[] = {
	{ "laggard/producer", moving_laggard, conforming_producer },
	{ "laggard/write", moving_laggard, conforming_writer },
	{ "laggard/pattern", moving_laggard, conforming_pattern },
	{ "holder/producer", moving_holder, conforming_producer },
	{ "holder/write", moving_holder, conforming_writer },
	{ "holder/pattern", moving_holder, conforming_pattern },
};

/* A reader that moves, but never out of the way, is evicted all the same. */
TEST_VARIANTS(lossless_reader_that_blocks_at_changing_positions_is_evicted_ok,
	      moving_readers)
{
	int ring = fixture_ring(ACTOR_STALL_MS), i;
	struct actor *actor = actors_new(ALL);

	actor_seed();
	actor_start(&actor[LIVE], conforming_live);
	actor_start(&actor[PRODUCER], variant->producer);
	actor_expect_frames(&actor[LIVE], 5);
	for (i = 0; i < GARBAGE_ROUNDS; i++) {
		actor_start(&actor[HOSTILE], variant->reader);
		actor_wait_frames(&actor[HOSTILE], 1);
		actor_expect_frames(&actor[LIVE], 50);
		/* The live one alone. */
		CHECK_EQ(dev_query(ring).consumers, 1);
		actor_kill(&actor[HOSTILE]);
	}
	actors_end(actor + 1, ALL - 1);
	fixture_check_unused(ring);
}
