// SPDX-License-Identifier: GPL-2.0-only
/*
 * Buffers. A program gets as many as it asked for, whatever the ring has, and
 * each shows one frame after another; buffer_vm.c has what it sees of them.
 */
#include <linux/err.h>
#include <linux/idr.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/rwsem.h>
#include <linux/slab.h>

#include "buffer.h"
#include "lease.h"
#include "memory/mem.h"
#include "picture.h"
#include "video.h"

/* So many open files that the places of their buffers are page numbers. */
#define FR_BUFFER_FILES		(BITS_PER_LONG == 64 ? 1U << 27 : 1U << 8)

/*
 * What holds a buffer: its queue, and mappings and dma-bufs, in all of which it
 * is taken out of the page tables under map_lock.
 */
#define FR_BUFFER_USERS		128U

/**
 * fr_buffers_init - an open file that is going to have buffers
 * @buffers: its buffers
 * @video: whose file it is
 * @mapping: the file's
 * @uid: for whom memory is counted
 *
 * Return: 0, -ENOSPC (too many files are open), -ENOMEM.
 */
int fr_buffers_init(struct fr_buffers *buffers, struct fr_video *video,
		    struct address_space *mapping, kuid_t uid)
{
	int id = ida_alloc_max(&video->ids, FR_BUFFER_FILES - 1, GFP_KERNEL);

	if (id < 0)
		return id;
	buffers->id = id;
	buffers->video = video;
	buffers->mapping = mapping;
	buffers->uid = uid;
	INIT_LIST_HEAD(&buffers->all);
	return 0;
}

/* The file is closed: only dma-bufs may be left of it. */
void fr_buffers_exit(struct fr_buffers *buffers)
{
	struct fr_buffer *buffer, *next;
	struct fr_video *video = buffers->video;

	down_write(&video->map_lock);
	list_for_each_entry_safe(buffer, next, &buffers->all, node) {
		list_del_init(&buffer->node);
		/* The node may go before a dma-buf does. */
		list_del_init(&buffer->range.node);
		list_del_init(&buffer->range.of);
	}
	up_write(&video->map_lock);
	ida_free(&video->ids, buffers->id);
}

static void fr_buffer_free_written(struct fr_buffer *buffer,
				   struct page **written)
{
	unsigned long i;

	if (!written)
		return;
	for (i = 0; i < buffer->pages; i++)
		if (written[i])
			__free_page(written[i]);
	kvfree(written);
}

/* Show @lease, or nothing; map_lock is held to write. */
static void fr_buffer_change(struct fr_buffer *buffer, struct fr_lease *lease,
			     struct page ***written, struct fr_lease **dead)
{
	struct fr_lease *old = buffer->lease;
	struct fr_range *range;

	*dead = NULL;
	*written = buffer->written;
	buffer->written = NULL;
	buffer->lease = lease;
	if (lease)
		lease->users++;
	/* Nothing to be seen may be given back before this. */
	list_for_each_entry(range, &buffer->ranges, of) {
		list_del_init(&range->node);
		if (lease)
			list_add_tail(&range->node, &lease->ranges);
		/* Programs seldom touch what they do not have. */
		if (buffer->entered)
			fr_range_zap(range, 0, buffer->pages);
	}
	buffer->entered = false;
	if (buffer->copy)
		fr_buffer_sync(buffer);
	if (old)
		fr_lease_put_locked(old, dead);
}

/**
 * fr_buffer_show - show another frame
 * @buffer: the buffer
 * @lease: the frame; the buffer takes a reference. NULL: zeros
 *
 * What was written to the buffer is forgotten.
 */
void fr_buffer_show(struct fr_buffer *buffer, struct fr_lease *lease)
{
	struct fr_video *video = buffer->video;
	struct fr_lease *dead;
	struct page **written;

	down_write(&video->map_lock);
	fr_buffer_change(buffer, lease, &written, &dead);
	up_write(&video->map_lock);
	fr_buffer_free_written(buffer, written);
	fr_lease_bury(dead);
}

/**
 * fr_buffer_store - copy what a program wrote to a buffer that has no slot
 * @buffer: the buffer
 * @mem: the slots; the caller holds a reference
 * @slot: where to
 *
 * What it did not write to is zero.
 */
void fr_buffer_store(struct fr_buffer *buffer, struct fr_mem *mem, u32 slot)
{
	struct fr_video *video = buffer->video;
	unsigned long page;
	u32 len;

	down_read(&video->map_lock);
	for (page = 0; page < min(buffer->pages, PFN_DOWN(mem->slot_bytes));
	     page++) {
		struct page *from = buffer->written ? buffer->written[page] :
						      NULL;
		void *to = mem->ops->at(mem, slot, page << PAGE_SHIFT, &len);

		if (from)
			memcpy(to, page_address(from), PAGE_SIZE);
		else
			memset(to, 0, PAGE_SIZE);
	}
	up_read(&video->map_lock);
}

/* All buffers of a file show nothing any more. */
void fr_buffers_drop(struct fr_buffers *buffers)
{
	struct fr_video *video = buffers->video;
	struct fr_buffer *buffer;
	struct fr_lease *dead;
	struct page **written;

	down_write(&video->map_lock);
	list_for_each_entry(buffer, &buffers->all, node) {
		if (!buffer->lease && !buffer->written)
			continue;
		fr_buffer_change(buffer, NULL, &written, &dead);
		fr_buffer_free_written(buffer, written);
		/* Waits for none of our locks. */
		fr_lease_bury(dead);
	}
	up_write(&video->map_lock);
}

/* As many hold it as can be looked through with each frame. */
bool fr_buffer_is_full(const struct fr_buffer *buffer)
{
	return refcount_read(&buffer->refs) >= FR_BUFFER_USERS;
}

/* One that holds it less. */
void fr_buffer_put(struct fr_buffer *buffer)
{
	struct fr_video *video = buffer->video;

	if (!refcount_dec_and_test(&buffer->refs))
		return;
	down_write(&video->map_lock);
	list_del(&buffer->node);
	up_write(&video->map_lock);
	fr_buffer_show(buffer, NULL);
	if (buffer->copy)
		fr_picture_put(buffer->copy);
	kfree(buffer);
}
