// SPDX-License-Identifier: MIT
/* A consumer, shared by an element and by the frames that it gave away. */
#include <errno.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "reader.h"
#include "slot_memory.h"

int reader_new(struct reader **reader, struct framering *ring, uint32_t flags)
{
	struct reader *r = g_new0(struct reader, 1);
	int ret;

	r->references = 1;
	r->freed = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (r->freed < 0) {
		ret = -errno;
		goto free_reader;
	}
	ret = framering_consumer_attach(&r->consumer, ring, flags);
	if (ret)
		goto close_freed;
	r->status = *framering_consumer_status(r->consumer);
	/* max_held is for live consumers; the producer needs one slot. */
	r->limit = (gint)(flags & FRAMERING_CONSUMER_LOSSLESS ?
			  r->status.slots - 1 : r->status.max_held);
	*reader = r;
	return 0;

close_freed:
	close(r->freed);
free_reader:
	g_free(r);
	return ret;
}

void reader_unref(struct reader *reader)
{
	if (!reader || !g_atomic_int_dec_and_test(&reader->references))
		return;
	framering_consumer_detach(reader->consumer);
	close(reader->freed);
	g_free(reader);
}

int reader_acquire(struct reader *reader, struct framering_frame *frame)
{
	int ret = framering_consumer_acquire(reader->consumer, frame);

	if (!ret)
		g_atomic_int_inc(&reader->held);
	return ret;
}

int reader_release(struct reader *reader, const struct framering_frame *frame)
{
	int ret = framering_consumer_release(reader->consumer, frame);

	g_atomic_int_add(&reader->held, -1);
	/* It cannot overflow. */
	eventfd_write(reader->freed, 1);
	return ret;
}

static void memory_gone(gpointer owner, const struct framering_frame *frame)
{
	struct reader *reader = owner;

	if (reader_release(reader, frame) == -EBADMSG) {
		g_atomic_int_inc(&reader->torn);
		GST_WARNING("frame %" G_GUINT64_FORMAT " was overwritten while "
			    "it was in use: hold fewer frames, or set copy "
			    "to always", frame->frame);
	}
	reader_unref(reader);
}

GstMemory *reader_memory(struct reader *reader,
			 const struct framering_frame *frame, gsize bytes)
{
	g_atomic_int_inc(&reader->references);
	return slot_memory_new(frame, bytes, reader->status.cache_effective,
			       GST_MEMORY_FLAG_READONLY, reader, memory_gone);
}
