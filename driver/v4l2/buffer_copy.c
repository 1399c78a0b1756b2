// SPDX-License-Identifier: GPL-2.0-only
/*
 * What devices see of a buffer. A device keeps what it has mapped, so it gets
 * memory of its own, to which each frame is copied; programs see the slots.
 */
#include <linux/dma-mapping.h>
#include <linux/mm.h>
#include <linux/rwsem.h>
#include <linux/sched.h>

#include "buffer.h"
#include "buffer_copy.h"
#include "lease.h"
#include "picture.h"
#include "video.h"

/* Pages that are copied in one go. */
#define FR_BUFFER_PIECE		512UL

/* Copy what is shown to the devices' memory; map_lock is held to write. */
void fr_buffer_sync(struct fr_buffer *buffer)
{
	struct fr_buffer_map *map;
	unsigned long page;
	u8 *to = buffer->copy->data;
	void *from;

	for (page = 0; page < buffer->pages; page++, to += PAGE_SIZE) {
		if (!(page % FR_BUFFER_PIECE))
			cond_resched();
		from = buffer->lease ? fr_lease_at(buffer->lease, page) : NULL;
		if (from)
			memcpy(to, from, PAGE_SIZE);
		else
			memset(to, 0, PAGE_SIZE);
	}
	list_for_each_entry(map, &buffer->maps, node)
		dma_sync_sgtable_for_device(map->dev, &map->sgt, map->dir);
}

/**
 * fr_buffer_copy - have memory for devices, with what is shown
 * @buffer: the buffer
 *
 * It stays as long as the buffer.
 *
 * Return: 0, -ENOMEM, -EDQUOT (more than its user may have).
 */
int fr_buffer_copy(struct fr_buffer *buffer)
{
	struct fr_picture *copy;
	int ret;

	if (READ_ONCE(buffer->copy))
		return 0;
	copy = fr_picture_alloc(buffer->pages << PAGE_SHIFT);
	if (!copy)
		return -ENOMEM;
	ret = fr_picture_charge(copy, buffer->uid);
	down_write(&buffer->video->map_lock);
	if (!ret && !buffer->copy) {
		buffer->copy = copy;
		fr_buffer_sync(buffer);
		copy = NULL;
	}
	up_write(&buffer->video->map_lock);
	/* Somebody else was faster. */
	if (copy)
		fr_picture_put(copy);
	return ret;
}
