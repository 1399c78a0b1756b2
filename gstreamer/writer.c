// SPDX-License-Identifier: MIT
/* A producer, shared by an element and by the slots that upstream has. */
#include <errno.h>
#include <string.h>

#include "slot_memory.h"
#include "writer.h"

/* Slots that always stay in the ring. */
#define LEFT	2U

int writer_new(struct writer **writer, struct framering *ring)
{
	struct writer *w = g_new0(struct writer, 1);
	int ret = framering_producer_attach(&w->producer, ring);

	if (ret) {
		g_free(w);
		return ret;
	}
	w->references = 1;
	w->status = *framering_producer_status(w->producer);
	g_mutex_init(&w->lock);
	*writer = w;
	return 0;
}

struct writer *writer_ref(struct writer *writer)
{
	g_atomic_int_inc(&writer->references);
	return writer;
}

void writer_unref(struct writer *writer)
{
	if (!writer || !g_atomic_int_dec_and_test(&writer->references))
		return;
	framering_producer_detach(writer->producer);
	g_mutex_clear(&writer->lock);
	g_free(writer);
}

static void cancel(struct writer *writer)
{
	framering_producer_cancel(writer->producer);
	writer->reserved = 0;
}

void writer_close(struct writer *writer)
{
	g_mutex_lock(&writer->lock);
	writer->closed = TRUE;
	cancel(writer);
	g_mutex_unlock(&writer->lock);
}

guint writer_most(const struct writer *writer)
{
	return writer->status.slots > LEFT ? writer->status.slots - LEFT : 0;
}

static gboolean is_busy(const struct writer *writer, uint32_t slot)
{
	return (writer->busy & 1U << slot) != 0;
}

/* Those before it that are out would be lost if it were submitted first. */
static guint first_free(const struct writer *writer)
{
	guint i = writer->reserved;

	while (i && !writer->reservation[i - 1].out)
		i--;
	return i;
}

/* A reservation behind all that are out, of a slot that nobody uses. */
static int reserve(struct writer *writer, struct reservation **reservation)
{
	struct reservation *r;
	guint i;
	int ret;

	for (i = first_free(writer); ; i++) {
		r = &writer->reservation[i];
		if (i == writer->reserved) {
			ret = framering_producer_reserve(writer->producer,
							 &r->frame);
			if (ret)
				return ret;
			r->out = FALSE;
			writer->reserved++;
		}
		if (!is_busy(writer, r->frame.slot))
			break;
	}
	r->out = TRUE;
	*reservation = r;
	return 0;
}

/* NULL: it was submitted, or given up. */
static struct reservation *find(struct writer *writer,
				const struct framering_frame *frame)
{
	guint i;

	for (i = 0; i < writer->reserved; i++)
		if (writer->reservation[i].frame.lease == frame->lease)
			return &writer->reservation[i];
	return NULL;
}

static void put_back(struct writer *writer, const struct framering_frame *frame)
{
	struct reservation *r = find(writer, frame);

	if (!r)
		return;
	r->out = FALSE;
	/* A reserved slot is one that no consumer reads. */
	if (!first_free(writer))
		cancel(writer);
}

static void slot_gone(gpointer owner, const struct framering_frame *frame)
{
	struct writer *writer = owner;

	g_mutex_lock(&writer->lock);
	writer->busy &= ~(1U << frame->slot);
	put_back(writer, frame);
	g_mutex_unlock(&writer->lock);
	writer_unref(writer);
}

static gboolean may_take(const struct writer *writer)
{
	return !writer->closed && !writer->ordinary &&
	       (guint)__builtin_popcount(writer->busy) < writer_most(writer);
}

GstMemory *writer_take(struct writer *writer)
{
	struct framering_frame frame;
	struct reservation *r;
	int ret = -EAGAIN;

	g_mutex_lock(&writer->lock);
	if (may_take(writer))
		ret = reserve(writer, &r);
	if (!ret) {
		writer->busy |= 1U << r->frame.slot;
		frame = r->frame;
	}
	g_mutex_unlock(&writer->lock);
	if (ret)
		return NULL;
	return slot_memory_new(&frame, frame.geometry->slot_bytes,
			       writer->status.cache_effective, 0,
			       writer_ref(writer), slot_gone);
}

static void ordinary_gone(gpointer data)
{
	struct writer *writer = data;

	g_mutex_lock(&writer->lock);
	writer->ordinary--;
	g_mutex_unlock(&writer->lock);
	writer_unref(writer);
}

void writer_count(struct writer *writer, GstBuffer *buffer)
{
	g_mutex_lock(&writer->lock);
	writer->ordinary++;
	g_mutex_unlock(&writer->lock);
	gst_mini_object_set_qdata(GST_MINI_OBJECT(buffer),
				  g_quark_from_static_string("framering"),
				  writer_ref(writer), ordinary_gone);
}

int writer_reserve(struct writer *writer, struct framering_frame *frame)
{
	struct reservation *r = NULL;
	int ret;

	g_mutex_lock(&writer->lock);
	ret = reserve(writer, &r);
	if (!ret)
		*frame = r->frame;
	g_mutex_unlock(&writer->lock);
	return ret;
}

int writer_submit(struct writer *writer, const struct framering_frame *frame)
{
	struct reservation *r;
	int ret = -ENOENT;
	guint done;

	g_mutex_lock(&writer->lock);
	r = find(writer, frame);
	if (r) {
		done = (guint)(r - writer->reservation) + 1;
		ret = framering_producer_submit(writer->producer, frame);
		writer->reserved -= done;
		memmove(writer->reservation, writer->reservation + done,
			writer->reserved * sizeof(*r));
	}
	g_mutex_unlock(&writer->lock);
	return ret;
}

gboolean writer_cancel(struct writer *writer)
{
	gboolean busy;

	g_mutex_lock(&writer->lock);
	cancel(writer);
	busy = writer->busy != 0;
	g_mutex_unlock(&writer->lock);
	return busy;
}

int writer_end(struct writer *writer)
{
	int ret;

	g_mutex_lock(&writer->lock);
	cancel(writer);
	ret = framering_producer_end(writer->producer);
	g_mutex_unlock(&writer->lock);
	return ret;
}
