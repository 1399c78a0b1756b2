/* SPDX-License-Identifier: MIT */
/* Rings and roles without the library: what the driver itself answers. */
#ifndef TESTS_DRIVER_DEV_H
#define TESTS_DRIVER_DEV_H

#include <stddef.h>
#include <stdint.h>

#include <drm_fourcc.h>
#include <framering_ring.h>

#define DEV_PATH	"/dev/framering"

/**
 * struct dev_producer - a producer's role, mapped
 * @fd: the role file
 * @status: STATUS
 * @ring: the producer's side
 * @slot: the slots
 */
struct dev_producer {
	int fd;
	const struct framering_status *status;
	struct framering_ring_producer ring;
	uint8_t *slot[FRAMERING_MAX_SLOTS];
};

/**
 * struct dev_consumer - a consumer's role, mapped
 * @fd: the role file
 * @index: its number
 * @status: STATUS
 * @ring: the consumer's side
 * @slot: the slots
 */
struct dev_consumer {
	int fd;
	uint32_t index;
	const struct framering_status *status;
	struct framering_ring_consumer ring;
	const uint8_t *slot[FRAMERING_MAX_SLOTS];
};

/* The functions below end the test case if they fail. */
int dev_open(int flags);
/* XR24, 64x48, four slots; the caller may change it before CONFIGURE. */
struct framering_config dev_config(void);
/* Open for both and configure: @fourcc, @width x @height, @cache. */
int dev_ring(uint32_t cache);
struct framering_query dev_query(int ring);
/* A role file; @index may be NULL. */
int dev_attach(int ring, uint32_t role, uint32_t flags, uint32_t *index);
/* The same; all that ATTACH tells. */
struct framering_attach dev_attach_told(int ring, uint32_t role,
					uint32_t flags);
/* -1 with errno set, or a role file. */
int dev_try_attach(int ring, uint32_t role, uint32_t flags);
void *dev_map(int fd, int prot, uint64_t offset, size_t bytes);
struct dev_producer dev_producer(int ring);
struct dev_consumer dev_consumer(int ring, uint32_t flags);

/* Reserve, fill every byte with @value, submit, kick. The slot's number. */
int dev_produce(struct dev_producer *producer, uint8_t value);
/* The next frame's slot, after all its bytes were found to be @value. */
int dev_consume(struct dev_consumer *consumer, uint8_t value);
void dev_release(struct dev_consumer *consumer, int slot);
/* Sleeps for frames up to the end of the stream, and reads none: how many. */
int dev_take_all(struct dev_consumer *consumer);
/* WAIT: 0 or a negative errno; *@revents as the driver gives it. */
int dev_wait(int fd, uint32_t events, int64_t deadline_ns, uint32_t *revents);
int64_t dev_now(void);
int dev_pattern(int ring, uint32_t rate, uint64_t frames);
/* A file of the ring's sysfs folder: its first line, and that as a number. */
const char *dev_sysfs_text(int ring, const char *attribute);
long dev_sysfs(int ring, const char *attribute);

#endif /* TESTS_DRIVER_DEV_H */
