// SPDX-License-Identifier: GPL-2.0-only
/*
 * Leases. A program of V4L2 keeps what it dequeued for as long as it likes, and
 * cannot be told that a frame was overwritten. So the slots that buffers show
 * are kept out of the ring by the kernel, once for all readers of a frame, and
 * only as many as the ring can spare. Before one more is taken, the oldest is
 * copied to memory of its own, and its buffers show that from then on: the
 * programs see no difference, and the producer gets its slot back.
 *
 * The readers' roles only mark where they are: what they acquire they release
 * at once, when the lease has it. So no program of V4L2 is ever in the
 * producer's way.
 */
#include <linux/err.h>
#include <linux/mm.h>
#include <linux/rwsem.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

#include "lease.h"
#include "memory/mem.h"
#include "picture.h"
#include "pixfmt.h"
#include "range.h"
#include "ring/generation.h"
#include "ring/hold.h"
#include "ring/role.h"
#include "ring/role_frames.h"
#include "video.h"

static struct fr_lease *fr_lease_alloc(struct fr_video *video)
{
	struct fr_lease *lease = kzalloc(sizeof(*lease), GFP_KERNEL_ACCOUNT);

	if (!lease)
		return NULL;
	lease->video = video;
	lease->users = 1;
	INIT_LIST_HEAD(&lease->ranges);
	return lease;
}

/**
 * fr_lease_put_locked - one user less
 * @lease: the lease; map_lock is held to write
 * @dead: gets it if that was the last, for fr_lease_bury(); else NULL
 */
void fr_lease_put_locked(struct fr_lease *lease, struct fr_lease **dead)
{
	*dead = NULL;
	if (--lease->users)
		return;
	if (lease->listed)
		list_del(&lease->node);
	*dead = lease;
}

/* What it had of a generation that is not its any more. */
static void fr_lease_let_go(struct fr_lease *lease, struct fr_mem *mem)
{
	if (!lease->filled)
		fr_hold_give(lease->gen, lease->slot);
	fr_mem_put(mem);
	/* Under ring->lock, a role that is being revoked has another one. */
	fr_generation_put(lease->gen);
}

/* Give back what a lease without users had. */
void fr_lease_bury(struct fr_lease *dead)
{
	if (!dead)
		return;
	if (dead->mem)
		fr_lease_let_go(dead, dead->mem);
	if (dead->picture)
		fr_picture_put(dead->picture);
	kfree(dead);
}

void fr_lease_get(struct fr_lease *lease)
{
	down_write(&lease->video->map_lock);
	lease->users++;
	up_write(&lease->video->map_lock);
}

void fr_lease_put(struct fr_lease *lease)
{
	struct fr_video *video = lease->video;
	struct fr_lease *dead;

	down_write(&video->map_lock);
	fr_lease_put_locked(lease, &dead);
	up_write(&video->map_lock);
	fr_lease_bury(dead);
}

/* Where the kernel has page @page of the frame, or NULL. map_lock is held. */
void *fr_lease_at(const struct fr_lease *lease, unsigned long page)
{
	u32 len;

	if (page >= lease->pages)
		return NULL;
	if (lease->picture)
		return lease->picture->data + (page << PAGE_SHIFT);
	return lease->mem->ops->at(lease->mem, lease->slot, page << PAGE_SHIFT,
				   &len);
}

/**
 * fr_lease_of_picture - a lease of what is no frame of the ring
 * @video: whose it is
 * @picture: the picture; the lease has the caller's reference from now on,
 *	also if this fails; NULL fails
 *
 * Return: the lease, fr_lease_put() it; or NULL.
 */
struct fr_lease *fr_lease_of_picture(struct fr_video *video,
				     struct fr_picture *picture)
{
	struct fr_lease *lease = picture ? fr_lease_alloc(video) : NULL;

	if (lease) {
		lease->picture = picture;
		lease->pages = PFN_DOWN(picture->bytes);
	} else if (picture) {
		fr_picture_put(picture);
	}
	return lease;
}

/* Its frame is in @slot of @gen; it has the memory by now. */
static void fr_lease_in(struct fr_lease *lease, struct fr_generation *gen,
			u32 slot)
{
	fr_generation_get(gen);
	lease->gen = gen;
	lease->slot = slot;
	lease->pages = PFN_DOWN(lease->mem->slot_bytes);
}

