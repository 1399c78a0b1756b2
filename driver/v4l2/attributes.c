// SPDX-License-Identifier: GPL-2.0-only
/*
 * /sys/class/framering/RING/v4l2: what an administrator can set of a ring's
 * nodes. capture and output are 1 where there is such a node.
 */
#include <linux/device.h>
#include <linux/kernel.h>
#include <linux/kstrtox.h>
#include <linux/mutex.h>
#include <linux/string.h>
#include <linux/sysfs.h>

#include "attributes.h"
#include "ring/ring.h"
#include "video.h"

#define FR_ATTRIBUTES_MAX_RATE	240000U

/* By enum fr_idle. */
static const char *const fr_attributes_idle[] = {
	[FR_IDLE_NONE] = "none",
	[FR_IDLE_LAST] = "last",
	[FR_IDLE_BLACK] = "black",
	[FR_IDLE_PATTERN] = "pattern",
};

static struct fr_video *fr_attributes_video(struct device *dev)
{
	const struct fr_ring *ring = dev_get_drvdata(dev);

	return ring->watched;
}

static ssize_t fr_attributes_show_node(struct device *dev, char *buf, int which)
{
	struct fr_video *video = fr_attributes_video(dev);

	return sysfs_emit(buf, "%d\n", !!READ_ONCE(video->node[which]));
}

static ssize_t fr_attributes_store_node(struct device *dev, const char *buf,
					size_t count, int which)
{
	struct fr_video *video = fr_attributes_video(dev);
	bool on;
	int ret;

	ret = kstrtobool(buf, &on);
	if (!ret && on)
		ret = fr_video_show(video, which);
	else if (!ret)
		fr_video_hide(video, which);
	return ret ? ret : count;
}

static ssize_t capture_show(struct device *dev, struct device_attribute *attr,
			    char *buf)
{
	return fr_attributes_show_node(dev, buf, FR_VIDEO_CAPTURE);
}

static ssize_t capture_store(struct device *dev, struct device_attribute *attr,
			     const char *buf, size_t count)
{
	return fr_attributes_store_node(dev, buf, count, FR_VIDEO_CAPTURE);
}
static DEVICE_ATTR_RW(capture);

static ssize_t output_show(struct device *dev, struct device_attribute *attr,
			   char *buf)
{
	return fr_attributes_show_node(dev, buf, FR_VIDEO_OUTPUT);
}

static ssize_t output_store(struct device *dev, struct device_attribute *attr,
			    const char *buf, size_t count)
{
	return fr_attributes_store_node(dev, buf, count, FR_VIDEO_OUTPUT);
}
static DEVICE_ATTR_RW(output);

static ssize_t card_show(struct device *dev, struct device_attribute *attr,
			 char *buf)
{
	struct fr_video *video = fr_attributes_video(dev);
	ssize_t ret;

	mutex_lock(&video->lock);
	ret = sysfs_emit(buf, "%s\n", video->card);
	mutex_unlock(&video->lock);
	return ret;
}

static ssize_t card_store(struct device *dev, struct device_attribute *attr,
			  const char *buf, size_t count)
{
	struct fr_video *video = fr_attributes_video(dev);
	size_t len = count && buf[count - 1] == '\n' ? count - 1 : count;
	int ret;

	mutex_lock(&video->lock);
	ret = fr_video_set_card(video, buf, len);
	mutex_unlock(&video->lock);
	return ret ? ret : count;
}
static DEVICE_ATTR_RW(card);

/* Which enum fr_idle is called @name; -EINVAL: none. */
int fr_attributes_find_idle(const char *name)
{
	return sysfs_match_string(fr_attributes_idle, name);
}

static ssize_t idle_show(struct device *dev, struct device_attribute *attr,
			 char *buf)
{
	struct fr_video *video = fr_attributes_video(dev);

	return sysfs_emit(buf, "%s\n",
			  fr_attributes_idle[READ_ONCE(video->idle)]);
}

static ssize_t idle_store(struct device *dev, struct device_attribute *attr,
			  const char *buf, size_t count)
{
	struct fr_video *video = fr_attributes_video(dev);
	int idle = fr_attributes_find_idle(buf);

	if (idle < 0)
		return idle;
	WRITE_ONCE(video->idle, idle);
	return count;
}
static DEVICE_ATTR_RW(idle);

static ssize_t idle_rate_show(struct device *dev,
			      struct device_attribute *attr, char *buf)
{
	struct fr_video *video = fr_attributes_video(dev);

	return sysfs_emit(buf, "%u\n", READ_ONCE(video->idle_rate));
}

static ssize_t idle_rate_store(struct device *dev,
			       struct device_attribute *attr, const char *buf,
			       size_t count)
{
	struct fr_video *video = fr_attributes_video(dev);
	unsigned int rate;
	int ret;

	ret = kstrtouint(buf, 0, &rate);
	if (ret)
		return ret;
	if (!rate || rate > FR_ATTRIBUTES_MAX_RATE)
		return -EINVAL;
	WRITE_ONCE(video->idle_rate, rate);
	return count;
}
static DEVICE_ATTR_RW(idle_rate);

static ssize_t keep_format_show(struct device *dev,
				struct device_attribute *attr, char *buf)
{
	struct fr_video *video = fr_attributes_video(dev);

	return sysfs_emit(buf, "%d\n", READ_ONCE(video->keep_format));
}

static ssize_t keep_format_store(struct device *dev,
				 struct device_attribute *attr,
				 const char *buf, size_t count)
{
	struct fr_video *video = fr_attributes_video(dev);
	bool keep;
	int ret;

	ret = kstrtobool(buf, &keep);
	if (ret)
		return ret;
	WRITE_ONCE(video->keep_format, keep);
	return count;
}
static DEVICE_ATTR_RW(keep_format);

static struct attribute *fr_attributes[] = {
	&dev_attr_capture.attr,
	&dev_attr_output.attr,
	&dev_attr_card.attr,
	&dev_attr_idle.attr,
	&dev_attr_idle_rate.attr,
	&dev_attr_keep_format.attr,
	NULL,
};

static const struct attribute_group fr_attributes_group = {
	.name = "v4l2",
	.attrs = fr_attributes,
};

/* Return: 0 or a negative errno. */
int fr_attributes_add(struct fr_video *video)
{
	int ret = sysfs_create_group(&video->ring->node->kobj,
				     &fr_attributes_group);

	video->attributes = !ret;
	return ret;
}

/* Sleeps until nobody is in them any more. */
void fr_attributes_remove(struct fr_video *video)
{
	if (video->attributes)
		sysfs_remove_group(&video->ring->node->kobj,
				   &fr_attributes_group);
}
