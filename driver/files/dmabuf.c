// SPDX-License-Identifier: GPL-2.0-only
/*
 * Slots as dma-bufs: what other drivers, and whoever gets the descriptor, can
 * do with one. ring/export.c tells what keeps it.
 *
 * The mode of its file, which we choose, binds mmap() of that file and nothing
 * else: no driver that imports a dma-buf looks at it. So what may only be read
 * is guarded here, at each way to it.
 */
#include <linux/dma-buf.h>
#include <linux/dma-mapping.h>
#include <linux/err.h>
#include <linux/fcntl.h>
#include <linux/iosys-map.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/slab.h>

#include "compat.h"
#include "dmabuf.h"
#include "memory/cache.h"
#include "memory/mem.h"
#include "memory/share.h"
#include "mmap.h"
#include "ring/export.h"
#include "ring/generation.h"
#include "ring/role.h"

FR_IMPORT_DMA_BUF;

/* Entries that one page fault makes: 2 MiB of 4 KiB pages. */
#define FR_DMABUF_AROUND	512UL

/**
 * struct fr_dmabuf - the data of a dma-buf
 * @export: the slot
 * @lock: protects @maps
 * @maps: struct fr_dmabuf_map, by which devices use it now
 * @dummy: what drivers have an address of instead of the slot, or NULL
 */
struct fr_dmabuf {
	struct fr_export *export;
	struct mutex lock;	/* see above */
	struct list_head maps;
	void *dummy;
};

/**
 * struct fr_dmabuf_map - a mapping for a device
 * @sgt: what the importer gets
 * @node: in the dma-buf's list
 * @dev: the device
 * @dir: what it may do, which may be less than was asked for
 */
struct fr_dmabuf_map {
	struct sg_table sgt;
	struct list_head node;
	struct device *dev;
	enum dma_data_direction dir;
};

/*
 * DRM asks for both directions always. Where only reading is allowed, that is
 * what the IOMMU is told; without one, the importer is trusted to mean it.
 */
static int fr_dmabuf_direction(const struct fr_export *export,
			       enum dma_data_direction *dir)
{
	if (export->writable)
		return 0;
	if (*dir == DMA_FROM_DEVICE)
		return -EACCES;
	*dir = DMA_TO_DEVICE;
	return 0;
}

static int fr_dmabuf_map_slot(struct fr_export *export,
			      struct fr_dmabuf_map *map)
{
	int ret;

	ret = fr_share_sgt(export->mem, export->slot, &map->sgt);
	if (ret)
		return ret;
	ret = dma_map_sgtable(map->dev, &map->sgt, map->dir, 0);
	if (ret)
		sg_free_table(&map->sgt);
	return ret;
}

static struct sg_table *fr_dmabuf_map(struct dma_buf_attachment *attachment,
				      enum dma_data_direction dir)
{
	struct fr_dmabuf *buf = attachment->dmabuf->priv;
	struct fr_export *export = buf->export;
	struct fr_dmabuf_map *map;
	int ret;

	ret = fr_dmabuf_direction(export, &dir);
	if (ret)
		return ERR_PTR(ret);
	ret = fr_export_use(export);
	if (ret)
		return ERR_PTR(ret);
	ret = -ENOMEM;
	map = kzalloc(sizeof(*map), GFP_KERNEL);
	if (!map)
		goto err_unuse;
	map->dev = attachment->dev;
	map->dir = dir;
	ret = fr_dmabuf_map_slot(export, map);
	if (ret)
		goto err_free;
	mutex_lock(&buf->lock);
	list_add(&map->node, &buf->maps);
	mutex_unlock(&buf->lock);
	return &map->sgt;

err_free:
	kfree(map);
err_unuse:
	fr_export_unuse(export);
	return ERR_PTR(ret);
}

static void fr_dmabuf_unmap(struct dma_buf_attachment *attachment,
			    struct sg_table *sgt, enum dma_data_direction dir)
{
	struct fr_dmabuf *buf = attachment->dmabuf->priv;
	struct fr_dmabuf_map *map =
		container_of(sgt, struct fr_dmabuf_map, sgt);

