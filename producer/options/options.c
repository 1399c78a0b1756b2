// SPDX-License-Identifier: MIT
/* The command line. */
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include <programs/value.h>

#include "option.h"

#define HINT	"; try 'framering-produce --help'"

/* Which kind to choose for which job. */
static const char *const memory_jobs[FRAMERING_MEMORIES] = {
	[FRAMERING_MEMORY_PAGES] =
		"the fastest for processors and displays; the default",
	[FRAMERING_MEMORY_VMALLOC] =
		"for direct I/O with the slots; needs no contiguous memory",
	[FRAMERING_MEMORY_COHERENT] =
		"for a device that fills or reads the slots by DMA",
	[FRAMERING_MEMORY_BAR] =
		"frames in a PCI card's memory; the default of its ring",
};

static void help_memories(void)
{
	uint32_t i;

	puts("\nKinds of memory:");
	for (i = 1; i < FRAMERING_MEMORIES; i++)
		if (memory_jobs[i])
			printf("  %-9s %s\n", framering_memory_name(i),
			       memory_jobs[i]);
}

void options_help(void)
{
	size_t i;

	puts("Usage: framering-produce [OPTION]... [FILE]\n"
	     "Put video frames from FILE or standard input into a ring: "
	     "yuv4mpeg, or raw ones\nwith -s and -f.\n");
	for (i = 0; i < OPTIONS; i++) {
		const struct option_entry *e = &option_entries[i];
		char name[40];

		snprintf(name, sizeof(name), "--%s%s%s", e->name,
			 e->value ? " " : "", e->value ? e->value : "");
		printf("  %c%c%c %-22s %s\n", e->letter ? '-' : ' ',
		       e->letter ? e->letter : ' ', e->letter ? ',' : ' ',
		       name, e->help);
	}
	help_memories();
}

/* getopt_long()'s tables, from ours; it returns 256 + the entry's number. */
static void make_tables(struct option *longs, char *shorts)
{
	size_t i;

	*shorts++ = ':';
	for (i = 0; i < OPTIONS; i++) {
		const struct option_entry *e = &option_entries[i];

		longs[i] = (struct option){
			.name = e->name,
			.has_arg = e->value ? required_argument : no_argument,
			.val = 256 + (int)i,
		};
		if (!e->letter)
			continue;
		*shorts++ = e->letter;
		if (e->value)
			*shorts++ = ':';
	}
	*shorts = '\0';
}

static const struct option_entry *find(int got)
{
	size_t i;

	if (got >= 256)
		return &option_entries[got - 256];
	for (i = 0; i < OPTIONS; i++)
		if (option_entries[i].letter == got)
			return &option_entries[i];
	return NULL;
}

static enum outcome refuse(int got, const char *argument)
{
	const struct option_entry *e;

	if (got == ':') {
		e = find(optopt);
		return fail(OUTCOME_USAGE, "%s: needs a value: %s" HINT,
			    argument, e ? e->wants : "see the help");
	}
	if (optopt >= 256)
		return fail(OUTCOME_USAGE, "%s: takes no value" HINT, argument);
	if (strncmp(argument, "--", 2))
		return fail(OUTCOME_USAGE, "-%c: no such option" HINT, optopt);
	return fail(OUTCOME_USAGE, "%s: no such option" HINT, argument);
}

static enum outcome refuse_value(const struct option_entry *e, const char *text)
{
	char near[64] = "";

	if (e->near)
		e->near(text, near, sizeof(near));
	return fail(OUTCOME_USAGE, "--%s %s: not %s%s%s" HINT, e->name, text,
		    e->wants, *near ? "; near it are " : "", near);
}

/* What is no option: the input's name; after --help, what to tell. */
static enum outcome take_argument(struct options *o, const char *argument)
{
	if (o->help && !strcmp(argument, "formats")) {
		o->help_formats = 1;
		return OUTCOME_OK;
	}
	if (o->file || !*argument)
		return fail(OUTCOME_USAGE, "%s: unexpected argument" HINT,
			    argument);
	o->file = argument;
	return OUTCOME_OK;
}

