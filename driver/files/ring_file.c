// SPDX-License-Identifier: GPL-2.0-only
/* Ring files: /dev/framering and its siblings. */
#include <linux/atomic.h>
#include <linux/err.h>
#include <linux/file.h>
#include <linux/module.h>
#include <linux/poll.h>
#include <linux/slab.h>

#include "clock.h"
#include "compat.h"
#include "debugfs.h"
#include "fs.h"
#include "import.h"
#include "ioctl.h"
#include "owner.h"
#include "ring/chrdev.h"
#include "ring/configure.h"
#include "ring/demand.h"
#include "ring/node.h"
#include "ring/nodeless.h"
#include "ring/pattern.h"
#include "ring/ring.h"
#include "ring/role.h"
#include "ring/times.h"
#include "ring_file.h"
#include "role_file.h"
#include "sysfs.h"

static int fr_ioctl_query(struct file *file, void *arg)
{
	struct fr_ring_file *rf = file->private_data;
	struct framering_query *query = arg;

	if (query->flags)
		return -EINVAL;
	return fr_ring_query(rf->ring, query);
}

static int fr_ioctl_configure(struct file *file, void *arg)
{
	struct fr_ring_file *rf = file->private_data;
	struct framering_config *config = arg;
	struct fr_import import;
	int ret;

	if (!(file->f_mode & FMODE_WRITE))
		return -EBADF;
	if (config->memory != FRAMERING_MEMORY_IMPORT)
		return config->dmabufs ? -EINVAL :
		       fr_ring_configure(rf->ring, config, NULL, &rf->opener);
	ret = fr_import_get(config, &import);
	if (ret)
		return ret;
	ret = fr_ring_configure(rf->ring, config, &import, &rf->opener);
	fr_import_put(&import);
	return ret;
}

/* Whether the request is valid; member.c looks whether it is allowed. */
static int fr_attach_check(struct file *file, struct framering_attach *attach)
{
	u32 reads = FRAMERING_ATTACH_LOSSLESS | FRAMERING_ATTACH_NEWEST |
		    FRAMERING_ATTACH_UNENDED;
	u32 known = reads | FRAMERING_ATTACH_DUMMY;

	if (attach->flags & ~known || attach->reserved)
		return -EINVAL;
	if (attach->role != FRAMERING_ROLE_PRODUCER &&
	    attach->role != FRAMERING_ROLE_CONSUMER)
		return -EINVAL;
	if (attach->role == FRAMERING_ROLE_PRODUCER &&
	    attach->flags & reads)
		return -EINVAL;
	if ((attach->flags & reads) == FRAMERING_ATTACH_UNENDED)
		return -EINVAL;
	if (attach->role == FRAMERING_ROLE_CONSUMER &&
	    !(file->f_mode & FMODE_READ))
		return -EBADF;
	return 0;
}

static int fr_ioctl_attach(struct file *file, void *arg)
{
	struct fr_ring_file *rf = file->private_data;
	struct framering_attach *attach = arg;
	struct file *role_file;
	struct fr_role *role;
	int fd, ret;

	ret = fr_attach_check(file, attach);
	if (ret)
		return ret;
	fd = get_unused_fd_flags(O_RDWR | O_CLOEXEC);
	if (fd < 0)
		return fd;
	role = fr_role_attach(rf->ring, attach->role, attach->flags,
			      &rf->opener);
	if (IS_ERR(role)) {
		put_unused_fd(fd);
		return PTR_ERR(role);
	}
	attach->fd = fd;
	fr_role_told(role, attach);
	attach->unprotected_ns = fr_clock_to_user(fr_role_unprotected(role));
	ret = fr_role_file(role, &role_file);
	if (ret) {
		put_unused_fd(fd);
		return ret;
	}
	fd_install(fd, role_file);
	return 0;
}

static int fr_ioctl_pattern(struct file *file, void *arg)
{
	struct fr_ring_file *rf = file->private_data;
	struct framering_pattern *pattern = arg;

	if (!(file->f_mode & FMODE_WRITE))
		return -EBADF;
	if (pattern->flags || pattern->reserved)
		return -EINVAL;
	if (!pattern->rate && pattern->frames)
		return -EINVAL;
	if (!pattern->rate) {
		fr_pattern_stop(rf->ring);
		return 0;
	}
	return fr_pattern_start(rf->ring, pattern->rate, pattern->frames,
				&rf->opener);
}

static int fr_ioctl_demand(struct file *file, void *arg)
{
	struct fr_ring_file *rf = file->private_data;
	struct framering_demand *demand = arg;
	int ret;

	if (demand->flags || demand->reserved)
		return -EINVAL;
	if (demand->serial) {
		ret = fr_demand_wait(rf->ring, demand->serial,
				     fr_clock_from_user(demand->deadline_ns));
		if (ret)
			return ret;
	}
	ret = fr_demand_get(rf->ring, demand);
	if (!ret)
		atomic64_set(&rf->seen, demand->serial);
	return ret;
}

