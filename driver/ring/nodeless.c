// SPDX-License-Identifier: GPL-2.0-only
/*
 * Rings without a device node, which go with their last file. That may be
 * closed by a stranger, in the middle of anything, who must not wait for
 * whatever removal waits for: so work does it.
 */
#include <linux/atomic.h>
#include <linux/errno.h>
#include <linux/workqueue.h>

#include "device/device.h"
#include "nodeless.h"
#include "ring.h"

static struct workqueue_struct *fr_nodeless_queue;

/* The work has a reference to the ring. */
static void fr_nodeless_remove(struct work_struct *work)
{
	struct fr_ring *ring = container_of(work, struct fr_ring, left);

	fr_platform_remove_id(ring->index, ring->device_id);
	fr_ring_put(ring);
}

void fr_nodeless_prepare(struct fr_ring *ring, const struct fr_device *device)
{
	ring->nodeless = device->spec->nodeless;
	ring->device_id = device->id;
	INIT_WORK(&ring->left, fr_nodeless_remove);
}

/* A ring or role file was made; the caller has another one, or ADD's. */
void fr_nodeless_opened(struct fr_ring *ring)
{
	atomic_inc(&ring->files);
}

/* A file is gone, though not its reference to the ring. */
void fr_nodeless_closed(struct fr_ring *ring)
{
	if (!atomic_dec_and_test(&ring->files) || !ring->nodeless)
		return;
	fr_ring_get(ring);
	if (!queue_work(fr_nodeless_queue, &ring->left))
		fr_ring_put(ring);
}

/* Return: 0 or -ENOMEM. */
int fr_nodeless_init(void)
{
	fr_nodeless_queue = alloc_workqueue("framering_nodeless", WQ_UNBOUND,
					    0);
	return fr_nodeless_queue ? 0 : -ENOMEM;
}

/* There are no files any more; waits for what the last ones left. */
void fr_nodeless_exit(void)
{
	destroy_workqueue(fr_nodeless_queue);
}
