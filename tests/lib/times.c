// SPDX-License-Identifier: MIT
/* How long frames take: what consumers count, on a fake device. */
#include <errno.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "fake_demand.h"
#include "fake_device.h"
#include "fake_ring.h"
#include "harness.h"

#define MS	1000000ULL

static uint64_t now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000 * MS + (uint64_t)t.tv_nsec;
}

/* What consumer 0 has counted. */
static struct framering_times counted(void)
{
	struct framering_consumer_page page;

	CHECK_EQ(pread(fake_device.file, &page, sizeof(page),
		       FRAMERING_OFFSET_CONSUMER), (long)sizeof(page));
	return page.times;
}

static uint32_t sum(const uint32_t *counters)
{
	uint32_t all = 0, i;

	for (i = 0; i < FRAMERING_TIMES_CLASSES; i++)
		all += counters[i];
	return all;
}

/* The class that has the only one of them. */
static uint32_t class_of(const uint32_t *counters)
{
	uint32_t i;

	CHECK_EQ(sum(counters), 1);
	for (i = 0; !counters[i]; i++)
		;
	return i;
}

/* Whether class @class has a time between @least and @most. */
static void check_class(uint32_t class, uint64_t least, uint64_t most)
{
	CHECK(!class || FRAMERING_TIMES_FROM_NS(class) <= most);
	CHECK(class == FRAMERING_TIMES_CLASSES - 1 ||
	      FRAMERING_TIMES_FROM_NS(class + 1) > least);
}

static void put(struct framering_producer *producer, uint8_t clock,
		uint64_t time_ns)
{
	struct framering_frame frame;

	CHECK_EQ(framering_producer_reserve(producer, &frame), 0);
	frame.info.clock = clock;
	frame.time_ns = time_ns;
	CHECK_EQ(framering_producer_submit(producer, &frame), 0);
}

static struct framering_frame take(struct framering_consumer *consumer)
{
	struct framering_frame frame;

	CHECK_EQ(framering_consumer_acquire(consumer, &frame), 0);
	return frame;
}

static void pass(struct framering_producer *producer,
		 struct framering_consumer *consumer, uint64_t time_ns)
{
	struct framering_frame frame;

	put(producer, FRAMERING_CLOCK_MONOTONIC, time_ns);
	frame = take(consumer);
	CHECK_EQ(framering_consumer_release(consumer, &frame), 0);
}

TEST(nothing_is_counted_unasked_ok)
{
	struct framering *ring = fake_ring_open(FRAMERING_CACHE_WB);
	struct framering_producer *producer = fake_ring_producer(ring);
	struct framering_consumer *consumer = fake_ring_consumer(ring, 0);
	const struct framering_times none = { 0 };
	struct framering_times times;

	pass(producer, consumer, now());
	CHECK_EQ(framering_ask_times(ring, 1), 0);
	CHECK_EQ(framering_ask_times(ring, 0), 0);
	pass(producer, consumer, now());
	times = counted();
	CHECK_MEM_EQ(&times, &none, sizeof(times));
	fake_ring_end(ring, producer, consumer);
}

TEST(times_are_of_their_classes_ok)
{
	static const uint64_t ages[] = { 0, 100, 5 * MS, 700 * MS, 80000 * MS };
	struct framering *ring = fake_ring_open(FRAMERING_CACHE_WB);
	struct framering_producer *producer = fake_ring_producer(ring);
	uint32_t i;

	CHECK_EQ(framering_ask_times(ring, 1), 0);
	for (i = 0; i < sizeof(ages) / sizeof(ages[0]); i++) {
		struct framering_consumer *consumer;
		struct framering_frame frame;
		struct framering_times times;
		uint64_t made = now() - ages[i], taken;

		if (pwrite(fake_device.file, &(struct framering_times){ 0 },
			   sizeof(times), FRAMERING_OFFSET_CONSUMER +
			   offsetof(struct framering_consumer_page, times)) < 0)
			CHECK_EQ(errno, 0);
		consumer = fake_ring_consumer(ring, FRAMERING_CONSUMER_LATEST);
		put(producer, FRAMERING_CLOCK_MONOTONIC, made);
		taken = now();
		frame = take(consumer);
		times = counted();
		check_class(class_of(times.acquire), taken - made,
			    now() - made);
		CHECK_EQ(sum(times.release), 0);
		CHECK_EQ(framering_consumer_release(consumer, &frame), 0);
		times = counted();
		check_class(class_of(times.release), 0, now() - taken);
		framering_consumer_detach(consumer);
		fake_demand_detach(0);
	}
	fake_ring_end(ring, producer, NULL);
}

TEST(capture_is_counted_by_the_monotonic_clock_alone_ok)
{
	struct framering *ring = fake_ring_open(FRAMERING_CACHE_WB);
	struct framering_producer *producer = fake_ring_producer(ring);
	struct framering_consumer *consumer = fake_ring_consumer(ring, 0);
	struct framering_frame frame;
	struct framering_times times;

	CHECK_EQ(framering_ask_times(ring, 1), 0);
	put(producer, FRAMERING_CLOCK_REALTIME, now());
	frame = take(consumer);
	CHECK_EQ(framering_consumer_release(consumer, &frame), 0);
	/* What is to come is of no class. */
	pass(producer, consumer, now() + 60000 * MS);
	times = counted();
	CHECK_EQ(sum(times.acquire), 0);
	CHECK_EQ(sum(times.release), 2);
	fake_ring_end(ring, producer, consumer);
}

TEST(frame_that_was_acquired_unasked_is_not_counted_ok)
{
	struct framering *ring = fake_ring_open(FRAMERING_CACHE_WB);
	struct framering_producer *producer = fake_ring_producer(ring);
	struct framering_consumer *consumer = fake_ring_consumer(ring, 0);
	struct framering_frame frame;
	struct framering_times times;

	put(producer, FRAMERING_CLOCK_MONOTONIC, now());
	frame = take(consumer);
	CHECK_EQ(framering_ask_times(ring, 1), 0);
	CHECK_EQ(framering_consumer_release(consumer, &frame), 0);
	times = counted();
	CHECK_EQ(sum(times.release), 0);
	/* And one that was acquired while it was asked for, is. */
	put(producer, FRAMERING_CLOCK_MONOTONIC, now());
	frame = take(consumer);
	CHECK_EQ(framering_ask_times(ring, 0), 0);
	CHECK_EQ(framering_consumer_release(consumer, &frame), 0);
	times = counted();
	CHECK_EQ(sum(times.acquire), 1);
	CHECK_EQ(sum(times.release), 1);
	fake_ring_end(ring, producer, consumer);
}

TEST(driver_that_knows_no_times_fails)
{
	struct framering *ring = fake_ring_open(FRAMERING_CACHE_WB);

	fake_demand_state.times_errno = ENOTTY;
	CHECK_EQ(framering_ask_times(ring, 1), -ENOTTY);
	framering_close(ring);
}
