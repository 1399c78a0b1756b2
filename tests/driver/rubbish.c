// SPDX-License-Identifier: MIT
/*
 * A reader, or a producer, that writes rubbish over all that it may write to,
 * at full speed, while honest ones and the kernel itself use the ring.
 */
#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "dev.h"
#include "harness.h"
#include "honest.h"
#include "party.h"
#include "seat.h"
#include "wary.h"

#define ROUNDS	3
/* So much rubbish was written before anybody is asked how he is. */
#define MUCH	5000

/* Noise, or a value near @near, which gets further into the code. */
static uint32_t rubbish(uint64_t *state, uint32_t near)
{
	uint32_t value = party_random(state);

	switch (value % 4) {
	case 0:
		return party_random(state);
	case 1:
		return near + value / 4 % 80 - 40;
	case 2:
		return 0u - value / 4 % 3;
	default:
		return near;
	}
}

static void spoil(void *at, size_t bytes, uint64_t *state)
{
	volatile uint32_t *word = at;

	word[party_random(state) % (bytes / 4)] = party_random(state);
}

/* Have the kernel look at it, too. */
static void have_a_look(struct party *me, const struct seat *s)
{
	struct pollfd pfd = { .fd = s->fd, .events = POLLIN | POLLOUT };
	uint32_t revents;

	if (party_random(&me->seed) % 64)
		return;
	seat_kick(s);
	poll(&pfd, 1, 0);
	dev_wait(s->fd, FRAMERING_EVENT_IN | FRAMERING_EVENT_OUT, 0, &revents);
}

static void spoil_consumer(struct party *me, struct seat *s)
{
	struct framering_consumer_page *page = s->page;

	while (!party_ordered(me)) {
		uint32_t head = s->consumer.producer->head;

		spoil(page, s->page_bytes, &me->seed);
		framering_write_once(&page->tail, rubbish(&me->seed, head));
		framering_write_once(&page->held, rubbish(&me->seed, 0xf));
		have_a_look(me, s);
		me->frames++;
	}
}

static void spoil_producer(struct party *me, struct seat *s)
{
	struct framering_desc frame = { .bytes = s->geometry.frame_bytes };

	while (!party_ordered(me)) {
		uint32_t head = s->producer.page->head;
		uint32_t i = party_random(&me->seed) % s->producer.slots;
		struct framering_desc *desc = &s->producer.desc[i];

		spoil(s->page, s->page_bytes, &me->seed);
		spoil(s->slot[i], s->geometry.slot_bytes, &me->seed);
		spoil(desc, sizeof(*desc), &me->seed);
		framering_write_once(&desc->seq, rubbish(&me->seed, head - 1));
		framering_write_once(&s->producer.page->head,
				     rubbish(&me->seed, head));
		/* And now and then something that looks well. */
		if (framering_ring_reserve(&s->producer) >= 0)
			framering_ring_submit(&s->producer, &frame);
		have_a_look(me, s);
		me->frames++;
	}
}

static void be_rubbish(struct party *me, uint32_t role, uint32_t flags)
{
	int ring = dev_open(O_RDWR);

	/* Once it is evicted it has had its go. */
	seat_use(me, ring, role, flags, role == FRAMERING_ROLE_PRODUCER ?
		 spoil_producer : spoil_consumer);
	pause();
}

static void rubbish_live(struct party *me)
{
	be_rubbish(me, FRAMERING_ROLE_CONSUMER, 0);
}

static void rubbish_lossless(struct party *me)
{
	be_rubbish(me, FRAMERING_ROLE_CONSUMER, FRAMERING_ATTACH_LOSSLESS);
}

static void rubbish_producer(struct party *me)
{
	be_rubbish(me, FRAMERING_ROLE_PRODUCER, 0);
}

static int ring_with_stall(void)
{
	struct framering_config config = dev_config();
	int ring = dev_open(O_RDWR);

	config.stall_ms = PARTY_STALL_MS;
	/* One that a case before started would run on. */
	CHECK_EQ(dev_pattern(ring, 0, 0), 0);
	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
	return ring;
}

static void check_nothing_is_left(int ring)
{
	CHECK_EQ(dev_sysfs(ring, "consumers"), 0);
	CHECK_EQ(dev_sysfs(ring, "producer"), 0);
	CHECK_EQ(dev_sysfs(ring, "mappings"), 0);
}

/* The kernel's own producer, as a job. */
static void pattern(struct party *me)
{
	int ring = dev_open(O_RDWR);

	while (party_ordered(me) != PARTY_END) {
		/* It ends by itself when the ring is configured anew. */
		if (!dev_pattern(ring, 240000, 10))
			me->frames++;
		party_rest(me);
	}
	CHECK_EQ(dev_pattern(ring, 0, 0), 0);
}

struct rubbish_reader {
	const char *name;
	void (*reader)(struct party *me);
	void (*producer)(struct party *me);
};