/* A camera says most by itself. */
static enum outcome check_camera(const struct options *o)
{
	const char *other = o->pattern ? "pattern" : o->loop ? "loop" :
			    o->realtime ? "realtime" : o->input_stride[0] ?
			    "input-stride" : o->max_bytes ? "max-bytes" :
			    o->config.stride_align ? "stride-align" : NULL;
	uint64_t number;

	if (other)
		return fail(OUTCOME_USAGE, "--v4l2: not with --%s" HINT, other);
	if (o->config.slots < 4)
		return fail(OUTCOME_USAGE, "--slots %u: a camera needs 4, or 8"
			    HINT, o->config.slots);
	if (o->file && value_number(o->file, 0, INT32_MAX, &number))
		return fail(OUTCOME_USAGE, "--input %s: with --v4l2 the number "
			    "of an input" HINT, o->file);
	return OUTCOME_OK;
}

/* Rules that concern several options. */
static enum outcome check(const struct options *o)
{
	const struct framering_config *c = &o->config;

	if (c->slots == 1)
		return fail(OUTCOME_USAGE,
			    "--slots 1: not 2, 4, 8, 16 or 32" HINT);
	if (c->slots && c->max_held >= c->slots)
		return fail(OUTCOME_USAGE, "--max-held %u: must be less than "
			    "--slots %u" HINT, c->max_held, c->slots);
	if (o->convert && (o->camera || framering_compressed_name(c->fourcc)))
		return fail(OUTCOME_USAGE, "--convert: not %s" HINT, o->camera ?
			    "with --v4l2, which --format can ask for a format" :
			    "of compressed frames; let ffmpeg decode them");
	if (o->camera)
		return check_camera(o);
	if (o->controls)
		return fail(OUTCOME_USAGE, "--set: only of a camera; give "
			    "--v4l2" HINT);
	if (o->pattern && (o->file || o->loop))
		return fail(OUTCOME_USAGE,
			    "--pattern: reads no input; leave out --%s" HINT,
			    o->file ? "input" : "loop");
	if (!o->pattern && !c->width != !c->fourcc)
		return fail(OUTCOME_USAGE, "raw frames need --size and "
			    "--format; %s is missing" HINT,
			    c->width ? "--format" : "--size");
	if (o->realtime && o->rate_given)
		return fail(OUTCOME_USAGE,
			    "--realtime and --fps: give one of them" HINT);
	if (o->realtime && (o->pattern || c->fourcc))
		return fail(OUTCOME_USAGE, "--realtime: only yuv4mpeg carries "
			    "a rate; give --fps" HINT);
	if (o->input_stride[0] && !c->fourcc)
		return fail(OUTCOME_USAGE, "--input-stride: only raw frames "
			    "have padded lines; give --size and --format" HINT);
	if (o->max_bytes && !framering_compressed_name(c->fourcc))
		return fail(OUTCOME_USAGE, "--max-bytes: only of compressed "
			    "frames, as with --format JPEG" HINT);
	if (framering_compressed_name(c->fourcc) &&
	    (o->pattern || o->input_stride[0] || c->stride_align))
		return fail(OUTCOME_USAGE, "--%s: not with compressed frames"
			    HINT, o->pattern ? "pattern" : c->stride_align ?
			    "stride-align" : "input-stride");
	return OUTCOME_OK;
}

enum outcome options_parse(struct options *options, int argc, char **argv)
{
	struct option longs[OPTIONS + 1] = { 0 };
	char shorts[2 * OPTIONS + 2];
	int got;

	memset(options, 0, sizeof(*options));
	options->device = FRAMERING_DEFAULT_PATH;
	make_tables(longs, shorts);
	opterr = 0;
	while ((got = getopt_long(argc, argv, shorts, longs, NULL)) != -1) {
		const struct option_entry *e = find(got);

		if (!e)
			return refuse(got, argv[optind - 1]);
		if (e->set(options, e, optarg))
			return refuse_value(e, optarg);
	}
	for (; optind < argc; optind++)
		if (take_argument(options, argv[optind]))
			return OUTCOME_USAGE;
	if (options->file && !strcmp(options->file, "-"))
		options->file = NULL;
	if (options->help || options->version)
		return OUTCOME_OK;
	/* Room for what is with the camera, beside what is shown. */
	if (options->camera && !options->config.slots)
		options->config.slots = 8;
	return check(options);
}
