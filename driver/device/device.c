// SPDX-License-Identifier: GPL-2.0-only
/*
 * Devices and their end. What a device gave (DMA memory, parts of a BAR) must
 * be given back before its driver lets go of it, so removal waits for all
 * references. It does not wait for programs: these lose everything first.
 */
#include <linux/device.h>
#include <linux/idr.h>

#include <framering.h>

#include "device.h"

static DEFINE_IDA(fr_device_numbers);
static const struct fr_device_ops *fr_device_ops;

/* What a ring is of which nothing special is wanted. */
const struct fr_device_spec fr_device_plain = {
	.uid = GLOBAL_ROOT_UID,
	.gid = GLOBAL_ROOT_GID,
	.mode = 0660,
	.max_consumers = FRAMERING_MAX_CONSUMERS,
};

/**
 * fr_device_init - say what stands on devices, before the first of them comes
 * @ops: what to do when one comes or goes; stays
 */
void fr_device_init(const struct fr_device_ops *ops)
{
	fr_device_ops = ops;
}

/* The lowest number that no ring has, or -ENOSPC, -ENOMEM. */
int fr_device_number(void)
{
	return ida_alloc_max(&fr_device_numbers, FRAMERING_MAX_RINGS - 1,
			     GFP_KERNEL);
}

void fr_device_unnumber(u32 index)
{
	ida_free(&fr_device_numbers, index);
}

/**
 * fr_device_add - let a device be used
 * @device: zeroed, but for what it offers, @dev, @spec, @index and @id
 *
 * Return: 0 or a negative errno.
 */
int fr_device_add(struct fr_device *device)
{
	refcount_set(&device->refs, 1);
	init_completion(&device->idle);
	return fr_device_ops->add(device);
}

/**
 * fr_device_remove - take a device away from its users
 * @device: the device
 *
 * When this returns, nothing of the device is in use, nor will it be.
 * Files of the ring may still be open; they answer ENODEV or POLLHUP.
 */
void fr_device_remove(struct fr_device *device)
{
	WRITE_ONCE(device->going, true);
	fr_device_ops->remove(device);
	fr_device_put(device);
	wait_for_completion(&device->idle);
}

/**
 * fr_device_resume - the machine has slept
 * @device: the device; it works again, but what its memory held may be lost
 *
 * Called before programs and freezable work go on.
 */
void fr_device_resume(struct fr_device *device)
{
	fr_device_ops->resume(device);
}

/* What stands on a device that was added and not removed: a reference. */
void *fr_device_user_get(struct fr_device *device)
{
	return fr_device_ops->get(device);
}

void fr_device_get(struct fr_device *device)
{
	refcount_inc(&device->refs);
}

void fr_device_put(struct fr_device *device)
{
	if (refcount_dec_and_test(&device->refs))
		complete_all(&device->idle);
}
