/* SPDX-License-Identifier: (GPL-2.0-only WITH Linux-syscall-note) OR MIT */
/* framering: slots as dma-bufs, for other devices and other programs. */
#ifndef _UAPI_FRAMERING_EXPORT_H
#define _UAPI_FRAMERING_EXPORT_H

#include <linux/types.h>

/*
 * framering_export.flags: no frame goes into the slot until the dma-buf is
 * gone; for a slot that the consumer holds now.
 */
#define FRAMERING_EXPORT_HOLD		(1U << 0)

/**
 * struct framering_export - FRAMERING_IOC_EXPORT, on a role file
 * @size: in: sizeof(struct framering_export)
 * @flags: in: FRAMERING_EXPORT_ bits
 * @slot: in: number of the slot
 * @fd: out: the dma-buf, close-on-exec
 * @bytes: out: its size, that of the slot
 * @writable: out: 1: it is open for reading and writing; 0: for reading only
 * @reserved: zero
 *
 * A dma-buf is the slot itself, whatever frame is in it: whoever uses one must
 * hold the slot meanwhile, or use it after HOLD. So a slot need be exported
 * only once, and no frame costs a system call.
 *
 * A role whose ring file is open for writing gets a dma-buf that can be written
 * to. Another gets one for reading, and only if the ring was configured with
 * FRAMERING_CONFIG_EXPORT_FOR_ALL: it cannot be mapped for writing, no device
 * is told to write to it, and other drivers get no kernel address of it. But
 * without an IOMMU nothing stops a device that writes all the same: give this
 * right to those alone who may as well write where users can make devices do
 * so, by a GPU.
 *
 * What is exported goes with its role, but for HOLD, and in any case with the
 * generation, or if the role is evicted: the mappings of it give SIGBUS then,
 * and importing it ENODEV. Memory that a device still uses stays until that
 * lets go of it, counted for the exporting user, and the slot stays out of the
 * ring for so long, if HOLD was set.
 *
 * Errors: EBADF: the ring file is open for reading only, and export is not for
 * all; or HOLD, and the role is no consumer. EOPNOTSUPP: not this memory kind,
 * whose memory has to be given back when its device goes (coherent, bar); or
 * the kernel has no dma-buf. EINVAL: there is no such slot. EPERM: HOLD, and
 * this user's readers protect nothing now. EBUSY: HOLD, and too many slots are
 * kept: two stay in the ring, or one more than max_held if the ring file is
 * open for reading only, and a role, or all readers of one user, have no more
 * than max_held. ENOLCK: HOLD, and the consumer does not hold the slot. EAGAIN:
 * HOLD, and the producer is just looking whether the slot is held; or the frame
 * is gone. EDQUOT: more than the user may have, in bytes, or in exports, of
 * which a role, or all readers of one user, have 256. ESTALE, ENODEV: the role
 * was revoked.
 */
struct framering_export {
	__u32 size;
	__u32 flags;
	__u32 slot;
	__s32 fd;
	__aligned_u64 bytes;
	__u32 writable;
	__u32 reserved;
};

#endif /* _UAPI_FRAMERING_EXPORT_H */
