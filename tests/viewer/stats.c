// SPDX-License-Identifier: MIT
/* What is counted. */
#include "harness.h"

#include "common/stats.h"

#define SECOND	1000000000ULL

static void acquire(struct stats *stats, uint64_t generation, uint64_t number)
{
	struct framering_frame frame = { .frame = number };

	stats_acquired(stats, &frame, generation);
}

TEST(gap_is_a_drop)
{
	struct stats stats = { 0 };

	/* Whatever came before the first one was never ours. */
	acquire(&stats, 1, 100);
	acquire(&stats, 1, 101);
	CHECK_EQ(stats.dropped, 0);
	acquire(&stats, 1, 105);
	CHECK_EQ(stats.dropped, 3);
	CHECK_EQ(stats.acquired, 3);
}

TEST(another_generation_counts_anew)
{
	struct stats stats = { 0 };

	acquire(&stats, 1, 10);
	acquire(&stats, 2, 50);
	acquire(&stats, 3, 0);
	CHECK_EQ(stats.dropped, 0);
}

TEST(rate_is_of_the_last_second)
{
	struct framering_frame frame = { .time_ns = SECOND };
	struct stats stats = { 0 };
	int i;

	stats_tick(&stats, SECOND);
	for (i = 0; i < 50; i++)
		stats_shown(&stats, &frame, SECOND + 5);
	CHECK_EQ(stats.latency_ns, 5);
	stats_tick(&stats, 3 * SECOND);
	CHECK_EQ((int)(stats.rate + 0.5), 25);
	/* Nothing came any more. */
	stats_tick(&stats, 4 * SECOND);
	CHECK_EQ((int)stats.rate, 0);
}
