/* SPDX-License-Identifier: MIT */
/*
 * A producer, shared by an element and by the slots that upstream draws into.
 *
 * Reservations are submitted in the order in which they were made, and those
 * that are passed over are given up. So upstream gets slots only while it has
 * no ordinary buffer in hand: one that came before them would have to be copied
 * into a later reservation, and all of theirs would be lost.
 */
#ifndef GST_FRAMERING_WRITER_H
#define GST_FRAMERING_WRITER_H

#include <gst/gst.h>
#include <libframering.h>

/**
 * struct reservation - a slot that is reserved
 * @frame: as reserved
 * @out: somebody fills it; else it is free to be given out
 */
struct reservation {
	struct framering_frame frame;
	gboolean out;
};

/**
 * struct writer - a producer of one generation
 * @references: of the element, its pools, and each slot that is out; atomic
 * @producer: the role; detached with the last reference. Under @lock, as is all
 *	that follows
 * @status: what its generation is; never changes
 * @lock: the role is for one thread at a time
 * @reservation: what is reserved, the oldest first
 * @reserved: how many
 * @busy: bit i: memory of slot i is in use, reserved or submitted long ago
 * @ordinary: buffers upstream has that are no slots
 * @closed: the element has another writer, or none
 */
struct writer {
	gint references;
	struct framering_producer *producer;
	struct framering_status status;
	GMutex lock;
	struct reservation reservation[FRAMERING_MAX_SLOTS];
	guint reserved;
	guint32 busy;
	guint ordinary;
	gboolean closed;
};

/**
 * writer_new - become the ring's producer
 * @writer: gets the writer; writer_unref() it
 * @ring: configured, open for writing
 *
 * Return: 0, or an error of framering_producer_attach().
 */
int writer_new(struct writer **writer, struct framering *ring);
struct writer *writer_ref(struct writer *writer);
/* NULL is fine. */
void writer_unref(struct writer *writer);

/* Upstream gets no more slots; those that it has cannot be submitted. */
void writer_close(struct writer *writer);

/* Slots that upstream may hold: two always stay in the ring. */
guint writer_most(const struct writer *writer);

/* A slot to draw into, as memory; NULL: there is none just now. */
GstMemory *writer_take(struct writer *writer);

/* Count @buffer, which is no slot, as upstream's until it is freed. */
void writer_count(struct writer *writer, GstBuffer *buffer);

/**
 * writer_reserve - get a slot to copy a frame into
 * @writer: the writer
 * @frame: gets it
 *
 * Return: 0, -EAGAIN (none is free), -ESTALE, -ENODEV.
 */
int writer_reserve(struct writer *writer, struct framering_frame *frame);

/**
 * writer_submit - show a slot to the consumers
 * @writer: the writer
 * @frame: as reserved, with what is told of it
 *
 * Return: 0; -ENOENT: it is not reserved any more; errors of
 * framering_producer_submit().
 */
int writer_submit(struct writer *writer, const struct framering_frame *frame);

/*
 * Give all reservations up, so that poll(2) can tell when a slot is free.
 * Return: whether slots are passed over because upstream uses them still.
 */
gboolean writer_cancel(struct writer *writer);

int writer_end(struct writer *writer);

#endif /* GST_FRAMERING_WRITER_H */
