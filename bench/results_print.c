// SPDX-License-Identifier: MIT
/* The figures as text and as JSON. */
#include <errno.h>
#include <string.h>

#include "results.h"

/**
 * struct scale - how to show a value
 * @limit: up to here
 * @divisor: by this much less
 * @unit: which is this
 */
struct scale {
	double limit;
	double divisor;
	const char *unit;
};

static const struct scale scales[] = {
	{ 1e4, 1, "ns" },
	{ 1e7, 1e3, "us" },
	{ 1e300, 1e6, "ms" },
};

static struct scale scale_of(const struct job *job, double value)
{
	const struct scale *scale = scales;

	if (strcmp(job->unit, "ns"))
		return (struct scale){ 0, 1, job->unit };
	while (value >= scale->limit)
		scale++;
	return *scale;
}

static void print_figure(const struct figure *figure)
{
	struct spread s = sample_spread(&figure->sample);
	struct scale scale = scale_of(figure->entry.job, s.median);

	printf("  %-18s %-10s", figure->entry.system->name,
	       figure->entry.system->can & SYSTEM_LIMIT ? "" : figure->size);
	if (figure->entry.job->readers[1])
		printf(" %2u readers", figure->entry.shape.readers);
	printf(" %10.1f %s (%.1f to %.1f)", s.median / scale.divisor,
	       scale.unit, s.q1 / scale.divisor, s.q3 / scale.divisor);
	if (figure->torn)
		printf(", %llu torn", (unsigned long long)figure->torn);
	if (figure->lost)
		printf(", %llu lost", (unsigned long long)figure->lost);
	putchar('\n');
}

void results_print(const struct plan *plan, const struct machine *machine)
{
	const struct job *job = NULL;
	uint32_t i;

	printf("place:   %s\nmachine: %s, %ld processors, Linux %s%s\n",
	       plan->place, machine->processor, machine->processors,
	       machine->kernel, machine->emulated ? ", EMULATED" :
	       machine->hypervisor ? ", virtual" : "");
	if (machine->emulated)
		printf("         An emulated processor has no caches and no "
		       "write-combining: compare\n         the systems with "
		       "each other only.\n");
	for (i = 0; i < plan->figures; i++) {
		const struct figure *figure = plan->figure[i];

		if (!i || figure->entry.job != job) {
			job = figure->entry.job;
			printf("\n%s: %s\n", job->name, job->about);
		}
		if (figure->sample.count)
			print_figure(figure);
	}
}

static void write_figure(FILE *f, const struct plan *plan,
			 const struct figure *figure)
{
	const struct entry *entry = &figure->entry;

	fprintf(f, "    {\"job\": \"%s\", \"system\": \"%s\", "
		"\"place\": \"%s\", \"size\": ", entry->job->name,
		entry->system->name, plan->place);
	if (entry->system->can & SYSTEM_LIMIT)
		fputs("null", f);
	else
		fprintf(f, "\"%s\"", figure->size);
	fprintf(f, ", \"readers\": %u, \"unit\": \"%s\", \"better\": \"%s\", "
		"\"torn\": %llu, \"lost\": %llu, \"error\": ",
		entry->shape.readers, entry->job->unit,
		entry->job->more ? "more" : "less",
		(unsigned long long)figure->torn,
		(unsigned long long)figure->lost);
	if (figure->error) {
		fprintf(f, "\"%s\"}", strerror(-figure->error));
		return;
	}
	fputs("null, ", f);
	sample_json(&figure->sample, f);
	putc('}', f);
}

static void write_systems(FILE *f)
{
	size_t i;

	fputs("  \"systems\": {\n", f);
	for (i = 0; systems[i]; i++)
		fprintf(f, "    \"%s\": \"%s\"%s\n", systems[i]->name,
			systems[i]->about, systems[i + 1] ? "," : "");
	fputs("  },\n  \"jobs\": {\n", f);
	for (i = 0; jobs[i]; i++)
		fprintf(f, "    \"%s\": \"%s\"%s\n", jobs[i]->name,
			jobs[i]->about, jobs[i + 1] ? "," : "");
	fputs("  },\n", f);
}

static void write_plan(FILE *f, const struct plan *plan,
		       const struct machine *machine)
{
	uint32_t i;

	fprintf(f, "{\n  \"benchmark\": \"framerate\",\n  \"place\": \"%s\",\n"
		"  \"machine\": {\"processor\": \"%s\", \"processors\": %ld, "
		"\"kernel\": \"%s\", \"virtual\": %s, \"emulated\": %s},\n"
		"  \"repetitions\": %u,\n  \"window_ns\": %lld,\n"
		"  \"quick\": %s,\n", plan->place, machine->processor,
		machine->processors, machine->kernel,
		machine->hypervisor ? "true" : "false",
		machine->emulated ? "true" : "false", plan->repetitions,
		(long long)plan->pace.window_ns,
		plan->pace.quick ? "true" : "false");
	write_systems(f);
	fputs("  \"figures\": [\n", f);
	for (i = 0; i < plan->figures; i++) {
		write_figure(f, plan, plan->figure[i]);
		fputs(i + 1 < plan->figures ? ",\n" : "\n", f);
	}
	fputs("  ]\n}\n", f);
}

int results_save(const struct plan *plan, const struct machine *machine,
		 const char *path)
{
	FILE *f = fopen(path, "w");
	int failed;

	if (!f)
		return -errno;
	write_plan(f, plan, machine);
	failed = ferror(f);
	return fclose(f) || failed ? -EIO : 0;
}
