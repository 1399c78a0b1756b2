// SPDX-License-Identifier: GPL-2.0-only
/*
 * Roles: attach and detach; and the driver's own producer and consumer, which
 * go through the same ring header as user space.
 */
#include <linux/err.h>
#include <linux/slab.h>

#include "control.h"
#include "generation.h"
#include "mem.h"
#include "mmap.h"
#include "ring.h"
#include "role.h"

static int fr_role_enter_producer(struct fr_role *role)
{
	struct fr_generation *gen = role->gen;
	int ret;

	if (gen->producer)
		return -EBUSY;
	ret = fr_control_renew_producer(gen);
	if (ret)
		return ret;
	gen->producer = role;
	spin_lock(&gen->lock);
	WRITE_ONCE(gen->status->state,
		   gen->status->state | FRAMERING_STATE_PRODUCER);
	spin_unlock(&gen->lock);
	return 0;
}

static int fr_role_enter_consumer(struct fr_role *role)
{
	struct fr_generation *gen = role->gen;
	struct framering_status *status = gen->status;
	struct framering_consumer_page *page;
	u32 index, bit;
	int ret;

	for (index = 0; index < FRAMERING_MAX_CONSUMERS; index++)
		if (!gen->consumer[index])
			break;
	if (index == FRAMERING_MAX_CONSUMERS)
		return -EUSERS;
	ret = fr_control_renew_consumer(gen, index);
	if (ret)
		return ret;
	gen->consumer[index] = role;
	role->index = index;
	bit = 1U << index;
	page = (struct framering_consumer_page *)gen->view.consumer[index];
	role->ring = (struct framering_ring_consumer){
		.status = status,
		.page = page,
		.slots = gen->view.slots,
		.max_held = gen->view.max_held,
		.lossless = role->flags & FRAMERING_ATTACH_LOSSLESS,
	};

	spin_lock(&gen->lock);
	page->tail = READ_ONCE(gen->view.page->head);
	if (role->flags & FRAMERING_ATTACH_LOSSLESS)
		WRITE_ONCE(status->lossless, status->lossless | bit);
	/* The page is there before the bit that makes the producer look. */
	smp_store_release(&status->consumers, status->consumers | bit);
	/*
	 * From here on a reservation sees the bit, or its frame is older than
	 * the head that is read now.
	 */
	smp_mb(); /* B */
	WRITE_ONCE(page->tail, READ_ONCE(gen->view.page->head));
	spin_unlock(&gen->lock);
	return 0;
}

/**
 * fr_role_attach - make a role of the ring's present generation
 * @ring: the ring
 * @kind: enum framering_role
 * @flags: FRAMERING_ATTACH_ bits, checked
 * @opener: number of the ring file
 *
 * Return: the role; fr_role_detach() it. Or an error pointer: -ENODATA (not
 * configured), -EBUSY (there is a producer), -EUSERS (too many consumers),
 * -ENODEV (the ring was removed), -ENOMEM, -EINTR.
 */
struct fr_role *fr_role_attach(struct fr_ring *ring, u32 kind, u32 flags,
			       u64 opener)
{
	struct fr_generation *gen;
	struct fr_role *role;
	int ret;

	role = kzalloc(sizeof(*role), GFP_KERNEL_ACCOUNT);
	if (!role)
		return ERR_PTR(-ENOMEM);
	fr_revoke_init(role);
	role->kind = kind;
	role->flags = flags;
	role->opener = opener;

	ret = -EINTR;
	if (mutex_lock_killable(&ring->lock))
		goto err_free;
	gen = ring->generation;
	ret = ring->device ? -ENODATA : -ENODEV;
	/* A ring that is being removed still has one for a moment. */
	if (!gen || !ring->device)
		goto err_unlock;
	role->gen = gen;
	if (kind == FRAMERING_ROLE_PRODUCER)
		ret = fr_role_enter_producer(role);
	else
		ret = fr_role_enter_consumer(role);
	if (ret)
		goto err_unlock;
	role->attached = true;
	role->mem = gen->mem;
	fr_mem_get(role->mem);
	fr_generation_get(gen);
	list_add_tail(&role->node, &gen->roles);
	mutex_unlock(&ring->lock);
	/* Who waits for the other side to come looks again. */
	fr_generation_wake_producer(gen);
	fr_generation_wake_consumers(gen);
	return role;

err_unlock:
	mutex_unlock(&ring->lock);
err_free:
	kfree(role);
	return ERR_PTR(ret);
}

