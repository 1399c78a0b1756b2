// SPDX-License-Identifier: MIT
/* The way of the frames, from an input to a ring. */
#include <errno.h>

#include "pace.h"
#include "produce.h"
#include "stop.h"
#include "watch.h"

/* How long an end mark waits for a slot where somebody wants to get away. */
#define MARK_NS	1000000000

/**
 * struct way - all that one frame meets
 * @options: the command line
 * @input: where it comes from
 * @ring: where it goes
 * @progress: where it is counted
 * @pace: when it is due
 * @watch: who watches, where that matters
 * @waited: the present frame had to wait for its slot
 */
struct way {
	const struct options *options;
	struct input *input;
	struct ring *ring;
	struct progress *progress;
	struct pace pace;
	struct watch watch;
	int waited;
};

/* Get a slot, waiting for one if need be. OUTCOME_END: in vain. */
static enum outcome reserve(struct way *way, struct framering_frame *frame,
			    int64_t timeout_ns)
{
	struct framering_producer *producer = way->ring->producer;
	enum outcome outcome = OUTCOME_OK;

	way->waited = 0;
	while (!outcome) {
		int ret = framering_producer_reserve(producer, frame);

		if (!ret)
			return OUTCOME_OK;
		if (ret != -EAGAIN)
			return ring_fail(way->ring, ret);
		if (!timeout_ns)
			return OUTCOME_END;
		way->waited = 1;
		outcome = ring_wait_slot(way->ring, timeout_ns);
	}
	return outcome;
}

static enum outcome submit(struct way *way, const struct framering_frame *frame)
{
	int ret = framering_producer_submit(way->ring->producer, frame);

	return ret ? ring_fail(way->ring, ret) : OUTCOME_OK;
}

/*
 * Fill @frame, or pass a frame by if it is NULL. At the end start again, if we
 * loop; an input that ends at its beginning has no frames, and ends.
 */
static enum outcome fill(struct way *way, const struct framering_frame *frame)
{
	struct input *input = way->input;
	enum outcome outcome = input->ops->fill(input, frame);

	if (outcome != OUTCOME_END || !way->options->loop)
		return outcome;
	outcome = source_rewind(&input->source);
	if (outcome)
		return outcome;
	return input->ops->fill(input, frame);
}

static enum outcome full(struct way *way)
{
	enum outcome outcome;

	if (way->options->on_full == ON_FULL_FAIL)
		return fail(OUTCOME_FULL, "%s: no slot is free; a consumer is "
			    "too slow, see --on-full", way->ring->name);
	outcome = fill(way, NULL);
	if (!outcome)
		way->progress->dropped++;
	return outcome;
}

static void set_pace(struct way *way)
{
	const struct options *o = way->options;
	uint32_t num = 0, den = 1;

	if (o->rate_given) {
		num = o->rate_num;
		den = o->rate_den;
	} else if (o->realtime || o->pattern) {
		num = way->input->rate_num;
		den = way->input->rate_den;
	}
	pace_init(&way->pace, num, den, pace_now());
}

/* Nothing is read or drawn while nobody watches. */
static enum outcome on_demand(struct way *way)
{
	uint64_t before = pace_now();
	enum outcome outcome = watch_frame(&way->watch);

	if (way->watch.paused)
		progress_resume(way->progress, before);
	if (way->watch.paused || way->watch.paced)
		set_pace(way);
	return outcome;
}

/* Sleep until a frame is due, and called for. */
static enum outcome due(struct way *way)
{
	int fd = framering_fd(way->ring->device);
	enum outcome outcome;

	if (!way->options->on_demand)
		return pace_wait(&way->pace, -1);
	do {
		outcome = on_demand(way);
		if (!outcome)
			outcome = pace_wait(&way->pace, fd);
	} while (outcome == OUTCOME_END);
	return outcome;
}

static enum outcome one_frame(struct way *way)
{
	int64_t timeout_ns = way->options->on_full == ON_FULL_WAIT ? -1 : 0;
	struct framering_frame frame;
	enum outcome outcome;

	outcome = due(way);
	if (outcome)
		return outcome;
	outcome = reserve(way, &frame, timeout_ns);
	if (outcome == OUTCOME_END)
		return full(way);
	if (!outcome)
		outcome = fill(way, &frame);
	if (!outcome)
		outcome = submit(way, &frame);
	if (outcome)
		return outcome;
	way->progress->produced++;
	way->progress->waited += way->waited != 0;
	return OUTCOME_OK;
}

static enum outcome all_frames(struct way *way)
{
	const struct progress *p = way->progress;
	uint64_t limit = way->options->frames;
	enum outcome outcome = OUTCOME_OK;

	while (!outcome) {
		if (stop_signal())
			return OUTCOME_STOP;
		if (limit && p->produced + p->dropped >= limit)
			return OUTCOME_END;
		outcome = one_frame(way);
		pace_step(&way->pace, way->pace.num ? pace_now() : 0);
		progress_tick(way->progress);
	}
	return outcome;
}

/* Tell the consumers that no frame follows. */
static enum outcome end_mark(struct way *way, int64_t timeout_ns)
{
	struct framering_frame frame;
	enum outcome outcome = reserve(way, &frame, timeout_ns);

	if (outcome)
		return outcome;
	frame.flags = FRAMERING_FRAME_LAST;
	return submit(way, &frame);
}

enum outcome produce(const struct options *options, struct input *input,
		     struct ring *ring, struct progress *progress)
{
	struct way way = {
		.options = options,
		.input = input,
		.ring = ring,
		.progress = progress,
	};
	enum outcome outcome, marked;

	watch_init(&way.watch, options, input, ring, progress);
	set_pace(&way);
	outcome = all_frames(&way);
	progress_clear(progress);
	/* Nobody sees a mark that goes to a ring that failed. */
	if (outcome == OUTCOME_DEVICE)
		return outcome;
	if (outcome == OUTCOME_STOP || outcome == OUTCOME_FULL) {
		stop_rearm();
		end_mark(&way, MARK_NS);
		return outcome;
	}
	marked = end_mark(&way, -1);
	return outcome == OUTCOME_END ? marked : outcome;
}
