// SPDX-License-Identifier: MIT
/* What those who watch would like to see, and who gets it. */
#include <stdio.h>
#include <string.h>

#include "pace.h"
#include "wish.h"

/* How long those who watched may take to come back after a change. */
#define SETTLE_NS	1000000000
/*
 * Who attaches tells a moment later what he likes: a wish is heeded when there
 * was no news for so long, or after SETTLE_NS.
 */
#define CALM_NS		100000000

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

static void tell(struct watch *watch)
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

/* Not zero: the picture is as it was wished, where the wish matters. */
static int meets(const struct watch *watch, const struct framering_wish *wish)
{
	const struct framering_geometry *g = &watch->input->geometry;

	if (wish->fourcc && wish->fourcc != g->fourcc &&
	    !watch->options->config.fourcc)
		return 0;
	return (!wish->width || wish->width == g->width) &&
	       (!wish->height || wish->height == g->height);
}

/* Not zero: somebody watches who has what he wished. */
static int pleases(const struct watch *watch)
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

static void take_rate(struct watch *watch, uint32_t rate)
{
	struct input *input = watch->input;
	uint32_t num = rate ? rate : PATTERN_RATE;
	uint32_t den = rate ? 1000 : 1;

	watch->paced |= num != input->rate_num || den != input->rate_den;
	input->rate_num = num;
	input->rate_den = den;
}

/* How long to wait with a wish that is to be heeded. */
static int64_t wait_for_calm(struct watch *watch)
{
	uint64_t now = pace_now(), then = watch->news_ns + CALM_NS;

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
	enum outcome outcome = ring_change(watch->ring, &options->config,
					   &next->geometry);

	if (outcome) {
		input_close(next);
		return outcome == OUTCOME_END ? refuse(watch) : outcome;
	}
	input_close(watch->input);
	*watch->input = *next;
	if (options->verbose)
		ring_describe(watch->ring);
	/* They all have to attach anew. */
	watch->running = 0;
	watch->back = ring_watchers(&watch->demand);
	watch->settle_ns = pace_now() + SETTLE_NS;
	take_rate(watch, watch->demand.wish.rate);
	return OUTCOME_OK;
}

/* Not zero: the ring shall become what was wished last. */
static int heeds(struct watch *watch)
{
	const struct framering_wish *wish = &watch->demand.wish;
	const struct options *options = watch->options;

	if (!watch->demand.wishes || !options->pattern || options->config.width)
		return 0;
	if (meets(watch, wish)) {
		take_rate(watch, wish->rate);
		return 0;
	}
	return !same(wish, &watch->refused) && !pleases(watch);
}

enum outcome wish_heed(struct watch *watch, int64_t *timeout_ns)
{
	const struct framering_wish *wish = &watch->demand.wish;
	struct options options = *watch->options;
	struct input next;

	tell(watch);
	if (heeds(watch))
		*timeout_ns = wait_for_calm(watch);
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
