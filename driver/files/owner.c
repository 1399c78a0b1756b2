// SPDX-License-Identifier: GPL-2.0-only
/* What a ring's owner may know of its consumers, and do to them. */
#include <linux/capability.h>
#include <linux/fs.h>
#include <linux/pid.h>
#include <linux/string.h>

#include "clock.h"
#include "owner.h"
#include "ring/account.h"
#include "ring/generation.h"
#include "ring/revoke.h"
#include "ring/ring.h"
#include "ring/role.h"
#include "ring/times.h"
#include "ring_file.h"

/* Whether @file speaks for the owner; ring->lock is held. */
static int fr_owner_check(struct file *file)
{
	struct fr_ring_file *rf = file->private_data;
	int ret = fr_ring_owned(rf->ring, rf->opener.number);

	if (ret == -ENODEV)
		return ret;
	if (!rf->opener.writes)
		ret = -EBADF;
	return ret && !capable(CAP_SYS_ADMIN) ? ret : 0;
}

/* The consumer, with ring->lock held; or an errno, without. */
static int fr_owner_find(struct file *file, u32 index, u64 id,
			 struct fr_role **role)
{
	struct fr_ring_file *rf = file->private_data;
	struct fr_ring *ring = rf->ring;
	int ret;

	if (index >= FRAMERING_MAX_CONSUMERS)
		return -EINVAL;
	if (mutex_lock_killable(&ring->lock))
		return -EINTR;
	ret = fr_owner_check(file);
	if (!ret && !ring->generation)
		ret = -ENODATA;
	if (ret)
		goto err_unlock;
	*role = ring->generation->consumer[index];
	if (*role && (!id || id == (*role)->id))
		return 0;
	ret = -ENOENT;
err_unlock:
	mutex_unlock(&ring->lock);
	return ret;
}

static void fr_owner_fill(struct fr_role *role,
			  struct framering_consumer_info *info)
{
	const struct framering_consumer_page *page = role->ring.page;
	struct fr_generation *gen = role->gen;
	u64 until;

	info->flags = role->flags;
	info->pid = pid_vnr(role->pid);
	info->id = role->id;
	info->attached_ns = fr_clock_to_user(role->attached_ns);
	info->uid = from_kuid_munged(current_user_ns(), role->opener.uid);
	strscpy(info->name, role->name, sizeof(info->name));
	info->wish = role->wish;
	until = fr_account_unprotected_user(gen->ring, &role->opener);
	info->unprotected_ns = fr_clock_to_user(until);
	spin_lock(&gen->lock);
	info->tail = READ_ONCE(page->tail);
	info->lag = READ_ONCE(gen->view.page->head) - info->tail;
	info->held = READ_ONCE(page->held);
	info->delivered = READ_ONCE(page->delivered);
	info->dropped = READ_ONCE(page->dropped);
	/* Numbers that mean nothing to the driver. */
	memcpy(&info->times, &page->times, sizeof(info->times));
	spin_unlock(&gen->lock);
}

int fr_ioctl_consumer(struct file *file, void *arg)
{
	struct framering_consumer_info *info = arg;
	struct fr_role *role;
	int ret;

	if (info->flags)
		return -EINVAL;
	ret = fr_owner_find(file, info->index, 0, &role);
	if (ret)
		return ret;
	fr_owner_fill(role, info);
	mutex_unlock(&role->gen->ring->lock);
	return 0;
}

int fr_ioctl_times(struct file *file, void *arg)
{
	struct fr_ring_file *rf = file->private_data;
	const struct framering_ask_times *times = arg;
	int ret;

	if (times->flags || times->reserved)
		return -EINVAL;
	if (mutex_lock_killable(&rf->ring->lock))
		return -EINTR;
	ret = fr_owner_check(file);
	if (!ret)
		fr_times_ask(rf->ring, &rf->times, times->ask);
	mutex_unlock(&rf->ring->lock);
	return ret;
}

int fr_ioctl_evict(struct file *file, void *arg)
{
	struct framering_evict *evict = arg;
	struct fr_ring *ring;
	struct fr_role *role;
	int ret;

	if (evict->flags || evict->reserved)
		return -EINVAL;
	ret = fr_owner_find(file, evict->index, evict->id, &role);
	if (ret)
		return ret;
	ring = role->gen->ring;
	fr_role_revoke(role, FR_WHY_OWNER);
	mutex_unlock(&ring->lock);
	return 0;
}
