// SPDX-License-Identifier: MIT
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "common/clock.h"
#include "common/stop.h"
#include "recorder.h"
#include "ring/rings.h"

/* A signal may come just before a wait. */
#define PATIENCE_NS	(200 * NS_PER_MS)

/**
 * struct work - what recorder_run() has at hand
 * @recorder: what it was asked
 * @ring: the ring
 * @consumer: its consumer
 * @pack: the frames
 * @data: room for one
 * @next: number of the frame that should come next; 0: of the first any
 * @begun: when it began
 */
struct work {
	struct recorder *recorder;
	struct framering *ring;
	struct framering_consumer *consumer;
	struct pack pack;
	uint8_t *data;
	uint64_t next;
	int64_t begun;
};

static enum outcome end(struct work *w, const char *why, enum outcome outcome)
{
	w->recorder->ended = why;
	return outcome;
}

static enum outcome failed(struct work *w, int error)
{
	return end(w, error == -ENODEV ? "removed" : "error",
		   ring_fail(w->recorder->path, error));
}

/* -EEXIST: other frames come now than those that the file has. */
static int attach(struct work *w)
{
	struct pack pack;
	int ret;

	framering_consumer_detach(w->consumer);
	w->consumer = NULL;
	ret = framering_consumer_attach(&w->consumer, w->ring,
					w->recorder->flags);
	if (ret)
		return ret;
	pack_init(&pack, framering_consumer_status(w->consumer));
	if (w->data && (pack.geometry.fourcc != w->pack.geometry.fourcc ||
			pack.geometry.modifier != w->pack.geometry.modifier ||
			pack.bytes != w->pack.bytes ||
			memcmp(&pack.part, &w->pack.part, sizeof(pack.part))))
		return -EEXIST;
	w->pack = pack;
	return 0;
}

static enum outcome attach_anew(struct work *w)
{
	int ret = attach(w);

	/* Frames are numbered from the start again. */
	w->next = 0;
	if (ret == -EEXIST)
		return end(w, "format", fail(OUTCOME_FAILED, "%s: the ring has "
			   "other frames now; record them to another file",
			   w->recorder->path));
	return ret ? failed(w, ret) : OUTCOME_OK;
}

static void count(struct work *w, uint64_t number)
{
	if (w->next && number > w->next)
		w->recorder->dropped += number - w->next;
	w->next = number + 1;
}

static enum outcome write_frame(struct work *w,
				const struct framering_frame *frame)
{
	size_t bytes = pack_frame(&w->pack, frame, w->data);
	uint64_t number = frame->frame;
	enum outcome outcome;
	int ret = framering_consumer_release(w->consumer, frame);

	count(w, number);
	if (ret == -EBADMSG || ret == -ESTALE) {
		w->recorder->torn++;
		w->recorder->dropped++;
		return OUTCOME_OK;
	}
	if (ret)
		return failed(w, ret);
	outcome = output_frame(&w->recorder->output, w->data, bytes);
	if (outcome)
		return end(w, outcome == OUTCOME_STOP ? "signal" : "error",
			   outcome);
	w->recorder->written++;
	return OUTCOME_OK;
}

static enum outcome next_frame(struct work *w)
{
	struct framering_frame frame;
	int ret = framering_consumer_acquire(w->consumer, &frame);

	if (!ret)
		return write_frame(w, &frame);
	if (ret == -EAGAIN)
		ret = framering_consumer_wait(w->consumer, PATIENCE_NS);
	if (!ret || ret == -ETIMEDOUT || ret == -EINTR)
		return OUTCOME_OK;
	if (ret == -ESTALE)
		return attach_anew(w);
	if (ret == -EPIPE)
		return end(w, "stream", OUTCOME_OK);
	return failed(w, ret);
}

static enum outcome record(struct work *w)
{
	struct recorder *r = w->recorder;
	enum outcome outcome = OUTCOME_OK;
	int64_t last = r->seconds ? w->begun + (int64_t)r->seconds * NS_PER_S :
				    INT64_MAX;

	while (!outcome && !r->ended) {
		if (stop_signal())
			return end(w, "signal", OUTCOME_STOP);
		if (clock_now() >= last)
			return end(w, "seconds", OUTCOME_OK);
		outcome = next_frame(w);
		if (!outcome && r->frames && r->written == r->frames)
			return end(w, "frames", OUTCOME_OK);
	}
	return outcome;
}

static enum outcome begin(struct work *w)
{
	int lossless = w->recorder->flags & FRAMERING_CONSUMER_LOSSLESS;
	enum ring_access access;
	int ret = framering_open(&w->ring, w->recorder->path, O_RDONLY);

	/* Where all may be lossless, reading is enough. */
	if (!ret)
		ret = attach(w);
	if (ret == -EBADF && lossless) {
		framering_close(w->ring);
		w->ring = NULL;
		ret = ring_open_any(&w->ring, w->recorder->path, &access);
		if (!ret)
			ret = attach(w);
	}
	if (ret)
		return failed(w, ret);
	w->data = malloc(w->pack.bytes + 1);
	if (!w->data)
		return fail(OUTCOME_FAILED, "no memory");
	return output_open(&w->recorder->output, &w->pack);
}

enum outcome recorder_run(struct recorder *recorder)
{
	struct work w = { .recorder = recorder, .begun = clock_now() };
	enum outcome outcome, closed;

	recorder->output.fd = -1;
	outcome = begin(&w);
	if (!outcome)
		outcome = record(&w);
	recorder->time = (double)(clock_now() - w.begun) / (double)NS_PER_S;
	framering_consumer_detach(w.consumer);
	framering_close(w.ring);
	free(w.data);
	closed = output_close(&recorder->output);
	if (!recorder->ended)
		recorder->ended = "error";
	return outcome ? outcome : closed;
}
