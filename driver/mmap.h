/* SPDX-License-Identifier: GPL-2.0-only */
/* Mappings of role files: regions, permissions, counting, revocation. */
#ifndef FR_MMAP_H
#define FR_MMAP_H

#include <linux/mm_types.h>
#include <linux/pfn.h>

#include <framering.h>

/* What may be mapped of each region, in bytes. */
#define FR_STATUS_LEN	PAGE_ALIGN(FRAMERING_STATUS_BYTES)
#define FR_PRODUCER_LEN	PAGE_ALIGN(FRAMERING_PRODUCER_BYTES)
#define FR_CONSUMER_LEN	PAGE_ALIGN(FRAMERING_CONSUMER_BYTES)

struct file;
struct fr_mem;
struct fr_role;

/* Why a role was revoked; trace.h names them. */
enum fr_why {
	FR_WHY_STALLED,		/* stood in the producer's way for too long */
	FR_WHY_OWNER,		/* FRAMERING_IOC_EVICT */
	FR_WHY_STALE,		/* of a generation that makes way */
	FR_WHY_GONE,		/* the ring is removed */
};

int fr_mmap(struct file *file, struct vm_area_struct *vma);

/* revoke.c */
struct fr_mem *fr_revoke_track(struct fr_role *role);
void fr_revoke_init(struct fr_role *role);
void fr_revoke_stop(struct fr_role *role);
void fr_role_revoke(struct fr_role *role, enum fr_why why);

#endif /* FR_MMAP_H */
