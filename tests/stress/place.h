/* SPDX-License-Identifier: MIT */
/*
 * Where the ring under load lies: the driver's memory, or ordinary memory with
 * the driver's part played by the test. There is one ring at a time, made
 * before those who use it are started; each of them attaches for itself.
 */
#ifndef TESTS_STRESS_PLACE_H
#define TESTS_STRESS_PLACE_H

#include <stdint.h>

#include <framering_ring.h>

struct way;

/**
 * struct place_config - the ring that is wanted
 * @slots: how many slots
 * @start: the first sequence, where that can be chosen
 * @cache: enum framering_cache, where that can be chosen
 * @way: how to sleep on it, where that can be chosen; NULL for the usual way
 */
struct place_config {
	uint32_t slots;
	uint32_t start;
	uint32_t cache;
	const struct way *way;
};

struct place_producer {
	struct framering_ring_producer ring;
	uint32_t bytes;
	uint8_t *slot[FRAMERING_MAX_SLOTS];
	int fd;
};

struct place_consumer {
	struct framering_ring_consumer ring;
	uint32_t bytes;
	const uint8_t *slot[FRAMERING_MAX_SLOTS];
	int fd;
};

/**
 * struct place - a kind of memory
 * @create: make the ring
 * @attach_producer: become its producer
 * @attach_consumer: become consumer @number of it
 * @await_slot: sleep until there may be a slot to reserve
 * @await_frame: sleep until there may be a frame to acquire
 * @wake_consumers: the producer's KICK
 * @wake_producer: a consumer's KICK
 * @leave: the calling process or thread is done with the ring
 *
 * All of them end the case if they fail.
 */
struct place {
	void (*create)(const struct place_config *config);
	void (*attach_producer)(struct place_producer *p);
	void (*attach_consumer)(struct place_consumer *c, uint32_t number,
				int lossless);
	void (*await_slot)(struct place_producer *p);
	void (*await_frame)(struct place_consumer *c);
	void (*wake_consumers)(struct place_producer *p);
	void (*wake_producer)(struct place_consumer *c);
	void (*leave)(void);
};

extern const struct place place_memory;
extern const struct place place_device;

#endif /* TESTS_STRESS_PLACE_H */
