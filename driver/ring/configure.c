// SPDX-License-Identifier: GPL-2.0-only
/* CONFIGURE: the change of a ring from one generation to the next. */
#include <linux/err.h>
#include <linux/export.h>
#include <linux/list.h>
#include <linux/sched.h>

#include "compat.h"
#include "configure.h"
#include "demand.h"
#include "device/device.h"
#include "evict.h"
#include "export.h"
#include "generation.h"
#include "memory/mem.h"
#include "revoke.h"
#include "ring.h"
#include "role.h"
#include "times.h"
#include "trace.h"

/* So many replaced generations may be kept alive by their roles. */
#define FR_MAX_STALE	2

/* What was revoked is freed within so many times so long. */
#define FR_FREED_TRIES		10
#define FR_FREED_JIFFIES	(HZ / 50 + 1)

/* The ring has a new generation: what becomes of @old. */
static void fr_configure_retire(struct fr_ring *ring, struct fr_generation *old)
{
	struct fr_generation *gen;
	unsigned int stale = 0;

	fr_generation_retire(old);
	if (fr_generation_unused(old)) {
		/* Files of roles that were revoked may still hold it. */
		fr_generation_drop(old);
		return;
	}
	list_add_tail(&old->node, &ring->stale);
	list_for_each_entry(gen, &ring->stale, node)
		stale++;
	if (stale > FR_MAX_STALE)
		fr_revoke_oldest(ring, FR_WHY_STALE);
}

/* Put @gen into service; what it replaces goes to *@old. */
static int fr_configure_install(struct fr_ring *ring, struct fr_generation *gen,
				struct framering_config *config, u64 opener,
				struct fr_generation **old)
{
	int ret;

	*old = NULL;
	if (mutex_lock_killable(&ring->lock))
		return -EINTR;
	ret = fr_ring_owned(ring, opener);
	if (ret) {
		mutex_unlock(&ring->lock);
		return ret;
	}
	*old = ring->generation;
	fr_generation_number(gen, ++ring->generations);
	/* From here on, @gen is another configure's to replace and free. */
	config->generation = ring->generations;
	fr_times_show(ring, gen);
	fr_generation_replace(ring, gen);
	trace_framering_configure(gen);
	fr_demand_change(ring);
	if (*old)
		fr_configure_retire(ring, *old);
	mutex_unlock(&ring->lock);
	return 0;
}

/* What the generations have that the ring knows; ring->lock is held. */
static u64 fr_configure_known(struct fr_ring *ring)
{
	struct fr_generation *gen = ring->generation;
	u64 bytes = gen ? gen->mem->charge.bytes : 0;

	list_for_each_entry(gen, &ring->stale, node)
		bytes += gen->mem->charge.bytes;
	return bytes;
}

/*
 * Make room for a new generation: true if it is worth another try. What was
 * revoked is freed a moment later, where it is still being unmapped or copied
 * from, and what another call of CONFIGURE makes may be gone by then, too.
 */
static bool fr_configure_give_up(struct fr_ring *ring, struct fr_device *device,
				 unsigned int *patience, unsigned int ended)
{
	bool found, more;

	mutex_lock(&ring->lock);
	found = !list_empty(&ring->stale);
	if (found)
		fr_revoke_oldest(ring, FR_WHY_STALE);
	more = fr_charge_of_ring(device) > fr_configure_known(ring);
	mutex_unlock(&ring->lock);
	if (found)
		return true;
	/* Exports count for all rings. */
	if ((fr_export_flush() == ended && !more) || !*patience)
		return false;
	--*patience;
	return !schedule_timeout_killable(FR_FREED_JIFFIES);
}

/* The device, with a reference, if @opener may configure the ring now. */
static struct fr_device *fr_configure_device(struct fr_ring *ring, u64 opener)
{
	struct fr_device *device;
	int ret;

	if (mutex_lock_killable(&ring->lock))
		return ERR_PTR(-EINTR);
	device = ring->device;
	ret = fr_ring_owned(ring, opener);
	if (ret)
		device = ERR_PTR(ret);
	else
		fr_device_get(device);
	mutex_unlock(&ring->lock);
	return device;
}

/* A generation that no one knows yet; stale ones make way if they have to. */
static struct fr_generation *fr_configure_make(struct fr_ring *ring,
					       struct fr_device *device,
					       kuid_t uid,
					       struct framering_config *config,
					       const struct fr_import *import)
{
	unsigned int patience = FR_FREED_TRIES, ended;
	struct fr_generation *gen;

	do {
		ended = fr_export_ended();
		gen = fr_generation_create(ring, device, uid, config, import,
					   fr_evict_work);
	} while ((gen == ERR_PTR(-ENOMEM) || gen == ERR_PTR(-EDQUOT)) &&
		 fr_configure_give_up(ring, device, &patience, ended));
	return gen;
}

/**
 * fr_ring_configure - give the ring a new generation
 * @ring: the ring
 * @config: in: what is wanted; out: what came of it. If this fails, the old
 *	generation stays in service
 * @import: dma-bufs for memory kind "import"; else NULL
 * @opener: the ring file that asks; its user is charged
 *
 * Memory is made without the ring's lock: that takes long, and other callers
 * need not wait for it. If there is not enough, stale generations make way.
 *
 * Return: 0, -EBUSY (there is a producer, of another file), -EINVAL, -EFBIG,
 * -EDQUOT (more than the user may have), -ENOMEM, -EINTR, -ENODEV (the ring was
 * removed), -EOPNOTSUPP (a dma-buf that cannot be shown).
 */
int fr_ring_configure(struct fr_ring *ring, struct framering_config *config,
		      const struct fr_import *import,
		      const struct fr_opener *opener)
{
	struct fr_generation *gen, *old;
	struct fr_device *device;
	int ret;

	device = fr_configure_device(ring, opener->number);
	if (IS_ERR(device))
		return PTR_ERR(device);
	gen = fr_configure_make(ring, device, opener->uid, config, import);
	fr_device_put(device);
	if (IS_ERR(gen))
		return PTR_ERR(gen);
	ret = fr_configure_install(ring, gen, config, opener->number, &old);
	if (ret) {
		fr_generation_put(gen);
		return ret;
	}
	if (old)
		fr_generation_put(old);
	return 0;
}
EXPORT_SYMBOL_NS_GPL(fr_ring_configure, FR_NAMESPACE);
