// SPDX-License-Identifier: GPL-2.0-only
/* What an offset of a role file means, without a role file. */
#include "framering_kunit.h"

/* The driver exports nothing: its own source, once more. */
#include "files/span.c"

#define OF_SLOT		(4U * PAGE_SIZE)
#define SLOTS		4U
#define PAGE_OF(offset)	((unsigned long)((offset) >> PAGE_SHIFT))

static struct fr_role *role_of(struct kunit *test, u32 kind, u32 index)
{
	struct fr_role *role = kunit_kzalloc(test, sizeof(*role), GFP_KERNEL);
	struct fr_generation *gen = kunit_kzalloc(test, sizeof(*gen),
						  GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, role);
	KUNIT_ASSERT_NOT_NULL(test, gen);
	gen->config.slots = SLOTS;
	gen->config.geometry.slot_bytes = OF_SLOT;
	gen->registers_bytes = PAGE_SIZE;
	role->gen = gen;
	role->kind = kind;
	role->index = index;
	return role;
}

static void check_span(struct kunit *test, struct fr_role *role, u64 offset,
		       const struct fr_span *want)
{
	struct fr_span span;

	KUNIT_ASSERT_TRUE(test, fr_span_find(role, PAGE_OF(offset), &span));
	KUNIT_EXPECT_EQ(test, span.region, want->region);
	KUNIT_EXPECT_EQ(test, span.part, want->part);
	KUNIT_EXPECT_EQ(test, span.page, want->page);
	KUNIT_EXPECT_EQ(test, span.pages, want->pages);
	KUNIT_EXPECT_EQ(test, span.writable, want->writable);
}

static void slots_are_found_page_by_page_ok(struct kunit *test)
{
	struct fr_role *role = role_of(test, FRAMERING_ROLE_PRODUCER, 0);
	struct fr_span want = {
		.region = FRAMERING_REGION_FRAMES,
		.pages = 4,
		.writable = true,
	};

	for (want.part = 0; want.part < SLOTS; want.part++)
		for (want.page = 0; want.page < 4; want.page++)
			check_span(test, role,
				   FRAMERING_OFFSET_SLOT(want.part) +
				   want.page * PAGE_SIZE, &want);
}

static void slots_are_read_only_for_a_consumer_ok(struct kunit *test)
{
	struct fr_role *role = role_of(test, FRAMERING_ROLE_CONSUMER, 3);

	check_span(test, role, FRAMERING_OFFSET_SLOT(1), &(struct fr_span){
		.region = FRAMERING_REGION_FRAMES,
		.part = 1,
		.pages = 4,
	});
}

/* Behind the last page of a slot nothing is left, up to the next. */
static void between_two_slots_is_nothing_ok(struct kunit *test)
{
	struct fr_role *role = role_of(test, FRAMERING_ROLE_CONSUMER, 0);
	struct fr_span span;
	u64 offset;

	for (offset = FRAMERING_OFFSET_SLOT(1) + OF_SLOT;
	     offset < FRAMERING_OFFSET_SLOT(2); offset += SZ_1M) {
		KUNIT_ASSERT_TRUE(test, fr_span_find(role, PAGE_OF(offset),
						     &span));
		KUNIT_EXPECT_GE(test, span.page, span.pages);
	}
}

static void past_the_last_slot_fails(struct kunit *test)
{
	struct fr_role *role = role_of(test, FRAMERING_ROLE_PRODUCER, 0);
	struct fr_span span;
	unsigned long pgoff;

	pgoff = PAGE_OF(FRAMERING_OFFSET_SLOT(SLOTS));
	KUNIT_EXPECT_FALSE(test, fr_span_find(role, pgoff, &span));
	KUNIT_EXPECT_FALSE(test, fr_span_find(role, PAGE_OF(U64_MAX), &span));
	KUNIT_EXPECT_FALSE(test, fr_span_find(role, ULONG_MAX, &span));
}

static void consumer_finds_its_own_page_and_no_others_ok(struct kunit *test)
{
	struct fr_role *role = role_of(test, FRAMERING_ROLE_CONSUMER, 3);
	struct fr_span span;
	u32 i;

	for (i = 0; i < FRAMERING_MAX_CONSUMERS; i++) {
		u64 offset = FRAMERING_OFFSET_CONSUMER + i * FR_CONSUMER_LEN;

		KUNIT_EXPECT_EQ(test, i == 3,
				fr_span_find(role, PAGE_OF(offset), &span));
	}
	check_span(test, role, FRAMERING_OFFSET_CONSUMER + 3 * FR_CONSUMER_LEN,
		   &(struct fr_span){
			.region = FRAMERING_REGION_CONSUMER,
			.part = 3,
			.pages = PFN_DOWN(FR_CONSUMER_LEN),
			.writable = true,
		   });
}

static void control_pages_are_writable_for_their_owner_ok(struct kunit *test)
{
	struct fr_role *producer = role_of(test, FRAMERING_ROLE_PRODUCER, 0);
	struct fr_role *consumer = role_of(test, FRAMERING_ROLE_CONSUMER, 0);
	struct fr_span want = {
		.region = FRAMERING_REGION_PRODUCER,
		.pages = PFN_DOWN(FR_PRODUCER_LEN),
	};

	check_span(test, consumer, FRAMERING_OFFSET_PRODUCER, &want);
	want.writable = true;
	check_span(test, producer, FRAMERING_OFFSET_PRODUCER, &want);
	want = (struct fr_span){
		.region = FRAMERING_REGION_STATUS,
		.pages = PFN_DOWN(FR_STATUS_LEN),
	};
	check_span(test, producer, FRAMERING_OFFSET_STATUS, &want);
	check_span(test, consumer, FRAMERING_OFFSET_STATUS, &want);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(slots_are_found_page_by_page_ok),
	KUNIT_CASE(slots_are_read_only_for_a_consumer_ok),
	KUNIT_CASE(between_two_slots_is_nothing_ok),
	KUNIT_CASE(past_the_last_slot_fails),
	KUNIT_CASE(consumer_finds_its_own_page_and_no_others_ok),
	KUNIT_CASE(control_pages_are_writable_for_their_owner_ok),
	{}
};

struct kunit_suite framering_kunit_span = {
	.name = "framering-span",
	.test_cases = cases,
};
