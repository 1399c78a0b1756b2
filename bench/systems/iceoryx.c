// SPDX-License-Identifier: MIT
/*
 * iceoryx by its C interface, used as it is meant to be: the producer loans a
 * chunk of shared memory and publishes it, readers take the chunk itself. A
 * reader sleeps on a WaitSet.
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
#define CONNECT_NS	(10 * 1000000000LL)
#define POLL_NS		100000
/* Sleepers look this often whether the job is over. */
#define SLEEP_NS	50000000

/**
 * struct channel - one side of a channel, or none yet
 * @shape: what is carried
 * @publisher: the producer's; NULL: this process is not the producer
 * @subscriber: the reader's, or NULL
 * @wait_set: where the reader sleeps, or NULL
 * @publisher_storage: memory for @publisher; the others likewise
 * @reserved: the frame that was reserved, or NULL
 * @acquired: the frame that was acquired, or NULL
 * @connected: not zero: the producer has seen that there are readers
 * @next: another channel of this process
 */
struct channel {
	struct shape shape;
	iox_pub_t publisher;
	iox_sub_t subscriber;
	iox_ws_t wait_set;
	iox_pub_storage_t publisher_storage;
	iox_sub_storage_t subscriber_storage;
	iox_ws_storage_t wait_set_storage;
	void *reserved;
	const void *acquired;
	int connected;
	struct channel *next;
};

/* The channels of this process. */
static struct channel *channels;
static int is_registered;

/* Close this process's end of the channel. */
static void disconnect(struct channel *channel)
{
	if (channel->wait_set) {
		iox_ws_detach_subscriber_state(channel->wait_set,
					       channel->subscriber,
					       SubscriberState_HAS_DATA);
		iox_ws_deinit(channel->wait_set);
	}
	if (channel->subscriber) {
		if (channel->acquired)
			iox_sub_release_chunk(channel->subscriber,
					      channel->acquired);
		iox_sub_deinit(channel->subscriber);
	}
	if (channel->publisher) {
		if (channel->reserved)
			iox_pub_release_chunk(channel->publisher,
					      channel->reserved);
		iox_pub_deinit(channel->publisher);
	}
}

static void disconnect_all(void)
{
	for (; channels; channels = channels->next)
		disconnect(channels);
}

/* Once in each process, by a name that no other running process has. */
static void join(struct channel *channel, char role, uint32_t number)
{
	char name[ROUDI_NAME_BYTES];

	if (!is_registered) {
		iox_set_loglevel(Iceoryx_LogLevel_Error);
		roudi_name(name, role, number);
		iox_runtime_init(name);
		/* iceoryx signs off from RouDi in a handler of its own. */
		atexit(disconnect_all);
		is_registered = 1;
	}
	if (channels != channel && channel->next == NULL) {
		channel->next = channels;
		channels = channel;
	}
}

static void ice_close(struct channel *channel)
{
	struct channel **at;

	for (at = &channels; *at && *at != channel; at = &(*at)->next)
		;
	if (*at) {
		disconnect(channel);
		*at = channel->next;
	}
	free(channel);
}

static int ice_open(struct channel **out, const struct shape *shape)
{
	struct channel *channel = calloc(1, sizeof(*channel));

	if (!channel)
		return -ENOMEM;
	channel->shape = *shape;
	*out = channel;
	return 0;
}

/* The name by which readers find the channel. */
static const char *instance(const struct channel *channel)
{
	return channel->shape.index ? "back" : "there";
}

static int ice_join_producer(struct channel *channel)
{
	iox_pub_options_t options;

	join(channel, 'p', channel->shape.index);
	iox_pub_options_init(&options);
	options.subscriberTooSlowPolicy = channel->shape.flags & SHAPE_LIVE ?
		ConsumerTooSlowPolicy_DISCARD_OLDEST_DATA :
		ConsumerTooSlowPolicy_WAIT_FOR_CONSUMER;
	channel->publisher = iox_pub_init(&channel->publisher_storage,
					  "framering-bench", instance(channel),
					  "frame", &options);
	return channel->publisher ? 0 : -ENOMEM;
}

