// SPDX-License-Identifier: MIT
/*
 * iceoryx by its C interface, used as it is meant to be: the producer loans a
 * chunk of shared memory and publishes it, readers take the chunk itself. Who
 * sleeps does so on a WaitSet.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <iceoryx_binding_c/log.h>
#include <iceoryx_binding_c/publisher.h>
#include <iceoryx_binding_c/runtime.h>
#include <iceoryx_binding_c/subscriber.h>
#include <iceoryx_binding_c/wait_set.h>

#include "../clock.h"
#include "iceoryx_roudi.h"
#include "system.h"

/* So that pixels can be moved by whole lines. */
#define ALIGNMENT	64
/* Frames that a live reader finds at most: the newest ones. */
#define LIVE_QUEUE	2
#define MEET_NS		(10 * 1000000000LL)
#define NAP_NS		100000
/* Sleepers look this often whether the job is over. */
#define SLEEP_NS	50000000

/**
 * struct way - one side of a way, or none yet
 * @shape: what goes on it
 * @publisher: the producer's; NULL: this process is not the producer
 * @subscriber: the reader's, or NULL
 * @waits: where the reader sleeps, or NULL
 * @publisher_room: memory for @publisher; the others likewise
 * @reserved: the frame that was reserved, or NULL
 * @acquired: the frame that was acquired, or NULL
 * @met: not zero: the producer has seen that there are readers
 * @next: another way of this process
 */
struct way {
	struct shape shape;
	iox_pub_t publisher;
	iox_sub_t subscriber;
	iox_ws_t waits;
	iox_pub_storage_t publisher_room;
	iox_sub_storage_t subscriber_room;
	iox_ws_storage_t waits_room;
	void *reserved;
	const void *acquired;
	int met;
	struct way *next;
};

/* The ways of this process. */
static struct way *ways;
static int is_registered;

/* This process's end of the way. */
static void part(struct way *way)
{
	if (way->waits) {
		iox_ws_detach_subscriber_state(way->waits, way->subscriber,
					       SubscriberState_HAS_DATA);
		iox_ws_deinit(way->waits);
	}
	if (way->subscriber) {
		if (way->acquired)
			iox_sub_release_chunk(way->subscriber, way->acquired);
		iox_sub_deinit(way->subscriber);
	}
	if (way->publisher) {
		if (way->reserved)
			iox_pub_release_chunk(way->publisher, way->reserved);
		iox_pub_deinit(way->publisher);
	}
}

static void take_leave(void)
{
	for (; ways; ways = ways->next)
		part(ways);
}

/* Once in each process, under a name that no other living one has. */
static void join(struct way *way, char role, uint32_t number)
{
	char name[ROUDI_NAME_BYTES];

	if (!is_registered) {
		iox_set_loglevel(Iceoryx_LogLevel_Error);
		roudi_name(name, role, number);
		iox_runtime_init(name);
		/* iceoryx says good-bye to RouDi in one of its own. */
		atexit(take_leave);
		is_registered = 1;
	}
	if (ways != way && way->next == NULL) {
		way->next = ways;
		ways = way;
	}
}

static void ice_close(struct way *way)
{
	struct way **at;

	for (at = &ways; *at && *at != way; at = &(*at)->next)
		;
	if (*at) {
		part(way);
		*at = way->next;
	}
	free(way);
}

static int ice_open(struct way **out, const struct shape *shape)
{
	struct way *way = calloc(1, sizeof(*way));

	if (!way)
		return -ENOMEM;
	way->shape = *shape;
	*out = way;
	return 0;
}

/* Where the frames of a way are found. */
static const char *instance(const struct way *way)
{
	return way->shape.index ? "back" : "there";
}

static int ice_join_producer(struct way *way)
{
	iox_pub_options_t options;

	join(way, 'p', way->shape.index);
	iox_pub_options_init(&options);
	options.subscriberTooSlowPolicy = way->shape.flags & SHAPE_LIVE ?
		ConsumerTooSlowPolicy_DISCARD_OLDEST_DATA :
		ConsumerTooSlowPolicy_WAIT_FOR_CONSUMER;
	way->publisher = iox_pub_init(&way->publisher_room, "framering-bench",
				      instance(way), "frame", &options);
	return way->publisher ? 0 : -ENOMEM;
}

