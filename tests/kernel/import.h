/* SPDX-License-Identifier: (GPL-2.0-only WITH Linux-syscall-note) OR MIT */
/*
 * /dev/framering-import of the module framering_import: a driver that imports a
 * dma-buf, as cameras and displays do, and what they do with it one by one.
 * Each open file of it is an importer of its own; what is left of its mappings
 * goes when it is closed.
 */
#ifndef TESTS_KERNEL_IMPORT_H
#define TESTS_KERNEL_IMPORT_H

#include <linux/ioctl.h>
#include <linux/types.h>

#define IMPORT_PATH	"/dev/framering-import"

/* As enum dma_data_direction. */
#define IMPORT_BOTH		0
#define IMPORT_TO_DEVICE	1
#define IMPORT_FROM_DEVICE	2

/**
 * struct import_map - IMPORT_IOC_MAP
 * @direction: in: what the device is going to do
 * @entries: out: of the scatter list
 * @bytes: out: of all entries
 */
struct import_map {
	__u32 direction;
	__u32 entries;
	__aligned_u64 bytes;
};

/**
 * struct import_bytes - IMPORT_IOC_READ, IMPORT_IOC_WRITE: by the scatter list
 *	that is mapped; with @vmap by the kernel's address
 * @offset: in: in the buffer
 * @vmap: in: not zero: there
 * @value: in, out: the byte
 */
struct import_bytes {
	__aligned_u64 offset;
	__u32 vmap;
	__u32 value;
};

#define IMPORT_IOC_MAGIC	0xf8
/* A dma-buf's descriptor; once for each file. */
#define IMPORT_IOC_ATTACH	_IOW(IMPORT_IOC_MAGIC, 0, __s32)
#define IMPORT_IOC_MAP		_IOWR(IMPORT_IOC_MAGIC, 1, struct import_map)
#define IMPORT_IOC_UNMAP	_IO(IMPORT_IOC_MAGIC, 2)
#define IMPORT_IOC_VMAP		_IO(IMPORT_IOC_MAGIC, 3)
#define IMPORT_IOC_VUNMAP	_IO(IMPORT_IOC_MAGIC, 4)
#define IMPORT_IOC_READ		_IOWR(IMPORT_IOC_MAGIC, 5, struct import_bytes)
#define IMPORT_IOC_WRITE	_IOW(IMPORT_IOC_MAGIC, 6, struct import_bytes)

#endif /* TESTS_KERNEL_IMPORT_H */
