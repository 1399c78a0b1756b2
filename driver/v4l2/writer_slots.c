// SPDX-License-Identifier: GPL-2.0-only
/*
 * The slots that a writer's buffers stand for. Each buffer that the program has
 * stands for a slot that is reserved; queued, it is submitted; and before it is
 * dequeued, it gets another one.
 *
 * Slots are submitted in the order in which they were reserved. A program that
 * queues a later one first makes those before it late: they lose their
 * sequence, keep their slot, and get a later sequence when they are queued.
 */
#include <linux/err.h>
#include <linux/ktime.h>
#include <linux/list.h>

#include "buffer_import.h"
#include "lease.h"
#include "memory/mem.h"
#include "ring/generation.h"
#include "ring/hold.h"
#include "ring/role_frames.h"
#include "ring/wait.h"
#include "writer.h"

/* The sequence that was reserved last, or NULL. */
static const u32 *fr_writer_last(struct fr_writer *writer)
{
	if (list_empty(&writer->reserved))
		return NULL;
	return &list_last_entry(&writer->reserved, struct fr_writer_buffer,
				node)->seq;
}

/* A slot behind all that are reserved, and its sequence. */
static int fr_writer_next(struct fr_writer *writer, u32 *seq)
{
	return fr_role_reserve_ahead(writer->client.role,
				     fr_writer_last(writer), seq);
}

/* @buffer stands for @slot, whose sequence it has by now. */
static void fr_writer_enter(struct fr_writer *writer,
			    struct fr_writer_buffer *buffer, int slot)
{
	buffer->slot = slot;
	buffer->late = false;
	list_add_tail(&buffer->node, &writer->reserved);
}

/**
 * fr_writer_reserve - give a buffer a slot to fill
 * @writer: the writer, which is the producer; its lock is held
 * @buffer: a buffer that has none
 *
 * Return: 0, -EAGAIN (none is free), -ENODEV, -ENOMEM.
 */
int fr_writer_reserve(struct fr_writer *writer, struct fr_writer_buffer *buffer)
{
	struct fr_role *role = writer->client.role;
	struct fr_lease *lease;
	int slot;

	/* What it is filled with is copied, once there is a slot for that. */
	if (!fr_role_attached(role))
		return -ENODEV;
	if (!writer->in_place)
		return fr_role_events(role, FRAMERING_EVENT_OUT,
				      FR_ARM_TO_SLEEP) & FRAMERING_EVENT_OUT ?
		       0 : -EAGAIN;
	slot = fr_writer_next(writer, &buffer->seq);
	if (slot < 0)
		return slot;
	/* What fails from here on leaves a hole. */
	lease = fr_lease_of_slot(writer->client.buffers.video, role, slot);
	if (!lease)
		return -ENOMEM;
	fr_buffer_show(buffer->vb.vb2_buf.planes[0].mem_priv, lease);
	fr_lease_put(lease);
	/* A revocation between the two has not seen it. */
	if (READ_ONCE(role->revoked)) {
		fr_buffers_drop(&writer->client.buffers);
		return -ENODEV;
	}
	fr_writer_enter(writer, buffer, slot);
	return 0;
}

/* A program sees no slot by it any more; one that it brought has none. */
static void fr_writer_hide(struct fr_writer_buffer *buffer)
{
	struct vb2_buffer *vb = &buffer->vb.vb2_buf;

	if (vb->memory == VB2_MEMORY_MMAP)
		fr_buffer_show(vb->planes[0].mem_priv, NULL);
}

/* Those that were reserved before @buffer will be submitted after it. */
static int fr_writer_pass(struct fr_writer *writer,
			  struct fr_writer_buffer *buffer)
{
	struct fr_writer_buffer *before, *next;
	int ret;

	list_for_each_entry_safe(before, next, &writer->reserved, node) {
		if (before == buffer)
			break;
		ret = fr_hold_reserved(writer->client.role, before->slot);
		if (ret)
			return ret;
		list_del_init(&before->node);
		before->late = true;
	}
	return 0;
}

/* A late one gets its slot's next sequence, behind all that are reserved. */
static int fr_writer_renew(struct fr_writer *writer,
			   struct fr_writer_buffer *buffer)
{
	int ret = fr_role_renew(writer->client.role, buffer->slot,
				fr_writer_last(writer), &buffer->seq);

	if (!ret)
		list_add_tail(&buffer->node, &writer->reserved);
	return ret;
}

/* What @buffer has to @slot. Return: 0 or a negative errno. */
static int fr_writer_copy(struct fr_writer *writer,
			  struct fr_writer_buffer *buffer, int slot)
{
	struct vb2_buffer *vb = &buffer->vb.vb2_buf;
	void *priv = vb->planes[0].mem_priv;
	struct fr_mem *mem = fr_role_pin(writer->client.role);
	int ret = 0;

	if (!mem)
		return -ENODEV;
	if (vb->memory == VB2_MEMORY_DMABUF)
		ret = fr_buffer_import_store(priv, mem, slot,
					     vb2_get_plane_payload(vb, 0));
	else
		fr_buffer_store(priv, mem, slot);
	fr_mem_put(mem);
	return ret;
}

/* A buffer that has no slot was filled all the same. */
static int fr_writer_store(struct fr_writer *writer,
			   struct fr_writer_buffer *buffer)
{
	int slot, ret;

	slot = fr_writer_next(writer, &buffer->seq);
	if (slot < 0)
		return slot;
	ret = fr_writer_copy(writer, buffer, slot);
	if (ret)
		return ret;
	fr_writer_enter(writer, buffer, slot);
	return 0;
}

/**
 * fr_writer_leave - a buffer stands for its slot no more
 * @writer: the writer; its lock is held
 * @buffer: the buffer; it is in no list afterwards
 */
void fr_writer_leave(struct fr_writer *writer, struct fr_writer_buffer *buffer)
{
	if (buffer->slot < 0)
		return;
	list_del_init(&buffer->node);
	/* Before anybody else can have it. */
	fr_writer_hide(buffer);
	if (buffer->late)
		fr_hold_unreserve(writer->client.role->gen, buffer->slot);
	buffer->late = false;
	buffer->slot = -1;
}

/**
 * fr_writer_submit - submit what a buffer was filled with
 * @writer: the writer, which is the producer; its lock is held
 * @buffer: the buffer; it is in no list afterwards
 *
 * Return: 0; -EAGAIN: the frame is lost: it had no slot, and none is free, or
 * it was overtaken and a lossless consumer has not come so far; -ENODEV; or as
 * fr_buffer_import_store().
 */
int fr_writer_submit(struct fr_writer *writer, struct fr_writer_buffer *buffer)
{
	struct framering_desc desc = {
		.bytes = vb2_get_plane_payload(&buffer->vb.vb2_buf, 0),
		.time_ns = ktime_get_ns(),
	};
	int ret = 0;

	if (buffer->slot < 0) {
		ret = fr_writer_store(writer, buffer);
		if (ret)
			return ret;
	} else if (buffer->late) {
		ret = fr_writer_renew(writer, buffer);
	}
	if (!ret)
		ret = fr_writer_pass(writer, buffer);
	/* A reader must not see it change. */
	fr_writer_hide(buffer);
	if (!ret)
		ret = fr_role_submit_at(writer->client.role, buffer->seq,
					&desc);
	fr_writer_leave(writer, buffer);
	return ret;
}
