/* SPDX-License-Identifier: GPL-2.0-only */
/* A device: what a ring stands on. It gives memory, and may go away. */
#ifndef FR_DEVICE_H
#define FR_DEVICE_H

#include <linux/completion.h>
#include <linux/kconfig.h>
#include <linux/refcount.h>
#include <linux/types.h>
#include <linux/uidgid.h>

#include <framering.h>

/* gen_pool_alloc() says 0 for "nothing", so offset 0 has another number. */
#define FR_BAR_POOL_BASE	PAGE_SIZE

struct device;
struct gen_pool;

/**
 * struct fr_device_spec - what is wanted of the ring that stands on a device
 * @name: of its node, after "framering-"; empty: "framering" and its number
 * @nodeless: it has no node
 * @uid: the node's, or the file's, owner
 * @gid: its group
 * @mode: its permissions
 * @max_consumers: of the ring
 * @max_bytes: of frame memory; 0: no limit of its own
 */
struct fr_device_spec {
	char name[FRAMERING_RING_NAME_BYTES];
	bool nodeless;
	kuid_t uid;
	kgid_t gid;
	umode_t mode;
	u32 max_consumers;
	u64 max_bytes;
};

/**
 * struct fr_device - a platform or PCI device that gives memory
 * @dev: the device
 * @spec: what the ring shall be
 * @index: number of the ring
 * @id: of its platform device, never used twice; 0: it is another device
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
	const struct fr_device_spec *spec;
	u32 index;
	u64 id;
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
 * @get: a reference to what stands on it
 */
struct fr_device_ops {
	int (*add)(struct fr_device *device);
	void (*remove)(struct fr_device *device);
	void (*resume)(struct fr_device *device);
	void *(*get)(struct fr_device *device);
};

extern const struct fr_device_spec fr_device_plain;

void fr_device_init(const struct fr_device_ops *ops);
int fr_device_add(struct fr_device *device);
void fr_device_remove(struct fr_device *device);
void fr_device_resume(struct fr_device *device);
void *fr_device_user_get(struct fr_device *device);
void fr_device_get(struct fr_device *device);
void fr_device_put(struct fr_device *device);
int fr_device_number(void);
void fr_device_unnumber(u32 index);

/* platform.c */
int fr_platform_init(unsigned int rings);
void fr_platform_exit(void);
int fr_platform_add(const struct fr_device_spec *spec, u32 *index, void **user);
int fr_platform_remove(u32 index);
void fr_platform_remove_id(u32 index, u64 id);

/* pci.c */
#if IS_ENABLED(CONFIG_PCI)
int fr_pci_init(void);
void fr_pci_exit(void);
#else
static inline int fr_pci_init(void) { return 0; }
static inline void fr_pci_exit(void) { }
#endif

#endif /* FR_DEVICE_H */