/**
 * fr_lease_of_slot - a lease of a slot that a producer fills
 * @video: whose it is
 * @role: the producer's
 * @slot: what it has reserved
 *
 * Return: the lease, fr_lease_put() it before the role ends; or NULL: no
 * memory, or the role is revoked.
 */
struct fr_lease *fr_lease_of_slot(struct fr_video *video, struct fr_role *role,
				  u32 slot)
{
	struct fr_lease *lease = fr_lease_alloc(video);

	if (!lease)
		return NULL;
	lease->mem = fr_role_pin(role);
	if (!lease->mem) {
		kfree(lease);
		return NULL;
	}
	fr_lease_in(lease, role->gen, slot);
	lease->filled = true;
	return lease;
}

/* The lease of a frame, if somebody has it; one user more. */
static struct fr_lease *fr_lease_find(struct fr_video *video, u64 generation,
				      u32 seq)
{
	struct fr_lease *lease;

	list_for_each_entry(lease, &video->leases, node) {
		if (lease->generation != generation || lease->seq != seq)
			continue;
		lease->users++;
		return lease;
	}
	return NULL;
}

/* The one of @gen that has had its slot for the longest time; a user more. */
static struct fr_lease *fr_lease_oldest(struct fr_video *video,
					struct fr_generation *gen)
{
	struct fr_lease *lease, *found = NULL;

	down_write(&video->map_lock);
	list_for_each_entry(lease, &video->leases, node) {
		if (lease->gen != gen || !lease->mem)
			continue;
		lease->users++;
		found = lease;
		break;
	}
	up_write(&video->map_lock);
	return found;
}

/* Its buffers show @picture, whose reference it has; NULL: zeros. */
static void fr_lease_replace(struct fr_lease *lease, struct fr_picture *picture)
{
	struct fr_video *video = lease->video;
	struct fr_mem *mem;

	down_write(&video->map_lock);
	mem = lease->mem;
	if (mem) {
		lease->picture = picture;
		lease->pages = picture ? PFN_DOWN(picture->bytes) : 0;
		lease->mem = NULL;
		fr_range_zap_all(&lease->ranges);
	}
	up_write(&video->map_lock);
	if (mem)
		fr_lease_let_go(lease, mem);
	else if (picture)
		fr_picture_put(picture);
}

/* A copy that is counted for the lease's user, or -ENOMEM, -EDQUOT. */
static struct fr_picture *fr_lease_picture(struct fr_lease *lease,
					   const struct fr_pixfmt *format,
					   struct fr_mem *mem, u32 slot,
					   u32 bytes)
{
	struct fr_picture *picture = fr_picture_copy(format, mem, slot, bytes);
	int ret;

	if (!picture)
		return ERR_PTR(-ENOMEM);
	ret = fr_picture_charge(picture, lease->uid);
	if (!ret)
		return picture;
	fr_picture_put(picture);
	return ERR_PTR(ret);
}

/**
 * fr_lease_move - move a frame out of its slot
 * @lease: the lease, of a generation that the caller has a role of
 * @format: of that generation
 *
 * If its user keeps more than he may, the frame is lost to him, not the slot to
 * the ring.
 *
 * Return: 0 (also if it was moved before), or -ENOMEM: it is where it was.
 */
int fr_lease_move(struct fr_lease *lease, const struct fr_pixfmt *format)
{
	struct fr_picture *picture;
	struct fr_mem *mem;

	down_read(&lease->video->map_lock);
	mem = lease->mem;
	if (mem)
		fr_mem_get(mem);
	up_read(&lease->video->map_lock);
	if (!mem)
		return 0;
	picture = fr_lease_picture(lease, format, mem, lease->slot,
				   format->pix.sizeimage);
	fr_mem_put(mem);
	if (picture == ERR_PTR(-ENOMEM))
		return -ENOMEM;
	fr_lease_replace(lease, IS_ERR(picture) ? NULL : picture);
	return 0;
}

