/* SPDX-License-Identifier: (GPL-2.0-only WITH Linux-syscall-note) OR MIT */
/*
 * framering_ptwalk, a module for tests: what the page tables hold for an
 * address of the calling process, and what the kernel's own mappings of the
 * same memory hold. Only for x86-64, only for root, never on a machine that
 * matters.
 */
#ifndef FRAMERING_PTWALK_H
#define FRAMERING_PTWALK_H

#include <linux/ioctl.h>
#include <linux/types.h>

#define PTWALK_PATH	"/dev/framering-ptwalk"

/* Memory types, by the numbers that the page attribute table gives them. */
#define PTWALK_UC	0
#define PTWALK_WC	1
#define PTWALK_WT	4
#define PTWALK_WP	5
#define PTWALK_WB	6
#define PTWALK_UC_MINUS	7

/**
 * struct ptwalk_entry - a leaf of a page table
 * @raw: the entry as the processor sees it; 0 if there is none
 * @bytes: what it maps: 4 KiB, 2 MiB or 1 GiB
 * @pfn: frame number of the 4 KiB page that the address lies in
 * @present: not zero: it maps something. If not, the rest is zero.
 * @pat: the PAT bit, which is bit 7, or bit 12 in large entries
 * @pcd: the PCD bit
 * @pwt: the PWT bit
 * @type: PTWALK_ memory type that the three bits mean
 * @writable: not zero: at every level
 * @user: not zero: at every level
 * @nx: not zero: not executable, at one of the three lowest levels
 */
struct ptwalk_entry {
	__aligned_u64 raw;
	__aligned_u64 bytes;
	__aligned_u64 pfn;
	__u32 present;
	__u32 pat;
	__u32 pcd;
	__u32 pwt;
	__u32 type;
	__u32 writable;
	__u32 user;
	__u32 nx;
};

/**
 * struct ptwalk - PTWALK_IOC_LOOK
 * @address: in: an address of the calling process
 * @pat_msr: out: the page attribute table, 0 if the processor has none
 * @user: out: the process's entry
 * @alias: out: the kernel's, in its direct map; not present if the memory is
 *	no RAM that the kernel knows
 * @limit: in: search the kernel's vmalloc range, where vmalloc(), vmap() and
 *	ioremap() map, for entries of the same page, until so many are found;
 *	0: do not, PTWALK_ALL: all of the range
 * @aliases: out: entries found there
 * @alias_types: out: bit i: one of them has memory type i
 * @reserved: out: zero
 *
 * Fails with ENOENT if nothing is mapped at the address now, and with EINVAL
 * if it is none of the process's.
 */
struct ptwalk {
	__aligned_u64 address;
	__aligned_u64 pat_msr;
	struct ptwalk_entry user;
	struct ptwalk_entry alias;
	__u32 limit;
	__u32 aliases;
	__u32 alias_types;
	__u32 reserved;
};

#define PTWALK_ALL	0xffffffffU

/* Memory that can be made, for the tests of the module itself. */
#define PTWALK_MAKE_VMALLOC	1 /* by vmalloc_user() */
#define PTWALK_MAKE_VMAP	2 /* a page, vmap()ed cached and once more WC */
#define PTWALK_MAKE_DEVICE	3 /* by ioremap_wc(), in the largest entries */

/**
 * struct ptwalk_make - PTWALK_IOC_MAKE
 * @physical: in: PTWALK_MAKE_DEVICE: where the device has its memory
 * @bytes: in: how much, in whole pages; one for PTWALK_MAKE_VMAP
 * @kind: in: PTWALK_MAKE_
 * @reserved: in: zero
 *
 * Once for each open file, which mmap() then maps, shared, from offset 0 on,
 * and whose last close frees it.
 */
struct ptwalk_make {
	__aligned_u64 physical;
	__aligned_u64 bytes;
	__u32 kind;
	__u32 reserved;
};

#define PTWALK_IOC_LOOK	_IOWR(0xf7, 0x70, struct ptwalk)
#define PTWALK_IOC_MAKE	_IOW(0xf7, 0x71, struct ptwalk_make)

#endif /* FRAMERING_PTWALK_H */
