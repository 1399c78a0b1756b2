// SPDX-License-Identifier: GPL-2.0-only
/* Ring files: /dev/framering and its siblings. */
#include <linux/atomic.h>
#include <linux/err.h>
#include <linux/file.h>
#include <linux/module.h>
#include <linux/poll.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include "chrdev.h"
#include "demand.h"
#include "pattern.h"
#include "ring.h"
#include "role.h"

/* The largest structure that any request takes. */
union fr_ioctl_arg {
	u32 size;
	struct framering_query query;
	struct framering_config config;
	struct framering_attach attach;
	struct framering_pattern pattern;
	struct framering_demand demand;
	struct framering_consumer_info consumer;
	struct framering_evict evict;
	struct framering_wait wait;
	struct framering_role_info role;
	struct framering_wish wish;
	struct framering_admin admin;
};

static const struct fr_ioctl *fr_ioctl_find(const struct fr_ioctl *table,
					    unsigned int count,
					    unsigned int cmd)
{
	unsigned int i;

	if (_IOC_TYPE(cmd) != FRAMERING_IOC_MAGIC)
		return NULL;
	for (i = 0; i < count; i++)
		if (_IOC_NR(table[i].request) == _IOC_NR(cmd))
			return &table[i];
	return NULL;
}

/**
 * fr_ioctl_dispatch - take a request by its number
 * @table: the requests
 * @count: how many
 * @file: passed on
 * @cmd: the request; its size is not looked at, the structure has its own
 * @arg: the structure, in user space
 *
 * A shorter structure of an older program is filled up with zeros; a longer
 * one of a newer program is taken if what we do not know is zero.
 *
 * Return: what the request returns; -ENOTTY for an unknown one, -EFAULT,
 * -EINVAL (too short), -E2BIG (says something that we do not know).
 */
long fr_ioctl_dispatch(const struct fr_ioctl *table, unsigned int count,
		       struct file *file, unsigned int cmd, unsigned long arg)
{
	const struct fr_ioctl *ioctl = fr_ioctl_find(table, count, cmd);
	void __user *user = (void __user *)arg;
	union fr_ioctl_arg k;
	bool back;
	u32 size;
	int ret;

	if (!ioctl)
		return -ENOTTY;
	if (!ioctl->size)
		return ioctl->run(file, NULL);
	if (get_user(size, (u32 __user *)user))
		return -EFAULT;
	if (size < ioctl->min || size > PAGE_SIZE)
		return -EINVAL;
	memset(&k, 0, sizeof(k));
	ret = copy_struct_from_user(&k, ioctl->size, user, size);
	if (ret)
		return ret;
	back = _IOC_DIR(ioctl->request) & _IOC_READ;
	/* Is there room for an answer? ATTACH could not take it back. */
	if (back && copy_to_user(user, &k, min(size, ioctl->size)))
		return -EFAULT;
	ret = ioctl->run(file, &k);
	if (ret || !back)
		return ret;
	k.size = size;
	if (copy_to_user(user, &k, min(size, ioctl->size)))
		return -EFAULT;
	return 0;
}

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

	if (!(file->f_mode & FMODE_WRITE))
		return -EBADF;
	return fr_ring_configure(rf->ring, arg, rf->opener.number);
}

/* Whether that much can be asked for; role.c looks who may have it. */
static int fr_attach_check(struct file *file, struct framering_attach *attach)
{
	if (attach->flags & ~FRAMERING_ATTACH_LOSSLESS || attach->reserved)
		return -EINVAL;
	if (attach->role != FRAMERING_ROLE_PRODUCER &&
	    attach->role != FRAMERING_ROLE_CONSUMER)
		return -EINVAL;
	if (attach->role == FRAMERING_ROLE_PRODUCER && attach->flags)
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

static const struct fr_ioctl fr_ring_ioctls[] = {
	FR_IOCTL_GROWN(QUERY, framering_query, geometry, fr_ioctl_query),
	FR_IOCTL(CONFIGURE, framering_config, fr_ioctl_configure),
	FR_IOCTL_GROWN(ATTACH, framering_attach, generation, fr_ioctl_attach),
	FR_IOCTL(PATTERN, framering_pattern, fr_ioctl_pattern),
	FR_IOCTL(DEMAND, framering_demand, fr_ioctl_demand),
	FR_IOCTL(CONSUMER, framering_consumer_info, fr_ioctl_consumer),
	FR_IOCTL(EVICT, framering_evict, fr_ioctl_evict),
};

static long fr_ring_ioctl(struct file *file, unsigned int cmd,
			  unsigned long arg)
{
	return fr_ioctl_dispatch(fr_ring_ioctls, ARRAY_SIZE(fr_ring_ioctls),
				 file, cmd, arg);
}

static int fr_ring_open(struct inode *inode, struct file *file)
{
	static atomic64_t openers = ATOMIC64_INIT(0);
	struct miscdevice *misc = file->private_data;
	struct fr_ring_file *rf;

	rf = kzalloc(sizeof(*rf), GFP_KERNEL_ACCOUNT);
	if (!rf)
		return -ENOMEM;
	/* misc_deregister() waits for us: the device still has its own. */
	rf->ring = container_of(misc, struct fr_ring, misc);
	fr_ring_get(rf->ring);
	rf->opener.number = atomic64_inc_return(&openers);
	rf->opener.uid = file->f_cred->uid;
	rf->opener.writes = file->f_mode & FMODE_WRITE;
	fr_stream_init(&rf->reader);
	fr_stream_init(&rf->writer);
	file->private_data = rf;
	return stream_open(inode, file);
}

static int fr_ring_release(struct inode *inode, struct file *file)
{
	struct fr_ring_file *rf = file->private_data;

	fr_stream_end_reader(rf);
	fr_stream_end_writer(file);
	fr_ring_put(rf->ring);
	kfree(rf);
	return 0;
}

const struct file_operations fr_ring_fops = {
	.owner = THIS_MODULE,
	.open = fr_ring_open,
	.release = fr_ring_release,
	.read = fr_read,
	.write = fr_write,
	.poll = fr_demand_poll,
	.unlocked_ioctl = fr_ring_ioctl,
	.compat_ioctl = compat_ptr_ioctl,
};
