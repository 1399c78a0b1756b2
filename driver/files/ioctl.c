// SPDX-License-Identifier: GPL-2.0-only
/* How the ioctls of all files are taken: by number, with a size that grows. */
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include <framering.h>

#include "ioctl.h"

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
	struct framering_ask_times ask_times;
	struct framering_wait wait;
	struct framering_role_info role;
	struct framering_wish wish;
	struct framering_export export;
	struct framering_add add;
	struct framering_remove remove;
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
