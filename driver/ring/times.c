// SPDX-License-Identifier: GPL-2.0-only
/*
 * Whether somebody asks how long frames take. Consumers count that themselves,
 * each in its own page; the driver says in STATUS that they shall.
 */
#include <linux/mutex.h>
#include <linux/spinlock.h>

#include "generation.h"
#include "ring.h"
#include "times.h"

/**
 * fr_times_show - say in a generation's STATUS whether anybody asks
 * @ring: the ring; ring->lock is held
 * @gen: its generation, or one that is about to be
 */
void fr_times_show(const struct fr_ring *ring, struct fr_generation *gen)
{
	u32 state;

	spin_lock(&gen->lock);
	state = gen->status->state & ~FRAMERING_STATE_TIMES;
	if (ring->times)
		state |= FRAMERING_STATE_TIMES;
	WRITE_ONCE(gen->status->state, state);
	spin_unlock(&gen->lock);
}

/**
 * fr_times_ask - a file asks, or takes it back
 * @ring: the ring; ring->lock is held
 * @asks: whether the file asks
 * @ask: whether it shall
 *
 * Consumers of stale generations are not told any more.
 */
void fr_times_ask(struct fr_ring *ring, bool *asks, bool ask)
{
	if (*asks == ask)
		return;
	*asks = ask;
	ring->times += ask ? 1 : -1;
	if (ring->generation)
		fr_times_show(ring, ring->generation);
}

/* The file goes. */
void fr_times_end(struct fr_ring *ring, bool *asks)
{
	if (!*asks)
		return;
	mutex_lock(&ring->lock);
	fr_times_ask(ring, asks, false);
	mutex_unlock(&ring->lock);
}
