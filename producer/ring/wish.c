// SPDX-License-Identifier: MIT
/* What consumers wish to see, and which wish is granted. */
#include <stdio.h>
#include <string.h>

#include "common/pace.h"
#include "wish.h"

/* How long consumers may take to attach again after a change. */
#define SETTLE_NS	1000000000
/*
 * A consumer attaches first and wishes a moment later: a wish is granted when
 * the ring has not changed for so long, or after SETTLE_NS.
 */
#define QUIET_NS	100000000

static int same(const struct framering_wish *a, const struct framering_wish *b)
{
	return !memcmp(a, b, sizeof(*a));
}

/* A side in pixels. */
static const char *side(char *text, size_t bytes, uint32_t pixels)
{
	if (!pixels)
		return "any";
	snprintf(text, bytes, "%u", pixels);
	return text;
}

static void print_wish(struct watch *watch)
{
	const struct framering_wish *w = &watch->demand.wish;
	const struct framering_format *f = framering_format_find(w->fourcc);
	char width[16], height[16];

	if (same(w, &watch->told))
		return;
	watch->told = *w;
	if (!watch->options->verbose || !watch->demand.wishes)
		return;
	progress_clear(watch->progress);
	say("%s: wished for: width %s, height %s, format %s, rate %.7g%s",
	    watch->ring->name, side(width, sizeof(width), w->width),
	    side(height, sizeof(height), w->height),
	    f ? f->name : w->fourcc ? "unknown" : "any", w->rate / 1000.0,
	    w->rate ? "" : " (any)");
}

/* Not zero: the picture is as @wish has it; --format overrides a wish. */
static int meets(const struct watch *watch, const struct framering_wish *wish)
{
	const struct framering_geometry *g = &watch->input->geometry;

	if (wish->fourcc && wish->fourcc != g->fourcc &&
	    !watch->options->config.fourcc)
		return 0;
	return (!wish->width || wish->width == g->width) &&
	       (!wish->height || wish->height == g->height);
}

/* Not zero: the wish of an attached consumer is met. */
static int meets_any(const struct watch *watch)
{
	uint32_t left = watch->demand.wishes;
	struct framering_consumer_info info;

	for (; left; left &= left - 1)
		if (!framering_consumer_info(watch->ring->device,
					     (uint32_t)__builtin_ctz(left),
					     &info) &&
		    meets(watch, &info.wish))
			return 1;
	return 0;
}

static void set_rate(struct watch *watch, uint32_t rate)
{
	struct input *input = watch->input;
	uint32_t num = rate ? rate : PATTERN_RATE;
	uint32_t den = rate ? 1000 : 1;

	watch->paced |= num != input->rate_num || den != input->rate_den;
	input->rate_num = num;
	input->rate_den = den;
}

/* How long to wait before a wish is granted. */
static int64_t time_to_wait(struct watch *watch)
{
	uint64_t now = pace_now(), then = watch->changed_ns + QUIET_NS;

	if (!watch->pending_ns)
		watch->pending_ns = now;
	if (then > watch->pending_ns + SETTLE_NS)
		then = watch->pending_ns + SETTLE_NS;
	return now < then ? (int64_t)(then - now) : 0;
}

static enum outcome refuse(struct watch *watch)
{
	watch->refused = watch->demand.wish;
	if (watch->options->quiet)
		return OUTCOME_OK;
	say("%s: what is wished for cannot be; it stays as it is",
	    watch->ring->name);
	return OUTCOME_OK;
}

/* Make @next the input, and the ring fit for it. */
static enum outcome change(struct watch *watch, const struct options *options,
			   struct input *next)
{
	struct framering_config config = input_config(next, options);
	enum outcome outcome = ring_change(watch->ring, &config);

	if (outcome) {
		input_close(next);
		return outcome == OUTCOME_END ? refuse(watch) : outcome;
	}
	input_close(watch->input);
	*watch->input = *next;
	if (options->verbose)
		ring_describe(watch->ring);
	/* All consumers have to attach anew. */
	watch->running = 0;
	watch->expected = ring_consumers(&watch->demand);
	watch->settle_ns = pace_now() + SETTLE_NS;
	set_rate(watch, watch->demand.wish.rate);
	return OUTCOME_OK;
}

/* Not zero: the last wish asks for another picture, and may have it. */
static int is_to_grant(struct watch *watch)
{
	const struct framering_wish *wish = &watch->demand.wish;
	const struct options *options = watch->options;

	if (!watch->demand.wishes || !options->pattern ||
	    options->config.width || options->convert)
		return 0;
	if (meets(watch, wish)) {
		set_rate(watch, wish->rate);
		return 0;
	}
	return !same(wish, &watch->refused) && !meets_any(watch);
}

enum outcome wish_grant(struct watch *watch, int64_t *timeout_ns)
{
	const struct framering_wish *wish = &watch->demand.wish;
	struct options options = *watch->options;
	struct input next;

	print_wish(watch);
	if (is_to_grant(watch))
		*timeout_ns = time_to_wait(watch);
	else
		watch->pending_ns = 0;
	if (*timeout_ns || !watch->pending_ns)
		return OUTCOME_OK;
	watch->pending_ns = 0;
	if (!options.config.fourcc)
		options.config.fourcc = wish->fourcc;
	options.config.width = wish->width;
	options.config.height = wish->height;
	if (wish->fourcc && !framering_format_find(wish->fourcc))
		return refuse(watch);
	if (input_open(&next, &options))
		return refuse(watch);
	return change(watch, &options, &next);
}
