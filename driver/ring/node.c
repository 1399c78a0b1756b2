// SPDX-License-Identifier: GPL-2.0-only
/*
 * A ring comes with its device and goes with it. What programs see of a ring
 * lies above: it is handed down as a table when the module starts, and the
 * devices below get a table of the same kind from here.
 */
#include <linux/export.h>
#include <linux/list.h>
#include <linux/mutex.h>

#include "chrdev.h"
#include "compat.h"
#include "demand.h"
#include "device/device.h"
#include "generation.h"
#include "node.h"
#include "nodeless.h"
#include "pattern.h"
#include "revoke.h"
#include "ring.h"

static const struct fr_node_ops *fr_node_ops;

/* Rings that have device nodes, and who wants to know of them. */
static DEFINE_MUTEX(fr_node_lock);
static LIST_HEAD(fr_node_rings);
static const struct fr_node_watcher *fr_node_watcher;

static void fr_node_show(struct fr_ring *ring)
{
	if (ring->nodeless)
		return;
	mutex_lock(&fr_node_lock);
	list_add_tail(&ring->all, &fr_node_rings);
	if (fr_node_watcher)
		fr_node_watcher->added(ring);
	mutex_unlock(&fr_node_lock);
}

static void fr_node_hide(struct fr_ring *ring)
{
	if (ring->nodeless)
		return;
	mutex_lock(&fr_node_lock);
	if (fr_node_watcher)
		fr_node_watcher->removing(ring);
	list_del(&ring->all);
	mutex_unlock(&fr_node_lock);
}

/**
 * fr_node_watch - hear of all rings with device nodes from now on
 * @watcher: the only one; stays until fr_node_unwatch()
 */
void fr_node_watch(const struct fr_node_watcher *watcher)
{
	struct fr_ring *ring;

	mutex_lock(&fr_node_lock);
	fr_node_watcher = watcher;
	list_for_each_entry(ring, &fr_node_rings, all)
		watcher->added(ring);
	mutex_unlock(&fr_node_lock);
}
EXPORT_SYMBOL_NS_GPL(fr_node_watch, FR_NAMESPACE);

/* Hear of no ring any more, of each one a last time. */
void fr_node_unwatch(void)
{
	struct fr_ring *ring;

	mutex_lock(&fr_node_lock);
	list_for_each_entry(ring, &fr_node_rings, all)
		fr_node_watcher->removing(ring);
	fr_node_watcher = NULL;
	mutex_unlock(&fr_node_lock);
}
EXPORT_SYMBOL_NS_GPL(fr_node_unwatch, FR_NAMESPACE);

/* Give @device a ring and the ring a node. Return: 0 or a negative errno. */
static int fr_node_add(struct fr_device *device)
{
	struct fr_ring *ring = fr_ring_alloc(device);
	int ret;

	if (!ring)
		return -ENOMEM;
	fr_nodeless_prepare(ring, device);
	ret = fr_chrdev_add(ring, device, fr_node_ops->fops,
			    fr_node_ops->groups);
	if (ret) {
		fr_ring_put(ring);
		return ret;
	}
	fr_node_ops->added(ring);
	device->user = ring;
	fr_node_show(ring);
	return 0;
}

/* The ring cannot be found any more: take its memory from all roles. */
static void fr_node_revoke(struct fr_ring *ring)
{
	struct fr_generation *present;

	mutex_lock(&ring->lock);
	present = ring->generation;
	fr_generation_replace(ring, NULL);
	if (present) {
		fr_generation_retire(present);
		list_add_tail(&present->node, &ring->stale);
	}
	while (!list_empty(&ring->stale))
		fr_revoke_oldest(ring, FR_WHY_GONE);
	mutex_unlock(&ring->lock);
	if (present)
		fr_generation_put(present);
}

/*
 * Take a device's ring away from its users; the reference to the device goes
 * with it. Files may stay open. All that they hold of the device is given back
 * as soon as no page table shows it any more: the device waits for that.
 */
static void fr_node_remove(struct fr_device *device)
{
	struct fr_ring *ring = device->user;

	fr_node_hide(ring);
	fr_chrdev_remove(ring);
	fr_node_ops->removed(ring);
	mutex_lock(&ring->lock);
	WRITE_ONCE(ring->device, NULL);
	fr_demand_change(ring);
	mutex_unlock(&ring->lock);
	/* It can be started no more; it takes the lock itself. */
	fr_pattern_stop(ring);
	fr_node_revoke(ring);
	fr_ring_put(ring);
}

static void fr_node_resume(struct fr_device *device)
{
	struct fr_ring *ring = device->user;
	struct fr_generation *gen;

	mutex_lock(&ring->lock);
	list_for_each_entry(gen, &ring->stale, node)
		fr_generation_resume(gen);
	if (ring->generation)
		fr_generation_resume(ring->generation);
	mutex_unlock(&ring->lock);
	fr_pattern_resume(ring);
}

static void *fr_node_get(struct fr_device *device)
{
	struct fr_ring *ring = device->user;

	fr_ring_get(ring);
	return ring;
}

static const struct fr_device_ops fr_node_device_ops = {
	.add = fr_node_add,
	.remove = fr_node_remove,
	.resume = fr_node_resume,
	.get = fr_node_get,
};

/**
 * fr_node_init - let devices have rings from now on
 * @ops: what programs see of a ring; stays
 *
 * Return: 0 or a negative errno.
 */
int fr_node_init(const struct fr_node_ops *ops)
{
	int ret = fr_nodeless_init();

	if (ret)
		return ret;
	ret = fr_chrdev_init();
	if (ret) {
		fr_nodeless_exit();
		return ret;
	}
	fr_node_ops = ops;
	fr_device_init(&fr_node_device_ops);
	return 0;
}

/* There are no devices any more. */
void fr_node_exit(void)
{
	fr_nodeless_exit();
	fr_chrdev_exit();
}
