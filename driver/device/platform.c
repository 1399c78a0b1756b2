// SPDX-License-Identifier: GPL-2.0-only
/*
 * Rings without hardware. Each stands on a platform device of its own, which
 * DMA memory is made for, and which can be unbound as any other device.
 */
#include <linux/dma-mapping.h>
#include <linux/err.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/platform_device.h>
#include <linux/pm.h>
#include <linux/slab.h>

#include <framering.h>

#include "compat.h"
#include "device.h"

static DEFINE_MUTEX(fr_platform_lock);
static struct platform_device *fr_platform_devices[FRAMERING_MAX_RINGS];

/* By number: which of the devices that had it; fr_platform_lock. */
static u64 fr_platform_ids[FRAMERING_MAX_RINGS];

/* What the probe of the device in the making said; fr_platform_lock. */
static int fr_platform_result;

static int fr_platform_probe(struct platform_device *pdev)
{
	struct fr_device *device;
	int ret;

	/* Another module may make devices of this name. */
	if (pdev->id < 0 || pdev->id >= FRAMERING_MAX_RINGS ||
	    fr_platform_devices[pdev->id] != pdev)
		return -ENODEV;
	device = kzalloc(sizeof(*device), GFP_KERNEL);
	if (!device) {
		fr_platform_result = -ENOMEM;
		return -ENOMEM;
	}
	device->dev = &pdev->dev;
	device->spec = dev_get_platdata(&pdev->dev);
	device->index = pdev->id;
	device->id = fr_platform_ids[pdev->id];
	/* No wire limits it. Without a mask there would be 4 GiB to be had. */
	ret = dma_coerce_mask_and_coherent(&pdev->dev, DMA_BIT_MASK(64));
	if (ret)
		dev_dbg(&pdev->dev, "no DMA: %d\n", ret);
	ret = fr_device_add(device);
	if (ret) {
		fr_platform_result = ret;
		kfree(device);
		return ret;
	}
	platform_set_drvdata(pdev, device);
	return 0;
}

static fr_platform_remove_t fr_platform_unbind(struct platform_device *pdev)
{
	struct fr_device *device = platform_get_drvdata(pdev);

	fr_device_remove(device);
	kfree(device);
	return FR_PLATFORM_REMOVED;
}

static int fr_platform_resume(struct device *dev)
{
	fr_device_resume(dev_get_drvdata(dev));
	return 0;
}

static const struct dev_pm_ops fr_platform_pm = {
	.resume = pm_sleep_ptr(fr_platform_resume),
	.restore = pm_sleep_ptr(fr_platform_resume),
};

static struct platform_driver fr_platform_driver = {
	.driver = {
		.name = "framering",
		.pm = pm_sleep_ptr(&fr_platform_pm),
		/* fr_platform_add() looks whether it worked. */
		.probe_type = PROBE_FORCE_SYNCHRONOUS,
	},
	.probe = fr_platform_probe,
	.remove = fr_platform_unbind,
};

/* Whether the driver has got the device; it can be unbound at any time. */
static int fr_platform_user(struct platform_device *pdev, void **user)
{
	struct fr_device *device;

	device_lock(&pdev->dev);
	device = platform_get_drvdata(pdev);
	if (device && user)
		*user = fr_device_user_get(device);
	device_unlock(&pdev->dev);
	return device ? 0 : fr_platform_result;
}

static int fr_platform_make(const struct fr_device_spec *spec, u32 index,
			    void **user)
{
	static u64 ids;
	struct platform_device *pdev;
	int ret;

	pdev = platform_device_alloc("framering", index);
	if (!pdev)
		return -ENOMEM;
	ret = platform_device_add_data(pdev, spec, sizeof(*spec));
	if (ret)
		goto err_put;
	fr_platform_devices[index] = pdev;
	fr_platform_ids[index] = ++ids;
	/* Unless we are probed at all: see drivers_autoprobe. */
	fr_platform_result = -ENODEV;
	ret = platform_device_add(pdev);
	if (ret)
		goto err_forget;
	ret = fr_platform_user(pdev, user);
	if (ret)
		goto err_del;
	return 0;

err_del:
	platform_device_del(pdev);
err_forget:
	fr_platform_devices[index] = NULL;
err_put:
	platform_device_put(pdev);
	return ret;
}

/**
 * fr_platform_add - one more ring
 * @spec: what it shall be; copied
 * @index: gets its number
 * @user: gets a reference to what stands on its device; or NULL
 *
 * Return: 0, -ENOSPC (there are FRAMERING_MAX_RINGS), -EEXIST (one has the
 * name), -ENOMEM.
 */
int fr_platform_add(const struct fr_device_spec *spec, u32 *index, void **user)
{
	int number = fr_device_number();
	int ret;

	if (number < 0)
		return number;
	mutex_lock(&fr_platform_lock);
	ret = fr_platform_make(spec, number, user);
	mutex_unlock(&fr_platform_lock);
	if (ret)
		fr_device_unnumber(number);
	else
		*index = number;
	return ret;
}

/* fr_platform_lock is held. Return: 0 or -ENOENT. */
static int fr_platform_remove_locked(u32 index)
{
	struct platform_device *pdev = fr_platform_devices[index];

	if (!pdev)
		return -ENOENT;
	platform_device_unregister(pdev);
	fr_platform_devices[index] = NULL;
	fr_device_unnumber(index);
	return 0;
}

/* Remove ring @index. Return: 0, or -ENOENT if there is none of ours. */
int fr_platform_remove(u32 index)
{
	int ret;

	if (index >= FRAMERING_MAX_RINGS)
		return -ENOENT;
	mutex_lock(&fr_platform_lock);
	ret = fr_platform_remove_locked(index);
	mutex_unlock(&fr_platform_lock);
	return ret;
}

/* Remove ring @index if it stands on device @id, and not a later one. */
void fr_platform_remove_id(u32 index, u64 id)
{
	mutex_lock(&fr_platform_lock);
	if (fr_platform_ids[index] == id)
		fr_platform_remove_locked(index);
	mutex_unlock(&fr_platform_lock);
}

int fr_platform_init(unsigned int rings)
{
	int ret = platform_driver_register(&fr_platform_driver);
	u32 index;

	if (ret)
		return ret;
	while (rings--) {
		ret = fr_platform_add(&fr_device_plain, &index, NULL);
		if (ret) {
			fr_platform_exit();
			return ret;
		}
	}
	return 0;
}

void fr_platform_exit(void)
{
	u32 i;

	for (i = 0; i < FRAMERING_MAX_RINGS; i++)
		fr_platform_remove(i);
	platform_driver_unregister(&fr_platform_driver);
}
