// SPDX-License-Identifier: MIT
/*
 * A reader that writes rubbish over its page, at full speed, while honest ones
 * and the kernel itself use the ring.
 */
#include "dev.h"
#include "harness.h"
#include "honest.h"
#include "party.h"
#include "rubbish.h"
#include "scene.h"
#include "seat.h"

static void spoil_consumer(struct party *me, struct seat *s)
{
	struct framering_consumer_page *page = s->page;

	while (!party_ordered(me)) {
		uint32_t head = s->consumer.producer->head;

		rubbish_word(page, s->page_bytes, &me->seed);
		framering_write_once(&page->tail,
				     rubbish_near(&me->seed, head));
		framering_write_once(&page->held, rubbish_near(&me->seed, 0xf));
		rubbish_look(me, s);
		me->frames++;
	}
}

static void rubbish_live(struct party *me)
{
	rubbish_role(me, FRAMERING_ROLE_CONSUMER, 0, spoil_consumer);
}

static void rubbish_lossless(struct party *me)
{
	rubbish_role(me, FRAMERING_ROLE_CONSUMER, FRAMERING_ATTACH_LOSSLESS,
		     spoil_consumer);
}

struct rubbish_reader {
	const char *name;
	void (*reader)(struct party *me);
	void (*producer)(struct party *me);
};

static const struct rubbish_reader rubbish_readers[] = {
	{ "live/producer", rubbish_live, honest_producer },
	{ "live/write", rubbish_live, honest_writer },
	{ "live/pattern", rubbish_live, honest_pattern },
	{ "lossless/producer", rubbish_lossless, honest_producer },
	{ "lossless/write", rubbish_lossless, honest_writer },
	{ "lossless/pattern", rubbish_lossless, honest_pattern },
};

enum { HOSTILE, PRODUCER, LIVE, LOSSLESS, READER, NEWCOMER, ALL };

/* The ring's users go on, change, and have it configured. */
static void rubbish_round(struct party *party,
			  const struct rubbish_reader *how)
{
	unsigned int i;

	party_start(&party[HOSTILE], how->reader);
	party_until(&party[HOSTILE], 1);
	for (i = PRODUCER; i <= READER; i++)
		party_expect(&party[i], 5);
	scene_newcomer(&party[NEWCOMER], honest_live);
	scene_newcomer(&party[NEWCOMER], honest_lossless);
	party_end(&party[PRODUCER]);
	party_start(&party[PRODUCER], how->producer);
	party_expect(&party[LIVE], 5);
	party_order(&party[PRODUCER], PARTY_CONFIGURE);
	party_expect(&party[LIVE], 5);
	party_kill(&party[HOSTILE]);
}

TEST_VARIANTS(rubbish_reader_harms_nobody_ok, rubbish_readers)
{
	int ring = scene_ring(PARTY_STALL_MS), i;
	struct party *party = parties_new(ALL);

	test_timeout(300);
	party_seed();
	party_start(&party[PRODUCER], variant->producer);
	party_start(&party[LIVE], honest_live);
	party_start(&party[LOSSLESS], honest_lossless);
	party_start(&party[READER], honest_reader);
	for (i = 0; i < RUBBISH_ROUNDS; i++)
		rubbish_round(party, variant);
	parties_end(party + 1, ALL - 1);
	scene_check_empty(ring);
}

/* Always in the way, and never twice at the same place. */
static void lag_restlessly(struct party *me, struct seat *s)
{
	while (!party_ordered(me)) {
		uint32_t lag = s->consumer.slots +
			       party_random(&me->seed) % 1000;

		framering_write_once(&s->consumer.page->tail,
				     s->consumer.producer->head - lag);
		me->frames++;
	}
}

static void hold_restlessly(struct party *me, struct seat *s)
{
	while (!party_ordered(me)) {
		framering_write_once(&s->consumer.page->held,
				     0xf | party_random(&me->seed));
		framering_write_once(&s->consumer.page->tail,
				     s->consumer.producer->head);
		me->frames++;
	}
}

static void restless_laggard(struct party *me)
{
	rubbish_role(me, FRAMERING_ROLE_CONSUMER, FRAMERING_ATTACH_LOSSLESS,
		     lag_restlessly);
}

static void restless_holder(struct party *me)
{
	rubbish_role(me, FRAMERING_ROLE_CONSUMER, FRAMERING_ATTACH_LOSSLESS,
		     hold_restlessly);
}

static const struct rubbish_reader restless_readers[] = {
	{ "laggard/producer", restless_laggard, honest_producer },
	{ "laggard/write", restless_laggard, honest_writer },
	{ "laggard/pattern", restless_laggard, honest_pattern },
	{ "holder/producer", restless_holder, honest_producer },
	{ "holder/write", restless_holder, honest_writer },
	{ "holder/pattern", restless_holder, honest_pattern },
};

/* It moves, but never out of the way: that is no excuse. */
TEST_VARIANTS(restless_lossless_reader_is_evicted_ok, restless_readers)
{
	int ring = scene_ring(PARTY_STALL_MS), i;
	struct party *party = parties_new(ALL);

	party_seed();
	party_start(&party[LIVE], honest_live);
	party_start(&party[PRODUCER], variant->producer);
	party_expect(&party[LIVE], 5);
	for (i = 0; i < RUBBISH_ROUNDS; i++) {
		party_start(&party[HOSTILE], variant->reader);
		party_until(&party[HOSTILE], 1);
		party_expect(&party[LIVE], 50);
		/* The live one alone. */
		CHECK_EQ(dev_query(ring).consumers, 1);
		party_kill(&party[HOSTILE]);
	}
	parties_end(party + 1, ALL - 1);
	scene_check_empty(ring);
}
