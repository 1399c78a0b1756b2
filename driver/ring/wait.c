// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a role can wait for, the sleep and the wake-up. A role that is about to
 * sleep sets the wake flag, and only then looks: the side that makes room or
 * submits does it the other way round, so one of the two notices (barriers E
 * and F of the ring header).
 */
#include <linux/export.h>
#include <linux/hrtimer.h>
#include <linux/poll.h>
#include <linux/sched/signal.h>

#include "compat.h"
#include "generation.h"
#include "ring.h"
#include "role.h"
#include "stall.h"
#include "trace.h"
#include "wait.h"

/* Where @role sleeps. */
wait_queue_head_t *fr_role_queue(struct fr_role *role)
{
	return role->kind == FRAMERING_ROLE_PRODUCER ?
	       &role->gen->producer_wait : &role->gen->consumer_wait;
}
EXPORT_SYMBOL_NS_GPL(fr_role_queue, FR_NAMESPACE);

static u32 fr_role_consumer_events(struct fr_role *role)
{
	struct fr_generation *gen = role->gen;
	u32 events = 0, lag = 0, tail;
	bool stands = false, ended = false;

	spin_lock(&gen->lock);
	/* Once it is not, the page may be another consumer's. */
	if (role->attached) {
		role->ring.producer = gen->view.page;
		tail = READ_ONCE(role->ring.page->tail);
		/* So the head is no older. */
		smp_rmb();
		lag = READ_ONCE(gen->view.page->head) - tail;
		/* And no newer, if the tail stands. */
		smp_rmb();
		stands = READ_ONCE(role->ring.page->tail) == tail;
		/* Or a stream ended there. */
		ended = !lag && framering_ring_waiting(&role->ring);
	}
	spin_unlock(&gen->lock);
	if (lag || ended)
		events |= FRAMERING_EVENT_IN;
	if (lag > gen->view.slots && stands && role->ring.lossless)
		events |= FRAMERING_EVENT_ERR;
	return events;
}

static u32 fr_role_producer_events(struct fr_role *role)
{
	struct fr_generation *gen = role->gen;
	bool ready;

	spin_lock(&gen->lock);
	ready = fr_stall_look(gen, NULL);
	spin_unlock(&gen->lock);
	return ready ? FRAMERING_EVENT_OUT : 0;
}

/* What holds now: FRAMERING_EVENT_ bits. */
static u32 fr_role_look(struct fr_role *role)
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

/* Ask the other side for a KICK, before a last look. */
static void fr_role_arm(struct fr_role *role)
{
	if (role->kind == FRAMERING_ROLE_PRODUCER) {
		WRITE_ONCE(role->gen->status->producer_wake, 1);
		/* F, against acquire and release */
		smp_mb();
		return;
	}
	WRITE_ONCE(role->gen->status->consumer_wake, 1);
	/* E, against submit */
	smp_mb();
}

/**
 * fr_role_events - look, and ask for a wake-up where one is needed
 * @role: the role; a caller that may sleep is on its wait queue
 * @wanted: FRAMERING_EVENT_ bits that end the caller's sleep
 * @arm: when to set the wake flag, which costs the other side a KICK
 *
 * Return: FRAMERING_EVENT_ bits.
 */
u32 fr_role_events(struct fr_role *role, u32 wanted, enum fr_arm arm)
{
	u32 events = fr_role_look(role);

	if (arm == FR_ARM_NEVER || (arm == FR_ARM_TO_SLEEP && events & wanted))
		return events;
	fr_role_arm(role);
	return fr_role_look(role);
}
EXPORT_SYMBOL_NS_GPL(fr_role_events, FR_NAMESPACE);

/**
 * fr_wait - sleep until something holds
 * @queue: where to sleep
 * @look: gives the bits that hold; called on the queue, with FR_ARM_NEVER
 *	where no sleep follows
 * @arg: for @look
 * @events: bits to wait for
 * @deadline_ns: CLOCK_MONOTONIC; 0 looks only; negative: for ever
 * @found: out: all the bits that @look gave
 *
 * Return: 0, -ETIMEDOUT, or -ERESTARTSYS for a signal.
 */
int fr_wait(wait_queue_head_t *queue, u32 (*look)(void *arg, enum fr_arm arm),
	    void *arg, u32 events, s64 deadline_ns, u32 *found)
{
	ktime_t deadline = ns_to_ktime(deadline_ns);
	bool late = !deadline_ns;
	int ret = 0;
	u32 now;

	DEFINE_WAIT(wait);

	for (;;) {
		prepare_to_wait(queue, &wait, TASK_INTERRUPTIBLE);
		now = look(arg, late ? FR_ARM_NEVER : FR_ARM_TO_SLEEP);
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

struct fr_role_wanted {
	struct fr_role *role;
	u32 events;
};

static u32 fr_role_wanted(void *arg, enum fr_arm arm)
{
	const struct fr_role_wanted *wanted = arg;

	return fr_role_events(wanted->role, wanted->events, arm);
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
	struct fr_role_wanted wanted = { .role = role, .events = events };

	wanted.events |= FRAMERING_EVENT_PRI | FRAMERING_EVENT_ERR |
			 FRAMERING_EVENT_HUP;
	return fr_wait(fr_role_queue(role), fr_role_wanted, &wanted,
		       wanted.events, deadline_ns, revents);
}

static void fr_wake(struct fr_generation *gen, wait_queue_head_t *queue)
{
	wake_up_all(queue);
	/* Ring files know their generation only while they look. */
	if (wq_has_sleeper(&gen->ring->stream_wait))
		wake_up_all(&gen->ring->stream_wait);
}

/* The flag is cleared first: a role that sets it later looks later. */
void fr_wake_producer(struct fr_generation *gen)
{
	trace_framering_wake(gen, FRAMERING_ROLE_PRODUCER);
	/* Whoever made way is not charged for a producer that wakes late. */
	if (READ_ONCE(gen->stall.blocking)) {
		spin_lock(&gen->lock);
		fr_stall_look(gen, NULL);
		spin_unlock(&gen->lock);
	}
	WRITE_ONCE(gen->status->producer_wake, 0);
	fr_wake(gen, &gen->producer_wait);
}

void fr_wake_consumers(struct fr_generation *gen)
{
	trace_framering_wake(gen, FRAMERING_ROLE_CONSUMER);
	WRITE_ONCE(gen->status->consumer_wake, 0);
	fr_wake(gen, &gen->consumer_wait);
}
