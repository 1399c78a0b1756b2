/* SPDX-License-Identifier: GPL-2.0-only */
/* A device: what a ring stands on. It gives it memory, and may go away. */
#ifndef FR_DEVICE_H
#define FR_DEVICE_H

#include <linux/completion.h>
#include <linux/kconfig.h>
#include <linux/refcount.h>
#include <linux/types.h>

/* gen_pool_alloc() says 0 for "nothing", so offset 0 has another number. */
#define FR_BAR_POOL_BASE	PAGE_SIZE

struct device;
struct fr_ring;
struct gen_pool;

/**
 * struct fr_device - a platform or PCI device with its ring
 * @dev: the device
 * @index: number of the ring
 * @ring: the ring
 * @going: it is being removed: who works for long, stops
 * @refs: held by the ring until it is removed, and by all that the device gave
 * @idle: nobody holds a reference any more
 * @bar: where frames lie on the card; 0 bytes where there is no such memory
 * @bar_bytes: its size
 * @bar_pool: what is free of it
 * @registers: the card's registers, alone on their pages
 * @registers_bytes: whole pages; 0: there are none that may be mapped
 */
struct fr_device {
	struct device *dev;
	u32 index;
	struct fr_ring *ring;
	bool going;
	refcount_t refs;
	struct completion idle;
	phys_addr_t bar;
	u64 bar_bytes;
	struct gen_pool *bar_pool;
	phys_addr_t registers;
	u64 registers_bytes;
};

int fr_device_add(struct fr_device *device);
void fr_device_remove(struct fr_device *device);
void fr_device_get(struct fr_device *device);
void fr_device_put(struct fr_device *device);
int fr_device_number(void);
void fr_device_unnumber(u32 index);

/* platform.c */
int fr_platform_init(unsigned int rings);
void fr_platform_exit(void);
int fr_platform_add(u32 *index);
int fr_platform_remove(u32 index);

/* admin.c */
int fr_admin_init(void);
void fr_admin_exit(void);

/* pci.c */
#if IS_ENABLED(CONFIG_PCI)
int fr_pci_init(void);
void fr_pci_exit(void);
#else
static inline int fr_pci_init(void) { return 0; }
static inline void fr_pci_exit(void) { }
#endif

#endif /* FR_DEVICE_H */
