// SPDX-License-Identifier: MIT
/* pattern: the driver's own producer. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include <programs/value.h>

#include "options/set.h"
#include "ring/rings.h"
#include "verbs.h"

#define DEFAULT_RATE	30000U

/**
 * struct pattern_options - what to draw
 * @rate: frames in 1000 seconds; 0: the ring's own
 * @frames: stop after so many; 0: never
 */
struct pattern_options {
	uint32_t rate;
	uint64_t frames;
};

static int set_rate(void *to, const struct option_entry *entry,
		    const char *text)
{
	struct pattern_options *o = to;
	uint32_t numerator, denominator;
	uint64_t rate;

	if (value_rate(text, &numerator, &denominator))
		return -EINVAL;
	rate = (uint64_t)numerator * 1000 / denominator;
	if (rate < entry->min || rate > entry->max)
		return -EINVAL;
	o->rate = (uint32_t)rate;
	return 0;
}

/* The rate that the ring's format tells, if it is one for the driver. */
static uint32_t own_rate(struct framering *ring)
{
	const struct framering_fraction *told;
	struct framering_query query;
	uint64_t rate;

	if (framering_query(ring, &query))
		return DEFAULT_RATE;
	told = &query.picture.rate;
	rate = told->denominator ?
	       told->numerator * 1000ULL / told->denominator : 0;
	return rate >= 1000 && rate <= 240000 ? (uint32_t)rate : DEFAULT_RATE;
}

static enum outcome refuse(const char *given, int error)
{
	char path[RING_PATH];

	ring_path(given, path);
	if (error == -ENODATA)
		return fail(OUTCOME_FAILED, "%s: the ring has no format yet; "
			    "'framering-ctl configure' gives it one", path);
	if (error == -EINVAL || error == -EOPNOTSUPP)
		return fail(OUTCOME_FAILED, "%s: the driver draws nothing in "
			    "this format; configure one that is not "
			    "compressed, nor tiled", path);
	return ring_fail(given, error);
}

static enum outcome run(const struct command *command)
{
	const struct pattern_options *options = command->options;
	int on = !strcmp(command->operand[1], "on");
	uint32_t rate = options->rate;
	struct framering *ring;
	enum outcome outcome;
	int ret;

	if (!on && strcmp(command->operand[1], "off"))
		return fail(OUTCOME_USAGE, "%s: not on or off",
			    command->operand[1]);
	outcome = ring_open(&ring, command->operand[0], O_RDWR);
	if (outcome)
		return outcome;
	if (on && !rate)
		rate = own_rate(ring);
	ret = framering_pattern(ring, on ? rate : 0, on ? options->frames : 0);
	framering_close(ring);
	return ret ? refuse(command->operand[0], ret) : OUTCOME_OK;
}

static const struct option_entry options[] = {
	{ 'r', "rate", "N[/D]", set_rate, 0, 1000, 240000,
	  "frames a second, 1 to 240, as 25 or 30000/1001",
	  "frames a second; the ring's, or 30", NULL },
	{ 'n', "frames", "N", set_long_number,
	  offsetof(struct pattern_options, frames), 1, UINT64_MAX,
	  "a number from 1", "end the stream after N frames", NULL },
	{ 0 }
};

const struct verb verb_pattern = {
	.name = "pattern",
	.operands = "RING on|off",
	.help = "Start or stop the driver's own test picture",
	.min = 2,
	.max = 2,
	.words = { "@ring", "on off" },
	.options = options,
	.room = sizeof(struct pattern_options),
	.run = run,
};
