/* SPDX-License-Identifier: MIT */
/*
 * What is in a frame: its number, words of which none is the same in another
 * frame, and last a hash of all that. Half of one frame and half of another
 * do not match it, and neither does a frame in another one's place.
 */
#ifndef TESTS_STRESS_PICTURE_H
#define TESTS_STRESS_PICTURE_H

#include <stdint.h>

#define PICTURE_SEED	0x5eed0f5eed0f5eedULL

/* @bytes is a multiple of 8, from 24. */
void picture_fill(void *slot, uint32_t bytes, uint64_t frame);
/* Ends the case if the slot does not hold all of @frame and nothing else. */
void picture_check(const void *slot, uint32_t bytes, uint64_t frame);

#endif /* TESTS_STRESS_PICTURE_H */
