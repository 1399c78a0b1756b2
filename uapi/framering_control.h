/* SPDX-License-Identifier: (GPL-2.0-only WITH Linux-syscall-note) OR MIT */
/* framering: /dev/framering-control, which adds and removes rings. */
#ifndef _UAPI_FRAMERING_CONTROL_H
#define _UAPI_FRAMERING_CONTROL_H

#include <linux/types.h>

/* Bytes of a ring's name, with the final zero. */
#define FRAMERING_RING_NAME_BYTES	32U

/* framering_add.flags: @uid, @gid and @mode count; otherwise root's, 0660. */
#define FRAMERING_ADD_OWNER	(1U << 0)
/* No device node: @fd alone leads to the ring, which goes with its files. */
#define FRAMERING_ADD_NODELESS	(1U << 1)

/**
 * struct framering_add - FRAMERING_IOC_ADD, on /dev/framering-control
 * @size: in: sizeof(struct framering_add)
 * @flags: in: FRAMERING_ADD_ bits
 * @ring: out: number of the new ring
 * @fd: out: with FRAMERING_ADD_NODELESS, a ring file open for reading and
 *	writing, close-on-exec; -1 without
 * @name: in: the node is /dev/framering-NAME; letters, digits, '.', '_' and
 *	'-', the first one a letter or digit. Empty: /dev/framering and the
 *	number, which is left out if it is 0
 * @uid: in: with FRAMERING_ADD_OWNER, the owner of node or file, as the
 *	caller's user namespace has it
 * @gid: in: as @uid, the group
 * @mode: in: as @uid, the permissions, at most 0777
 * @max_consumers: in: at most so many; 0: FRAMERING_MAX_CONSUMERS
 * @max_bytes: in: limit of the frame memory of one configuration, below what
 *	the driver has for all rings; 0: that
 * @reserved: zero
 *
 * A ring without a node may be passed on by SCM_RIGHTS, inherited, and opened
 * again through /proc/PID/fd, which asks for @mode's permission. It is removed
 * when the last ring or role file is closed, or by FRAMERING_IOC_REMOVE.
 *
 * Errors: EEXIST: a ring, or /dev/framering-control, has this name. ENOSPC:
 * FRAMERING_MAX_RINGS are there.
 */
struct framering_add {
	__u32 size;
	__u32 flags;
	__u32 ring;
	__s32 fd;
	char name[FRAMERING_RING_NAME_BYTES];
	__u32 uid;
	__u32 gid;
	__u32 mode;
	__u32 max_consumers;
	__aligned_u64 max_bytes;
	__aligned_u64 reserved;
};

/**
 * struct framering_remove - FRAMERING_IOC_REMOVE, on /dev/framering-control
 * @size: in: sizeof(struct framering_remove)
 * @flags: in: zero
 * @ring: in: number of the ring
 * @reserved: zero
 *
 * Takes everything away from the ring's roles: their mappings give SIGBUS and
 * their files POLLHUP. A ring of a PCI device is removed by unbinding the
 * device.
 */
struct framering_remove {
	__u32 size;
	__u32 flags;
	__u32 ring;
	__u32 reserved;
};

#endif /* _UAPI_FRAMERING_CONTROL_H */
