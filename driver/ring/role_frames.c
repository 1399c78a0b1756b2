// SPDX-License-Identifier: GPL-2.0-only
/*
 * The driver's own producer and consumer: a frame's way for roles without a
 * file, through the same ring header as user space.
 */
#include <linux/export.h>

#include "compat.h"
#include "generation.h"
#include "memory/mem.h"
#include "role.h"
#include "role_frames.h"
#include "stall.h"
#include "trace.h"
#include "wait.h"

/**
 * fr_role_pin - use the frames for a moment, for a role without a file
 * @role: the role
 *
 * Return: the frames; fr_mem_put() them. NULL if the role was revoked: it then
 * keeps no memory, however long its owner sleeps.
 */
struct fr_mem *fr_role_pin(struct fr_role *role)
{
	struct fr_generation *gen = role->gen;
	struct fr_mem *mem = NULL;

	spin_lock(&gen->lock);
	if (role->attached) {
		mem = role->mem;
		fr_mem_get(mem);
	}
	spin_unlock(&gen->lock);
	return mem;
}
EXPORT_SYMBOL_NS_GPL(fr_role_pin, FR_NAMESPACE);

/* False: what @role claims protects it no longer. */
bool fr_role_attached(struct fr_role *role)
{
	return READ_ONCE(role->attached);
}
EXPORT_SYMBOL_NS_GPL(fr_role_attached, FR_NAMESPACE);

/* No slot: consumers that make way say so by a KICK. gen->lock is held. */
static void fr_role_stall(struct fr_generation *gen)
{
	fr_stall_look(gen, NULL);
	WRITE_ONCE(gen->status->producer_wake, 1);
	/* F, against acquire and release */
	smp_mb();
	fr_stall_look(gen, NULL);
}

/*
 * As framering_ring_reserve(), for a producer of the driver's own. It may not
 * sleep for a slot at all, so the stall clock starts here.
 */
int fr_role_reserve(struct fr_role *role)
{
	struct fr_generation *gen = role->gen;
	int slot = -ENODEV;

	spin_lock(&gen->lock);
	if (role->attached)
		slot = framering_ring_reserve(&gen->view);
	if (slot == -EAGAIN)
		fr_role_stall(gen);
	else if (gen->stall.blocking)
		fr_stall_look(gen, NULL);
	spin_unlock(&gen->lock);
	return slot;
}
EXPORT_SYMBOL_NS_GPL(fr_role_reserve, FR_NAMESPACE);

/* As framering_ring_submit(), with the wake-up. */
void fr_role_submit(struct fr_role *role, const struct framering_desc *frame)
{
	struct fr_generation *gen = role->gen;
	int kick = 0;

	spin_lock(&gen->lock);
	if (role->attached) {
		trace_framering_submit(gen, frame);
		kick = framering_ring_submit(&gen->view, frame);
	}
	spin_unlock(&gen->lock);
	if (kick)
		fr_wake_consumers(gen);
}
EXPORT_SYMBOL_NS_GPL(fr_role_submit, FR_NAMESPACE);

/**
 * fr_role_reserve_ahead - as framering_ring_reserve_next(), for a producer of
 * the driver's own that fills several slots at a time
 * @role: the role
 * @last: the sequence that was reserved last, if it is not submitted yet; else
 *	NULL
 * @seq: out: the sequence, for fr_role_submit_at()
 *
 * Return: the slot's number, -EAGAIN, or -ENODEV if the role is revoked.
 */
int fr_role_reserve_ahead(struct fr_role *role, const u32 *last, u32 *seq)
{
	struct fr_generation *gen = role->gen;
	int slot = -ENODEV;

	spin_lock(&gen->lock);
	if (role->attached)
		slot = last ? framering_ring_reserve_next(&gen->view, *last) :
			      framering_ring_reserve(&gen->view);
	if (slot >= 0)
		*seq = gen->view.seq;
	if (slot == -EAGAIN)
		fr_role_stall(gen);
	else if (gen->stall.blocking)
		fr_stall_look(gen, NULL);
	spin_unlock(&gen->lock);
	return slot;
}
EXPORT_SYMBOL_NS_GPL(fr_role_reserve_ahead, FR_NAMESPACE);

