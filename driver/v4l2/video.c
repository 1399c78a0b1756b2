// SPDX-License-Identifier: GPL-2.0-only
/* A ring's nodes of V4L2: they come and go. */
#include <linux/ctype.h>
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/wait.h>

#include "ring/ring.h"
#include "video.h"

/* Frames per 1000 seconds that readers get while nobody produces. */
#define FR_VIDEO_IDLE_RATE	10000U

static const struct fr_video_node_ops *const fr_video_kinds[] = {
	[FR_VIDEO_CAPTURE] = &fr_capture_node_ops,
	[FR_VIDEO_OUTPUT] = &fr_output_node_ops,
};

/* The last node is gone, with its last file, and the video was removed. */
static void fr_video_free(struct v4l2_device *v4l2)
{
	struct fr_video *video = container_of(v4l2, struct fr_video, v4l2);

	fr_ring_put(video->ring);
	ida_destroy(&video->ids);
	kfree(video);
}

/**
 * fr_video_create - a ring as V4L2 has it, without a node
 * @ring: the ring
 *
 * Return: the video, fr_video_remove() it; or NULL.
 */
struct fr_video *fr_video_create(struct fr_ring *ring)
{
	struct fr_video *video = kzalloc(sizeof(*video), GFP_KERNEL);

	if (!video)
		return NULL;
	video->ring = ring;
	mutex_init(&video->lock);
	init_rwsem(&video->map_lock);
	INIT_LIST_HEAD(&video->leases);
	ida_init(&video->ids);
	video->number[FR_VIDEO_CAPTURE] = -1;
	video->number[FR_VIDEO_OUTPUT] = -1;
	video->idle = FR_IDLE_LAST;
	video->idle_rate = FR_VIDEO_IDLE_RATE;
	strscpy(video->card, ring->name, sizeof(video->card));
	strscpy(video->v4l2.name, ring->name, sizeof(video->v4l2.name));
	video->v4l2.release = fr_video_free;
	if (v4l2_device_register(ring->node, &video->v4l2)) {
		kfree(video);
		return NULL;
	}
	fr_ring_get(ring);
	return video;
}

/* What programs call it. Return: 0, -EINVAL (empty, too long, not to print). */
int fr_video_set_card(struct fr_video *video, const char *name, size_t len)
{
	size_t i;

	if (!len || len >= sizeof(video->card))
		return -EINVAL;
	for (i = 0; i < len; i++)
		if (!isascii(name[i]) || !isprint(name[i]))
			return -EINVAL;
	memset(video->card, 0, sizeof(video->card));
	memcpy(video->card, name, len);
	return 0;
}

/* The ring goes, or the module. Files that are open stay, and say ENODEV. */
void fr_video_remove(struct fr_video *video)
{
	int which;

	mutex_lock(&video->lock);
	video->gone = true;
	mutex_unlock(&video->lock);
	for (which = 0; which < FR_VIDEO_NODES; which++)
		fr_video_hide(video, which);
	v4l2_device_disconnect(&video->v4l2);
	v4l2_device_put(&video->v4l2);
}

static void fr_video_node_free(struct video_device *vdev)
{
	struct fr_video_node *node =
		container_of(vdev, struct fr_video_node, vdev);

	kfree(node);
}

static struct fr_video_node *fr_video_make(struct fr_video *video, int which)
{
	const struct fr_video_node_ops *ops = fr_video_kinds[which];
	struct fr_video_node *node = kzalloc(sizeof(*node), GFP_KERNEL);
	struct video_device *vdev;
	int ret;

	if (!node)
		return ERR_PTR(-ENOMEM);
	node->video = video;
	node->which = which;
	vdev = &node->vdev;
	snprintf(vdev->name, sizeof(vdev->name), "%s %s", video->ring->name,
		 ops->name);
	vdev->fops = ops->fops;
	vdev->ioctl_ops = ops->ioctls;
	vdev->device_caps = ops->caps;
	vdev->vfl_dir = ops->direction;
	vdev->release = fr_video_node_free;
	vdev->v4l2_dev = &video->v4l2;
	vdev->dev_parent = video->ring->node;
	ret = video_register_device(vdev, VFL_TYPE_VIDEO, video->number[which]);
	if (!ret)
		return node;
	kfree(node);
	return ERR_PTR(ret);
}

/**
 * fr_video_show - let a ring have a node
 * @video: the ring
 * @which: FR_VIDEO_CAPTURE or FR_VIDEO_OUTPUT
 *
 * Return: 0 (also if it has it), -ENODEV (the ring goes), -ENOMEM, -ENFILE (no
 * minor number is free).
 */
int fr_video_show(struct fr_video *video, int which)
{
	struct fr_video_node *node;
	int ret = 0;

	mutex_lock(&video->lock);
	if (video->gone) {
		ret = -ENODEV;
	} else if (!video->node[which]) {
		node = fr_video_make(video, which);
		if (IS_ERR(node))
			ret = PTR_ERR(node);
		else
			video->node[which] = node;
		if (!ret)
			atomic_inc(&video->ring->plain_readers);
	}
	mutex_unlock(&video->lock);
	return ret;
}

/* Take a node away, if it is there. */
void fr_video_hide(struct fr_video *video, int which)
{
	struct fr_video_node *node;

	mutex_lock(&video->lock);
	node = video->node[which];
	video->node[which] = NULL;
	mutex_unlock(&video->lock);
	if (!node)
		return;
	atomic_dec(&video->ring->plain_readers);
	video_unregister_device(&node->vdev);
	/* Those who sleep look whether it is still there. */
	wake_up_all(&video->ring->demand_wait);
}
