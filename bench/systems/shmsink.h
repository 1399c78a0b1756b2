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
 * struct meeting - what the processes of a way tell each other
 * @joined: readers that have the sink's memory
 * @connected: readers that the sink knows
 */
struct meeting {
	uint32_t joined;
	uint32_t connected;
};

/**
 * struct way - one side of a way, or none yet
 * @shape: what goes on it
 * @meeting: in shared memory
 * @folder: where the socket is
 * @socket: its path
 * @sends: the producer's pipeline; NULL: this process is not the producer
 * @receives: the reader's pipeline, or NULL
 * @source: where the producer pushes frames in, or NULL
 * @sink: where the reader pulls them out, or NULL
 * @allocator: the shmsink's
 * @room: frames that the producer may still make
 * @buffer: the frame that was reserved, or NULL
 * @sample: the frame that was acquired, or NULL
 * @to: where the reserved frame lies
 * @from: where the acquired one does
 * @is_listed: not zero: it is one of @ways
 * @next: another way of this process
 */
struct way {
	struct shape shape;
	struct meeting *meeting;
	char folder[32];
	char socket[48];
	GstElement *sends;
	GstElement *receives;
	GstAppSrc *source;
	GstAppSink *sink;
	GstAllocator *allocator;
	sem_t room;
	GstBuffer *buffer;
	GstSample *sample;
	GstMapInfo to;
	GstMapInfo from;
	int is_listed;
	struct way *next;
};

/* As struct system's. */
int shmsink_join_producer(struct way *way);
int shmsink_join_reader(struct way *way, uint32_t index);
/* Wait until the sink knows all readers; 0 or a negative errno. */
int shmsink_meet(struct way *way);
/* What this process has of a way ends. */
void shmsink_part(struct way *way);
/* The socket; and the memory @area, if it is not NULL. */
void shmsink_remove_names(const struct way *way, const char *area);

#endif /* BENCH_SHMSINK_H */
