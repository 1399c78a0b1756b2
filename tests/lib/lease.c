// SPDX-License-Identifier: MIT
/* A frame is released once, and submitted once; for ThreadSanitizer, too. */
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <string.h>

#include "fake_device.h"
#include "fake_ring.h"
#include "harness.h"

#define THREADS	64
#define ROUNDS	200

/* The slot's next frame, when all slots had one since. */
static void put_all(struct framering_producer *producer, int value)
{
	int i;

	for (i = 0; i < SLOTS; i++)
		fake_ring_put(producer, value);
}

static struct framering_frame take(struct framering_consumer *consumer)
{
	struct framering_frame frame;

	CHECK_EQ(framering_consumer_acquire(consumer, &frame), 0);
	return frame;
}

TEST(second_release_gives_away_no_later_frame_fails)
{
	struct framering *ring = fake_ring_open(FRAMERING_CACHE_WB);
	struct framering_producer *producer = fake_ring_producer(ring);
	struct framering_consumer *consumer =
		fake_ring_consumer(ring, FRAMERING_CONSUMER_LATEST);
	struct framering_frame older, frame;

	put_all(producer, 1);
	older = take(consumer);
	CHECK_EQ(framering_consumer_release(consumer, &older), 0);
	put_all(producer, 2);
	frame = take(consumer);
	CHECK_EQ(frame.slot, older.slot);
	CHECK_EQ(framering_consumer_release(consumer, &older), -EINVAL);
	/* It is still held: the producer passes it over. */
	put_all(producer, 3);
	CHECK_EQ(frame.data[0], 2);
	CHECK_EQ(framering_consumer_release(consumer, &frame), 0);
	CHECK_EQ(framering_consumer_release(consumer, &frame), -EINVAL);
	fake_ring_end(ring, producer, consumer);
}

TEST(release_of_another_consumers_frame_fails)
{
	struct framering *ring = fake_ring_open(FRAMERING_CACHE_WB);
	struct framering_producer *producer = fake_ring_producer(ring);
	struct framering_consumer *one = fake_ring_consumer(ring, 0);
	struct framering_consumer *two = fake_ring_consumer(ring, 0);
	struct framering_frame first, second;

	fake_ring_put(producer, 1);
	first = take(one);
	second = take(two);
	CHECK_EQ(first.slot, second.slot);
	CHECK_EQ(framering_consumer_release(one, &second), -EINVAL);
	CHECK_EQ(framering_consumer_release(two, &first), -EINVAL);
	CHECK_EQ(framering_consumer_release(one, &first), 0);
	CHECK_EQ(framering_consumer_release(two, &second), 0);
	framering_consumer_detach(one);
	fake_ring_end(ring, producer, two);
}

/* A role that is attached anew may lie where the one before lay. */
TEST(frame_of_a_role_that_was_detached_fails)
{
	struct framering *ring = fake_ring_open(FRAMERING_CACHE_WB);
	struct framering_producer *producer = fake_ring_producer(ring);
	struct framering_consumer *consumer = fake_ring_consumer(ring, 0);
	struct framering_frame older, frame, reserved;

	fake_ring_put(producer, 1);
	older = take(consumer);
	CHECK_EQ(framering_producer_reserve(producer, &reserved), 0);
	framering_consumer_detach(consumer);
	consumer = fake_ring_consumer(ring, 0);
	frame = take(consumer);
	CHECK_EQ(frame.slot, older.slot);
	older.geometry = frame.geometry;
	CHECK_EQ(framering_consumer_release(consumer, &older), -EINVAL);
	framering_producer_detach(producer);
	producer = fake_ring_producer(ring);
	CHECK_EQ(framering_producer_reserve(producer, &frame), 0);
	reserved.slot = frame.slot;
	reserved.geometry = frame.geometry;
	CHECK_EQ(framering_producer_submit(producer, &reserved), -EINVAL);
	fake_ring_end(ring, producer, consumer);
}

TEST(submit_of_an_older_reservation_fails)
{
	struct framering *ring = fake_ring_open(FRAMERING_CACHE_WB);
	struct framering_producer *producer = fake_ring_producer(ring);
	struct framering_consumer *consumer = fake_ring_consumer(ring, 0);
	struct framering_frame older, frame, seen;
	int i;

	CHECK_EQ(framering_producer_reserve(producer, &older), 0);
	CHECK_EQ(framering_producer_submit(producer, &older), 0);
	for (i = 1; i < SLOTS; i++)
		fake_ring_put(producer, i);
	CHECK_EQ(framering_producer_reserve(producer, &frame), 0);
	CHECK_EQ(frame.slot, older.slot);
	CHECK_EQ(framering_producer_submit(producer, &older), -EINVAL);
	CHECK_EQ(framering_consumer_acquire(consumer, &seen), 0);
	CHECK_EQ(seen.frame, 1);
	CHECK_EQ(framering_producer_submit(producer, &frame), 0);
	fake_ring_end(ring, producer, consumer);
}

