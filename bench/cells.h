/* SPDX-License-Identifier: MIT */
/* The figures of a run: what is taken, in which order, and what came of it. */
#ifndef BENCH_CELLS_H
#define BENCH_CELLS_H

#include <stdint.h>
#include <stdio.h>

#include "jobs.h"
#include "machine.h"
#include "sample.h"

#define CELLS_MAX	512

/**
 * struct figure - a cell and its repetitions
 * @cell: what is measured
 * @size: name of the frame's size
 * @sample: its values so far
 * @torn: of all repetitions
 * @lost: of all repetitions
 * @error: what kept it from being taken, or 0
 */
struct figure {
	struct cell cell;
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
	struct figure *figure[CELLS_MAX];
	uint32_t figures;
};

/* List what can be had here; says on stderr what cannot. 0 or -ENOMEM. */
int cells_make(struct plan *plan);

/**
 * cells_take - measure all of it
 * @plan: made by cells_make()
 *
 * Systems take turns, and none comes first always. A figure that fails is not
 * tried again; the others go on.
 *
 * Return: how many figures failed.
 */
int cells_take(struct plan *plan);

void cells_print(const struct plan *plan, const struct machine *machine);
/* 0 or a negative errno. */
int cells_save(const struct plan *plan, const struct machine *machine,
	       const char *path);

#endif /* BENCH_CELLS_H */
