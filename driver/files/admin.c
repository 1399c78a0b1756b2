// SPDX-License-Identifier: GPL-2.0-only
/* /dev/framering-control: adds and removes rings while the driver is loaded. */
#include <linux/cred.h>
#include <linux/ctype.h>
#include <linux/err.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/string.h>
#include <linux/uidgid.h>

#include <framering.h>

#include "admin.h"
#include "device/device.h"
#include "ioctl.h"
#include "ring/ring.h"
#include "ring_file.h"

/* A name of one component, that no shell and no udev rule must quote. */
static bool fr_admin_name_valid(const char *name)
{
	size_t len = strnlen(name, FRAMERING_RING_NAME_BYTES), i;

	if (len == FRAMERING_RING_NAME_BYTES || (len && !isalnum(*name)))
		return false;
	for (i = 0; i < len; i++)
		if (!isascii(name[i]) ||
		    (!isalnum(name[i]) && !strchr("._-", name[i])))
			return false;
	/* What follows would have no meaning, and may get one. */
	return !memchr_inv(name + len, 0, FRAMERING_RING_NAME_BYTES - len);
}

static int fr_admin_owner(const struct framering_add *add,
			  struct fr_device_spec *spec)
{
	if (!(add->flags & FRAMERING_ADD_OWNER))
		return add->uid || add->gid || add->mode ? -EINVAL : 0;
	spec->uid = make_kuid(current_user_ns(), add->uid);
	spec->gid = make_kgid(current_user_ns(), add->gid);
	spec->mode = add->mode;
	return uid_valid(spec->uid) && gid_valid(spec->gid) &&
	       add->mode <= 0777 ? 0 : -EINVAL;
}

/* Fill @spec in by what @add says. Return: 0 or -EINVAL. */
static int fr_admin_spec(const struct framering_add *add,
			 struct fr_device_spec *spec)
{
	*spec = fr_device_plain;
	if (add->flags & ~(FRAMERING_ADD_OWNER | FRAMERING_ADD_NODELESS) ||
	    add->reserved || !fr_admin_name_valid(add->name) ||
	    add->max_consumers > FRAMERING_MAX_CONSUMERS)
		return -EINVAL;
	strscpy(spec->name, add->name, sizeof(spec->name));
	spec->nodeless = add->flags & FRAMERING_ADD_NODELESS;
	if (add->max_consumers)
		spec->max_consumers = add->max_consumers;
	spec->max_bytes = add->max_bytes;
	return fr_admin_owner(add, spec);
}

/* A ring without a node: its first file, which stands for it. */
static int fr_admin_add_file(const struct fr_device_spec *spec, u32 *index,
			     struct file **file)
{
	struct fr_ring *ring;
	void *user;
	int ret;

	ret = fr_platform_add(spec, index, &user);
	if (ret)
		return ret;
	ring = user;
	*file = fr_ring_file(ring);
	if (IS_ERR(*file)) {
		ret = PTR_ERR(*file);
		fr_platform_remove_id(*index, ring->device_id);
	}
	fr_ring_put(ring);
	return ret;
}

static int fr_admin_add_nodeless(const struct fr_device_spec *spec,
				 struct framering_add *add)
{
	int fd = get_unused_fd_flags(O_RDWR | O_CLOEXEC);
	struct file *file;
	int ret;

	if (fd < 0)
		return fd;
	ret = fr_admin_add_file(spec, &add->ring, &file);
	if (ret) {
		put_unused_fd(fd);
		return ret;
	}
	fd_install(fd, file);
	add->fd = fd;
	return 0;
}

static int fr_ioctl_add(struct file *file, void *arg)
{
	struct framering_add *add = arg;
	struct fr_device_spec spec;
	int ret;

	ret = fr_admin_spec(add, &spec);
	if (ret)
		return ret;
	if (spec.nodeless)
		return fr_admin_add_nodeless(&spec, add);
	add->fd = -1;
	return fr_platform_add(&spec, &add->ring, NULL);
}

static int fr_ioctl_remove(struct file *file, void *arg)
{
	struct framering_remove *remove = arg;

	if (remove->flags || remove->reserved)
		return -EINVAL;
	return fr_platform_remove(remove->ring);
}

static const struct fr_ioctl fr_admin_ioctls[] = {
	FR_IOCTL(ADD, framering_add, fr_ioctl_add),
	FR_IOCTL(REMOVE, framering_remove, fr_ioctl_remove),
};

static long fr_admin_ioctl(struct file *file, unsigned int cmd,
			   unsigned long arg)
{
	return fr_ioctl_dispatch(fr_admin_ioctls, ARRAY_SIZE(fr_admin_ioctls),
				 file, cmd, arg);
}

static const struct file_operations fr_admin_fops = {
	.owner = THIS_MODULE,
	.open = nonseekable_open,
	.unlocked_ioctl = fr_admin_ioctl,
	.compat_ioctl = compat_ptr_ioctl,
};

static struct miscdevice fr_admin = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "framering-control",
	.fops = &fr_admin_fops,
	.mode = 0600,
};

int fr_admin_init(void)
{
	return misc_register(&fr_admin);
}

void fr_admin_exit(void)
{
	misc_deregister(&fr_admin);
}
