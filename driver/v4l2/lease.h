/* SPDX-License-Identifier: GPL-2.0-only */
/* Leases: frames that V4L2's buffers show. */
#ifndef FR_LEASE_H
#define FR_LEASE_H

#include <linux/list.h>
#include <linux/types.h>
#include <linux/uidgid.h>

#include <framering.h>

struct fr_generation;
struct fr_mem;
struct fr_picture;
struct fr_pixfmt;
struct fr_role;
struct fr_video;

/**
 * struct fr_lease - a frame that buffers of V4L2 show, perhaps of many readers
 * @node: in the video's list, if it is @listed; map_lock
 * @listed: see there
 * @video: whose it is
 * @users: buffers that show it, and other references; map_lock
 * @uid: whose reader took it first: a copy is counted for him
 * @generation: number of the ring's generation; 0: it is no frame of the ring
 * @seq: the frame's sequence
 * @gen: that generation; holds a reference as long as there is @mem
 * @mem: the slots; holds a reference. NULL: it is in @picture; map_lock
 * @pages: of the slot or the picture: what there is to be seen
 * @slot: the frame's slot, which is kept out of the ring as long as there is
 *	@mem
 * @filled: it is a slot that a producer fills: buffers are mapped for writing,
 *	and the kernel does not keep it
 * @picture: the frame, if it is not in its slot; NULL as well: it is lost, and
 *	zeros are shown; map_lock
 * @ranges: struct fr_range of the buffers that show it; map_lock
 *
 * Of a slot, it does not outlive the roles of those who show it: a reader
 * moves, or drops, what it has before it detaches.
 */
struct fr_lease {
	struct list_head node;
	bool listed;
	struct fr_video *video;
	unsigned int users;
	kuid_t uid;
	u64 generation;
	u32 seq;
	struct fr_generation *gen;
	struct fr_mem *mem;
	unsigned long pages;
	u32 slot;
	bool filled;
	struct fr_picture *picture;
	struct list_head ranges;
};

struct fr_lease *fr_lease_take(struct fr_video *video, struct fr_role *role,
			       const struct fr_pixfmt *format, u32 slot,
			       const struct framering_desc *desc);
bool fr_lease_can_show(struct fr_role *role, const struct fr_pixfmt *format);
struct fr_lease *fr_lease_of_picture(struct fr_video *video,
				     struct fr_picture *picture);
struct fr_lease *fr_lease_of_slot(struct fr_video *video, struct fr_role *role,
				  u32 slot);
void fr_lease_get(struct fr_lease *lease);
void fr_lease_put(struct fr_lease *lease);
void fr_lease_put_locked(struct fr_lease *lease, struct fr_lease **dead);
void fr_lease_bury(struct fr_lease *dead);
int fr_lease_move(struct fr_lease *lease, const struct fr_pixfmt *format);
void *fr_lease_at(const struct fr_lease *lease, unsigned long page);

#endif /* FR_LEASE_H */
