// SPDX-License-Identifier: GPL-2.0-only
/* /dev/framering-control: adds and removes rings while the driver is loaded. */
#include <linux/fs.h>
#include <linux/miscdevice.h>
#include <linux/module.h>

#include <framering.h>

#include "admin.h"
#include "device/device.h"
#include "ioctl.h"

static int fr_admin_check(const struct framering_admin *admin)
{
	return admin->flags || admin->reserved ? -EINVAL : 0;
}

static int fr_ioctl_add(struct file *file, void *arg)
{
	struct framering_admin *admin = arg;

	return fr_admin_check(admin) ?: fr_platform_add(&admin->ring);
}

static int fr_ioctl_remove(struct file *file, void *arg)
{
	struct framering_admin *admin = arg;

	return fr_admin_check(admin) ?: fr_platform_remove(admin->ring);
}

static const struct fr_ioctl fr_admin_ioctls[] = {
	FR_IOCTL(ADD, framering_admin, fr_ioctl_add),
	FR_IOCTL(REMOVE, framering_admin, fr_ioctl_remove),
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
