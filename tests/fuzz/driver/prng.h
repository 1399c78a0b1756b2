/* SPDX-License-Identifier: MIT */
/* Random numbers that are the same for the same seed. */
#ifndef FUZZ_DRIVER_PRNG_H
#define FUZZ_DRIVER_PRNG_H

#include <stddef.h>
#include <stdint.h>

struct prng {
	uint64_t state;
};

/* A seed made of two numbers. */
uint64_t prng_mix(uint64_t a, uint64_t b);
uint64_t prng_next(struct prng *prng);
/* 0 to @below - 1; @below is not 0. */
uint32_t prng_below(struct prng *prng, uint32_t below);
/* Not zero once in @times. */
int prng_one_in(struct prng *prng, uint32_t times);
/* A random number, or one at the edge of a range. */
uint32_t prng_edge(struct prng *prng);
/* The same, near @near. */
uint32_t prng_near(struct prng *prng, uint32_t near);

#endif /* FUZZ_DRIVER_PRNG_H */
