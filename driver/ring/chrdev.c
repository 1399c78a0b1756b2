// SPDX-License-Identifier: GPL-2.0-only
/*
 * A ring's place in sysfs (/sys/class/framering) and below /dev. Not a misc
 * device: those cannot say who owns their node. A ring without a node is in
 * sysfs all the same.
 */
#include <linux/cdev.h>
#include <linux/completion.h>
#include <linux/device.h>
#include <linux/fs.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/refcount.h>
#include <linux/slab.h>

#include "chrdev.h"
#include "compat.h"
#include "device/device.h"
#include "ring.h"

/* A node below /dev that is not ours to make; see files/admin.c. */
#define FR_CONTROL_NAME	"framering-control"

/* What a ring is found by, and names are looked up under it. */
static DEFINE_MUTEX(fr_chrdev_lock);
static struct fr_ring *fr_chrdev_rings[FRAMERING_MAX_RINGS];
static dev_t fr_chrdev_first;

/* The module stays until the last struct device is gone: it frees them. */
static refcount_t fr_chrdev_devices;
static DECLARE_COMPLETION(fr_chrdev_none_left);

static struct class fr_chrdev_class = {
	.name = "framering",
};

static void fr_chrdev_put(void)
{
	if (refcount_dec_and_test(&fr_chrdev_devices))
		complete(&fr_chrdev_none_left);
}

static void fr_chrdev_free(struct device *dev)
{
	kfree(dev);
	fr_chrdev_put();
}

/* For devtmpfs and for udev, which leaves it so unless a rule says more. */
static char *fr_chrdev_devnode(fr_devnode_const struct device *dev,
			       umode_t *mode, kuid_t *uid, kgid_t *gid)
{
	const struct fr_ring *ring = dev_get_drvdata(dev);

	if (mode)
		*mode = ring->mode;
	if (uid)
		*uid = ring->uid;
	if (gid)
		*gid = ring->gid;
	return NULL;
}

static const struct device_type fr_chrdev_type = {
	.name = "framering",
	.devnode = fr_chrdev_devnode,
};

static bool fr_chrdev_name_taken(const char *name)
{
	unsigned int i;

	if (!strcmp(name, FR_CONTROL_NAME))
		return true;
	for (i = 0; i < FRAMERING_MAX_RINGS; i++)
		if (fr_chrdev_rings[i] &&
		    !strcmp(fr_chrdev_rings[i]->name, name))
			return true;
	return false;
}

static struct device *fr_chrdev_device(struct fr_ring *ring,
				       struct fr_device *device,
				       const struct attribute_group **groups)
{
	struct device *dev = kzalloc(sizeof(*dev), GFP_KERNEL);

	if (!dev)
		return NULL;
	refcount_inc(&fr_chrdev_devices);
	device_initialize(dev);
	dev->class = &fr_chrdev_class;
	dev->type = &fr_chrdev_type;
	dev->parent = device->dev;
	dev->groups = groups;
	dev->release = fr_chrdev_free;
	dev_set_drvdata(dev, ring);
	if (!ring->nodeless)
		dev->devt = fr_chrdev_first + ring->index;
	return dev;
}

/* A node must lead somewhere from the moment that it is there. */
static int fr_chrdev_connect(struct fr_ring *ring,
			     const struct file_operations *fops)
{
	struct cdev *cdev;
	int ret;

	if (ring->nodeless)
		return 0;
	cdev = cdev_alloc();
	if (!cdev)
		return -ENOMEM;
	cdev->owner = fops->owner;
	cdev->ops = fops;
	ret = cdev_add(cdev, ring->node->devt, 1);
	if (ret) {
		kobject_put(&cdev->kobj);
		return ret;
	}
	ring->cdev = cdev;
	return 0;
}

static void fr_chrdev_disconnect(struct fr_ring *ring)
{
	fr_chrdev_rings[ring->index] = NULL;
	if (ring->cdev)
		cdev_del(ring->cdev);
	ring->cdev = NULL;
}

static int fr_chrdev_publish(struct fr_ring *ring,
			     const struct file_operations *fops)
{
	int ret;

	if (fr_chrdev_name_taken(ring->name))
		return -EEXIST;
	ret = dev_set_name(ring->node, "%s", ring->name);
	if (ret)
		return ret;
	ret = fr_chrdev_connect(ring, fops);
	if (ret)
		return ret;
	fr_chrdev_rings[ring->index] = ring;
	ret = device_add(ring->node);
	if (ret)
		fr_chrdev_disconnect(ring);
	return ret;
}

/**
 * fr_chrdev_add - let programs find a ring
 * @ring: the ring; its name, owner and mode are set
 * @device: what it stands on
 * @fops: of its node
 * @groups: its attributes
 *
 * Return: 0, -EEXIST (another one has its name), -ENOMEM.
 */
int fr_chrdev_add(struct fr_ring *ring, struct fr_device *device,
		  const struct file_operations *fops,
		  const struct attribute_group **groups)
{
	int ret;

	ring->node = fr_chrdev_device(ring, device, groups);
	if (!ring->node)
		return -ENOMEM;
	mutex_lock(&fr_chrdev_lock);
	ret = fr_chrdev_publish(ring, fops);
	mutex_unlock(&fr_chrdev_lock);
	if (ret)
		put_device(ring->node);
	return ret;
}

/* Nobody finds the ring any more; whoever has found it has a reference. */
void fr_chrdev_remove(struct fr_ring *ring)
{
	mutex_lock(&fr_chrdev_lock);
	fr_chrdev_disconnect(ring);
	mutex_unlock(&fr_chrdev_lock);
	device_unregister(ring->node);
}

/* The ring of a node, fr_ring_put() it; NULL: it has been removed. */
struct fr_ring *fr_chrdev_ring(unsigned int minor)
{
	unsigned int index = minor - MINOR(fr_chrdev_first);
	struct fr_ring *ring;

	mutex_lock(&fr_chrdev_lock);
	ring = fr_chrdev_rings[index];
	if (ring)
		fr_ring_get(ring);
	mutex_unlock(&fr_chrdev_lock);
	return ring;
}

/* Return: 0 or a negative errno. */
int fr_chrdev_init(void)
{
	int ret;

	refcount_set(&fr_chrdev_devices, 1);
	ret = alloc_chrdev_region(&fr_chrdev_first, 0, FRAMERING_MAX_RINGS,
				  "framering");
	if (ret)
		return ret;
	ret = class_register(&fr_chrdev_class);
	if (ret)
		unregister_chrdev_region(fr_chrdev_first, FRAMERING_MAX_RINGS);
	return ret;
}

/* There are no rings any more. */
void fr_chrdev_exit(void)
{
	fr_chrdev_put();
	wait_for_completion(&fr_chrdev_none_left);
	class_unregister(&fr_chrdev_class);
	unregister_chrdev_region(fr_chrdev_first, FRAMERING_MAX_RINGS);
}