/**
 * fr_role_forget - take a role out of its generation
 * @role: the role; ring->lock is held
 *
 * Its place is free then, and nobody waits for it.
 */
void fr_role_forget(struct fr_role *role)
{
	struct fr_generation *gen = role->gen;
	struct framering_status *status = gen->status;
	u32 bit = 1U << role->index;

	if (!role->attached)
		return;
	list_del(&role->node);
	spin_lock(&gen->lock);
	role->attached = false;
	if (role->kind == FRAMERING_ROLE_PRODUCER) {
		gen->producer = NULL;
		WRITE_ONCE(status->state,
			   status->state & ~FRAMERING_STATE_PRODUCER);
	} else {
		gen->consumer[role->index] = NULL;
		WRITE_ONCE(status->consumers, status->consumers & ~bit);
		WRITE_ONCE(status->lossless, status->lossless & ~bit);
	}
	spin_unlock(&gen->lock);
	if (list_empty(&gen->roles) && fr_generation_stale(gen))
		fr_generation_drop(gen);
}

/* End a role. Nothing of it is mapped any more. */
void fr_role_detach(struct fr_role *role)
{
	struct fr_generation *gen = role->gen;

	mutex_lock(&gen->ring->lock);
	fr_role_forget(role);
	mutex_unlock(&gen->ring->lock);
	fr_revoke_stop(role);
	fr_generation_wake_producer(gen);
	fr_generation_wake_consumers(gen);
	kfree(role);
	fr_generation_put(gen);
}

/* The role has a file from now on, and can be mapped. */
void fr_role_set_inode(struct fr_role *role, struct inode *inode)
{
	struct fr_ring *ring = role->gen->ring;

	mutex_lock(&ring->lock);
	role->inode = inode;
	mutex_unlock(&ring->lock);
}

/* Number of the generation that @role belongs to. */
u64 fr_role_generation(struct fr_role *role)
{
	return role->gen->config.generation;
}

/**
 * fr_role_pin - use the frames for a moment, for a role without a file
 * @role: the role
 *
 * Return: the frames; fr_mem_put() them. NULL if the role was revoked: it then
 * keeps nobody's memory, however long its owner sleeps.
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

/* False: what @role claims protects it no longer. */
bool fr_role_attached(struct fr_role *role)
{
	return READ_ONCE(role->attached);
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
		fr_stall_start(gen);
	spin_unlock(&gen->lock);
	return slot;
}

/* As framering_ring_submit(), with the wake-up. */
void fr_role_submit(struct fr_role *role, const struct framering_desc *frame)
{
	struct fr_generation *gen = role->gen;
	int kick = 0;

	spin_lock(&gen->lock);
	if (role->attached)
		kick = framering_ring_submit(&gen->view, frame);
	spin_unlock(&gen->lock);
	if (kick)
		fr_generation_wake_consumers(gen);
}

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
		fr_generation_wake_producer(gen);
	return slot;
}

/* As framering_ring_release(), with the wake-up. */
void fr_role_release(struct fr_role *role, u32 slot)
{
	struct fr_generation *gen = role->gen;
	int kick = 0;

	spin_lock(&gen->lock);
	if (role->attached)
		kick = framering_ring_release(&role->ring, slot);
	spin_unlock(&gen->lock);
	if (kick)
		fr_generation_wake_producer(gen);
}