	mutex_lock(&buf->lock);
	list_del(&map->node);
	mutex_unlock(&buf->lock);
	dma_unmap_sgtable(map->dev, sgt, map->dir, 0);
	sg_free_table(sgt);
	kfree(map);
	fr_export_unuse(buf->export);
}

static int fr_dmabuf_vmap(struct dma_buf *dmabuf, struct iosys_map *at)
{
	struct fr_dmabuf *buf = dmabuf->priv;
	struct fr_export *export = buf->export;
	void *address;

	if (fr_export_use(export)) {
		buf->dummy = fr_share_dummy(dmabuf->size);
		address = buf->dummy;
	} else {
		address = fr_share_vmap(export->mem, export->slot);
		if (!address)
			fr_export_unuse(export);
	}
	if (!address)
		return -ENOMEM;
	iosys_map_set_vaddr(at, address);
	return 0;
}

/* The core has one mapping at a time, for all who asked. */
static void fr_dmabuf_vunmap(struct dma_buf *dmabuf, struct iosys_map *at)
{
	struct fr_dmabuf *buf = dmabuf->priv;

	if (!buf->dummy) {
		fr_export_unuse(buf->export);
		return;
	}
	fr_share_dummy_free(buf->dummy);
	buf->dummy = NULL;
}

/* The processor is going to read, or write, what devices have mapped. */
static int fr_dmabuf_begin(struct dma_buf *dmabuf, enum dma_data_direction dir)
{
	struct fr_dmabuf *buf = dmabuf->priv;
	struct fr_dmabuf_map *map;

	mutex_lock(&buf->lock);
	list_for_each_entry(map, &buf->maps, node)
		dma_sync_sgtable_for_cpu(map->dev, &map->sgt, map->dir);
	mutex_unlock(&buf->lock);
	return 0;
}

static int fr_dmabuf_end(struct dma_buf *dmabuf, enum dma_data_direction dir)
{
	struct fr_dmabuf *buf = dmabuf->priv;
	struct fr_dmabuf_map *map;

	/* Stores that are gathered for write-combined memory leave now. */
	wmb();
	mutex_lock(&buf->lock);
	list_for_each_entry(map, &buf->maps, node)
		dma_sync_sgtable_for_device(map->dev, &map->sgt, map->dir);
	mutex_unlock(&buf->lock);
	return 0;
}

/*
 * The page that was touched, and those behind it in its block. Only here, and
 * not in .mmap: see ring/export.c.
 */
static vm_fault_t fr_dmabuf_fault(struct vm_fault *vmf)
{
	struct vm_area_struct *vma = vmf->vma;
	struct fr_export *export = vma->vm_private_data;
	unsigned long addr = vmf->address & PAGE_MASK, pgoff = vmf->pgoff;
	unsigned long run, rest;
	vm_fault_t ret = VM_FAULT_SIGBUS;

	down_read(&export->gen->map_sem);
	if (export->revoked ||
	    pgoff >= export->mem->slot_bytes >> PAGE_SHIFT)
		goto out;
	ret = fr_mmap_insert(vma, addr, export->mem, export->slot, pgoff, &run);
	run = min3(run, FR_DMABUF_AROUND, (vma->vm_end - addr) >> PAGE_SHIFT);
	while (ret == VM_FAULT_NOPAGE && --run) {
		addr += PAGE_SIZE;
		/* What does not fit now is tried when it is touched. */
		if (fr_mmap_insert(vma, addr, export->mem, export->slot,
				   ++pgoff, &rest) != VM_FAULT_NOPAGE)
			break;
	}
out:
	up_read(&export->gen->map_sem);
	return ret;
}

static const struct vm_operations_struct fr_dmabuf_vm_ops = {
	.fault = fr_dmabuf_fault,
};

