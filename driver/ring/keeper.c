// SPDX-License-Identifier: GPL-2.0-only
/*
 * Keepers. A device that uses an exported slot keeps the whole memory, even
 * when ring and owner are done with it. Then the exporting user pays for it:
 * one who may only read is charged from his first export on, and refused if
 * that is too much; one who may write is charged when his ring is not any more.
 */
#include <linux/err.h>
#include <linux/list.h>
#include <linux/slab.h>

#include "generation.h"
#include "keeper.h"
#include "memory/charge.h"
#include "memory/mem.h"
#include "role.h"

/**
 * struct fr_keeper - a user who has exported slots of a generation
 * @node: in the generation's list; gen->lock
 * @refs: exports; gen->lock
 * @uid: the user
 * @writes: through files that are open for writing
 * @charge: the whole memory, which one slot keeps
 */
struct fr_keeper {
	struct list_head node;
	unsigned int refs;
	kuid_t uid;
	bool writes;
	struct fr_charge charge;
};

static struct fr_keeper *fr_keeper_new(struct fr_role *role)
{
	struct fr_keeper *keeper;
	int ret;

	keeper = kzalloc(sizeof(*keeper), GFP_KERNEL_ACCOUNT);
	if (!keeper)
		return ERR_PTR(-ENOMEM);
	keeper->refs = 1;
	keeper->uid = role->opener.uid;
	keeper->writes = role->opener.writes;
	ret = fr_charge_keep(&keeper->charge, keeper->uid, keeper->writes ? 0 :
			     role->mem->charge.bytes);
	if (ret) {
		kfree(keeper);
		return ERR_PTR(ret);
	}
	return keeper;
}

/**
 * fr_keeper_get - that of a role's user, made when he first exports
 * @role: the role, attached; ring->lock is held, so that nobody else makes one
 *
 * Return: the keeper, fr_keeper_put() it; or an error pointer: -EDQUOT (more
 * than the user may have), -ENOMEM.
 */
struct fr_keeper *fr_keeper_get(struct fr_role *role)
{
	struct fr_generation *gen = role->gen;
	struct fr_keeper *keeper;

	spin_lock(&gen->lock);
	list_for_each_entry(keeper, &gen->keepers, node)
		if (uid_eq(keeper->uid, role->opener.uid) &&
		    keeper->writes == role->opener.writes) {
			keeper->refs++;
			spin_unlock(&gen->lock);
			return keeper;
		}
	spin_unlock(&gen->lock);
	keeper = fr_keeper_new(role);
	if (IS_ERR(keeper))
		return keeper;
	spin_lock(&gen->lock);
	list_add(&keeper->node, &gen->keepers);
	spin_unlock(&gen->lock);
	return keeper;
}

/* NULL is fine. */
void fr_keeper_put(struct fr_generation *gen, struct fr_keeper *keeper)
{
	bool last;

	if (!keeper)
		return;
	spin_lock(&gen->lock);
	last = !--keeper->refs;
	if (last)
		list_del(&keeper->node);
	spin_unlock(&gen->lock);
	if (!last)
		return;
	fr_charge_give(&keeper->charge);
	kfree(keeper);
}

/* Ring and owner pay no more; it may be more than the user should have. */
void fr_keeper_pay(struct fr_keeper *keeper, u64 bytes)
{
	fr_charge_force(&keeper->charge, bytes);
}
