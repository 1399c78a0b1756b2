/* SPDX-License-Identifier: GPL-2.0-only */
/* A device: what a ring stands on. It gives memory, and may go away. */
#ifndef FR_DEVICE_H
#define FR_DEVICE_H

#include <linux/completion.h>
#include <linux/kconfig.h>
#include <linux/refcount.h>
#include <linux/types.h>

/* gen_pool_alloc() says 0 for "nothing", so offset 0 has another number. */
#define FR_BAR_POOL_BASE	PAGE_SIZE

struct device;
struct gen_pool;

/**
 * struct fr_device - a platform or PCI device that gives memory
 * @dev: the device
 * @index: number of the ring
 * @user: what stands on it; for struct fr_device_ops
 * @going: it is being removed: work that takes long stops early
 * @refs: held by @user until it is removed, and by all that the device gave
 * @idle: no reference is left
 * @charged: bytes of all that the limits count on it; see memory/charge.c
 * @bar: where frames lie on the card; 0 bytes where there is no such memory
 * @bar_bytes: its size
 * @bar_pool: what is free of it
 * @registers: the card's registers, alone on their pages
 * @registers_bytes: whole pages; 0: there are none that may be mapped
 */
struct fr_device {
	struct device *dev;
	u32 index;
	void *user;
	bool going;
	refcount_t refs;
	struct completion idle;
	u64 charged;
	phys_addr_t bar;
	u64 bar_bytes;
	struct gen_pool *bar_pool;
	phys_addr_t registers;
	u64 registers_bytes;
};

/**
 * struct fr_device_ops - what stands on devices, given by the rings above
 * @add: a device has come; 0 or a negative errno
 * @remove: it goes: after that, no new reference is taken
 * @resume: the machine has slept, and programs do not run yet
 */
struct fr_device_ops {
	int (*add)(struct fr_device *device);
	void (*remove)(struct fr_device *device);
	void (*resume)(struct fr_device *device);
};

void fr_device_init(const struct fr_device_ops *ops);
int fr_device_add(struct fr_device *device);
void fr_device_remove(struct fr_device *device);
void fr_device_resume(struct fr_device *device);
void fr_device_get(struct fr_device *device);
void fr_device_put(struct fr_device *device);
int fr_device_number(void);
void fr_device_unnumber(u32 index);

/* platform.c */
int fr_platform_init(unsigned int rings);
void fr_platform_exit(void);
int fr_platform_add(u32 *index);
int fr_platform_remove(u32 index);

/* pci.c */
#if IS_ENABLED(CONFIG_PCI)
int fr_pci_init(void);
void fr_pci_exit(void);
#else
static inline int fr_pci_init(void) { return 0; }
static inline void fr_pci_exit(void) { }
#endif

#endif /* FR_DEVICE_H */
