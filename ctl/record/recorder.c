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
 * @over: the stream has ended while nobody was there to be told
 * @begun: when it began
 */
struct work {
	struct recorder *recorder;
	struct framering *ring;
	struct framering_consumer *consumer;
	struct pack pack;
	uint8_t *data;
	uint64_t next;
	int over;
	int64_t begun;
};

static enum outcome end(struct work *w, const char *why, enum outcome outcome)
{
	w->recorder->ended = why;
	return outcome;
}

static enum outcome failed(struct work *w, int error)
{
	if (error == -EEXIST)
		return end(w, "format", fail(OUTCOME_FAILED, "%s: the ring has "
			   "other frames now; record them to another file",
			   w->recorder->path));
	return end(w, error == -ENODEV ? "removed" : "error",
		   ring_fail(w->recorder->path, error));
}

/* -EEXIST: other frames come now than those that the file has. */
static int attach(struct work *w, uint32_t flags)
{
	const struct framering_status *status;
	struct pack pack;
	int ret;

	framering_consumer_detach(w->consumer);
	w->consumer = NULL;
	ret = framering_consumer_attach(&w->consumer, w->ring,
					w->recorder->flags | flags);
	if (ret)
		return ret;
	status = framering_consumer_status(w->consumer);
	pack_init(&pack, &status->geometry, &status->picture,
		  status->cache_effective);
	if (pack.geometry.fourcc != w->pack.geometry.fourcc ||
	    pack.geometry.modifier != w->pack.geometry.modifier ||
	    pack.bytes != w->pack.bytes ||
	    memcmp(&pack.part, &w->pack.part, sizeof(pack.part)))
		return -EEXIST;
	w->pack = pack;
	return 0;
}

/* Evicted, and the stream has ended meanwhile: that is told to nobody else. */
static int is_over(const struct work *w)
{
	struct framering_query query;

	return !framering_query(w->ring, &query) &&
	       !(query.state & FRAMERING_STATE_PRODUCER);
}

static enum outcome attach_anew(struct work *w)
{
	int evicted = framering_consumer_evicted(w->consumer), ret;

	if (!evicted) {
		/* Frames are numbered from the start again. */
		w->next = 0;
		ret = attach(w, 0);
		return ret ? failed(w, ret) : OUTCOME_OK;
	}
	w->recorder->evictions++;
	/* Its number tells how many are missing. */
	ret = attach(w, FRAMERING_CONSUMER_NEWEST);
	if (ret)
		return failed(w, ret);
	w->over = is_over(w);
	return OUTCOME_OK;
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

	/* After an eviction: it was written already. */
	if (w->next && number < w->next)
		return OUTCOME_OK;
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
	if (ret == -EAGAIN && w->over)
		return end(w, "stream", OUTCOME_OK);
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

/* Where all may be lossless, reading is enough. */
static int attach_first(struct work *w)
{
	enum ring_access access;
	int ret = attach(w, 0);

	if (ret != -EBADF)
		return ret;
	framering_close(w->ring);
	w->ring = NULL;
	ret = ring_open_any(&w->ring, w->recorder->path, &access);
	return ret ? ret : attach(w, 0);
}

/* The file first: ffmpeg takes its time, and a producer would wait for it. */
static enum outcome begin(struct work *w)
{
	struct framering_query query;
	enum outcome outcome;
	int ret = framering_open(&w->ring, w->recorder->path, O_RDONLY);

	if (!ret)
		ret = framering_query(w->ring, &query);
	if (!ret && !query.generation)
		ret = -ENODATA;
	if (ret)
		return failed(w, ret);
	pack_init(&w->pack, &query.geometry, &query.picture,
		  query.cache_effective);
	w->data = malloc(w->pack.bytes + 1);
	if (!w->data)
		return fail(OUTCOME_FAILED, "no memory");
	outcome = output_open(&w->recorder->output, &w->pack);
	if (outcome)
		return outcome;
	ret = attach_first(w);
	return ret ? failed(w, ret) : OUTCOME_OK;
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