/**
 * fr_role_submit_at - submit one of several reservations, with the wake-up
 * @role: the role
 * @seq: its sequence; those before it that were reserved become holes
 * @frame: as of framering_ring_submit()
 *
 * Return: 0, or -ENODEV if the role is revoked.
 */
int fr_role_submit_at(struct fr_role *role, u32 seq,
		      const struct framering_desc *frame)
{
	struct fr_generation *gen = role->gen;
	int kick = 0, ret = -ENODEV;

	spin_lock(&gen->lock);
	if (role->attached) {
		gen->view.seq = seq;
		trace_framering_submit(gen, frame);
		kick = framering_ring_submit(&gen->view, frame);
		ret = 0;
	}
	spin_unlock(&gen->lock);
	if (kick)
		fr_wake_consumers(gen);
	return ret;
}
EXPORT_SYMBOL_NS_GPL(fr_role_submit_at, FR_NAMESPACE);

/**
 * fr_role_renew - the next sequence that a slot can have
 * @role: the producer's
 * @slot: a slot that it has, of a sequence that is over
 * @last: as of fr_role_reserve_ahead()
 * @seq: out: the sequence
 *
 * Return: 0; -EAGAIN: a lossless consumer has not read what it would replace.
 */
int fr_role_renew(struct fr_role *role, u32 slot, const u32 *last, u32 *seq)
{
	struct fr_generation *gen = role->gen;
	u32 next;
	int ret;

	spin_lock(&gen->lock);
	next = last ? *last + 1 : gen->view.head;
	next += (slot - next) & (gen->view.slots - 1);
	ret = framering_ring_lagging(&gen->view, next) ? -EAGAIN : 0;
	spin_unlock(&gen->lock);
	if (!ret)
		*seq = next;
	return ret;
}
EXPORT_SYMBOL_NS_GPL(fr_role_renew, FR_NAMESPACE);

/**
 * fr_role_acquire - as framering_ring_acquire(), for the driver's own consumer
 * @role: the role
 * @desc: out: a copy of the frame's descriptor
 *
 * Return: the slot's number, -ENODEV if the role is revoked, or as the ring's.
 */
int fr_role_acquire(struct fr_role *role, struct framering_desc *desc)
{
	struct fr_generation *gen = role->gen;
	int slot = -ENODEV, kick = 0;

	spin_lock(&gen->lock);
	if (role->attached) {
		role->ring.producer = gen->view.page;
		role->ring.desc = gen->view.desc;
		slot = framering_ring_acquire(&role->ring, 0, &kick);
		if (slot >= 0)
			*desc = role->ring.desc[slot];
	}
	spin_unlock(&gen->lock);
	if (kick)
		fr_wake_producer(gen);
	return slot;
}
EXPORT_SYMBOL_NS_GPL(fr_role_acquire, FR_NAMESPACE);

/* As framering_ring_check(), for what was copied by any kind of loads. */
int fr_role_check(struct fr_role *role, u32 slot)
{
	struct fr_generation *gen = role->gen;
	int ret = 0;

	framering_load_fence();
	spin_lock(&gen->lock);
	/* The producer may have changed since acquire. */
	role->ring.desc = gen->view.desc;
	if (role->attached)
		ret = framering_ring_check(&role->ring, slot);
	spin_unlock(&gen->lock);
	return ret;
}
EXPORT_SYMBOL_NS_GPL(fr_role_check, FR_NAMESPACE);

/* Give the slot back, with the wake-up. */
void fr_role_release(struct fr_role *role, u32 slot)
{
	struct fr_generation *gen = role->gen;
	int kick = 0;

	spin_lock(&gen->lock);
	if (role->attached)
		kick = framering_ring_drop(&role->ring, slot);
	spin_unlock(&gen->lock);
	if (kick)
		fr_wake_producer(gen);
}
EXPORT_SYMBOL_NS_GPL(fr_role_release, FR_NAMESPACE);
