/* SPDX-License-Identifier: MIT */
/* What the two files of the shmsink system share. */
#ifndef BENCH_SHMSINK_H
#define BENCH_SHMSINK_H

#include <semaphore.h>

#include <gst/app/gstappsink.h>
#include <gst/app/gstappsrc.h>
#include <gst/gst.h>

#include "system.h"

/**
 * struct shared - counters that all processes of a channel see
 * @joined: readers that have the sink's memory
 * @connected: readers that the sink knows
 */
struct shared {
	uint32_t joined;
	uint32_t connected;
};

/**
 * struct channel - one side of a channel, or none yet
 * @shape: what is carried
 * @shared: in shared memory
 * @folder: where the socket is
 * @socket: its path
 * @sender: the producer's pipeline; NULL: this process is not the producer
 * @receiver: the reader's pipeline, or NULL
 * @source: where the producer pushes frames in, or NULL
 * @sink: where the reader pulls them out, or NULL
 * @allocator: the shmsink's
 * @room: frames that the producer may still make
 * @buffer: the frame that was reserved, or NULL
 * @sample: the frame that was acquired, or NULL
 * @to: where the reserved frame lies
 * @from: where the acquired one does
 * @is_listed: not zero: it is in the list of channels
 * @next: another channel of this process
 */
struct channel {
	struct shape shape;
	struct shared *shared;
	char folder[32];
	char socket[48];
	GstElement *sender;
	GstElement *receiver;
	GstAppSrc *source;
	GstAppSink *sink;
	GstAllocator *allocator;
	sem_t room;
	GstBuffer *buffer;
	GstSample *sample;
	GstMapInfo to;
	GstMapInfo from;
	int is_listed;
	struct channel *next;
};

/* As struct system's. */
int shmsink_join_producer(struct channel *channel);
int shmsink_join_reader(struct channel *channel, uint32_t index);
/* Wait until the sink knows all readers; 0 or a negative errno. */
int shmsink_wait_for_readers(struct channel *channel);
/* Close this process's end of the channel. */
void shmsink_disconnect(struct channel *channel);
/* The socket; and the memory @area, if it is not NULL. */
void shmsink_remove_names(const struct channel *channel, const char *area);

#endif /* BENCH_SHMSINK_H */
