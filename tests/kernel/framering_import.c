// SPDX-License-Identifier: GPL-2.0-only
/* A module for tests: a driver that imports dma-bufs, see import.h. */
#include <linux/dma-buf.h>
#include <linux/dma-mapping.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/iosys-map.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/platform_device.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include "import.h"

#ifdef TEST_HAVE_IMPORT_NS_BARE
MODULE_IMPORT_NS(DMA_BUF);
#else
MODULE_IMPORT_NS("DMA_BUF");
#endif

/* The unlocked calls take the lock that others want taken, since 6.2. */
#ifndef TEST_HAVE_DMA_BUF_UNLOCKED
#define dma_buf_map_attachment_unlocked		dma_buf_map_attachment
#define dma_buf_unmap_attachment_unlocked	dma_buf_unmap_attachment
#define dma_buf_vmap_unlocked			dma_buf_vmap
#define dma_buf_vunmap_unlocked			dma_buf_vunmap
#endif

/**
 * struct importer - an open file
 * @lock: one call at a time
 * @dmabuf: what is imported, or NULL
 * @attachment: of the device to it
 * @sgt: the scatter list, or NULL if it is not mapped
 * @dir: for what it was
 * @at: the kernel's address
 * @vmapped: there is one
 */
struct importer {
	struct mutex lock;	/* see above */
	struct dma_buf *dmabuf;
	struct dma_buf_attachment *attachment;
	struct sg_table *sgt;
	enum dma_data_direction dir;
	struct iosys_map at;
	bool vmapped;
};

static struct platform_device *import_device;

static int import_open(struct inode *inode, struct file *file)
{
	struct importer *im = kzalloc(sizeof(*im), GFP_KERNEL);

	if (!im)
		return -ENOMEM;
	mutex_init(&im->lock);
	file->private_data = im;
	return 0;
}

static int import_attach(struct importer *im, int fd)
{
	struct dma_buf_attachment *attachment;
	struct dma_buf *dmabuf;

	if (im->dmabuf)
		return -EBUSY;
	dmabuf = dma_buf_get(fd);
	if (IS_ERR(dmabuf))
		return PTR_ERR(dmabuf);
	attachment = dma_buf_attach(dmabuf, &import_device->dev);
	if (IS_ERR(attachment)) {
		dma_buf_put(dmabuf);
		return PTR_ERR(attachment);
	}
	im->dmabuf = dmabuf;
	im->attachment = attachment;
	return 0;
}

static int import_map(struct importer *im, struct import_map *map)
{
	struct scatterlist *sg;
	struct sg_table *sgt;
	int i;

	if (!im->dmabuf || im->sgt || map->direction > IMPORT_FROM_DEVICE)
		return -EINVAL;
	sgt = dma_buf_map_attachment_unlocked(im->attachment, map->direction);
	if (IS_ERR(sgt))
		return PTR_ERR(sgt);
	im->sgt = sgt;
	im->dir = map->direction;
	map->entries = 0;
	map->bytes = 0;
	for_each_sgtable_dma_sg(sgt, sg, i) {
		map->entries++;
		map->bytes += sg_dma_len(sg);
	}
	return 0;
}

static int import_unmap(struct importer *im)
{
	if (!im->sgt)
		return -EINVAL;
	dma_buf_unmap_attachment_unlocked(im->attachment, im->sgt, im->dir);
	im->sgt = NULL;
	return 0;
}

static int import_vmap(struct importer *im)
{
	int ret;

	if (!im->dmabuf || im->vmapped)
		return -EINVAL;
	ret = dma_buf_vmap_unlocked(im->dmabuf, &im->at);
	im->vmapped = !ret;
	return ret;
}

static int import_vunmap(struct importer *im)
{
	if (!im->vmapped)
		return -EINVAL;
	dma_buf_vunmap_unlocked(im->dmabuf, &im->at);
	im->vmapped = false;
	return 0;
}

