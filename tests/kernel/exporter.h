/* SPDX-License-Identifier: (GPL-2.0-only WITH Linux-syscall-note) OR MIT */
/*
 * /dev/framering-exporter of the module framering_exporter: makes dma-bufs, of
 * the sorts that drivers make, for rings that import them.
 */
#ifndef TESTS_KERNEL_EXPORTER_H
#define TESTS_KERNEL_EXPORTER_H

#include <linux/ioctl.h>
#include <linux/types.h>

#define EXPORTER_PATH	"/dev/framering-exporter"

/* Pages, which programs and the kernel can map, named as udmabuf's. */
#define EXPORTER_PAGES		0
/* No driver gets an address. */
#define EXPORTER_NO_ADDRESS	1
/* The kernel has an address, of what it says is no memory. */
#define EXPORTER_DEVICE		2
/* Pages, of which the kernel alone has an address. */
#define EXPORTER_UNMAPPED	3
/* Pages of an exporter that nobody knows. */
#define EXPORTER_STRANGE	4

/**
 * struct exporter_make - EXPORTER_IOC_MAKE
 * @bytes: in: whole pages
 * @sort: in: EXPORTER_
 * @flags: in: O_RDWR or O_RDONLY
 * @fd: out: the dma-buf
 */
struct exporter_make {
	__aligned_u64 bytes;
	__u32 sort;
	__u32 flags;
	__s32 fd;
	__u32 reserved;
};

#define EXPORTER_IOC_MAGIC	0xf9
#define EXPORTER_IOC_MAKE	\
	_IOWR(EXPORTER_IOC_MAGIC, 0, struct exporter_make)
/* How many there are, whoever made them; and how many addresses of them. */
#define EXPORTER_IOC_COUNT	_IOR(EXPORTER_IOC_MAGIC, 1, __s32)
#define EXPORTER_IOC_ADDRESSES	_IOR(EXPORTER_IOC_MAGIC, 2, __s32)

#endif /* TESTS_KERNEL_EXPORTER_H */
