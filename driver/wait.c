// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a role can wait for, and the sleep. Whoever is about to sleep sets the
 * wake flag, and only then looks: who makes room or submits does it the other
 * way round, so one of the two notices (barriers E and F of the ring header).
 */
#include <linux/hrtimer.h>
#include <linux/poll.h>
#include <linux/sched/signal.h>

#include "generation.h"
#include "role.h"

static u32 fr_role_consumer_events(struct fr_role *role)
{
	struct fr_generation *gen = role->gen;
	u32 events = 0, lag = 0, tail;
	bool stands = false;

	WRITE_ONCE(gen->status->consumer_wake, 1);
	/* E, against submit */
	smp_mb();
	spin_lock(&gen->lock);
	/* Once it is not, the page may be another consumer's. */
	if (role->attached) {
		tail = READ_ONCE(role->ring.page->tail);
		/* So the head is no older. */
		smp_rmb();
		lag = READ_ONCE(gen->view.page->head) - tail;
		/* And no newer, if the tail stands. */
		smp_rmb();
		stands = READ_ONCE(role->ring.page->tail) == tail;
	}
	spin_unlock(&gen->lock);
	if (lag)
		events |= FRAMERING_EVENT_IN;
	if (lag > gen->view.slots && stands && role->ring.lossless)
		events |= FRAMERING_EVENT_ERR;
	return events;
}

static u32 fr_role_producer_events(struct fr_role *role)
{
	struct fr_generation *gen = role->gen;
	bool ready;

	WRITE_ONCE(gen->status->producer_wake, 1);
	/* F, against acquire and release */
	smp_mb();
	spin_lock(&gen->lock);
	ready = framering_ring_can_reserve(&gen->view);
	if (!ready && role->attached)
		fr_stall_start(gen);
	spin_unlock(&gen->lock);
	return ready ? FRAMERING_EVENT_OUT : 0;
}

/**
 * fr_role_events - set the wake flag, then look
 * @role: the role; the caller is on its wait queue, if it is going to sleep
 *
 * Return: FRAMERING_EVENT_ bits.
 */
u32 fr_role_events(struct fr_role *role)
{
	u32 events;

	switch (READ_ONCE(role->revoked)) {
	case 0:
		break;
	case -ESTALE:
		return FRAMERING_EVENT_HUP | FRAMERING_EVENT_PRI;
	default:
		return FRAMERING_EVENT_HUP;
	}
	events = role->kind == FRAMERING_ROLE_PRODUCER ?
		 fr_role_producer_events(role) : fr_role_consumer_events(role);
	if (fr_generation_stale(role->gen))
		events |= FRAMERING_EVENT_PRI;
	return events;
}

/**
 * fr_wait - sleep until something holds
 * @queue: where to sleep
 * @look: gives the bits that hold; called on the queue
 * @arg: for @look
 * @events: bits to wait for
 * @deadline_ns: CLOCK_MONOTONIC; 0 looks only; negative: for ever
 * @found: out: all the bits that @look gave
 *
 * Return: 0, -ETIMEDOUT, or -ERESTARTSYS for a signal.
 */
int fr_wait(wait_queue_head_t *queue, u32 (*look)(void *arg), void *arg,
	    u32 events, s64 deadline_ns, u32 *found)
{
	ktime_t deadline = ns_to_ktime(deadline_ns);
	bool late = !deadline_ns;
	int ret = 0;
	u32 now;

	DEFINE_WAIT(wait);

	for (;;) {
		prepare_to_wait(queue, &wait, TASK_INTERRUPTIBLE);
		now = look(arg);
		if (now & events)
			break;
		if (late) {
			ret = -ETIMEDOUT;
			break;
		}
		if (signal_pending(current)) {
			ret = -ERESTARTSYS;
			break;
		}
		if (deadline_ns < 0)
			schedule();
		else
			late = !schedule_hrtimeout(&deadline, HRTIMER_MODE_ABS);
	}
	finish_wait(queue, &wait);
	if (!ret)
		*found = now;
	return ret;
}

static u32 fr_role_look(void *role)
{
	return fr_role_events(role);
}

/**
 * fr_role_wait - sleep until something happens to a role
 * @role: the role
 * @events: FRAMERING_EVENT_ bits to wait for; PRI, ERR and HUP are always in
 * @deadline_ns: CLOCK_MONOTONIC; 0 looks only; negative: for ever
 * @revents: out: the bits that hold
 *
 * Return: 0, -ETIMEDOUT, or -ERESTARTSYS for a signal.
 */
int fr_role_wait(struct fr_role *role, u32 events, s64 deadline_ns,
		 u32 *revents)
{
	wait_queue_head_t *queue = role->kind == FRAMERING_ROLE_PRODUCER ?
		&role->gen->producer_wait : &role->gen->consumer_wait;

	events |= FRAMERING_EVENT_PRI | FRAMERING_EVENT_ERR |
		  FRAMERING_EVENT_HUP;
	return fr_wait(queue, fr_role_look, role, events, deadline_ns, revents);
}
