/* SPDX-License-Identifier: MIT */
/* A consumer, shared by an element and by the frames that it gave away. */
#ifndef GST_FRAMERING_READER_H
#define GST_FRAMERING_READER_H

#include <gst/gst.h>
#include <libframering.h>

/**
 * struct reader - a consumer of one generation
 * @references: of the element, and of each frame that is out; atomic
 * @consumer: the role; detached with the last reference
 * @status: what its generation is
 * @limit: slots that it may hold
 * @held: slots that it holds; atomic
 * @torn: frames that were overwritten while they were out; atomic
 * @freed: an eventfd, readable when a slot was given back
 * @dmabuf: by slot: its dma-buf, or -1: not asked for yet
 */
struct reader {
	gint references;
	struct framering_consumer *consumer;
	struct framering_status status;
	gint limit;
	gint held;
	gint torn;
	int freed;
	int dmabuf[FRAMERING_MAX_SLOTS];
};

/**
 * reader_new - attach to a ring
 * @reader: gets the reader; reader_unref() it
 * @ring: configured
 * @flags: FRAMERING_CONSUMER_ bits
 *
 * Return: 0, or an error of framering_consumer_attach().
 */
int reader_new(struct reader **reader, struct framering *ring, uint32_t flags);

/* NULL is fine. */
void reader_unref(struct reader *reader);

/* As framering_consumer_acquire() and _release(); release in any thread. */
int reader_acquire(struct reader *reader, struct framering_frame *frame);
int reader_release(struct reader *reader, const struct framering_frame *frame);

/* Memory of @frame, released with it; @bytes of it are in use. */
GstMemory *reader_memory(struct reader *reader,
			 const struct framering_frame *frame, gsize bytes);

/* Whether this ring's slots can be had as dma-bufs. */
gboolean reader_exports(struct reader *reader);

/* The same as reader_memory(), as a dma-buf; NULL: it cannot be exported. */
GstMemory *reader_dmabuf(struct reader *reader,
			 const struct framering_frame *frame, gsize bytes);

#endif /* GST_FRAMERING_READER_H */
