/* SPDX-License-Identifier: MIT */
/* The results of a run: which figures are measured, in which order. */
#ifndef BENCH_RESULTS_H
#define BENCH_RESULTS_H

#include <stdint.h>
#include <stdio.h>

#include "jobs.h"
#include "machine.h"
#include "sample.h"

#define RESULTS_MAX	512

/**
 * struct figure - a figure of the results and its repetitions
 * @entry: what is measured
 * @size: name of the frame's size
 * @sample: its values so far
 * @torn: of all repetitions
 * @lost: of all repetitions
 * @error: what kept it from being taken, or 0
 */
struct figure {
	struct entry entry;
	const char *size;
	struct sample sample;
	uint64_t torn;
	uint64_t lost;
	int error;
};

/**
 * struct plan - what a run is about
 * @jobs: letters of the jobs, or NULL for all
 * @systems: names with commas between them, or NULL for all
 * @place: what to call this place
 * @repetitions: of each figure
 * @pace: how long each takes
 * @figure: the figures
 * @figures: how many there are
 */
struct plan {
	const char *jobs;
	const char *systems;
	const char *place;
	uint32_t repetitions;
	struct pace pace;
	struct figure *figure[RESULTS_MAX];
	uint32_t figures;
};

/* List what can be measured here; says on stderr what cannot. 0 or -ENOMEM. */
int results_plan(struct plan *plan);

/**
 * results_measure - measure all of it
 * @plan: made by results_plan()
 *
 * Systems take turns, and none comes first always. A figure that fails is not
 * tried again; the others go on.
 *
 * Return: how many figures failed.
 */
int results_measure(struct plan *plan);

void results_print(const struct plan *plan, const struct machine *machine);
/* 0 or a negative errno. */
int results_save(const struct plan *plan, const struct machine *machine,
		 const char *path);

#endif /* BENCH_RESULTS_H */
