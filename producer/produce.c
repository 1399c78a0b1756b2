// SPDX-License-Identifier: MIT
/* Moves frames from an input to a ring. */
#include <errno.h>

#include "common/pace.h"
#include "common/stop.h"
#include "produce.h"
#include "ring/watch.h"

/* How long a slot is waited for before the consumers are looked after. */
#define FULL_NS		100000000

/**
 * struct run - one call of produce()
 * @options: the command line
 * @input: where frames come from
 * @ring: where they go
 * @progress: the counters
 * @pace: when the next frame is due
 * @watch: the consumers, with --on-demand
 * @filled: frames that came out of the input, those that were dropped included
 * @waited: the present frame had to wait for its slot
 */
struct run {
	const struct options *options;
	struct input *input;
	struct ring *ring;
	struct progress *progress;
	struct pace pace;
	struct watch watch;
	uint64_t filled;
	int waited;
};

/* Get a slot, waiting for one if need be. OUTCOME_END: there is none. */
static enum outcome reserve(struct run *run, struct framering_frame *frame,
			    int64_t timeout_ns)
{
	struct framering_producer *producer = run->ring->producer;
	enum outcome outcome = OUTCOME_OK;

	run->waited = 0;
	while (!outcome) {
		int ret = framering_producer_reserve(producer, frame);

		if (!ret)
			return OUTCOME_OK;
		if (ret != -EAGAIN)
			return ring_fail(run->ring, ret);
		if (!timeout_ns)
			return OUTCOME_END;
		run->waited = 1;
		outcome = ring_wait_slot(run->ring, timeout_ns);
	}
	return outcome;
}

static enum outcome submit(struct run *run, const struct framering_frame *frame)
{
	int ret = framering_producer_submit(run->ring->producer, frame);

	if (ret)
		return ring_fail(run->ring, ret);
	run->progress->produced++;
	run->progress->waited += run->waited != 0;
	return OUTCOME_OK;
}

/*
 * Fill @frame, or skip a frame of the input if it is NULL. With --loop the
 * input starts again at its end; one without any frame ends all the same.
 */
static enum outcome fill(struct run *run, struct framering_frame *frame)
{
	struct input *input = run->input;
	enum outcome outcome = input->ops->fill(input, frame);

	if (outcome == OUTCOME_END && run->options->loop) {
		outcome = source_rewind(&input->source);
		if (!outcome)
			outcome = input->ops->fill(input, frame);
	}
	run->filled += !outcome;
	return outcome;
}

/* Where the frame that was filled last stands in time, if that is known. */
static void set_time(const struct run *run, struct framering_frame *frame)
{
	const struct framering_status *status =
		framering_producer_status(run->ring->producer);

	if (!status->picture.time_base.denominator)
		return;
	frame->info.pts = (int64_t)run->filled - 1;
	frame->flags |= FRAMERING_FRAME_PTS;
}

static void set_pace(struct run *run)
{
	const struct options *o = run->options;
	uint32_t num = 0, den = 1;

	if (run->input->paces) {
		/* By itself. */
	} else if (o->rate_given) {
		num = o->rate_num;
		den = o->rate_den;
	} else if (o->realtime || o->pattern) {
		num = run->input->rate_num;
		den = run->input->rate_den;
	}
	pace_init(&run->pace, num, den, pace_now());
}

/* Frames of the input are others: so are the ring's from here on. */
static enum outcome change(struct run *run)
{
	struct framering_config config = input_config(run->input,
						      run->options);
	enum outcome outcome = ring_change(run->ring, &config);

	/* It has said why. */
	if (outcome == OUTCOME_END)
		return OUTCOME_DEVICE;
	if (run->options->verbose && !outcome)
		ring_describe(run->ring);
	run->filled = 0;
	set_pace(run);
	return outcome;
}

/* No slot is free: do what --on-full says. */
static enum outcome drop_or_fail(struct run *run)
{
	enum outcome outcome;

	if (run->options->on_full == ON_FULL_FAIL)
		return fail(OUTCOME_FULL, "%s: no slot is free; a consumer is "
			    "too slow, see --on-full", run->ring->name);
	outcome = fill(run, NULL);
	if (!outcome)
		run->progress->dropped++;
	return outcome == OUTCOME_ANEW ? change(run) : outcome;
}

