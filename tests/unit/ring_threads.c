// SPDX-License-Identifier: MIT
/*
 * One producer and three readers of different tempers, all at full speed. The
 * frames carry a pattern that shows a torn one; whoever finds nothing sleeps
 * as with the driver, and a lost wake-up is a hang. Built with ThreadSanitizer,
 * too, which sees the pixels as ordinary memory.
 */
#include <pthread.h>
#include <sched.h>
#include <stdlib.h>

#include "harness.h"
#include "heap_ring.h"

#define WORDS	16
#define MAX_HELD 15
/* ThreadSanitizer is ten times slower. */
#ifdef FRAMERING_TSAN
#define SCALE	10
#else
#define SCALE	1
#endif

static const struct threads_variant {
	const char *name;
	__u64 frames;
	struct heap_ring_variant ring;
} variants[] = {
	{ "slots8", 2000000, { NULL, 8, 0 } },
	{ "slots2", 300000, { NULL, 2, 0xfffffff0 } },
	{ "slots32_wrap", 300000, { NULL, 32, 0xfffe0000 } },
};

static struct {
	struct heap_ring *ring;
	__u64 frames;
	/* Wakes so far, of consumers and of producers: the wait queues. */
	__u32 consumer_wakes;
	__u32 producer_wakes;
	__u64 pixels[FRAMERING_MAX_SLOTS][WORDS];
} test;

/**
 * struct reader - a thread that consumes
 * @c: its side of the ring
 * @latest: takes the newest frame only
 * @hold: frames that it holds before it gives one back
 */
struct reader {
	struct framering_ring_consumer c;
	int latest;
	__u32 hold;
	pthread_t thread;
};

static __u64 pixel(__u64 frame, __u32 i)
{
	return (frame + 1) * 0x9e3779b97f4a7c15ULL ^ i;
}

static void check_pixels(__u32 slot, __u64 frame)
{
	__u32 i;

	for (i = 0; i < WORDS; i++)
		CHECK_EQ(test.pixels[slot][i], pixel(frame, i));
}

/* The driver's KICK: clear the flag, wake all. */
static void kick(__u32 *flag, __u32 *wakes)
{
	framering_write_once(flag, 0);
	__atomic_fetch_add(wakes, 1, __ATOMIC_SEQ_CST);
}

static void kick_producer(void)
{
	kick(&test.ring->status->producer_wake, &test.producer_wakes);
}

/* On the queue, flag, fence, look again, sleep. */
static void sleep_as_producer(void)
{
	__u32 seen = framering_load_acquire(&test.producer_wakes);

	framering_write_once(&test.ring->status->producer_wake, 1);
	framering_fence();
	if (framering_ring_can_reserve(&test.ring->producer))
		return;
	while (framering_load_acquire(&test.producer_wakes) == seen)
		sched_yield();
}

static void sleep_as_consumer(const struct reader *reader)
{
	__u32 seen = framering_load_acquire(&test.consumer_wakes);

	framering_write_once(&test.ring->status->consumer_wake, 1);
	framering_fence();
	if (framering_ring_waiting(&reader->c))
		return;
	while (framering_load_acquire(&test.consumer_wakes) == seen)
		sched_yield();
}

static void submit(const struct framering_desc *frame, __u64 number)
{
	__u32 i;
	int slot;

	for (;;) {
		slot = framering_ring_reserve(&test.ring->producer);
		if (slot >= 0)
			break;
		CHECK_EQ(slot, -EAGAIN);
		sleep_as_producer();
	}
	for (i = 0; i < WORDS; i++)
		test.pixels[slot][i] = pixel(number, i);
	if (framering_ring_submit(&test.ring->producer, frame))
		kick(&test.ring->status->consumer_wake, &test.consumer_wakes);
}

