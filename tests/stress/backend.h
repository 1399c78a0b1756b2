/* SPDX-License-Identifier: MIT */
/*
 * Where the ring under load lies: the driver's memory, or ordinary memory with
 * the driver's part played by the test. There is one ring at a time, made
 * before the workers that use it are started; each attaches for itself.
 */
#ifndef TESTS_STRESS_BACKEND_H
#define TESTS_STRESS_BACKEND_H

#include <stdint.h>

#include <framering_ring.h>

struct wait_method;

/**
 * struct backend_config - the ring that is wanted
 * @slots: how many slots
 * @start: the first sequence, where that can be chosen
 * @cache: enum framering_cache, where that can be chosen
 * @wait_method: how to sleep on it, where that can be chosen; NULL: by
 *	FRAMERING_IOC_WAIT
 */
struct backend_config {
	uint32_t slots;
	uint32_t start;
	uint32_t cache;
	const struct wait_method *wait_method;
};

/* What lies beside each frame, in bytes. */
#define BACKEND_META	64

struct backend_producer {
	struct framering_ring_producer ring;
	uint32_t bytes;
	uint8_t *slot[FRAMERING_MAX_SLOTS];
	uint8_t *meta[FRAMERING_MAX_SLOTS];
	int fd;
};

struct backend_consumer {
	struct framering_ring_consumer ring;
	uint32_t bytes;
	const uint8_t *slot[FRAMERING_MAX_SLOTS];
	const uint8_t *meta[FRAMERING_MAX_SLOTS];
	int fd;
};

/**
 * struct backend_kept - a frame that an export keeps
 * @slot: its slot
 * @data: its bytes
 * @handle: the backend's own
 */
struct backend_kept {
	uint32_t slot;
	const uint8_t *data;
	int handle;
};

/**
 * struct backend - a kind of memory
 * @create: make the ring
 * @attach_producer: become its producer
 * @attach_consumer: become consumer @number of it
 * @await_slot: sleep until there may be a slot to reserve
 * @await_frame: sleep until there may be a frame to acquire
 * @wake_consumers: the producer's KICK
 * @wake_producer: a consumer's KICK
 * @keep: export the frame in @slot, which is held; zero: too many are kept
 * @unkeep: the export goes
 * @finish: the calling process or thread is done with the ring
 *
 * All of them end the case if they fail.
 */
struct backend {
	void (*create)(const struct backend_config *config);
	void (*attach_producer)(struct backend_producer *p);
	void (*attach_consumer)(struct backend_consumer *c, uint32_t number,
				int lossless);
	void (*await_slot)(struct backend_producer *p);
	void (*await_frame)(struct backend_consumer *c);
	void (*wake_consumers)(struct backend_producer *p);
	void (*wake_producer)(struct backend_consumer *c);
	int (*keep)(struct backend_consumer *c, uint32_t slot,
		    struct backend_kept *kept);
	void (*unkeep)(struct backend_consumer *c,
		       const struct backend_kept *kept);
	void (*finish)(void);
};

extern const struct backend backend_memory;
extern const struct backend backend_device;

#endif /* TESTS_STRESS_BACKEND_H */
