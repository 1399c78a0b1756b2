// SPDX-License-Identifier: GPL-2.0-only
/*
 * Demand: who watches a ring, and what they would like to see. A serial counts
 * the changes, so that nobody who looks and then sleeps misses one.
 */
#include <linux/fs.h>

#include "chrdev.h"
#include "demand.h"
#include "generation.h"
#include "ring.h"
#include "role.h"

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

struct fr_demand_look {
	struct fr_ring *ring;
	u64 serial;
};

static u32 fr_demand_changed(void *arg)
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

static int fr_demand_fill(struct fr_ring *ring, struct framering_demand *demand)
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

int fr_ioctl_demand(struct file *file, void *arg)
{
	struct fr_ring_file *rf = file->private_data;
	struct framering_demand *demand = arg;
	struct fr_demand_look look = { rf->ring, demand->serial };
	u32 changed;
	int ret;

	if (demand->flags || demand->reserved)
		return -EINVAL;
	if (demand->serial) {
		ret = fr_wait(&rf->ring->demand_wait, fr_demand_changed, &look,
			      1, demand->deadline_ns, &changed);
		if (ret)
			return ret;
	}
	ret = fr_demand_fill(rf->ring, demand);
	if (!ret)
		atomic64_set(&rf->seen, demand->serial);
	return ret;
}

int fr_ioctl_wish(struct file *file, void *arg)
{
	struct fr_role *role = file->private_data;
	struct framering_wish *wish = arg;
	struct fr_ring *ring = role->gen->ring;
	int ret;

	if (wish->flags || wish->width > FRAMERING_MAX_SIDE ||
	    wish->height > FRAMERING_MAX_SIDE)
		return -EINVAL;
	if (role->kind != FRAMERING_ROLE_CONSUMER)
		return -EBADF;
	if (mutex_lock_killable(&ring->lock))
		return -EINTR;
	/* Nobody would find it. */
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

/*
 * POLLPRI: what DEMAND would tell is new to this file. Whether read() or
 * write() would sleep is not looked at, as that takes a role.
 */
__poll_t fr_demand_poll(struct file *file, poll_table *table)
{
	struct fr_ring_file *rf = file->private_data;
	struct fr_ring *ring = rf->ring;
	__poll_t mask = EPOLLIN | EPOLLRDNORM | EPOLLOUT | EPOLLWRNORM;

	poll_wait(file, &ring->demand_wait, table);
	/* With ERR, select(2) hears of it, too. */
	if (!READ_ONCE(ring->device))
		mask = EPOLLHUP | EPOLLERR;
	if (atomic64_read(&ring->serial) != atomic64_read(&rf->seen))
		mask |= EPOLLPRI;
	return mask;
}