/* Make room for one more slot. -EBUSY: there is none that could be moved. */
static int fr_lease_make_room(struct fr_video *video, struct fr_role *role,
			      const struct fr_pixfmt *format)
{
	struct fr_lease *oldest = fr_lease_oldest(video, role->gen);
	int ret;

	if (!oldest)
		return -EBUSY;
	ret = fr_lease_move(oldest, format);
	fr_lease_put(oldest);
	return ret;
}

/* Enter @lease, which nobody knows yet, unless the frame has one by now. */
static struct fr_lease *fr_lease_enter(struct fr_lease *lease)
{
	struct fr_video *video = lease->video;
	struct fr_lease *found;

	down_write(&video->map_lock);
	found = fr_lease_find(video, lease->generation, lease->seq);
	if (!found) {
		lease->listed = true;
		list_add_tail(&lease->node, &video->leases);
	}
	up_write(&video->map_lock);
	if (!found)
		return lease;
	fr_lease_bury(lease);
	return found;
}

/* Keep the frame in its slot. */
static int fr_lease_keep(struct fr_lease *lease, struct fr_role *role, u32 slot,
			 const struct fr_pixfmt *format)
{
	struct fr_mem *mem;
	int ret;

	do
		ret = fr_hold_take(role, slot);
	while (ret == -EBUSY &&
	       !fr_lease_make_room(lease->video, role, format));
	if (ret)
		return ret;
	mem = fr_role_pin(role);
	if (!mem) {
		fr_hold_give(role->gen, slot);
		return -ENODEV;
	}
	lease->mem = mem;
	fr_lease_in(lease, role->gen, slot);
	return 0;
}

/* Copy the frame, and see whether it was one frame all the time. */
static int fr_lease_copy(struct fr_lease *lease, struct fr_role *role, u32 slot,
			 const struct fr_pixfmt *format, u32 bytes)
{
	struct fr_mem *mem = fr_role_pin(role);
	struct fr_picture *picture;
	int ret;

	if (!mem)
		return -ENODEV;
	picture = fr_lease_picture(lease, format, mem, slot, bytes);
	fr_mem_put(mem);
	if (IS_ERR(picture))
		return -ENOMEM;
	lease->picture = picture;
	lease->pages = PFN_DOWN(lease->picture->bytes);
	ret = fr_role_check(role, slot);
	return ret || fr_role_attached(role) ? ret : -ENODEV;
}

/* Whether a buffer can show a slot of @role page by page. */
bool fr_lease_can_show(struct fr_role *role, const struct fr_pixfmt *format)
{
	struct fr_mem *mem = fr_role_pin(role);
	bool can;

	if (!mem)
		return false;
	can = format->direct && (mem->ops->pfn || mem->ops->page);
	fr_mem_put(mem);
	return can;
}

/**
 * fr_lease_take - have a frame that was acquired
 * @video: whose it is
 * @role: the reader's role
 * @format: of the role's generation
 * @slot: what the role acquired; its claim is still the caller's
 * @desc: of the frame
 *
 * Return: the lease, fr_lease_put() it; or an error pointer: -EBADMSG (the
 * producer has overwritten the frame), -ENODEV (the role is revoked), -ENOMEM.
 */
struct fr_lease *fr_lease_take(struct fr_video *video, struct fr_role *role,
			       const struct fr_pixfmt *format, u32 slot,
			       const struct framering_desc *desc)
{
	u32 bytes = min(desc->bytes, format->pix.sizeimage);
	u32 seq = role->ring.seq[slot];
	struct fr_lease *lease;
	int ret = -EBUSY;

	down_write(&video->map_lock);
	lease = fr_lease_find(video, format->generation, seq);
	up_write(&video->map_lock);
	if (lease)
		return lease;
	lease = fr_lease_alloc(video);
	if (!lease)
		return ERR_PTR(-ENOMEM);
	lease->generation = format->generation;
	lease->seq = seq;
	lease->uid = role->opener.uid;
	if (fr_lease_can_show(role, format))
		ret = fr_lease_keep(lease, role, slot, format);
	if (ret == -EBUSY)
		ret = fr_lease_copy(lease, role, slot, format, bytes);
	if (!ret)
		return fr_lease_enter(lease);
	fr_lease_bury(lease);
	return ERR_PTR(ret);
}
