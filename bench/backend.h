/* SPDX-License-Identifier: MIT */
/*
 * What frames are handed over by: one ring with a producer and a consumer in
 * this thread. It is made anew for every repetition, with its frames allocated
 * and mapped.
 */
#ifndef BENCH_BACKEND_H
#define BENCH_BACKEND_H

#include <stdint.h>

#define BACKEND_SLOTS	4

struct backend;

/**
 * struct backend_ops - how a ring is made and used
 * @name: for people
 * @create: gives a ring of XR24 frames; @path is the ring's file, if it has
 *	one. 0, or a negative errno.
 * @hand_over: reserve, submit, acquire and release @frames times. 0, or a
 *	negative errno.
 * @destroy: the end of it
 */
struct backend_ops {
	const char *name;
	int (*create)(struct backend **backend, const char *path,
		      uint32_t width, uint32_t height);
	int (*hand_over)(struct backend *backend, uint32_t frames);
	void (*destroy)(struct backend *backend);
};

extern const struct backend_ops backend_memory;
extern const struct backend_ops backend_device;

/* The frame is looked at no further than to know where it lies. */
static inline void backend_touch(const void *frame)
{
	__asm__ volatile("" : : "r"(frame));
}

#endif /* BENCH_BACKEND_H */
