// SPDX-License-Identifier: GPL-2.0-only
/*
 * Demand: which consumers a ring has, and what they would like to see. A
 * serial counts the changes, so that a producer that looks and then sleeps
 * misses none.
 */
#include <linux/export.h>

#include "compat.h"
#include "demand.h"
#include "generation.h"
#include "ring.h"
#include "role.h"
#include "wait.h"

void fr_demand_init(struct fr_ring *ring)
{
	/* 0 is the caller's word for "do not sleep". */
	atomic64_set(&ring->serial, 1);
	init_waitqueue_head(&ring->demand_wait);
}

/* Something changed; ring->lock is held, so that DEMAND gives a whole state. */
void fr_demand_change(struct fr_ring *ring)
{
	atomic64_inc(&ring->serial);
	wake_up_all(&ring->demand_wait);
}
EXPORT_SYMBOL_NS_GPL(fr_demand_change, FR_NAMESPACE);

struct fr_demand_look {
	struct fr_ring *ring;
	u64 serial;
};

static u32 fr_demand_changed(void *arg, enum fr_arm arm)
{
	struct fr_demand_look *look = arg;

	return atomic64_read(&look->ring->serial) != look->serial;
}

/* Consumers that have a wish; *@wish gets the last one. ring->lock is held. */
static u32 fr_demand_wishes(struct fr_generation *gen,
			    struct framering_wish *wish)
{
	u32 wishes = 0, i;
	u64 last = 0;

	for (i = 0; i < FRAMERING_MAX_CONSUMERS; i++) {
		const struct fr_role *role = gen->consumer[i];

		if (!role || !role->wished)
			continue;
		wishes |= 1U << i;
		if (role->wished > last)
			*wish = role->wish;
		last = max(last, role->wished);
	}
	return wishes;
}

/**
 * fr_demand_get - which consumers there are, and what they would like
 * @ring: the ring
 * @demand: filled in, but for its size
 *
 * Return: 0, -EINTR, -ENODEV (the ring was removed).
 */
int fr_demand_get(struct fr_ring *ring, struct framering_demand *demand)
{
	struct fr_generation *gen;

	if (mutex_lock_killable(&ring->lock))
		return -EINTR;
	if (!ring->device) {
		mutex_unlock(&ring->lock);
		return -ENODEV;
	}
	*demand = (struct framering_demand){ .size = demand->size };
	demand->serial = atomic64_read(&ring->serial);
	gen = ring->generation;
	if (gen) {
		demand->generation = gen->config.generation;
		demand->consumers = gen->status->consumers;
		demand->lossless = gen->status->lossless;
		demand->wishes = fr_demand_wishes(gen, &demand->wish);
	}
	mutex_unlock(&ring->lock);
	return 0;
}

/**
 * fr_demand_wait - sleep until something changes
 * @ring: the ring
 * @serial: what the caller knows: returns at once if there is something newer
 * @deadline_ns: as of fr_wait()
 *
 * Return: 0, -ETIMEDOUT, or -ERESTARTSYS for a signal.
 */
int fr_demand_wait(struct fr_ring *ring, u64 serial, s64 deadline_ns)
{
	struct fr_demand_look look = { ring, serial };
	u32 changed;

	return fr_wait(&ring->demand_wait, fr_demand_changed, &look, 1,
		       deadline_ns, &changed);
}

/**
 * fr_demand_wish - let a consumer say what it would like
 * @role: the consumer
 * @wish: the wish, checked
 *
 * Return: 0, -ESTALE or -ENODEV (no producer would find it), -EINTR.
 */
int fr_demand_wish(struct fr_role *role, const struct framering_wish *wish)
{
	struct fr_ring *ring = role->gen->ring;
	int ret;

	if (mutex_lock_killable(&ring->lock))
		return -EINTR;
	ret = role->revoked;
	if (!ret && fr_generation_stale(role->gen))
		ret = -ESTALE;
	if (!ret) {
		role->wish = *wish;
		role->wish.size = sizeof(*wish);
		fr_demand_change(ring);
		role->wished = atomic64_read(&ring->serial);
	}
	mutex_unlock(&ring->lock);
	return ret;
}
EXPORT_SYMBOL_NS_GPL(fr_demand_wish, FR_NAMESPACE);
