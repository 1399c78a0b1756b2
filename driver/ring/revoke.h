/* SPDX-License-Identifier: GPL-2.0-only */
/* Taking the mappings of roles away. */
#ifndef FR_REVOKE_H
#define FR_REVOKE_H

#include <linux/list.h>
#include <linux/refcount.h>

struct fr_generation;
struct fr_ring;
struct fr_role;
struct vm_area_struct;

/* Why a role was revoked; trace.h names them. */
enum fr_why {
	FR_WHY_STALLED,		/* stood in the producer's way for too long */
	FR_WHY_OWNER,		/* FRAMERING_IOC_EVICT */
	FR_WHY_STALE,		/* of a generation that makes way */
	FR_WHY_GONE,		/* the ring is removed */
};

/**
 * struct fr_map - a call of mmap(), and what became of its VMA
 * @role: what is mapped; the VMA holds its file
 * @refs: VMAs: of the one that mmap() made, parts are split off or moved, and
 *	madvise(MADV_DOFORK) lets a child have a copy
 * @vma: the one that mmap() made, until it was seen linked to the inode or is
 *	gone; role->filled_lock
 * @node: in role->filled as long as there is @vma; role->filled_lock
 */
struct fr_map {
	struct fr_role *role;
	refcount_t refs;
	struct vm_area_struct *vma;
	struct list_head node;
};

struct fr_map *fr_revoke_track(struct fr_role *role,
			       struct vm_area_struct *vma);
void fr_revoke_untrack(struct fr_map *map, struct vm_area_struct *vma);
void fr_revoke_init(struct fr_role *role);
void fr_revoke_stop(struct fr_role *role);
void fr_role_revoke(struct fr_role *role, enum fr_why why);
void fr_generation_revoke(struct fr_generation *gen, enum fr_why why);
void fr_revoke_oldest(struct fr_ring *ring, enum fr_why why);

#endif /* FR_REVOKE_H */
