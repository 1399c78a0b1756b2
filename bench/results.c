// SPDX-License-Identifier: MIT
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "results.h"

#define SLOTS		4
/* Sixteen live readers may hold one each, and some more are free. */
#define SLOTS_MANY	32

static int is_listed(const char *list, const char *name)
{
	size_t length = strlen(name);
	const char *at = list;

	while (at) {
		if (!strncmp(at, name, length) &&
		    (at[length] == ',' || !at[length]))
			return 1;
		at = strchr(at, ',');
		at += at != NULL;
	}
	return !list;
}

static struct shape shape_of(const struct job *job, const char *size,
			     uint32_t readers)
{
	struct shape shape = { .flags = job->flags, .readers = readers };
	char *end;

	shape.width = (uint32_t)strtoul(size, &end, 10);
	shape.height = (uint32_t)strtoul(end + 1, NULL, 10);
	shape.bytes = (size_t)shape.width * shape.height * 4;
	shape.slots = shape.flags & SHAPE_LIVE ? SLOTS_MANY : SLOTS;
	/* Each reader may hold one; frames are too large for many more. */
	if (shape.flags & SHAPE_CAMERA && readers > 1)
		shape.slots = 2 * readers;
	else if (shape.flags & SHAPE_CAMERA)
		shape.slots = SLOTS;
	return shape;
}

static int add(struct plan *plan, const struct entry *entry, const char *size)
{
	struct figure *figure;

	if (entry->system->max_bytes &&
	    entry->shape.bytes > entry->system->max_bytes)
		return 0;
	if (entry->system->can & SYSTEM_CAMERA_ONLY &&
	    !(entry->job->flags & SHAPE_CAMERA))
		return 0;
	if (!entry->job->supports(entry))
		return 0;
	if (plan->figures == RESULTS_MAX)
		return -ENOMEM;
	figure = calloc(1, sizeof(*figure));
	if (!figure)
		return -ENOMEM;
	figure->entry = *entry;
	figure->size = size;
	plan->figure[plan->figures++] = figure;
	return 0;
}

/* Quick: the first and the third size show whether it works. */
static int is_wanted(const struct plan *plan, size_t size)
{
	return !plan->pace.quick || size == 0 || size == 2;
}

static int add_job(struct plan *plan, const struct job *job,
		   const struct system *system)
{
	struct entry entry = { .job = job, .system = system };
	const uint32_t *readers;
	size_t i;
	int error = 0;

	for (i = 0; job->sizes[i] && !error; i++) {
		/* Limits of a round trip have but one size. */
		if (!is_wanted(plan, i) && !(system->can & SYSTEM_LIMIT))
			continue;
		for (readers = job->readers; *readers && !error; readers++) {
			entry.shape = shape_of(job, job->sizes[i], *readers);
			error = add(plan, &entry, job->sizes[i]);
		}
	}
	return error;
}

/* Not zero: it was asked for and is there. */
static int is_available(const struct plan *plan, const struct system *system)
{
	const char *why = "";
	int error;

	if (!is_listed(plan->systems, system->name))
		return 0;
	error = system->check ? system->check(&why) : 0;
	if (error)
		fprintf(stderr, "framering-bench-framerate: %s is left out: "
			"needs %s (%s)\n", system->name, why,
			strerror(-error));
	return !error;
}

/* With one processor, two sides cannot both be awake. */
static int is_possible(const struct job *job)
{
	if (job->flags & SHAPE_SLEEP || sysconf(_SC_NPROCESSORS_ONLN) > 1)
		return 1;
	fprintf(stderr, "framering-bench-framerate: %s is left out: needs two "
		"processors\n", job->name);
	return 0;
}

int results_plan(struct plan *plan)
{
	int available[64] = { 0 };
	size_t i, j;
	int error = 0;

	for (j = 0; systems[j]; j++)
		available[j] = is_available(plan, systems[j]);
	for (i = 0; jobs[i]; i++) {
		if ((plan->jobs && !strchr(plan->jobs, jobs[i]->letter)) ||
		    !is_possible(jobs[i]))
			continue;
		for (j = 0; systems[j] && !error; j++)
			if (available[j])
				error = add_job(plan, jobs[i], systems[j]);
	}
	return error;
}

static void measure_once(struct plan *plan, struct figure *figure)
{
	struct result result = { 0 };
	const struct entry *entry = &figure->entry;

	if (figure->error)
		return;
	figure->error = entry->job->measure(entry, &plan->pace, &result);
	if (figure->error) {
		fprintf(stderr, "framering-bench-framerate: %s of %s, %s, %u "
			"readers: %s\n", entry->job->name, entry->system->name,
			figure->size, entry->shape.readers,
			strerror(-figure->error));
		return;
	}
	figure->sample.value[figure->sample.count++] = result.value;
	figure->torn += result.torn;
	figure->lost += result.lost;
}

/* Figures [from, to) are of one job. */
static void measure_job(struct plan *plan, uint32_t from, uint32_t to)
{
	uint32_t n, i;

	fprintf(stderr, "framering-bench-framerate: %s: %u figures, %u "
		"times\n", plan->figure[from]->entry.job->name, to - from,
		plan->repetitions);
	for (n = 0; n < plan->repetitions; n++)
		for (i = from; i < to; i++)
			measure_once(plan, plan->figure[from + (i - from + n) %
							(to - from)]);
}

/* Not zero: something is asked of it. */
static int is_used(const struct plan *plan, const struct system *system)
{
	uint32_t i;

	for (i = 0; i < plan->figures; i++)
		if (plan->figure[i]->entry.system == system)
			return 1;
	return 0;
}

/* A system that cannot begin has no figures; the others have. */
static void begin(struct plan *plan, const struct system *system)
{
	int error = system->begin();
	uint32_t i;

	if (!error)
		return;
	fprintf(stderr, "framering-bench-framerate: %s cannot begin: %s\n",
		system->name, strerror(-error));
	for (i = 0; i < plan->figures; i++)
		if (plan->figure[i]->entry.system == system)
			plan->figure[i]->error = error;
}

int results_measure(struct plan *plan)
{
	uint32_t from, to, i;
	int failed = 0;

	for (i = 0; systems[i]; i++)
		if (systems[i]->begin && is_used(plan, systems[i]))
			begin(plan, systems[i]);
	for (from = 0; from < plan->figures; from = to) {
		const struct job *job = plan->figure[from]->entry.job;

		for (to = from; to < plan->figures &&
				plan->figure[to]->entry.job == job; to++)
			;
		measure_job(plan, from, to);
	}
	for (i = 0; systems[i]; i++)
		if (systems[i]->end && is_used(plan, systems[i]))
			systems[i]->end();
	for (i = 0; i < plan->figures; i++)
		failed += plan->figure[i]->error != 0;
	return failed;
}