/* The VMA holds the dma-buf's file, and that the export. */
static int fr_dmabuf_mmap(struct dma_buf *dmabuf, struct vm_area_struct *vma)
{
	struct fr_dmabuf *buf = dmabuf->priv;
	struct fr_export *export = buf->export;
	struct fr_mem *mem;
	int ret = fr_mmap_rights(vma, export->writable);

	if (ret)
		return ret;
	down_read(&export->gen->map_sem);
	if (export->revoked) {
		ret = -ENODEV;
		goto out;
	}
	mem = export->mem;
	fr_mmap_limit(vma, export->writable, mem->ops->vm_flags);
	vma->vm_page_prot = fr_cache_pgprot(vma->vm_page_prot, mem->cache);
	vma->vm_ops = &fr_dmabuf_vm_ops;
	vma->vm_private_data = export;
out:
	up_read(&export->gen->map_sem);
	return ret;
}

/* Perhaps in a stranger's context: does not wait. */
static void fr_dmabuf_release(struct dma_buf *dmabuf)
{
	struct fr_dmabuf *buf = dmabuf->priv;

	fr_export_end(buf->export);
	kfree(buf);
}

static const struct dma_buf_ops fr_dmabuf_ops = {
	.map_dma_buf = fr_dmabuf_map,
	.unmap_dma_buf = fr_dmabuf_unmap,
	.vmap = fr_dmabuf_vmap,
	.vunmap = fr_dmabuf_vunmap,
	.begin_cpu_access = fr_dmabuf_begin,
	.end_cpu_access = fr_dmabuf_end,
	.mmap = fr_dmabuf_mmap,
	.release = fr_dmabuf_release,
};

/* A driver that has an address may write there, whatever it was told: none. */
static const struct dma_buf_ops fr_dmabuf_read_only_ops = {
	.map_dma_buf = fr_dmabuf_map,
	.unmap_dma_buf = fr_dmabuf_unmap,
	.begin_cpu_access = fr_dmabuf_begin,
	.end_cpu_access = fr_dmabuf_end,
	.mmap = fr_dmabuf_mmap,
	.release = fr_dmabuf_release,
};

/* It is a slot of a ring. */
bool fr_dmabuf_is_ours(const struct dma_buf *dmabuf)
{
	return dmabuf->ops == &fr_dmabuf_ops ||
	       dmabuf->ops == &fr_dmabuf_read_only_ops;
}

/* The dma-buf of @export, which it owns from now on, also if this fails. */
static struct dma_buf *fr_dmabuf_make(struct fr_export *export)
{
	DEFINE_DMA_BUF_EXPORT_INFO(info);
	struct dma_buf *dmabuf = ERR_PTR(-ENOMEM);
	struct fr_dmabuf *buf;

	buf = kzalloc(sizeof(*buf), GFP_KERNEL_ACCOUNT);
	if (buf) {
		buf->export = export;
		mutex_init(&buf->lock);
		INIT_LIST_HEAD(&buf->maps);
		info.exp_name = KBUILD_MODNAME;
		info.ops = export->writable ? &fr_dmabuf_ops :
					      &fr_dmabuf_read_only_ops;
		info.size = export->mem->slot_bytes;
		info.flags = export->writable ? O_RDWR : O_RDONLY;
		info.priv = buf;
		dmabuf = dma_buf_export(&info);
	}
	if (IS_ERR(dmabuf)) {
		fr_export_end(export);
		kfree(buf);
	}
	return dmabuf;
}

/**
 * fr_dmabuf_export - make a descriptor of a dma-buf of a slot
 * @role: who asks
 * @export: in and out: as FRAMERING_IOC_EXPORT tells
 *
 * Return: 0 or a negative errno, see struct framering_export.
 */
int fr_dmabuf_export(struct fr_role *role, struct framering_export *export)
{
	struct fr_export *slot;
	struct dma_buf *dmabuf;
	int ret;

	slot = fr_export_create(role, export->slot);
	if (IS_ERR(slot))
		return PTR_ERR(slot);
	dmabuf = fr_dmabuf_make(slot);
	if (IS_ERR(dmabuf))
		return PTR_ERR(dmabuf);
	export->bytes = dmabuf->size;
	export->writable = slot->writable;
	ret = fr_export_enter(slot, role, file_inode(dmabuf->file),
			      export->flags & FRAMERING_EXPORT_HOLD);
	if (!ret)
		ret = dma_buf_fd(dmabuf, O_CLOEXEC);
	if (ret < 0) {
		dma_buf_put(dmabuf);
		return ret;
	}
	export->fd = ret;
	return 0;
}
