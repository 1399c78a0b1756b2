// SPDX-License-Identifier: MIT
/*
 * framering-bench-handover: what handing a frame over costs, for a small frame
 * and for a large one. The sizes take turns, so that whatever else the machine
 * does falls on both.
 */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libframering.h>

#include "backend.h"
#include "clock.h"
#include "machine.h"
#include "number.h"
#include "sample.h"

#define SIZES	2

static const struct frame_size {
	uint32_t width;
	uint32_t height;
} sizes[SIZES] = {
	{ 64, 64 },
	{ 3840, 2160 },
};

/**
 * struct options - the command line
 * @ops: the backend to measure
 * @path: the ring's file, or NULL
 * @json: file to write, or NULL
 * @repetitions: measurements of each size
 * @batch: hand-overs between two looks at the clock
 */
struct options {
	const struct backend_ops *ops;
	const char *path;
	const char *json;
	uint32_t repetitions;
	uint32_t batch;
};

/**
 * struct figures - what was measured
 * @ns: nanoseconds for a hand-over, by size
 * @ratio: the large frame's to the small one's, repetition by repetition
 */
struct figures {
	struct sample ns[SIZES];
	struct sample ratio;
};

static const char usage[] =
	"usage: framering-bench-handover [OPTION]...\n"
	"Measures what handing over a frame costs: 64x64 and 3840x2160.\n"
	"\n"
	"  --device FILE     a ring of the driver (it is configured anew); by\n"
	"                    default the ring alone, on shared memory\n"
	"  --repetitions N   measurements of each size, from 9 (default 15)\n"
	"  --batch N         hand-overs in each (default 10000)\n"
	"  --json FILE       write the figures there, too\n"
	"  --help\n";

/* Nanoseconds for one hand-over; a negative errno in @error. */
static double measure(const struct options *options,
		      const struct frame_size *size, int *error)
{
	struct backend *backend;
	int64_t start, end;

	*error = options->ops->create(&backend, options->path, size->width,
				      size->height);
	if (*error)
		return 0;
	/* Caches, the TLB and the processor's clock warm up. */
	*error = options->ops->hand_over(backend, options->batch);
	start = clock_now();
	if (!*error)
		*error = options->ops->hand_over(backend, options->batch);
	end = clock_now();
	options->ops->destroy(backend);
	return (double)(end - start) / options->batch;
}

static int measure_all(const struct options *options, struct figures *figures)
{
	uint32_t n, i;
	int error;

	for (n = 0; n < options->repetitions; n++) {
		/* Neither size always comes first. */
		for (i = 0; i < SIZES; i++) {
			uint32_t which = (i + n) % SIZES;

			figures->ns[which].value[n] =
				measure(options, &sizes[which], &error);
			if (error)
				return error;
			figures->ns[which].count = n + 1;
		}
		figures->ratio.value[n] = figures->ns[1].value[n] /
					  figures->ns[0].value[n];
		figures->ratio.count = n + 1;
	}
	return 0;
}

static void print_machine(const struct options *options,
			  const struct machine *machine)
{
	printf("machine:  %s, %ld processors, Linux %s%s\n",
	       machine->processor, machine->processors, machine->kernel,
	       machine->emulated ? ", EMULATED" :
	       machine->hypervisor ? ", virtual" : "");
	printf("backend:  %s%s%s\n", options->ops->name,
	       options->path ? ": " : "", options->path ? options->path : "");
	if (machine->cpu < 0)
		printf("thread:   one, not pinned to a processor\n");
	else
		printf("thread:   one, pinned to processor %d\n", machine->cpu);
	printf("measured: reserve + submit + acquire + release; the frames are "
	       "allocated and\n          mapped, and their pixels are not "
	       "touched\n");
	if (machine->emulated)
		printf("          An emulated processor has no caches: compare "
		       "the sizes, and read\n          nothing into the "
		       "nanoseconds.\n");
}

