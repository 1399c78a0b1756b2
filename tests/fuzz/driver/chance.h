/* SPDX-License-Identifier: MIT */
/* Chance that is the same for the same seed, whatever came before. */
#ifndef FUZZ_DRIVER_CHANCE_H
#define FUZZ_DRIVER_CHANCE_H

#include <stddef.h>
#include <stdint.h>

struct chance {
	uint64_t state;
};

/* A seed made of two numbers. */
uint64_t chance_mix(uint64_t a, uint64_t b);
uint64_t chance_next(struct chance *chance);
/* 0 to @below - 1; @below is not 0. */
uint32_t chance_below(struct chance *chance, uint32_t below);
/* Not zero once in @times. */
int chance_once_in(struct chance *chance, uint32_t times);
/* Noise, or a number at which something ends. */
uint32_t chance_edge(struct chance *chance);
/* The same, near @near. */
uint32_t chance_near(struct chance *chance, uint32_t near);

#endif /* FUZZ_DRIVER_CHANCE_H */