static int attach_waits(struct way *way)
{
	way->waits = iox_ws_init(&way->waits_room);
	if (!way->waits)
		return -ENOMEM;
	return iox_ws_attach_subscriber_state(way->waits, way->subscriber,
					      SubscriberState_HAS_DATA, 0,
					      NULL) == WaitSetResult_SUCCESS ?
	       0 : -EIO;
}

static int ice_join_reader(struct way *way, uint32_t index)
{
	int64_t end = clock_now() + MEET_NS;
	iox_sub_options_t options;

	join(way, 'r', index);
	iox_sub_options_init(&options);
	options.queueFullPolicy = way->shape.flags & SHAPE_LIVE ?
		QueueFullPolicy_DISCARD_OLDEST_DATA :
		QueueFullPolicy_BLOCK_PRODUCER;
	options.queueCapacity = way->shape.flags & SHAPE_LIVE ?
				LIVE_QUEUE : way->shape.slots;
	way->subscriber = iox_sub_init(&way->subscriber_room,
				       "framering-bench", instance(way),
				       "frame", &options);
	if (!way->subscriber)
		return -ENOMEM;
	while (iox_sub_get_subscription_state(way->subscriber) !=
	       SubscribeState_SUBSCRIBED) {
		if (clock_now() > end)
			return -ETIMEDOUT;
		clock_nap(NAP_NS);
	}
	return way->shape.flags & SHAPE_SLEEP ? attach_waits(way) : 0;
}

/* Readers have joined before the first frame; only RouDi may be late. */
static int meet(struct way *way)
{
	int64_t end = clock_now() + MEET_NS;

	while (!iox_pub_has_subscribers(way->publisher)) {
		if (clock_now() > end)
			return -ETIMEDOUT;
		clock_nap(NAP_NS);
	}
	way->met = 1;
	return 0;
}

static int ice_reserve(struct way *way, void **frame)
{
	enum iox_AllocationResult result;
	int error = way->met ? 0 : meet(way);

	if (error)
		return error;
	result = iox_pub_loan_aligned_chunk(way->publisher, &way->reserved,
					    (uint32_t)way->shape.bytes,
					    ALIGNMENT);
	if (result == AllocationResult_RUNNING_OUT_OF_CHUNKS)
		return -EAGAIN;
	if (result != AllocationResult_SUCCESS)
		return -ENOMEM;
	*frame = way->reserved;
	return 0;
}

/* Blocks while the queue of a reader that wants all frames is full. */
static int ice_submit(struct way *way)
{
	void *frame = way->reserved;

	way->reserved = NULL;
	iox_pub_publish_chunk(way->publisher, frame);
	return 0;
}

static int ice_acquire(struct way *way, const void **frame)
{
	switch (iox_sub_take_chunk(way->subscriber, &way->acquired)) {
	case ChunkReceiveResult_SUCCESS:
		*frame = way->acquired;
		return 0;
	case ChunkReceiveResult_NO_CHUNK_AVAILABLE:
		return -EAGAIN;
	default:
		return -EIO;
	}
}

static int ice_release(struct way *way)
{
	const void *frame = way->acquired;

	way->acquired = NULL;
	iox_sub_release_chunk(way->subscriber, frame);
	return 0;
}

static int ice_wait_frame(struct way *way)
{
	static const struct timespec patience = { 0, SLEEP_NS };
	iox_notification_info_t info;
	uint64_t missed;

	iox_ws_timed_wait(way->waits, patience, &info, 1, &missed);
	return 0;
}

const struct system system_iceoryx = {
	.name = "iceoryx",
	.about = "iceoryx 2.0, its C interface: loans and takes chunks of "
		 "shared memory; sleeps on a WaitSet. A producer that must "
		 "wait spins; set-up has RouDi and its memory there already",
	.can = SYSTEM_POLLS | SYSTEM_SLEEPS | SYSTEM_MANY | SYSTEM_LOSSLESS |
	       SYSTEM_LOOKS | SYSTEM_LEAVES,
	/* What RouDi is given memory for. */
	.max_bytes = 3840 * 2160 * 4,
	.check = roudi_check,
	.begin = roudi_begin,
	.end = roudi_end,
	.open = ice_open,
	.join_producer = ice_join_producer,
	.join_reader = ice_join_reader,
	.reserve = ice_reserve,
	.submit = ice_submit,
	.acquire = ice_acquire,
	.release = ice_release,
	.wait_frame = ice_wait_frame,
	.close = ice_close,
};