static const struct rubbish_reader rubbish_readers[] = {
	{ "live/producer", rubbish_live, honest_producer },
	{ "live/write", rubbish_live, honest_writer },
	{ "live/pattern", rubbish_live, pattern },
	{ "lossless/producer", rubbish_lossless, honest_producer },
	{ "lossless/write", rubbish_lossless, honest_writer },
	{ "lossless/pattern", rubbish_lossless, pattern },
};

enum { HOSTILE, PRODUCER, LIVE, LOSSLESS, READER, NEWCOMER, ALL };

static void end_but_hostile(struct party *party)
{
	unsigned int i;

	for (i = HOSTILE + 1; i < ALL; i++)
		if (party[i].pid)
			party_end(&party[i]);
}

static void newcomer(struct party *party, void (*job)(struct party *me))
{
	party_start(&party[NEWCOMER], job);
	party_expect(&party[NEWCOMER], 3);
	party_end(&party[NEWCOMER]);
}

/* The ring's users go on, change, and have it configured. */
static void rubbish_round(struct party *party,
			  const struct rubbish_reader *how)
{
	unsigned int i;

	party_start(&party[HOSTILE], how->reader);
	party_until(&party[HOSTILE], 1);
	for (i = PRODUCER; i <= READER; i++)
		party_expect(&party[i], 5);
	newcomer(party, honest_live);
	newcomer(party, honest_lossless);
	party_end(&party[PRODUCER]);
	party_start(&party[PRODUCER], how->producer);
	party_expect(&party[LIVE], 5);
	party_order(&party[PRODUCER], PARTY_CONFIGURE);
	party_expect(&party[LIVE], 5);
	party_kill(&party[HOSTILE]);
}

TEST_VARIANTS(rubbish_reader_harms_nobody_ok, rubbish_readers)
{
	int ring = ring_with_stall(), i;
	struct party *party = parties_new(ALL);

	test_timeout(300);
	party_seed();
	party_start(&party[PRODUCER], variant->producer);
	party_start(&party[LIVE], honest_live);
	party_start(&party[LOSSLESS], honest_lossless);
	party_start(&party[READER], honest_reader);
	for (i = 0; i < ROUNDS; i++)
		rubbish_round(party, variant);
	end_but_hostile(party);
	check_nothing_is_left(ring);
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

static void restless(struct party *me,
		     void (*job)(struct party *me, struct seat *seat))
{
	seat_use(me, dev_open(O_RDWR), FRAMERING_ROLE_CONSUMER,
		 FRAMERING_ATTACH_LOSSLESS, job);
	pause();
}

static void restless_laggard(struct party *me)
{
	restless(me, lag_restlessly);
}

static void restless_holder(struct party *me)
{
	restless(me, hold_restlessly);
}

static const struct rubbish_reader restless_readers[] = {
	{ "laggard/producer", restless_laggard, honest_producer },
	{ "laggard/write", restless_laggard, honest_writer },
	{ "laggard/pattern", restless_laggard, pattern },
	{ "holder/producer", restless_holder, honest_producer },
	{ "holder/write", restless_holder, honest_writer },
	{ "holder/pattern", restless_holder, pattern },
};

/* It moves, but never out of the way: that is no excuse. */
TEST_VARIANTS(restless_lossless_reader_is_evicted_ok, restless_readers)
{
	int ring = ring_with_stall(), i;
	struct party *party = parties_new(ALL);

	party_seed();
	party_start(&party[LIVE], honest_live);
	party_start(&party[PRODUCER], variant->producer);
	party_expect(&party[LIVE], 5);
	for (i = 0; i < ROUNDS; i++) {
		party_start(&party[HOSTILE], variant->reader);
		party_until(&party[HOSTILE], MUCH);
		party_expect(&party[LIVE], 50);
		CHECK_EQ(party[HOSTILE].evicted, 1);
		party_kill(&party[HOSTILE]);
	}
	end_but_hostile(party);
	check_nothing_is_left(ring);
}

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
	party_until(&party[HOSTILE], MUCH);
	for (i = PRODUCER; i <= READER; i++)
		party_expect(&party[i], 5);
	newcomer(party, wary_live);
	newcomer(party, wary_lossless);
	party_expect(&party[HOSTILE], MUCH);
	party_kill(&party[HOSTILE]);
	party_start(&party[NEWCOMER], inherit);
	party_end(&party[NEWCOMER]);
	party_start(&party[NEWCOMER], honest_producer);
	party_expect(&party[NEWCOMER], 20);
	for (i = PRODUCER; i <= READER; i++)
		party_expect(&party[i], 5);
	party_end(&party[NEWCOMER]);
}

TEST(rubbish_producer_harms_nobody_ok)
{
	int ring = ring_with_stall(), i;
	struct party *party = parties_new(ALL);

	test_timeout(300);
	party_seed();
	/* No producer among them. */
	party_start(&party[PRODUCER], wary_library);
	party_start(&party[LIVE], wary_live);
	party_start(&party[LOSSLESS], wary_lossless);
	party_start(&party[READER], wary_file);
	for (i = 0; i < ROUNDS; i++)
		rubbish_producer_round(party);
	end_but_hostile(party);
	check_nothing_is_left(ring);
}
