// SPDX-License-Identifier: GPL-2.0-only
/*
 * A file system that is never seen: it gives each role file an inode of its
 * own, and so an address_space of its own, which unmap_mapping_range() needs
 * to find one role's mappings and no other's. anon_inode_getfile() would put
 * all roles of all rings on one inode. A ring without a device node has one,
 * too, with an owner, permissions, and operations to open it again by.
 *
 * It is pinned once for each file, not for the module's life: a mount holds
 * its file system's module, and the module could never go.
 */
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/magic.h>
#include <linux/module.h>
#include <linux/mount.h>
#include <linux/pseudo_fs.h>

#include <framering.h>

#include "fs.h"
#include "ring/ring.h"

static struct vfsmount *fr_fs_mount;
static int fr_fs_pins;

/* The last file of a ring is gone, and nobody is just opening another. */
static void fr_fs_evict_inode(struct inode *inode)
{
	truncate_inode_pages_final(&inode->i_data);
	clear_inode(inode);
	if (inode->i_private)
		fr_ring_put(inode->i_private);
}

static const struct super_operations fr_fs_ops = {
	.statfs = simple_statfs,
	.evict_inode = fr_fs_evict_inode,
};

static int fr_fs_init_context(struct fs_context *fc)
{
	struct pseudo_fs_context *context = init_pseudo(fc, FRAMERING_MAGIC);

	if (!context)
		return -ENOMEM;
	context->ops = &fr_fs_ops;
	/* Nothing of ours is ever executed; mmap() refuses it in the core. */
	fc->s_iflags |= SB_I_NOEXEC | SB_I_NODEV;
	return 0;
}

static struct file_system_type fr_fs_type = {
	.name = "framering",
	.owner = THIS_MODULE,
	.init_fs_context = fr_fs_init_context,
	.kill_sb = kill_anon_super,
};

/* Return: 0 or a negative errno. Undone by fr_fs_put(). */
int fr_fs_get(void)
{
	return simple_pin_fs(&fr_fs_type, &fr_fs_mount, &fr_fs_pins);
}

void fr_fs_put(void)
{
	simple_release_fs(&fr_fs_mount, &fr_fs_pins);
}

/* Whoever may open it again finds @ring by it. */
static void fr_fs_inode_of_ring(struct inode *inode, struct fr_ring *ring,
				const struct file_operations *fops)
{
	fr_ring_get(ring);
	inode->i_private = ring;
	inode->i_fop = fops;
	inode->i_uid = ring->uid;
	inode->i_gid = ring->gid;
	inode->i_mode = (inode->i_mode & S_IFMT) | ring->mode;
}

/**
 * fr_fs_file - a file with an inode of its own
 * @fops: its operations; their release() calls fr_fs_put()
 * @data: its private data
 * @ring: NULL, or the ring that is opened when the file is opened again
 *
 * Return: the file, or an error pointer.
 */
struct file *fr_fs_file(const struct file_operations *fops, void *data,
			struct fr_ring *ring)
{
	struct inode *inode;
	struct file *file;
	int ret;

	ret = fr_fs_get();
	if (ret)
		return ERR_PTR(ret);
	inode = alloc_anon_inode(fr_fs_mount->mnt_sb);
	if (IS_ERR(inode)) {
		file = ERR_CAST(inode);
		goto err_unpin;
	}
	if (ring)
		fr_fs_inode_of_ring(inode, ring, fops);
	file = alloc_file_pseudo(inode, fr_fs_mount, "[framering]", O_RDWR,
				 fops);
	if (IS_ERR(file)) {
		iput(inode);
		goto err_unpin;
	}
	/* fput() puts the module of the operations; it was not taken yet. */
	__module_get(fops->owner);
	file->private_data = data;
	return file;

err_unpin:
	fr_fs_put();
	return file;
}