static const struct fr_ioctl fr_ring_ioctls[] = {
	FR_IOCTL_GROWN(QUERY, framering_query, geometry, fr_ioctl_query),
	FR_IOCTL_GROWN(CONFIGURE, framering_config, reserved,
		       fr_ioctl_configure),
	FR_IOCTL_GROWN(ATTACH, framering_attach, generation, fr_ioctl_attach),
	FR_IOCTL(PATTERN, framering_pattern, fr_ioctl_pattern),
	FR_IOCTL(DEMAND, framering_demand, fr_ioctl_demand),
	FR_IOCTL_GROWN(CONSUMER, framering_consumer_info, unprotected_ns,
		       fr_ioctl_consumer),
	FR_IOCTL(EVICT, framering_evict, fr_ioctl_evict),
	FR_IOCTL(TIMES, framering_ask_times, fr_ioctl_times),
};

static long fr_ring_ioctl(struct file *file, unsigned int cmd,
			  unsigned long arg)
{
	return fr_ioctl_dispatch(fr_ring_ioctls, ARRAY_SIZE(fr_ring_ioctls),
				 file, cmd, arg);
}

/* POLLPRI: what DEMAND would tell is new to this file. */
static __poll_t fr_ring_poll(struct file *file, poll_table *table)
{
	struct fr_ring_file *rf = file->private_data;
	struct fr_ring *ring = rf->ring;
	__poll_t mask;

	poll_wait(file, &ring->demand_wait, table);
	mask = fr_stream_poll(file, table);
	/* With ERR, select(2) hears of it, too. */
	if (!READ_ONCE(ring->device))
		mask = EPOLLHUP | EPOLLERR;
	if (atomic64_read(&ring->serial) != atomic64_read(&rf->seen))
		mask |= EPOLLPRI;
	return mask;
}

static struct fr_ring_file *fr_ring_file_alloc(void)
{
	struct fr_ring_file *rf = kzalloc(sizeof(*rf), GFP_KERNEL_ACCOUNT);

	if (!rf)
		return NULL;
	rf->opener.number = fr_role_opener_number();
	fr_stream_init(&rf->reader);
	fr_stream_init(&rf->writer);
	return rf;
}

/* @file opens @ring from now on, and has the caller's reference to it. */
static void fr_ring_file_begin(struct fr_ring_file *rf, struct file *file,
			       struct fr_ring *ring)
{
	rf->ring = ring;
	rf->opener.uid = file->f_cred->uid;
	rf->opener.writes = file->f_mode & FMODE_WRITE;
	file->private_data = rf;
	fr_nodeless_opened(ring);
	stream_open(file_inode(file), file);
}

/* The ring that a device node, or a file of a ring without one, leads to. */
static int fr_ring_find(struct inode *inode, struct fr_ring **ring)
{
	int ret;

	if (S_ISCHR(inode->i_mode)) {
		*ring = fr_chrdev_ring(iminor(inode));
		return *ring ? 0 : -ENODEV;
	}
	ret = fr_fs_get();
	if (ret)
		return ret;
	*ring = inode->i_private;
	fr_ring_get(*ring);
	return 0;
}

static int fr_ring_open(struct inode *inode, struct file *file)
{
	struct fr_ring_file *rf = fr_ring_file_alloc();
	struct fr_ring *ring;
	int ret;

	if (!rf)
		return -ENOMEM;
	ret = fr_ring_find(inode, &ring);
	if (ret)
		kfree(rf);
	else
		fr_ring_file_begin(rf, file, ring);
	return ret;
}

static int fr_ring_release(struct inode *inode, struct file *file)
{
	struct fr_ring_file *rf = file->private_data;

	fr_stream_end_reader(rf);
	fr_stream_end_writer(rf);
	fr_times_end(rf->ring, &rf->times);
	fr_nodeless_closed(rf->ring);
	fr_ring_put(rf->ring);
	kfree(rf);
	if (!S_ISCHR(inode->i_mode))
		fr_fs_put();
	return 0;
}

static const struct file_operations fr_ring_fops = {
	.owner = THIS_MODULE,
	.open = fr_ring_open,
	.release = fr_ring_release,
	.read_iter = fr_read,
	.write_iter = fr_write,
	.splice_read = copy_splice_read,
	.splice_write = iter_file_splice_write,
	.poll = fr_ring_poll,
	.unlocked_ioctl = fr_ring_ioctl,
	.compat_ioctl = compat_ptr_ioctl,
};

/**
 * fr_ring_file - a file for a ring without a device node
 * @ring: the ring
 *
 * Return: the file, open for reading and writing, or an error pointer.
 */
struct file *fr_ring_file(struct fr_ring *ring)
{
	struct fr_ring_file *rf = fr_ring_file_alloc();
	struct file *file;

	if (!rf)
		return ERR_PTR(-ENOMEM);
	file = fr_fs_file(&fr_ring_fops, rf, ring);
	if (IS_ERR(file)) {
		kfree(rf);
		return file;
	}
	fr_ring_get(ring);
	fr_ring_file_begin(rf, file, ring);
	return file;
}

const struct fr_node_ops fr_ring_node_ops = {
	.fops = &fr_ring_fops,
	.groups = fr_sysfs_groups,
	.added = fr_debugfs_add,
	.removed = fr_debugfs_remove,
};
