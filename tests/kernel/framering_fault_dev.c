// SPDX-License-Identifier: GPL-2.0-only
/* A module for tests: lets calls of another module fail, see fault.h. */
#include <linux/fs.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include "framering_fault.h"

#define LIST_BYTES	16384

static char *target = "framering";
module_param_named(module, target, charp, 0444);
MODULE_PARM_DESC(module, "whose calls fail (default: framering)");

/* Sessions change hands. */
static DEFINE_MUTEX(lock);
static struct fault_session *armed;

static int fault_open(struct inode *inode, struct file *file)
{
	struct fault_session *session = kzalloc(sizeof(*session), GFP_KERNEL);

	if (!session)
		return -ENOMEM;
	file->private_data = session;
	return 0;
}

static void disarm(struct fault_session *session)
{
	fault_free(session);
	if (armed != session)
		return;
	fault_set_session(NULL);
	armed = NULL;
}

static int fault_release(struct inode *inode, struct file *file)
{
	struct fault_session *session = file->private_data;

	mutex_lock(&lock);
	disarm(session);
	mutex_unlock(&lock);
	kfree(session);
	return 0;
}

static void arm(struct fault_session *session, const struct fault_arm *how)
{
	memset(session, 0, sizeof(*session));
	session->which = how->which;
	session->any_task = how->any_task;
	session->tgid = current->tgid;
	snprintf(session->tail, sizeof(session->tail), " [%s]",
		 *how->module ? how->module : target);
	fault_set_session(session);
	armed = session;
}

static int arm_ioctl(struct fault_session *session,
		     const struct fault_arm __user *from)
{
	struct fault_arm how;
	int ret = 0;

	if (copy_from_user(&how, from, sizeof(how)))
		return -EFAULT;
	if (how.any_task > 1 || how.reserved ||
	    strnlen(how.module, sizeof(how.module)) == sizeof(how.module))
		return -EINVAL;
	mutex_lock(&lock);
	if (armed && armed != session) {
		ret = -EBUSY;
	} else {
		disarm(session);
		arm(session, &how);
	}
	mutex_unlock(&lock);
	return ret;
}

static int override_ioctl(struct fault_session *session,
			  const struct fault_override __user *from)
{
	struct fault_override how;
	int ret;

	if (copy_from_user(&how, from, sizeof(how)))
		return -EFAULT;
	if (how.error >= 0 || how.reserved || !*how.function ||
	    strnlen(how.function, sizeof(how.function)) == sizeof(how.function))
		return -EINVAL;
	mutex_lock(&lock);
	disarm(session);
	ret = fault_override(session, &how);
	mutex_unlock(&lock);
	return ret;
}

static int report_ioctl(struct fault_session *session,
			struct fault_report __user *to)
{
	struct fault_report report = {};

	mutex_lock(&lock);
	report.calls = atomic64_read(&session->calls);
	report.fired = smp_load_acquire(&session->fired); /* A */
	if (report.fired) {
		strscpy(report.function, session->function,
			sizeof(report.function));
		strscpy(report.caller, session->caller, sizeof(report.caller));
	}
	mutex_unlock(&lock);
	return copy_to_user(to, &report, sizeof(report)) ? -EFAULT : 0;
}

static long fault_ioctl(struct file *file, unsigned int cmd,
			unsigned long arg)
{
	struct fault_session *session = file->private_data;

	switch (cmd) {
	case FAULT_IOC_ARM:
		return arm_ioctl(session, (void __user *)arg);
	case FAULT_IOC_REPORT:
		return report_ioctl(session, (void __user *)arg);
	case FAULT_IOC_DISARM:
		mutex_lock(&lock);
		disarm(session);
		mutex_unlock(&lock);
		return 0;
	case FAULT_IOC_OVERRIDE:
		return override_ioctl(session, (void __user *)arg);
	case FAULT_IOC_TRY:
		return fault_try(arg);
	default:
		return -ENOTTY;
	}
}

static ssize_t fault_read(struct file *file, char __user *to, size_t bytes,
			  loff_t *at)
{
	char *text = kvzalloc(LIST_BYTES, GFP_KERNEL);
	ssize_t ret;

	if (!text)
		return -ENOMEM;
	ret = simple_read_from_buffer(to, bytes, at, text,
				      fault_list(text, LIST_BYTES));
	kvfree(text);
	return ret;
}

static const struct file_operations fault_fops = {
	.owner = THIS_MODULE,
	.open = fault_open,
	.release = fault_release,
	.read = fault_read,
	.unlocked_ioctl = fault_ioctl,
	.compat_ioctl = compat_ptr_ioctl,
};

static struct miscdevice fault_device = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "framering-fault",
	.fops = &fault_fops,
	.mode = 0600,
};

static int __init fault_init(void)
{
	int ret = fault_hook();

	if (ret)
		return ret;
	ret = misc_register(&fault_device);
	if (ret)
		fault_unhook();
	return ret;
}

static void __exit fault_exit(void)
{
	misc_deregister(&fault_device);
	fault_unhook();
}

module_init(fault_init);
module_exit(fault_exit);

MODULE_DESCRIPTION("Lets calls of a module fail, for framering's tests");
MODULE_LICENSE("GPL");