static void print_figures(const struct options *options,
			  const struct figures *figures)
{
	struct spread s;
	int i;

	for (i = 0; i < SIZES; i++) {
		s = sample_spread(&figures->ns[i]);
		printf("%4ux%-4u  median %.1f ns, quartiles %.1f to %.1f ns "
		       "(%u times %u)\n", sizes[i].width, sizes[i].height,
		       s.median, s.q1, s.q3, options->repetitions,
		       options->batch);
	}
	s = sample_spread(&figures->ratio);
	printf("ratio     median %.3f, quartiles %.3f to %.3f, "
	       "all %.3f to %.3f\n", s.median, s.q1, s.q3, s.min, s.max);
}

static void write_json(FILE *f, const struct options *options,
		       const struct machine *machine,
		       const struct figures *figures)
{
	int i;

	fprintf(f,
		"{\n  \"benchmark\": \"handover\",\n  \"backend\": \"%s\",\n",
		options->ops == &backend_device ? "device" : "memory");
	fprintf(f, "  \"machine\": {\"processor\": \"%s\", \"processors\": "
		"%ld, \"kernel\": \"%s\", \"virtual\": %s, \"emulated\": %s, "
		"\"pinned\": %s},\n", machine->processor, machine->processors,
		machine->kernel, machine->hypervisor ? "true" : "false",
		machine->emulated ? "true" : "false",
		machine->cpu < 0 ? "false" : "true");
	fprintf(f, "  \"pixels_touched\": false,\n  \"unit\": \"ns\",\n  "
		"\"repetitions\": %u,\n  \"batch\": %u,\n  \"sizes\": [\n",
		options->repetitions, options->batch);
	for (i = 0; i < SIZES; i++) {
		fprintf(f, "    {\"width\": %u, \"height\": %u, ",
			sizes[i].width, sizes[i].height);
		sample_json(&figures->ns[i], f);
		fprintf(f, "}%s\n", i + 1 < SIZES ? "," : "");
	}
	fputs("  ],\n  \"ratio\": {", f);
	sample_json(&figures->ratio, f);
	fputs("}\n}\n", f);
}

static int save_json(const struct options *options,
		     const struct machine *machine,
		     const struct figures *figures)
{
	FILE *f = fopen(options->json, "w");
	int failed;

	if (!f)
		return -errno;
	write_json(f, options, machine, figures);
	failed = ferror(f);
	return fclose(f) || failed ? -EIO : 0;
}

static int parse(int argc, char **argv, struct options *options)
{
	static const struct option known[] = {
		{ "device", required_argument, NULL, 'd' },
		{ "repetitions", required_argument, NULL, 'r' },
		{ "batch", required_argument, NULL, 'b' },
		{ "json", required_argument, NULL, 'j' },
		{ "help", no_argument, NULL, 'h' },
		{ 0 },
	};
	int c;

	while ((c = getopt_long(argc, argv, "", known, NULL)) != -1) {
		if (c == 'd') {
			options->ops = &backend_device;
			options->path = optarg;
		} else if (c == 'r') {
			options->repetitions = number(optarg, 9, SAMPLE_MAX);
		} else if (c == 'b') {
			options->batch = number(optarg, 1, 100000000);
		} else if (c == 'j') {
			options->json = optarg;
		} else if (c == 'h') {
			fputs(usage, stdout);
			exit(0);
		} else {
			return -EINVAL;
		}
	}
	return optind < argc || !options->repetitions || !options->batch ?
	       -EINVAL : 0;
}

int main(int argc, char **argv)
{
	struct options options = { &backend_memory, NULL, NULL, 15, 10000 };
	static struct figures figures;
	struct machine machine;
	int error;

	if (parse(argc, argv, &options)) {
		fputs(usage, stderr);
		return 2;
	}
	machine = machine_detect_pinned();
	print_machine(&options, &machine);
	fflush(stdout);
	error = measure_all(&options, &figures);
	if (error) {
		fprintf(stderr, "framering-bench-handover: %s: %s\n",
			options.path ? options.path : "shared memory",
			options.path ? framering_error_text(error) :
				       strerror(-error));
		return 1;
	}
	print_figures(&options, &figures);
	error = options.json ? save_json(&options, &machine, &figures) : 0;
	if (error) {
		fprintf(stderr, "framering-bench-handover: %s: %s\n",
			options.json, strerror(-error));
		return 1;
	}
	return fflush(stdout) ? 1 : 0;
}
