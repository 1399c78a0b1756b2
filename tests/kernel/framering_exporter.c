// SPDX-License-Identifier: GPL-2.0-only
/* A module for tests: a driver that exports dma-bufs, see exporter.h. */
#include <linux/atomic.h>
#include <linux/dma-buf.h>
#include <linux/err.h>
#include <linux/fcntl.h>
#include <linux/iosys-map.h>
#include <linux/miscdevice.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include <linux/vmalloc.h>

#include "exporter.h"

#ifdef TEST_HAVE_IMPORT_NS_BARE
MODULE_IMPORT_NS(DMA_BUF);
#else
MODULE_IMPORT_NS("DMA_BUF");
#endif

#define EXPORTER_MOST	(64UL << 20)

static atomic_t exporter_count;
static atomic_t exporter_addresses;

static struct sg_table *exporter_map(struct dma_buf_attachment *attachment,
				     enum dma_data_direction dir)
{
	return ERR_PTR(-EOPNOTSUPP);
}

static void exporter_unmap(struct dma_buf_attachment *attachment,
			   struct sg_table *sgt, enum dma_data_direction dir)
{
}

static int exporter_vmap(struct dma_buf *dmabuf, struct iosys_map *map)
{
	iosys_map_set_vaddr(map, dmabuf->priv);
	atomic_inc(&exporter_addresses);
	return 0;
}

static int exporter_vmap_device(struct dma_buf *dmabuf, struct iosys_map *map)
{
	iosys_map_set_vaddr_iomem(map, (void __iomem *)dmabuf->priv);
	atomic_inc(&exporter_addresses);
	return 0;
}

static void exporter_vunmap(struct dma_buf *dmabuf, struct iosys_map *map)
{
	atomic_dec(&exporter_addresses);
}

static int exporter_mmap(struct dma_buf *dmabuf, struct vm_area_struct *vma)
{
	return remap_vmalloc_range(vma, dmabuf->priv, vma->vm_pgoff);
}

static void exporter_release(struct dma_buf *dmabuf)
{
	vfree(dmabuf->priv);
	atomic_dec(&exporter_count);
}

#define EXPORTER_OPS(...) {			\
	.map_dma_buf = exporter_map,		\
	.unmap_dma_buf = exporter_unmap,	\
	.release = exporter_release,		\
	__VA_ARGS__				\
}

static const struct dma_buf_ops exporter_ops[] = {
	[EXPORTER_PAGES] = EXPORTER_OPS(.mmap = exporter_mmap,
					.vmap = exporter_vmap,
					.vunmap = exporter_vunmap),
	[EXPORTER_NO_ADDRESS] = EXPORTER_OPS(),
	[EXPORTER_DEVICE] = EXPORTER_OPS(.vmap = exporter_vmap_device,
					 .vunmap = exporter_vunmap),
	[EXPORTER_STRANGE] = EXPORTER_OPS(.vmap = exporter_vmap,
					  .vunmap = exporter_vunmap),
	[EXPORTER_UNMAPPED] = EXPORTER_OPS(.vmap = exporter_vmap,
					   .vunmap = exporter_vunmap),
};

static struct dma_buf *exporter_new(const struct exporter_make *make)
{
	DEFINE_DMA_BUF_EXPORT_INFO(info);
	struct dma_buf *dmabuf;

	if (make->sort >= ARRAY_SIZE(exporter_ops) || !make->bytes ||
	    make->bytes > EXPORTER_MOST || !PAGE_ALIGNED(make->bytes))
		return ERR_PTR(-EINVAL);
	info.ops = &exporter_ops[make->sort];
	info.size = make->bytes;
	info.flags = make->flags & O_ACCMODE;
	/* Rings take no other's memory. */
	if (make->sort != EXPORTER_STRANGE)
		info.exp_name = "udmabuf";
	info.priv = vmalloc_user(make->bytes);
	if (!info.priv)
		return ERR_PTR(-ENOMEM);
	dmabuf = dma_buf_export(&info);
	if (IS_ERR(dmabuf))
		vfree(info.priv);
	else
		atomic_inc(&exporter_count);
	return dmabuf;
}

static int exporter_make(struct exporter_make *make)
{
	struct dma_buf *dmabuf = exporter_new(make);

	if (IS_ERR(dmabuf))
		return PTR_ERR(dmabuf);
	make->fd = dma_buf_fd(dmabuf, O_CLOEXEC);
	if (make->fd >= 0)
		return 0;
	dma_buf_put(dmabuf);
	return make->fd;
}

static long exporter_ioctl(struct file *file, unsigned int cmd,
			   unsigned long arg)
{
	void __user *user = (void __user *)arg;
	struct exporter_make make;
	int ret;

	switch (cmd) {
	case EXPORTER_IOC_MAKE:
		if (copy_from_user(&make, user, sizeof(make)))
			return -EFAULT;
		ret = exporter_make(&make);
		if (!ret && copy_to_user(user, &make, sizeof(make)))
			ret = -EFAULT;
		return ret;
	case EXPORTER_IOC_COUNT:
		return put_user(atomic_read(&exporter_count),
				(s32 __user *)user);
	case EXPORTER_IOC_ADDRESSES:
		return put_user(atomic_read(&exporter_addresses),
				(s32 __user *)user);
	default:
		return -ENOTTY;
	}
}

static const struct file_operations exporter_fops = {
	.owner = THIS_MODULE,
	.unlocked_ioctl = exporter_ioctl,
	.compat_ioctl = compat_ptr_ioctl,
};

static struct miscdevice exporter_misc = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "framering-exporter",
	.fops = &exporter_fops,
	.mode = 0666,
};

module_misc_device(exporter_misc);

MODULE_DESCRIPTION("Exports dma-bufs, for framering's tests");
MODULE_LICENSE("GPL");