static int attach_wait_set(struct channel *channel)
{
	channel->wait_set = iox_ws_init(&channel->wait_set_storage);
	if (!channel->wait_set)
		return -ENOMEM;
	return iox_ws_attach_subscriber_state(channel->wait_set,
					      channel->subscriber,
					      SubscriberState_HAS_DATA, 0,
					      NULL) == WaitSetResult_SUCCESS ?
		       0 :
		       -EIO;
}

static int ice_join_reader(struct channel *channel, uint32_t index)
{
	int64_t end = clock_now() + CONNECT_NS;
	iox_sub_options_t options;

	join(channel, 'r', index);
	iox_sub_options_init(&options);
	options.queueFullPolicy = channel->shape.flags & SHAPE_LIVE ?
		QueueFullPolicy_DISCARD_OLDEST_DATA :
		QueueFullPolicy_BLOCK_PRODUCER;
	options.queueCapacity = channel->shape.flags & SHAPE_LIVE ?
				LIVE_QUEUE : channel->shape.slots;
	channel->subscriber = iox_sub_init(&channel->subscriber_storage,
					   "framering-bench", instance(channel),
					   "frame", &options);
	if (!channel->subscriber)
		return -ENOMEM;
	while (iox_sub_get_subscription_state(channel->subscriber) !=
	       SubscribeState_SUBSCRIBED) {
		if (clock_now() > end)
			return -ETIMEDOUT;
		clock_sleep(POLL_NS);
	}
	return channel->shape.flags & SHAPE_SLEEP ? attach_wait_set(channel) :
						    0;
}

/* Readers have joined before the first frame; only RouDi may be late. */
static int wait_for_readers(struct channel *channel)
{
	int64_t end = clock_now() + CONNECT_NS;

	while (!iox_pub_has_subscribers(channel->publisher)) {
		if (clock_now() > end)
			return -ETIMEDOUT;
		clock_sleep(POLL_NS);
	}
	channel->connected = 1;
	return 0;
}

static int ice_reserve(struct channel *channel, void **frame)
{
	enum iox_AllocationResult result;
	int error = channel->connected ? 0 : wait_for_readers(channel);

	if (error)
		return error;
	result = iox_pub_loan_aligned_chunk(
		channel->publisher, &channel->reserved,
		(uint32_t)channel->shape.bytes, ALIGNMENT);
	if (result == AllocationResult_RUNNING_OUT_OF_CHUNKS)
		return -EAGAIN;
	if (result != AllocationResult_SUCCESS)
		return -ENOMEM;
	*frame = channel->reserved;
	return 0;
}

/* Blocks while the queue of a reader that wants all frames is full. */
static int ice_submit(struct channel *channel)
{
	void *frame = channel->reserved;

	channel->reserved = NULL;
	iox_pub_publish_chunk(channel->publisher, frame);
	return 0;
}

static int ice_acquire(struct channel *channel, const void **frame)
{
	switch (iox_sub_take_chunk(channel->subscriber, &channel->acquired)) {
	case ChunkReceiveResult_SUCCESS:
		*frame = channel->acquired;
		return 0;
	case ChunkReceiveResult_NO_CHUNK_AVAILABLE:
		return -EAGAIN;
	default:
		return -EIO;
	}
}

static int ice_release(struct channel *channel)
{
	const void *frame = channel->acquired;

	channel->acquired = NULL;
	iox_sub_release_chunk(channel->subscriber, frame);
	return 0;
}

static int ice_wait_frame(struct channel *channel)
{
	static const struct timespec timeout = { 0, SLEEP_NS };
	iox_notification_info_t info;
	uint64_t missed;

	iox_ws_timed_wait(channel->wait_set, timeout, &info, 1, &missed);
	return 0;
}

const struct system system_iceoryx = {
	.name = "iceoryx",
	.about = "iceoryx 2.0, its C interface: loans and takes chunks of "
		 "shared memory; sleeps on a WaitSet. A producer that must "
		 "wait spins; set-up has RouDi and its memory there already",
	.can = SYSTEM_POLLS | SYSTEM_SLEEPS | SYSTEM_MANY_READERS |
	       SYSTEM_LOSSLESS | SYSTEM_USER_POLLS | SYSTEM_MUST_EXIT,
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
