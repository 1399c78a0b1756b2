// SPDX-License-Identifier: MIT
/*
 * A producer that writes garbage over head, descriptors and frames, at full
 * speed, while defensive readers use the ring.
 */
#include <fcntl.h>
#include <sys/ioctl.h>

#include "actor.h"
#include "conforming.h"
#include "defensive.h"
#include "dev.h"
#include "fixture.h"
#include "garbage.h"
#include "harness.h"
#include "revocable_role.h"

static int ring;

/* Readers of the old generation have to notice in spite of the garbage. */
static void configure(struct actor *self)
{
	struct framering_config config = conforming_config(ring, &self->seed);

	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
}

static void corrupt_producer(struct actor *self, struct revocable_role *role)
{
	struct framering_desc frame = { .bytes = role->geometry.frame_bytes };

	while (actor_take_command(self) != ACTOR_CONFIGURE) {
		uint32_t head = role->producer.page->head;
		uint32_t i = actor_random(&self->seed) % role->producer.slots;
		struct framering_desc *desc = &role->producer.desc[i];

		garbage_word(role->page, role->page_bytes, &self->seed);
		garbage_word(role->slot[i], role->geometry.slot_bytes,
			     &self->seed);
		garbage_word(desc, sizeof(*desc), &self->seed);
		framering_write_once(&desc->seq,
				     garbage_near(&self->seed, head - 1));
		framering_write_once(&role->producer.page->head,
				     garbage_near(&self->seed, head));
		/* And now and then something that looks well from there on. */
		framering_ring_enter(&role->producer);
		if (framering_ring_reserve(&role->producer) >= 0)
			framering_ring_submit(&role->producer, &frame);
		garbage_enter_kernel(self, role);
		self->frames++;
	}
	configure(self);
}

static void garbage_producer(struct actor *self)
{
	ring = dev_open(O_RDWR);
	for (;;)
		CHECK_EQ(revocable_role_use(self, ring, FRAMERING_ROLE_PRODUCER,
					    0, corrupt_producer),
			 0);
}

enum { HOSTILE, LIBRARY, LIVE, LOSSLESS, FILE_READER, NEW_ACTOR, ALL };

/* What a new producer starts from, after all the garbage. */
static void check_inherited(struct actor *self, struct revocable_role *role)
{
	uint32_t head = role->producer.page->head, i, k;

	for (i = 0; i < FRAMERING_MAX_SLOTS; i++) {
		const struct framering_desc *desc = &role->producer.desc[i];

		if (desc->seq == framering_seq_none(i))
			continue;
		CHECK_LT(i, role->producer.slots);
		CHECK_EQ(desc->seq & (role->producer.slots - 1), i);
		/* A frame of the past, never one that is to come. */
		CHECK_LT(head - desc->seq - 1, 1u << 31);
		CHECK_LE(desc->bytes, role->geometry.slot_bytes);
		CHECK_EQ(desc->flags & ~FRAMERING_FRAME_FLAGS, 0);
		CHECK_EQ(desc->info.reserved0, 0);
		CHECK_EQ(desc->info.fence, 0);
		CHECK_EQ(desc->info.meta_bytes, 0);
		CHECK_EQ(desc->gone, desc->seq - role->producer.slots);
		for (k = 0; k < FRAMERING_MAX_PLANES; k++)
			CHECK_LE(desc->info.plane_bytes[k],
				 role->geometry.plane_bytes[k]);
		for (k = 0; k < 4; k++)
			CHECK_EQ(desc->reserved[k], 0);
	}
	self->frames = 1;
}

static void inherit(struct actor *self)
{
	CHECK_EQ(revocable_role_use(self, dev_open(O_RDWR),
				    FRAMERING_ROLE_PRODUCER, 0,
				    check_inherited),
		 0);
	CHECK_EQ(self->frames, 1);
}

static void garbage_producer_round(struct actor *actor)
{
	unsigned int i;

	actor_start(&actor[HOSTILE], garbage_producer);
	actor_wait_frames(&actor[HOSTILE], GARBAGE_WRITES);
	for (i = LIBRARY; i <= FILE_READER; i++)
		actor_expect_frames(&actor[i], 5);
	fixture_check_new_actor(&actor[NEW_ACTOR], defensive_live);
	fixture_check_new_actor(&actor[NEW_ACTOR], defensive_lossless);
	actor_command(&actor[HOSTILE], ACTOR_CONFIGURE);
	actor_expect_frames(&actor[HOSTILE], GARBAGE_WRITES);
	for (i = LIBRARY; i <= FILE_READER; i++)
		actor_expect_frames(&actor[i], 5);
	actor_kill(&actor[HOSTILE]);
	actor_start(&actor[NEW_ACTOR], inherit);
	actor_end(&actor[NEW_ACTOR]);
	actor_start(&actor[NEW_ACTOR], conforming_producer);
	actor_expect_frames(&actor[NEW_ACTOR], 20);
	for (i = LIBRARY; i <= FILE_READER; i++)
		actor_expect_frames(&actor[i], 5);
	actor_end(&actor[NEW_ACTOR]);
}

TEST(garbage_from_a_producer_harms_no_reader_ok)
{
	struct actor *actor = actors_new(ALL);
	int i;

	ring = fixture_ring(ACTOR_STALL_MS);
	test_timeout(300);
	actor_seed();
	actor_start(&actor[LIBRARY], defensive_library);
	actor_start(&actor[LIVE], defensive_live);
	actor_start(&actor[LOSSLESS], defensive_lossless);
	actor_start(&actor[FILE_READER], defensive_file);
	for (i = 0; i < GARBAGE_ROUNDS; i++)
		garbage_producer_round(actor);
	actors_end(actor + 1, ALL - 1);
	fixture_check_unused(ring);
}
