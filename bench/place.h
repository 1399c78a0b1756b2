/* SPDX-License-Identifier: MIT */
/*
 * Where frames are handed over: one ring with a producer and a consumer in
 * this thread. A place is made anew for every repetition, with its frames
 * allocated and mapped.
 */
#ifndef BENCH_PLACE_H
#define BENCH_PLACE_H

#include <stdint.h>

#define PLACE_SLOTS	4

struct place;

/**
 * struct place_kind - a way to get a ring
 * @name: for people
 * @create: gives a ring of XR24 frames; @path is the ring's file, if it has
 *	one. 0, or a negative errno.
 * @hand_over: reserve, submit, acquire and release @frames times. 0, or a
 *	negative errno.
 * @destroy: the end of it
 */
struct place_kind {
	const char *name;
	int (*create)(struct place **place, const char *path, uint32_t width,
		      uint32_t height);
	int (*hand_over)(struct place *place, uint32_t frames);
	void (*destroy)(struct place *place);
};

extern const struct place_kind place_memory;
extern const struct place_kind place_device;

/* The frame is looked at no further than to know where it lies. */
static inline void place_touch(const void *frame)
{
	__asm__ volatile("" : : "r"(frame));
}

#endif /* BENCH_PLACE_H */
