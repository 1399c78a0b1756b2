/* SPDX-License-Identifier: GPL-2.0-only */
/* A ring as V4L2 has it: a device, with a node to read and one to write. */
#ifndef FR_VIDEO_H
#define FR_VIDEO_H

#include <linux/idr.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/rwsem.h>
#include <linux/types.h>
#include <linux/videodev2.h>
#include <media/v4l2-dev.h>
#include <media/v4l2-device.h>

struct attribute_group;
struct fr_ring;
struct fr_writer;

/**
 * enum fr_idle - what readers get while nobody produces
 * @FR_IDLE_NONE: nothing: they wait
 * @FR_IDLE_LAST: the last frame again; black if there was none
 * @FR_IDLE_BLACK: a black picture
 * @FR_IDLE_PATTERN: the test picture
 */
enum fr_idle {
	FR_IDLE_NONE,
	FR_IDLE_LAST,
	FR_IDLE_BLACK,
	FR_IDLE_PATTERN,
};

/* The nodes that a ring can have. */
#define FR_VIDEO_CAPTURE	0
#define FR_VIDEO_OUTPUT		1
#define FR_VIDEO_NODES		2

/**
 * struct fr_video - a ring as V4L2 has it
 * @ring: the ring; holds a reference
 * @v4l2: the device; its last reference, a node's perhaps, frees this
 * @lock: nodes come and go
 * @node: the nodes that are there, or NULL; @lock
 * @gone: the ring goes, and no node comes any more; @lock
 * @number: which minor number each node shall have, or -1; @lock
 * @card: what programs call it; @lock
 * @idle: enum fr_idle
 * @idle_rate: how often then, in frames per 1000 seconds
 * @keep_format: readers whose format is the ring's no longer are not stopped,
 *	but get what they get while nobody produces
 * @out_pix: what is going to be written, the same for all files; @lock
 * @out_period: of its frames; 0 by 0: not told; @lock
 * @writer: the file that writes, or NULL; @lock
 * @attributes: its files in sysfs are there
 * @ids: numbers of open files; see buffer.h
 * @map_lock: to read while a buffer is put into a page table, to write while
 *	what buffers show changes. Nests inside mmap_lock and ring->lock; only
 *	page tables are waited for under it
 * @leases: struct fr_lease; @map_lock
 */
struct fr_video {
	struct fr_ring *ring;
	struct v4l2_device v4l2;
	struct mutex lock;	/* see above */
	struct fr_video_node *node[FR_VIDEO_NODES];
	bool gone;
	int number[FR_VIDEO_NODES];
	char card[32];
	u32 idle;
	u32 idle_rate;
	bool keep_format;
	struct v4l2_pix_format out_pix;
	struct v4l2_fract out_period;
	struct fr_writer *writer;
	bool attributes;
	struct ida ids;
	struct rw_semaphore map_lock;	/* see above */
	struct list_head leases;
};

/**
 * struct fr_video_node - a node of V4L2's; freed with its last open file
 * @vdev: V4L2's part
 * @video: whose it is; holds a reference by way of @vdev
 * @which: FR_VIDEO_CAPTURE or FR_VIDEO_OUTPUT
 */
struct fr_video_node {
	struct video_device vdev;
	struct fr_video *video;
	int which;
};

/**
 * struct fr_video_node_ops - what a kind of node is
 * @name: for sysfs and messages
 * @caps: V4L2_CAP_ bits
 * @direction: VFL_DIR_ value
 * @fops: of its files
 * @ioctls: of its files
 */
struct fr_video_node_ops {
	const char *name;
	u32 caps;
	int direction;
	const struct v4l2_file_operations *fops;
	const struct v4l2_ioctl_ops *ioctls;
};

extern const struct fr_video_node_ops fr_capture_node_ops;
extern const struct fr_video_node_ops fr_output_node_ops;

struct fr_video *fr_video_create(struct fr_ring *ring);
void fr_video_remove(struct fr_video *video);
int fr_video_set_card(struct fr_video *video, const char *name, size_t len);
int fr_video_show(struct fr_video *video, int which);
void fr_video_hide(struct fr_video *video, int which);

static inline struct fr_video *fr_video_of(struct file *file)
{
	return container_of(video_devdata(file), struct fr_video_node,
			    vdev)->video;
}

#endif /* FR_VIDEO_H */