/* Wait for consumers: without them nothing is read or drawn. */
static enum outcome wait_for_consumers(struct run *run)
{
	uint64_t before = pace_now();
	enum outcome outcome = watch_frame(&run->watch);

	if (run->watch.paused)
		progress_resume(run->progress, before);
	if (run->watch.paused || run->watch.paced)
		set_pace(run);
	return outcome;
}

/* Sleep until a frame is due, with --on-demand also until it is wanted. */
static enum outcome wait_until_due(struct run *run)
{
	int fd = framering_fd(run->ring->device);
	enum outcome outcome;

	if (!run->options->on_demand)
		return pace_wait(&run->pace, -1);
	do {
		outcome = wait_for_consumers(run);
		if (!outcome)
			outcome = pace_wait(&run->pace, fd);
	} while (outcome == OUTCOME_END);
	return outcome;
}

/* A frame of an input that fills slots by itself. It drops frames, if any. */
static enum outcome next_frame(struct run *run)
{
	struct input *input = run->input;
	struct framering_frame frame;
	uint64_t lost = run->progress->dropped;
	enum outcome outcome;

	outcome = input->ops->next(input, run->ring->producer, &frame);
	if (outcome == OUTCOME_FULL) {
		if (run->options->on_full == ON_FULL_FAIL)
			return drop_or_fail(run);
		run->waited = 1;
		outcome = ring_wait_slot(run->ring, FULL_NS);
		return outcome == OUTCOME_END ? OUTCOME_OK : outcome;
	}
	if (outcome)
		return outcome == OUTCOME_LATER ? OUTCOME_OK : outcome;
	run->progress->dropped = input->lost;
	run->progress->copied = input->copied;
	run->filled += 1 + input->lost - lost;
	set_time(run, &frame);
	outcome = submit(run, &frame);
	run->waited = 0;
	return outcome;
}

static enum outcome filled_frame(struct run *run)
{
	int64_t timeout_ns = run->options->on_full == ON_FULL_WAIT ? -1 : 0;
	struct framering_frame frame;
	enum outcome outcome;

	outcome = reserve(run, &frame, timeout_ns);
	if (outcome == OUTCOME_END)
		return drop_or_fail(run);
	if (!outcome)
		outcome = fill(run, &frame);
	/* The slot was of the generation before. */
	if (outcome == OUTCOME_ANEW)
		return change(run);
	run->progress->copied = run->input->copied;
	if (!outcome) {
		set_time(run, &frame);
		outcome = submit(run, &frame);
	}
	return outcome;
}

static enum outcome one_frame(struct run *run)
{
	enum outcome outcome = wait_until_due(run);

	if (outcome)
		return outcome;
	return run->input->ops->next ? next_frame(run) : filled_frame(run);
}

static enum outcome all_frames(struct run *run)
{
	const struct progress *p = run->progress;
	uint64_t limit = run->options->frames;
	enum outcome outcome = OUTCOME_OK;

	while (!outcome) {
		if (stop_signal())
			return OUTCOME_STOP;
		if (limit && p->produced + p->dropped >= limit)
			return OUTCOME_END;
		outcome = one_frame(run);
		pace_step(&run->pace, run->pace.num ? pace_now() : 0);
		progress_tick(run->progress);
	}
	return outcome;
}

enum outcome produce(const struct options *options, struct input *input,
		     struct ring *ring, struct progress *progress)
{
	struct run run = {
		.options = options,
		.input = input,
		.ring = ring,
		.progress = progress,
	};
	enum outcome outcome;
	int ret;

	watch_init(&run.watch, options, input, ring, progress);
	set_pace(&run);
	outcome = all_frames(&run);
	progress_clear(progress);
	/* Nothing is written to slots that are no longer ours. */
	if (input->ops->pause)
		input->ops->pause(input, ring->producer);
	/* What failed is said already. */
	if (outcome == OUTCOME_DEVICE)
		return outcome;
	ret = framering_producer_end(ring->producer);
	if (outcome != OUTCOME_END)
		return outcome;
	return ret ? ring_fail(ring, ret) : OUTCOME_OK;
}
