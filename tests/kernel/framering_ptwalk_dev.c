// SPDX-License-Identifier: GPL-2.0-only
/* A module for tests: tells what the page tables really hold, see ptwalk.h. */
#include <linux/fs.h>
#include <linux/miscdevice.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/uaccess.h>

#include <asm/cpufeature.h>
#include <asm/msr.h>

#include "framering_ptwalk.h"

static u64 pat_msr(void)
{
	u32 low, high;

	if (!boot_cpu_has(X86_FEATURE_PAT))
		return 0;
	rdmsr(MSR_IA32_CR_PAT, low, high);
	return (u64)high << 32 | low;
}

/* With interrupts off no page table is freed, as in the kernel's gup. */
static int look_at(struct ptwalk *look)
{
	unsigned long flags;

	mmap_read_lock(current->mm);
	local_irq_save(flags);
	look->pat_msr = pat_msr();
	ptwalk_user(look);
	if (look->user.present)
		ptwalk_direct_map(look);
	local_irq_restore(flags);
	mmap_read_unlock(current->mm);

	if (!look->user.present)
		return -ENOENT;
	ptwalk_vmalloc(look);
	return 0;
}

static long look_ioctl(struct ptwalk __user *to)
{
	struct ptwalk look = {};
	int ret;

	if (get_user(look.address, &to->address) ||
	    get_user(look.limit, &to->limit))
		return -EFAULT;
	if (!access_ok((void __user *)look.address, 1))
		return -EINVAL;
	ret = look_at(&look);
	if (ret)
		return ret;
	return copy_to_user(to, &look, sizeof(look)) ? -EFAULT : 0;
}

static long ptwalk_ioctl(struct file *file, unsigned int cmd,
			 unsigned long arg)
{
	struct ptwalk_make make;

	switch (cmd) {
	case PTWALK_IOC_LOOK:
		return look_ioctl((struct ptwalk __user *)arg);
	case PTWALK_IOC_MAKE:
		if (copy_from_user(&make, (void __user *)arg, sizeof(make)))
			return -EFAULT;
		return ptwalk_make(file, &make);
	default:
		return -ENOTTY;
	}
}

static const struct file_operations ptwalk_fops = {
	.owner = THIS_MODULE,
	.open = ptwalk_open,
	.release = ptwalk_release,
	.mmap = ptwalk_mmap,
	.unlocked_ioctl = ptwalk_ioctl,
	.compat_ioctl = compat_ptr_ioctl,
};

static struct miscdevice ptwalk_device = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "framering-ptwalk",
	.fops = &ptwalk_fops,
	.mode = 0600,
};
module_misc_device(ptwalk_device);

MODULE_DESCRIPTION("What the page tables hold, for framering's tests");
MODULE_LICENSE("GPL");
