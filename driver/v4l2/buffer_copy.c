// SPDX-License-Identifier: GPL-2.0-only
/*
 * What devices see of a buffer. A device keeps what it has mapped, so it gets
 * memory of its own, to which each frame is copied; programs see the slots.
 */
#include <linux/dma-mapping.h>
#include <linux/mm.h>

#include "buffer.h"
#include "buffer_copy.h"
#include "lease.h"
#include "picture.h"

/* Copy what is shown to the devices' memory; map_lock is held to write. */
void fr_buffer_sync(struct fr_buffer *buffer)
{
	struct fr_buffer_map *map;
	unsigned long page;
	u8 *to = buffer->copy->data;
	void *from;

	for (page = 0; page < buffer->pages; page++, to += PAGE_SIZE) {
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
 * @buffer: the buffer; map_lock is held to write
 *
 * Return: 0 or -ENOMEM.
 */
int fr_buffer_copy(struct fr_buffer *buffer)
{
	if (buffer->copy)
		return 0;
	buffer->copy = fr_picture_alloc(buffer->pages << PAGE_SHIFT);
	if (!buffer->copy)
		return -ENOMEM;
	fr_buffer_sync(buffer);
	return 0;
}
