/* SPDX-License-Identifier: MIT */
/* Numbers of the frames that pass. */
#ifndef NETWORK_FLOW_H
#define NETWORK_FLOW_H

#include <glib.h>

/**
 * struct flow_numbers - of some time
 * @frames: that passed
 * @missed: that the ring had before a sender came to them
 * @heard: packets, or lists of them, that came from the network
 * @damaged: of which parts were lost
 * @untimed: whose time of capture is not known
 * @measured: whose age is known
 * @age_sum: of these, in nanoseconds
 * @age_least: of these
 * @age_most: of these
 */
struct flow_numbers {
	guint64 frames;
	guint64 missed;
	guint64 heard;
	guint64 damaged;
	guint64 untimed;
	guint64 measured;
	gint64 age_sum;
	gint64 age_least;
	gint64 age_most;
};

/**
 * struct flow - what a program counts
 * @lock: for all of it; frames pass in threads of GStreamer's
 * @total: since it began
 * @recent: since flow_recent()
 */
struct flow {
	GMutex lock;
	struct flow_numbers total;
	struct flow_numbers recent;
};

void flow_init(struct flow *flow);

/* A frame passed. */
void flow_frame(struct flow *flow);

/* The age of a frame in nanoseconds: how long ago it was captured. */
void flow_age(struct flow *flow, gint64 age);

void flow_missed(struct flow *flow, guint64 count);
void flow_heard(struct flow *flow);
void flow_damaged(struct flow *flow);
void flow_untimed(struct flow *flow);

/* Take the numbers since the last call, and begin anew. */
void flow_recent(struct flow *flow, struct flow_numbers *numbers);

/* Take the numbers of all the time. */
void flow_total(struct flow *flow, struct flow_numbers *numbers);

#endif /* NETWORK_FLOW_H */
