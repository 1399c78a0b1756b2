/* SPDX-License-Identifier: GPL-2.0-only */
/* Device nodes: a ring comes with its device and goes with it. */
#ifndef FR_NODE_H
#define FR_NODE_H

#include <linux/fs.h>

struct attribute_group;
struct fr_ring;

/**
 * struct fr_node_ops - what programs see of a ring, given by the files above
 * @fops: operations of the device node
 * @groups: its attributes in sysfs
 * @added: a ring has got its node
 * @removed: the node is gone; called without ring->lock
 */
struct fr_node_ops {
	const struct file_operations *fops;
	const struct attribute_group **groups;
	void (*added)(struct fr_ring *ring);
	void (*removed)(struct fr_ring *ring);
};

/**
 * struct fr_node_watcher - another module that gives rings nodes of its own
 * @added: a ring has come, or was there; it has a device node
 * @removing: it goes; nothing of the watcher's may use it afterwards but the
 *	roles and references that it still has
 *
 * Both sleep, and no lock of a ring is held.
 */
struct fr_node_watcher {
	void (*added)(struct fr_ring *ring);
	void (*removing)(struct fr_ring *ring);
};

void fr_node_watch(const struct fr_node_watcher *watcher);
void fr_node_unwatch(void);
int fr_node_init(const struct fr_node_ops *ops);
void fr_node_exit(void);

#endif /* FR_NODE_H */