static void *produce(void *unused)
{
	struct framering_desc frame = { .bytes = WORDS * 8 };
	struct framering_desc mark = { .flags = FRAMERING_FRAME_LAST };
	__u64 i;

	for (i = 0; i < test.frames; i++) {
		/* Now and then a reservation is given up. */
		if (i % 64 == 5)
			framering_ring_reserve(&test.ring->producer);
		frame.user[0] = i;
		submit(&frame, i);
	}
	submit(&mark, i);
	return unused;
}

static __u32 acquire(struct reader *reader)
{
	int slot, wake;

	for (;;) {
		slot = framering_ring_acquire(&reader->c, reader->latest,
					      &wake);
		if (wake)
			kick_producer();
		if (slot >= 0)
			return (__u32)slot;
		CHECK_EQ(slot, -EAGAIN);
		sleep_as_consumer(reader);
	}
}

static void give_back(struct reader *reader, __u32 slot, __u64 frame)
{
	check_pixels(slot, frame);
	if (framering_ring_release(&reader->c, slot))
		kick_producer();
}

/*
 * Holds up to @hold frames; gives the oldest and the newest back in turn, and
 * looks at each when it comes and when it goes.
 */
static void *consume(void *arg)
{
	struct reader *reader = arg;
	__u32 slot[MAX_HELD], held = 0, i, turn = 0;
	__u64 frame[MAX_HELD], expected = 0;

	for (;; turn++) {
		const struct framering_desc *desc;

		slot[held] = acquire(reader);
		desc = &reader->c.desc[slot[held]];
		frame[held] = desc->frame;
		CHECK_GE(desc->frame, expected);
		expected = desc->frame + 1;
		if (desc->flags & FRAMERING_FRAME_LAST)
			break;
		CHECK_EQ(desc->user[0], desc->frame);
		check_pixels(slot[held], frame[held]);
		if (++held < reader->hold)
			continue;
		i = turn % 2 ? 0 : held - 1;
		give_back(reader, slot[i], frame[i]);
		held--;
		slot[i] = slot[held];
		frame[i] = frame[held];
	}
	CHECK_EQ(frame[held], test.frames);
	for (i = 0; i <= held; i++)
		give_back(reader, slot[i], frame[i]);
	return NULL;
}

static void start(struct reader *reader, __u32 index, __u32 lossless)
{
	heap_ring_attach(test.ring, &reader->c, index, lossless);
	/* It is there from the first frame on: every drop is known. */
	reader->c.counting = 1;
	CHECK_EQ(pthread_create(&reader->thread, NULL, consume, reader), 0);
}

static void finish(struct reader *reader, const char *name)
{
	const struct framering_consumer_page *page = reader->c.page;

	CHECK_EQ(pthread_join(reader->thread, NULL), 0);
	test_diag("%s: %llu delivered, %llu dropped", name,
		  (unsigned long long)page->delivered,
		  (unsigned long long)page->dropped);
	CHECK_EQ(page->delivered + page->dropped, test.frames);
	CHECK_GT(page->delivered, 0);
	CHECK_EQ(page->held, 0);
	if (reader->c.lossless)
		CHECK_EQ(page->dropped, 0);
}

TEST_VARIANTS(mixed_readers_see_no_torn_frame_ok, variants)
{
	struct reader lossless = { .hold = 1 }, latest = { .hold = 1 };
	struct reader live = { 0 };
	pthread_t producer;

	test_timeout(300);
	test.frames = variant->frames / SCALE;
	test.ring = heap_ring_new(&variant->ring);
	live.hold = test.ring->status->max_held;
	latest.latest = 1;
	start(&lossless, 0, 1);
	start(&live, 7, 0);
	start(&latest, 31, 0);
	CHECK_EQ(pthread_create(&producer, NULL, produce, NULL), 0);
	CHECK_EQ(pthread_join(producer, NULL), 0);
	finish(&lossless, "lossless");
	finish(&live, "live, holding several");
	finish(&latest, "latest");
	test_diag("%llu holes, producer found no slot %llu times",
		  (unsigned long long)test.ring->page->holes,
		  (unsigned long long)test.ring->page->full);
	heap_ring_free(test.ring);
}