TEST(submit_of_a_reservation_that_was_given_up_fails)
{
	struct framering *ring = fake_ring_open(FRAMERING_CACHE_WB);
	struct framering_producer *producer = fake_ring_producer(ring);
	struct framering_frame up, frame;

	CHECK_EQ(framering_producer_reserve(producer, &up), 0);
	framering_producer_cancel(producer);
	CHECK_EQ(framering_producer_reserve(producer, &frame), 0);
	CHECK_EQ(frame.slot, up.slot);
	CHECK_EQ(framering_producer_submit(producer, &up), -EINVAL);
	CHECK_EQ(framering_producer_submit(producer, &frame), 0);
	fake_ring_end(ring, producer, NULL);
}

TEST(frame_of_the_other_role_fails)
{
	struct framering *ring = fake_ring_open(FRAMERING_CACHE_WB);
	struct framering_producer *producer = fake_ring_producer(ring);
	struct framering_consumer *consumer = fake_ring_consumer(ring, 0);
	struct framering_frame reserved, held;

	put_all(producer, 1);
	held = take(consumer);
	/* The held slot is passed over. */
	CHECK_EQ(framering_producer_reserve(producer, &reserved), 0);
	held.slot = reserved.slot;
	held.lease = reserved.lease;
	CHECK_EQ(framering_producer_submit(producer, &held), -EINVAL);
	CHECK_EQ(framering_consumer_release(consumer, &reserved), -EINVAL);
	fake_ring_end(ring, producer, consumer);
}

/**
 * struct crowd - threads that all release the frame that is shown
 * @lock: of all but @released
 * @next: another frame is shown
 * @consumer: whose frames
 * @shown: the frame
 * @round: counts them
 * @released: how many releases did something
 * @over: the threads shall end
 */
struct crowd {
	pthread_mutex_t lock;
	pthread_cond_t next;
	struct framering_consumer *consumer;
	struct framering_frame shown;
	int round;
	int released;
	int over;
};

static void *release_all(void *argument)
{
	struct crowd *crowd = argument;
	struct framering_frame frame;
	int seen = 0, over;

	do {
		pthread_mutex_lock(&crowd->lock);
		while (crowd->round == seen && !crowd->over)
			pthread_cond_wait(&crowd->next, &crowd->lock);
		seen = crowd->round;
		frame = crowd->shown;
		over = crowd->over;
		pthread_mutex_unlock(&crowd->lock);
		if (!framering_consumer_release(crowd->consumer, &frame))
			__atomic_fetch_add(&crowd->released, 1,
					   __ATOMIC_SEQ_CST);
	} while (!over);
	return NULL;
}

static void show(struct crowd *crowd, const struct framering_frame *frame,
		 int over)
{
	pthread_mutex_lock(&crowd->lock);
	crowd->shown = *frame;
	crowd->round++;
	crowd->over = over;
	pthread_cond_broadcast(&crowd->next);
	pthread_mutex_unlock(&crowd->lock);
}

static int released(struct crowd *crowd)
{
	return __atomic_load_n(&crowd->released, __ATOMIC_SEQ_CST);
}

/* Until a frame of @value lies in slot 0. */
static void put_in_slot_0(struct framering_producer *producer, int value)
{
	struct framering_frame frame;

	do {
		CHECK_EQ(framering_producer_reserve(producer, &frame), 0);
		memset(frame.data, value, frame.geometry->frame_bytes);
		CHECK_EQ(framering_producer_submit(producer, &frame), 0);
	} while (frame.slot);
}

/* Those that come late meet the next frame, in the same slot. */
static void run_crowd(struct crowd *crowd, struct framering_producer *producer)
{
	struct framering_frame frame;
	int i;

	for (i = 0; i < ROUNDS; i++) {
		put_in_slot_0(producer, i);
		frame = take(crowd->consumer);
		CHECK_EQ(frame.slot, 0);
		put_all(producer, 255);
		CHECK_EQ(frame.data[0], (uint8_t)i);
		CHECK_EQ(released(crowd), i);
		show(crowd, &frame, i == ROUNDS - 1);
		while (released(crowd) == i)
			sched_yield();
	}
}

TEST(frame_that_many_threads_release_is_released_once_ok)
{
	struct framering *ring = fake_ring_open(FRAMERING_CACHE_WB);
	struct framering_producer *producer = fake_ring_producer(ring);
	struct crowd crowd = {
		.lock = PTHREAD_MUTEX_INITIALIZER,
		.next = PTHREAD_COND_INITIALIZER,
		.consumer = fake_ring_consumer(ring, FRAMERING_CONSUMER_LATEST),
	};
	pthread_t thread[THREADS];
	int i;

	for (i = 0; i < THREADS; i++)
		CHECK_EQ(pthread_create(&thread[i], NULL, release_all, &crowd),
			 0);
	run_crowd(&crowd, producer);
	for (i = 0; i < THREADS; i++)
		CHECK_EQ(pthread_join(thread[i], NULL), 0);
	CHECK_EQ(released(&crowd), ROUNDS);
	fake_ring_end(ring, producer, crowd.consumer);
}
