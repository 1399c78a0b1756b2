// SPDX-License-Identifier: GPL-2.0-only
/*
 * Devices and their end. What a device gave (DMA memory, parts of a BAR) must
 * be given back before its driver lets go of it, so removal waits for all
 * references. It does not wait for users: these lose everything first.
 */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/idr.h>

#include <framering.h>

#include "device.h"
#include "ring.h"

static DEFINE_IDA(fr_device_numbers);

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
 * fr_device_add - give a device its ring
 * @device: zeroed, but for what it offers, @dev and @index
 *
 * Return: 0 or a negative errno.
 */
int fr_device_add(struct fr_device *device)
{
	struct fr_ring *ring;

	refcount_set(&device->refs, 1);
	init_completion(&device->idle);
	ring = fr_ring_create(device);
	if (IS_ERR(ring))
		return PTR_ERR(ring);
	device->ring = ring;
	return 0;
}

/**
 * fr_device_remove - take a device's ring away
 * @device: the device
 *
 * When this returns, nobody uses anything of the device, and nobody will.
 * Files of the ring may still be open; they answer ENODEV or POLLHUP.
 */
void fr_device_remove(struct fr_device *device)
{
	WRITE_ONCE(device->going, true);
	fr_ring_remove(device->ring);
	fr_device_put(device);
	wait_for_completion(&device->idle);
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
