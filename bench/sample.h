/* SPDX-License-Identifier: MIT */
/* Repeated measurements of one thing. */
#ifndef BENCH_SAMPLE_H
#define BENCH_SAMPLE_H

#include <stddef.h>
#include <stdio.h>

#define SAMPLE_MAX	1000

/**
 * struct sample - measurements in the order in which they were taken
 * @value: the measurements
 * @count: how many there are
 */
struct sample {
	double value[SAMPLE_MAX];
	size_t count;
};

/**
 * struct spread - what a sample comes to
 * @min: the smallest
 * @q1: a quarter of the sample is not above it
 * @median: the middle
 * @q3: a quarter of the sample is not below it
 * @max: the largest
 */
struct spread {
	double min;
	double q1;
	double median;
	double q3;
	double max;
};

struct spread sample_spread(const struct sample *sample);
/* As members of a JSON object, without its braces. */
void sample_json(const struct sample *sample, FILE *f);

#endif /* BENCH_SAMPLE_H */
