// SPDX-License-Identifier: GPL-2.0-only
/* Role files: what ATTACH returns. */
#include <linux/err.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/poll.h>

#include "clock.h"
#include "dmabuf.h"
#include "fs.h"
#include "ioctl.h"
#include "mmap.h"
#include "poll.h"
#include "ring/demand.h"
#include "ring/generation.h"
#include "ring/nodeless.h"
#include "ring/ring.h"
#include "ring/role.h"
#include "ring/wait.h"
#include "role_file.h"
#include "trace.h"

static_assert(FRAMERING_EVENT_IN == (__force u32)EPOLLIN);
static_assert(FRAMERING_EVENT_OUT == (__force u32)EPOLLOUT);
static_assert(FRAMERING_EVENT_PRI == (__force u32)EPOLLPRI);
static_assert(FRAMERING_EVENT_ERR == (__force u32)EPOLLERR);
static_assert(FRAMERING_EVENT_HUP == (__force u32)EPOLLHUP);

static int fr_ioctl_wait(struct file *file, void *arg)
{
	struct fr_role *role = file->private_data;
	struct framering_wait *wait = arg;

	if (wait->flags ||
	    wait->events & ~(FRAMERING_EVENT_IN | FRAMERING_EVENT_OUT |
			     FRAMERING_EVENT_PRI | FRAMERING_EVENT_ERR |
			     FRAMERING_EVENT_HUP))
		return -EINVAL;
	return fr_role_wait(role, wait->events,
			    fr_clock_from_user(wait->deadline_ns),
			    &wait->revents);
}

static int fr_ioctl_kick(struct file *file, void *arg)
{
	struct fr_role *role = file->private_data;

	trace_framering_kick(role);
	if (role->kind == FRAMERING_ROLE_PRODUCER)
		fr_wake_consumers(role->gen);
	else
		fr_wake_producer(role->gen);
	return 0;
}

static int fr_ioctl_role(struct file *file, void *arg)
{
	struct fr_role *role = file->private_data;
	struct framering_role_info *info = arg;

	if (info->flags)
		return -EINVAL;
	info->flags = role->flags;
	info->role = role->kind;
	info->index = role->index;
	info->generation = role->gen->config.generation;
	info->id = role->id;
	info->unprotected_ns = fr_clock_to_user(fr_role_unprotected(role));
	return 0;
}

static int fr_ioctl_wish(struct file *file, void *arg)
{
	struct fr_role *role = file->private_data;
	const struct framering_wish *wish = arg;

	if (wish->flags || wish->width > FRAMERING_MAX_SIDE ||
	    wish->height > FRAMERING_MAX_SIDE)
		return -EINVAL;
	if (role->kind != FRAMERING_ROLE_CONSUMER)
		return -EBADF;
	return fr_demand_wish(role, wish);
}

static int fr_ioctl_export(struct file *file, void *arg)
{
	struct fr_role *role = file->private_data;
	struct framering_export *export = arg;

	if (export->flags & ~FRAMERING_EXPORT_HOLD || export->reserved)
		return -EINVAL;
	return fr_dmabuf_export(role, export);
}

static const struct fr_ioctl fr_role_ioctls[] = {
	FR_IOCTL(WAIT, framering_wait, fr_ioctl_wait),
	{ .request = FRAMERING_IOC_KICK, .run = fr_ioctl_kick },
	FR_IOCTL_GROWN(ROLE, framering_role_info, generation, fr_ioctl_role),
	FR_IOCTL(WISH, framering_wish, fr_ioctl_wish),
	FR_IOCTL(EXPORT, framering_export, fr_ioctl_export),
};

static long fr_role_ioctl(struct file *file, unsigned int cmd,
			  unsigned long arg)
{
	return fr_ioctl_dispatch(fr_role_ioctls, ARRAY_SIZE(fr_role_ioctls),
				 file, cmd, arg);
}

static __poll_t fr_role_poll(struct file *file, poll_table *table)
{
	struct fr_role *role = file->private_data;
	wait_queue_head_t *queue = fr_role_queue(role);
	u32 wanted = (__force u32)poll_requested_events(table);

	poll_wait(file, queue, table);
	/* poll's event bits and the ABI's are the same numbers. */
	return (__force __poll_t)fr_role_events(role, wanted,
						fr_poll_arm(queue, table));
}

/* The descriptor and all mappings are gone, each of them held the file. */
static int fr_role_release_file(struct inode *inode, struct file *file)
{
	struct fr_role *role = file->private_data;
	struct fr_ring *ring = role->gen->ring;

	fr_ring_get(ring);
	fr_role_detach(role);
	fr_nodeless_closed(ring);
	fr_ring_put(ring);
	fr_fs_put();
	return 0;
}

static const struct file_operations fr_role_fops = {
	.owner = THIS_MODULE,
	.mmap = fr_mmap,
#ifdef CONFIG_ARCH_SUPPORTS_PMD_PFNMAP
	/* Addresses that .huge_fault can do something with. */
	.get_unmapped_area = thp_get_unmapped_area,
#endif
	.poll = fr_role_poll,
	.unlocked_ioctl = fr_role_ioctl,
	.compat_ioctl = compat_ptr_ioctl,
	.release = fr_role_release_file,
};

/**
 * fr_role_file - a file for a role that was just attached
 * @role: the role; the file owns it from now on, also if this fails
 * @file: gets the file
 *
 * Return: 0 or a negative errno.
 */
int fr_role_file(struct fr_role *role, struct file **file)
{
	struct file *made;

	made = fr_fs_file(&fr_role_fops, role, NULL);
	if (IS_ERR(made)) {
		fr_role_detach(role);
		return PTR_ERR(made);
	}
	fr_nodeless_opened(role->gen->ring);
	fr_role_set_inode(role, file_inode(made));
	*file = made;
	return 0;
}
