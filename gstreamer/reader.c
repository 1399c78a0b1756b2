// SPDX-License-Identifier: MIT
/* A consumer, shared by an element and by the frames that it gave away. */
#include <errno.h>
#include <gst/allocators/gstdmabuf.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "reader.h"
#include "slot_memory.h"
#include "debug.h"

int reader_new(struct reader **reader, struct framering *ring, uint32_t flags)
{
	struct reader *r = g_new0(struct reader, 1);
	int ret;

	r->references = 1;
	memset(r->dmabuf, 0xff, sizeof(r->dmabuf));
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
	guint i;

	if (!reader || !g_atomic_int_dec_and_test(&reader->references))
		return;
	framering_consumer_detach(reader->consumer);
	close(reader->freed);
	for (i = 0; i < FRAMERING_MAX_SLOTS; i++)
		if (reader->dmabuf[i] >= 0)
			close(reader->dmabuf[i]);
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

/* The descriptor of @slot's dma-buf, the reader's; or a negative errno. */
static int export_slot(struct reader *reader, uint32_t slot)
{
	if (reader->dmabuf[slot] < 0)
		reader->dmabuf[slot] =
			framering_consumer_export(reader->consumer, slot, 0);
	return reader->dmabuf[slot];
}

gboolean reader_exports(struct reader *reader)
{
	return reader->status.features & FRAMERING_FEATURE_EXPORT &&
	       export_slot(reader, 0) >= 0;
}

/**
 * struct loan - a frame that is out as a dma-buf
 * @reader: whose it is
 * @frame: the frame
 */
struct loan {
	struct reader *reader;
	struct framering_frame frame;
};

static void loan_over(gpointer data)
{
	struct loan *loan = data;

	memory_gone(loan->reader, &loan->frame);
	g_free(loan);
}

GstMemory *reader_dmabuf(struct reader *reader,
			 const struct framering_frame *frame, gsize bytes)
{
	GstAllocator *allocator;
	struct loan *loan;
	GstMemory *memory;
	int fd = export_slot(reader, frame->slot);

	if (fd < 0)
		return NULL;
	allocator = gst_dmabuf_allocator_new();
	memory = gst_dmabuf_allocator_alloc_with_flags(allocator, fd,
		frame->geometry->slot_bytes, GST_FD_MEMORY_FLAG_DONT_CLOSE);
	gst_object_unref(allocator);
	if (!memory)
		return NULL;
	gst_memory_resize(memory, 0, bytes);
	GST_MINI_OBJECT_FLAG_SET(memory, GST_MEMORY_FLAG_READONLY);
	loan = g_new(struct loan, 1);
	loan->reader = reader;
	loan->frame = *frame;
	g_atomic_int_inc(&reader->references);
	gst_mini_object_set_qdata(GST_MINI_OBJECT(memory),
				  g_quark_from_static_string("framering"), loan,
				  loan_over);
	return memory;
}