/* Where byte @offset is for a device without an IOMMU. */
static u8 *import_find(struct importer *im, u64 offset)
{
	struct scatterlist *sg;
	int i;

	if (!im->sgt)
		return NULL;
	for_each_sgtable_sg(im->sgt, sg, i) {
		if (offset < sg->length)
			return (u8 *)sg_virt(sg) + offset;
		offset -= sg->length;
	}
	return NULL;
}

static int import_byte(struct importer *im, struct import_bytes *bytes,
		       bool write)
{
	u8 *at;

	if (!im->dmabuf || bytes->offset >= im->dmabuf->size)
		return -EINVAL;
	if (bytes->vmap)
		at = im->vmapped ? (u8 *)im->at.vaddr + bytes->offset : NULL;
	else
		at = import_find(im, bytes->offset);
	if (!at)
		return -EINVAL;
	if (write) {
		WRITE_ONCE(*at, bytes->value);
		/* Also those that are gathered. */
		wmb();
	} else {
		bytes->value = READ_ONCE(*at);
	}
	return 0;
}

static long import_do(struct importer *im, unsigned int cmd, void __user *user)
{
	struct import_bytes bytes;
	struct import_map map;
	int ret, fd;

	switch (cmd) {
	case IMPORT_IOC_ATTACH:
		if (get_user(fd, (s32 __user *)user))
			return -EFAULT;
		return import_attach(im, fd);
	case IMPORT_IOC_MAP:
		if (copy_from_user(&map, user, sizeof(map)))
			return -EFAULT;
		ret = import_map(im, &map);
		if (!ret && copy_to_user(user, &map, sizeof(map)))
			ret = -EFAULT;
		return ret;
	case IMPORT_IOC_UNMAP:
		return import_unmap(im);
	case IMPORT_IOC_VMAP:
		return import_vmap(im);
	case IMPORT_IOC_VUNMAP:
		return import_vunmap(im);
	case IMPORT_IOC_READ:
	case IMPORT_IOC_WRITE:
		if (copy_from_user(&bytes, user, sizeof(bytes)))
			return -EFAULT;
		ret = import_byte(im, &bytes, cmd == IMPORT_IOC_WRITE);
		if (!ret && cmd == IMPORT_IOC_READ &&
		    copy_to_user(user, &bytes, sizeof(bytes)))
			ret = -EFAULT;
		return ret;
	default:
		return -ENOTTY;
	}
}

static long import_ioctl(struct file *file, unsigned int cmd,
			 unsigned long arg)
{
	struct importer *im = file->private_data;
	long ret;

	mutex_lock(&im->lock);
	ret = import_do(im, cmd, (void __user *)arg);
	mutex_unlock(&im->lock);
	return ret;
}

static int import_release(struct inode *inode, struct file *file)
{
	struct importer *im = file->private_data;

	if (im->vmapped)
		import_vunmap(im);
	if (im->sgt)
		import_unmap(im);
	if (im->dmabuf) {
		dma_buf_detach(im->dmabuf, im->attachment);
		dma_buf_put(im->dmabuf);
	}
	kfree(im);
	return 0;
}

static const struct file_operations import_fops = {
	.owner = THIS_MODULE,
	.open = import_open,
	.release = import_release,
	.unlocked_ioctl = import_ioctl,
	.compat_ioctl = compat_ptr_ioctl,
};

static struct miscdevice import_misc = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "framering-import",
	.fops = &import_fops,
	.mode = 0666,
};

static int __init import_init(void)
{
	int ret;

	import_device = platform_device_register_simple("framering-import",
							PLATFORM_DEVID_NONE,
							NULL, 0);
	if (IS_ERR(import_device))
		return PTR_ERR(import_device);
	/* Where there is no DMA, there is still the kernel's address. */
	dma_coerce_mask_and_coherent(&import_device->dev, DMA_BIT_MASK(64));
	ret = misc_register(&import_misc);
	if (ret)
		platform_device_unregister(import_device);
	return ret;
}

static void __exit import_exit(void)
{
	misc_deregister(&import_misc);
	platform_device_unregister(import_device);
}

module_init(import_init);
module_exit(import_exit);

MODULE_DESCRIPTION("Imports dma-bufs, for framering's tests");
MODULE_LICENSE("GPL");
