// SPDX-License-Identifier: MIT
/*
 * A producer that writes rubbish over head, descriptors and frames, at full
 * speed, while readers that expect it use the ring.
 */
#include <fcntl.h>
#include <sys/ioctl.h>

#include "dev.h"
#include "harness.h"
#include "honest.h"
#include "party.h"
#include "rubbish.h"
#include "scene.h"
#include "seat.h"
#include "wary.h"

static int ring;

/* Readers of the old generation have to find their way out of the rubbish. */
static void configure(struct party *me)
{
	struct framering_config config = honest_config(ring, &me->seed);

	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
}

static void spoil_producer(struct party *me, struct seat *s)
{
	struct framering_desc frame = { .bytes = s->geometry.frame_bytes };

	while (party_ordered(me) != PARTY_CONFIGURE) {
		uint32_t head = s->producer.page->head;
		uint32_t i = party_random(&me->seed) % s->producer.slots;
		struct framering_desc *desc = &s->producer.desc[i];

		rubbish_word(s->page, s->page_bytes, &me->seed);
		rubbish_word(s->slot[i], s->geometry.slot_bytes, &me->seed);
		rubbish_word(desc, sizeof(*desc), &me->seed);
		framering_write_once(&desc->seq,
				     rubbish_near(&me->seed, head - 1));
		framering_write_once(&s->producer.page->head,
				     rubbish_near(&me->seed, head));
		/* And now and then something that looks well from there on. */
		framering_ring_enter(&s->producer);
		if (framering_ring_reserve(&s->producer) >= 0)
			framering_ring_submit(&s->producer, &frame);
		rubbish_look(me, s);
		me->frames++;
	}
	configure(me);
}

static void rubbish_producer(struct party *me)
{
	ring = dev_open(O_RDWR);
	for (;;)
		CHECK_EQ(seat_use(me, ring, FRAMERING_ROLE_PRODUCER, 0,
				  spoil_producer), 0);
}

enum { HOSTILE, LIBRARY, LIVE, LOSSLESS, FILE_READER, NEWCOMER, ALL };

/* What a new producer starts from, after all the rubbish. */
static void check_inherited(struct party *me, struct seat *s)
{
	uint32_t head = s->producer.page->head, i, k;

	for (i = 0; i < FRAMERING_MAX_SLOTS; i++) {
		const struct framering_desc *desc = &s->producer.desc[i];

		if (desc->seq == framering_seq_none(i))
			continue;
		CHECK_LT(i, s->producer.slots);
		CHECK_EQ(desc->seq & (s->producer.slots - 1), i);
		/* A frame of the past, never one that is to come. */
		CHECK_LT(head - desc->seq - 1, 1u << 31);
		CHECK_LE(desc->bytes, s->geometry.slot_bytes);
		CHECK_EQ(desc->flags & ~FRAMERING_FRAME_LAST, 0);
		CHECK_EQ(desc->reserved0, 0);
		for (k = 0; k < 8; k++)
			CHECK_EQ(desc->reserved1[k], 0);
	}
	me->frames = 1;
}

static void inherit(struct party *me)
{
	CHECK_EQ(seat_use(me, dev_open(O_RDWR), FRAMERING_ROLE_PRODUCER, 0,
			  check_inherited), 0);
	CHECK_EQ(me->frames, 1);
}

static void rubbish_producer_round(struct party *party)
{
	unsigned int i;

	party_start(&party[HOSTILE], rubbish_producer);
	party_until(&party[HOSTILE], RUBBISH_MUCH);
	for (i = LIBRARY; i <= FILE_READER; i++)
		party_expect(&party[i], 5);
	scene_newcomer(&party[NEWCOMER], wary_live);
	scene_newcomer(&party[NEWCOMER], wary_lossless);
	party_order(&party[HOSTILE], PARTY_CONFIGURE);
	party_expect(&party[HOSTILE], RUBBISH_MUCH);
	for (i = LIBRARY; i <= FILE_READER; i++)
		party_expect(&party[i], 5);
	party_kill(&party[HOSTILE]);
	party_start(&party[NEWCOMER], inherit);
	party_end(&party[NEWCOMER]);
	party_start(&party[NEWCOMER], honest_producer);
	party_expect(&party[NEWCOMER], 20);
	for (i = LIBRARY; i <= FILE_READER; i++)
		party_expect(&party[i], 5);
	party_end(&party[NEWCOMER]);
}

TEST(rubbish_producer_harms_nobody_ok)
{
	struct party *party = parties_new(ALL);
	int i;

	ring = scene_ring(PARTY_STALL_MS);
	test_timeout(300);
	party_seed();
	party_start(&party[LIBRARY], wary_library);
	party_start(&party[LIVE], wary_live);
	party_start(&party[LOSSLESS], wary_lossless);
	party_start(&party[FILE_READER], wary_file);
	for (i = 0; i < RUBBISH_ROUNDS; i++)
		rubbish_producer_round(party);
	parties_end(party + 1, ALL - 1);
	scene_check_empty(ring);
}
