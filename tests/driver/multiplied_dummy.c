// SPDX-License-Identifier: MIT
/*
 * What processes see and write of frames that are not theirs any more: those of
 * a revoked role with and without dummy pages, and of the generations after.
 */
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <unistd.h>

#include "dev.h"
#include "handed_out.h"
#include "harness.h"
#include "holders.h"

#define VALUE		77
/* Of each slot, so many are written at a time. */
#define BYTES		256
#define GENERATIONS	3

static const struct handed_role dummy_reader = {
	FRAMERING_ROLE_CONSUMER, FRAMERING_ATTACH_DUMMY,
};
static const struct handed_role producer = { FRAMERING_ROLE_PRODUCER, 0 };
static const struct handed_role dummy_producer = {
	FRAMERING_ROLE_PRODUCER, FRAMERING_ATTACH_DUMMY,
};

static const struct framering_status *status_of(const struct maps *maps)
{
	return (const void *)maps->map[0].at;
}

static void check_bytes(const struct maps *maps, uint32_t region, uint8_t value)
{
	uint32_t i;
	size_t at;

	for (i = 0; i < maps->count; i++) {
		const struct map *map = &maps->map[i];

		for (at = 0; map->region == region && at < map->bytes; at++)
			if (map->at[at] != value)
				FAIL("%s byte %zu: %u, not %u",
				     region_names[region], at, map->at[at],
				     value);
	}
}

/* A byte is either the frame's or, from the eviction on, zero. */
static void look_until_revoked(struct holder *self)
{
	const struct map *frames = maps_find(&self->maps[0],
					     FRAMERING_REGION_FRAMES);
	const volatile uint8_t *byte = frames->at;
	const volatile uint32_t *state = &status_of(&self->maps[0])->state;
	uint8_t seen;

	for (;;) {
		seen = *byte;
		if (*state & FRAMERING_STATE_REVOKED)
			break;
		CHECK_EQ(seen, VALUE);
		holder_goes_on(self);
	}
}

static void write_own_page(struct holder *self)
{
	const struct map *own = maps_find(&self->maps[0],
					  FRAMERING_REGION_CONSUMER);

	memset(own->at, 0xff, own->bytes);
	CHECK_EQ(own->at[own->bytes - 1], 0xff);
}

static void check_sees_zeros(struct holder *self)
{
	const struct framering_status *status = status_of(&self->maps[0]);

	maps_check(&self->maps[0], 0);
	check_bytes(&self->maps[0], FRAMERING_REGION_FRAMES, 0);
	check_bytes(&self->maps[0], FRAMERING_REGION_PRODUCER, 0);
	CHECK_EQ(status->consumers, 0);
	CHECK(!(status->state & FRAMERING_STATE_GONE));
}

static void fill(const struct maps *maps)
{
	uint32_t i;

	for (i = 0; i < maps->count; i++)
		if (maps->map[i].region == FRAMERING_REGION_FRAMES)
			memset(maps->map[i].at, VALUE, maps->map[i].bytes);
}

static void evict(int ring)
{
	struct framering_evict request = { .size = sizeof(request) };

	CHECK_OK(ioctl(ring, FRAMERING_IOC_EVICT, &request));
}

TEST_VARIANTS(evicted_role_with_dummy_pages_is_alone_however_it_is_held_ok,
	      ways)
{
	struct framering_config config = dev_config();
	int ring = dev_open(O_RDWR);
	struct maps own, other;

	/* Loads of write-combined memory have no order. */
	config.cache = FRAMERING_CACHE_WB;
	handed_out_start(variant, ring, &config, &dummy_reader, 1);
	own = maps_of(ring, FRAMERING_ROLE_PRODUCER);
	fill(&own);
	holders_do(holder_map);
	holders_do(holder_tuck_away);
	holders_begin(look_until_revoked);
	holders_wait_busy();
	evict(ring);
	holders_finish();
	holders_do(write_own_page);
	holders_do(check_sees_zeros);
	/* Neither the producer sees what they write, nor who comes next. */
	check_bytes(&own, FRAMERING_REGION_CONSUMER, 0);
	check_bytes(&own, FRAMERING_REGION_FRAMES, VALUE);
	other = maps_of(ring, FRAMERING_ROLE_CONSUMER);
	check_bytes(&other, FRAMERING_REGION_CONSUMER, 0);
	holders_do(write_own_page);
	check_bytes(&other, FRAMERING_REGION_CONSUMER, 0);
	holders_end();
}

/* By the kernel, which is told that there is nothing and raises no signal. */
static void scribble(struct holder *self)
{
	unsigned int i;
	uint32_t j;

	while (holder_goes_on(self))
		for (i = 0; i < self->files; i++)
			for (j = 0; j < self->maps[i].count; j++) {
				const struct map *map = &self->maps[i].map[j];

				if (map->region == FRAMERING_REGION_FRAMES &&
				    getrandom(map->at, BYTES, 0) < 0)
					CHECK_EQ(errno, EFAULT);
			}
}

static void check_is_revoked(struct holder *self)
{
	maps_check(&self->maps[0], SIGBUS);
}

static void check_is_dummy(struct holder *self)
{
	CHECK(status_of(&self->maps[0])->state & FRAMERING_STATE_REVOKED);
	maps_check(&self->maps[0], 0);
}

/* Until the third of these, holders have frames of their own generation. */
static void check_next_generations(const struct way *way,
				   const struct handed_role *role,
				   void (*check)(struct holder *self))
{
	struct framering_config config = dev_config();
	int ring = dev_open(O_RDWR), i;
	struct maps next[GENERATIONS];

	handed_out_start(way, ring, &config, role, 1);
	holders_do(holder_map);
	holders_do(holder_tuck_away);
	holders_begin(scribble);
	holders_wait_busy();
	for (i = 0; i < GENERATIONS; i++) {
		CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
		next[i] = maps_of(ring, FRAMERING_ROLE_CONSUMER);
		check_bytes(&next[i], FRAMERING_REGION_FRAMES, 0);
	}
	for (i = 0; i < GENERATIONS; i++)
		check_bytes(&next[i], FRAMERING_REGION_FRAMES, 0);
	holders_say_stop();
	holders_finish();
	holders_do(check);
	for (i = 0; i < GENERATIONS; i++)
		check_bytes(&next[i], FRAMERING_REGION_FRAMES, 0);
	holders_end();
}

TEST_VARIANTS(frames_are_zero_while_all_write_to_those_before_ok, ways)
{
	check_next_generations(variant, &producer, check_is_revoked);
}

TEST_VARIANTS(what_all_write_to_dummy_pages_goes_nowhere_ok, ways)
{
	check_next_generations(variant, &dummy_producer, check_is_dummy);
}
