// SPDX-License-Identifier: GPL-2.0-only
/*
 * Does wrong on purpose, so that tests see that a debug kernel tells of it and
 * that vm/run hears it: write a fault's name to the parameter "plant".
 */
#include <linux/debugobjects.h>
#include <linux/delay.h>
#include <linux/dma-mapping.h>
#include <linux/err.h>
#include <linux/gfp.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/platform_device.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/timer.h>
#include <linux/vmalloc.h>

#define BYTES	100

static u8 plant_sink;
/* The compiler cannot know it. */
static unsigned int plant_shift = 40;
module_param_named(shift, plant_shift, uint, 0644);
MODULE_PARM_DESC(shift, "by how much an int is shifted");

static DEFINE_MUTEX(plant_first);
static DEFINE_MUTEX(plant_second);
static DEFINE_SPINLOCK(plant_spin);
static u8 __rcu *plant_guarded;

static int plant_nothing(void)
{
	return 0;
}

static int plant_use_after_free(void)
{
	u8 *p = kmalloc(BYTES, GFP_KERNEL);

	if (!p)
		return -ENOMEM;
	OPTIMIZER_HIDE_VAR(p);
	kfree(p);
	WRITE_ONCE(plant_sink, READ_ONCE(*p));
	return 0;
}

static int plant_out_of_bounds(void)
{
	u8 *p = kmalloc(BYTES, GFP_KERNEL);

	if (!p)
		return -ENOMEM;
	OPTIMIZER_HIDE_VAR(p);
	WRITE_ONCE(plant_sink, READ_ONCE(p[BYTES]));
	kfree(p);
	return 0;
}

/* As a slot of kind "vmalloc": its last page is whole, the next is not its. */
static int plant_vmalloc_out_of_bounds(void)
{
	u8 *p = vmalloc(PAGE_SIZE / 2);

	if (!p)
		return -ENOMEM;
	OPTIMIZER_HIDE_VAR(p);
	WRITE_ONCE(plant_sink, READ_ONCE(p[PAGE_SIZE / 2]));
	vfree(p);
	return 0;
}

static int plant_leak(void)
{
	u8 *p = kmalloc(BYTES, GFP_KERNEL);

	if (!p)
		return -ENOMEM;
	memset(p, 0x5a, BYTES);
	return 0;
}

static int plant_lock_inversion(void)
{
	mutex_lock(&plant_first);
	mutex_lock(&plant_second);
	mutex_unlock(&plant_second);
	mutex_unlock(&plant_first);

	mutex_lock(&plant_second);
	mutex_lock(&plant_first);
	mutex_unlock(&plant_first);
	mutex_unlock(&plant_second);
	return 0;
}

static int plant_sleep_in_atomic(void)
{
	spin_lock(&plant_spin);
	might_sleep();
	spin_unlock(&plant_spin);
	return 0;
}

static void plant_expired(struct timer_list *timer)
{
}

static int plant_free_of_a_running_timer(void)
{
	struct timer_list *timer = kmalloc(sizeof(*timer), GFP_KERNEL);

	if (!timer)
		return -ENOMEM;
	timer_setup(timer, plant_expired, 0);
	mod_timer(timer, jiffies + HZ);
	kfree(timer);
	return 0;
}

static int plant_shift_too_far(void)
{
	WRITE_ONCE(plant_sink, 1 << READ_ONCE(plant_shift));
	return 0;
}

static int plant_double_free(void)
{
	u8 *p = kmalloc(BYTES, GFP_KERNEL);
	u8 *again = p;

	OPTIMIZER_HIDE_VAR(again);
	kfree(p);
	kfree(again);
	return 0;
}

static int plant_leaked_page(void)
{
	struct page *page = alloc_pages(GFP_KERNEL, 1);

	OPTIMIZER_HIDE_VAR(page);
	return page ? 0 : -ENOMEM;
}

static int plant_rcu_without_lock(void)
{
	(void)rcu_dereference(plant_guarded);
	return 0;
}

static int plant_dma_of_another_size(void)
{
	static const struct platform_device_info info = {
		.name = "framering-plant",
		.id = PLATFORM_DEVID_NONE,
		.dma_mask = DMA_BIT_MASK(32),
	};
	struct platform_device *device = platform_device_register_full(&info);
	dma_addr_t bus;
	u8 *p;

	if (IS_ERR(device))
		return PTR_ERR(device);
	p = kmalloc(BYTES, GFP_KERNEL);
	bus = dma_map_single(&device->dev, p, BYTES, DMA_TO_DEVICE);
	if (!dma_mapping_error(&device->dev, bus))
		dma_unmap_single(&device->dev, bus, BYTES / 2, DMA_TO_DEVICE);
	kfree(p);
	platform_device_unregister(device);
	return 0;
}

static const struct {
	const char *name;
	int (*run)(void);
} plants[] = {
	{ "nothing", plant_nothing },
	{ "use-after-free", plant_use_after_free },
	{ "out-of-bounds", plant_out_of_bounds },
	{ "vmalloc-out-of-bounds", plant_vmalloc_out_of_bounds },
	{ "leak", plant_leak },
	{ "lock-inversion", plant_lock_inversion },
	{ "sleep-in-atomic", plant_sleep_in_atomic },
	{ "free-of-a-running-timer", plant_free_of_a_running_timer },
	{ "shift-too-far", plant_shift_too_far },
	{ "double-free", plant_double_free },
	{ "leaked-page", plant_leaked_page },
	{ "rcu-without-lock", plant_rcu_without_lock },
	{ "dma-of-another-size", plant_dma_of_another_size },
};

static int plant_set(const char *name, const struct kernel_param *param)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(plants); i++)
		if (sysfs_streq(name, plants[i].name))
			return plants[i].run();
	return -EINVAL;
}

static const struct kernel_param_ops plant_ops = { .set = plant_set };

module_param_cb(plant, &plant_ops, NULL, 0200);
MODULE_PARM_DESC(plant, "the fault that is made now, by its name");

MODULE_DESCRIPTION("Faults for the debug kernels' own tests");
MODULE_LICENSE("GPL");
