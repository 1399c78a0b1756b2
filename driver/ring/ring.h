/* SPDX-License-Identifier: GPL-2.0-only */
/* A ring: its node, its present generation and those before it. */
#ifndef FR_RING_H
#define FR_RING_H

#include <linux/atomic.h>
#include <linux/kref.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/spinlock.h>
#include <linux/uidgid.h>
#include <linux/wait.h>
#include <linux/workqueue.h>

#include <framering.h>

/* The oldest version of the interface that is still served. */
#define FR_OLDEST_VERSION	1U

struct cdev;
struct dentry;
struct device;
struct fr_device;
struct fr_generation;
struct fr_pattern;

/**
 * struct fr_ring - a ring
 * @ref: held by the device, by each open file and by each generation
 * @node: it in sysfs, and its device node unless it has none; see chrdev.c
 * @cdev: what the node leads to; NULL: it has none
 * @name: of the node
 * @index: its number
 * @uid: the owner of its node, or file
 * @gid: its group
 * @mode: its permissions
 * @max_consumers: so many may attach
 * @nodeless: it has no device node, and goes with its last file
 * @device_id: of struct fr_device
 * @files: ring and role files that are open
 * @left: removes it if there is none; see nodeless.c
 * @all: in the list of all rings; see node.c
 * @watched: the watcher's own; see node.h
 * @plain_readers: not zero: programs may read it that know plain loads alone,
 *	and keep frames: unless CONFIGURE says how, these are cached, and more
 * @lock: generations and roles come and go under it. Taken before all other
 *	locks of the driver, and never under mmap_lock
 * @device: what the ring stands on; NULL once it is removed; @lock
 * @generation: the present one, or NULL; @lock, and changes under
 *	@present_lock, too
 * @times: files that ask how long frames take; @lock
 * @present_lock: for those who only look at @generation
 * @accounts: of users who may only read; @lock
 * @stale: those before it that still have roles, oldest first; @lock
 * @generations: number of the newest one; @lock
 * @serial: counts changes that a producer may want to know of; see demand.c
 * @demand_wait: where producers sleep that wait for such a change
 * @stream_wait: where ring files wait, for what their read() or write() needs
 * @debugfs: its folder, of the files above
 * @pattern_lock: @pattern starts and stops under it; taken before @lock
 * @pattern: the driver's own producer, or NULL
 */
struct fr_ring {
	struct kref ref;
	struct device *node;
	struct cdev *cdev;
	char name[FRAMERING_NODE_NAME_BYTES];
	u32 index;
	kuid_t uid;
	kgid_t gid;
	umode_t mode;
	u32 max_consumers;
	bool nodeless;
	u64 device_id;
	atomic_t files;
	struct work_struct left;
	struct list_head all;
	void *watched;
	atomic_t plain_readers;
	struct mutex lock;	/* see above */
	struct fr_device *device;
	struct fr_generation *generation;
	u32 times;
	spinlock_t present_lock;	/* see above */
	struct list_head accounts;
	struct list_head stale;
	u64 generations;
	atomic64_t serial;
	wait_queue_head_t demand_wait;
	wait_queue_head_t stream_wait;
	struct dentry *debugfs;
	struct mutex pattern_lock;	/* see above */
	struct fr_pattern *pattern;
};

struct fr_ring *fr_ring_alloc(struct fr_device *device);
void fr_ring_get(struct fr_ring *ring);
void fr_ring_put(struct fr_ring *ring);
int fr_ring_owned(struct fr_ring *ring, u64 opener);
int fr_ring_vacant(struct fr_ring *ring);
int fr_ring_query(struct fr_ring *ring, struct framering_query *query);

#endif /* FR_RING_H */
