// SPDX-License-Identifier: GPL-2.0-only
/* Attributes of a ring; empty files before the first CONFIGURE. */
#include <linux/bitops.h>
#include <linux/device.h>
#include <linux/sysfs.h>

#include "memory/mem.h"
#include "ring/generation.h"
#include "ring/ring.h"
#include "sysfs.h"

static const char *fr_sysfs_cache_name(u32 cache)
{
	switch (cache) {
	case FRAMERING_CACHE_WC:
		return "write-combined";
	case FRAMERING_CACHE_WB:
		return "cached";
	case FRAMERING_CACHE_UC:
		return "uncached";
	default:
		return "unknown";
	}
}

/*
 * Anybody may read these, as often as he likes: so they wait for nothing, and
 * let nobody wait. ring->lock is held for long while a reader with very many
 * mappings is evicted.
 */
typedef ssize_t fr_sysfs_show_fn(struct fr_generation *gen, char *buf);

static ssize_t fr_sysfs_show(struct device *dev, char *buf,
			     fr_sysfs_show_fn *show)
{
	struct fr_ring *ring = dev_get_drvdata(dev);
	struct fr_generation *gen = fr_generation_present(ring);
	ssize_t ret;

	if (!gen)
		return 0;
	ret = show(gen, buf);
	fr_generation_put(gen);
	return ret;
}

#define FR_ATTRIBUTE_RO(name)						\
static ssize_t name##_show(struct device *dev,				\
			   struct device_attribute *attr, char *buf)	\
{									\
	return fr_sysfs_show(dev, buf, fr_sysfs_##name);		\
}									\
static DEVICE_ATTR_RO(name)

#define FR_ATTRIBUTE(name, format, ...)					\
static ssize_t fr_sysfs_##name(struct fr_generation *gen, char *buf)	\
{									\
	return sysfs_emit(buf, format "\n", __VA_ARGS__);		\
}									\
FR_ATTRIBUTE_RO(name)

FR_ATTRIBUTE(generation, "%llu", gen->config.generation);
FR_ATTRIBUTE(format, "%p4cc", &gen->config.fourcc);
FR_ATTRIBUTE(size, "%ux%u", gen->config.width, gen->config.height);
FR_ATTRIBUTE(slots, "%u", gen->config.slots);
FR_ATTRIBUTE(memory, "%s", fr_mem_name(gen->config.memory));
FR_ATTRIBUTE(cache_asked, "%s", fr_sysfs_cache_name(gen->config.cache));
FR_ATTRIBUTE(cache, "%s", fr_sysfs_cache_name(gen->config.cache_effective));
/* Where slot 0 lies in the card's memory; the others follow it. */
static ssize_t fr_sysfs_bar_offset(struct fr_generation *gen, char *buf)
{
	if (gen->config.memory != FRAMERING_MEMORY_BAR)
		return 0;
	return sysfs_emit(buf, "%llu\n", gen->bar_offset);
}
FR_ATTRIBUTE_RO(bar_offset);
FR_ATTRIBUTE(producer, "%d",
	     !!(READ_ONCE(gen->status->state) & FRAMERING_STATE_PRODUCER));
FR_ATTRIBUTE(consumers, "%u", hweight32(READ_ONCE(gen->status->consumers)));
FR_ATTRIBUTE(mappings, "%d", atomic_read(&gen->mappings));

static struct attribute *fr_sysfs_attrs[] = {
	&dev_attr_generation.attr,
	&dev_attr_format.attr,
	&dev_attr_size.attr,
	&dev_attr_slots.attr,
	&dev_attr_memory.attr,
	&dev_attr_cache_asked.attr,
	&dev_attr_cache.attr,
	&dev_attr_bar_offset.attr,
	&dev_attr_producer.attr,
	&dev_attr_consumers.attr,
	&dev_attr_mappings.attr,
	NULL,
};

static const struct attribute_group fr_sysfs_group = {
	.attrs = fr_sysfs_attrs,
};

const struct attribute_group *fr_sysfs_groups[] = {
	&fr_sysfs_group,
	NULL,
};
