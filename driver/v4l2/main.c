// SPDX-License-Identifier: GPL-2.0-only
/* framering-v4l2: rings as cameras, and as what a camera's frames go to. */
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/string.h>

#include <framering.h>

#include "attributes.h"
#include "compat.h"
#include "ring/node.h"
#include "ring/ring.h"
#include "video.h"

/* The parameters tell of these rings, by number; of others alike. */
#define FR_V4L2_RINGS	FRAMERING_MAX_RINGS

static bool capture = true;
module_param(capture, bool, 0444);
MODULE_PARM_DESC(capture, "give each ring a node to read from (default: Y)");

static bool output;
module_param(output, bool, 0444);
MODULE_PARM_DESC(output, "give each ring a node to write to (default: N)");

static int video_nr[FR_V4L2_RINGS] = { [0 ... FR_V4L2_RINGS - 1] = -1 };
module_param_array(video_nr, int, NULL, 0444);
MODULE_PARM_DESC(video_nr,
		 "by ring: N of its /dev/videoN to read from (default: -1, the next free one)");

static int output_nr[FR_V4L2_RINGS] = { [0 ... FR_V4L2_RINGS - 1] = -1 };
module_param_array(output_nr, int, NULL, 0444);
MODULE_PARM_DESC(output_nr,
		 "by ring: N of its /dev/videoN to write to (default: -1, the next free one)");

static char *card_label[FR_V4L2_RINGS];
module_param_array(card_label, charp, NULL, 0444);
MODULE_PARM_DESC(card_label,
		 "by ring: what programs call it, at most 31 characters (default: the ring's name)");

static char *idle = "last";
module_param(idle, charp, 0444);
MODULE_PARM_DESC(idle,
		 "what readers get while nobody produces: none, last, black or pattern (default: last)");

static bool keep_format;
module_param(keep_format, bool, 0444);
MODULE_PARM_DESC(keep_format,
		 "readers go on without the ring's frames when its format changes (default: N, they are stopped)");

/* What the parameters say of a new ring. */
static void fr_v4l2_set(struct fr_video *video)
{
	u32 index = video->ring->index;
	const char *card = card_label[index];

	video->number[FR_VIDEO_CAPTURE] = video_nr[index];
	video->number[FR_VIDEO_OUTPUT] = output_nr[index];
	video->idle = fr_attributes_find_idle(idle);
	video->keep_format = keep_format;
	if (card && fr_video_set_card(video, card, strlen(card)))
		pr_warn("framering-v4l2: card_label=%s: must have 1 to %zu printable characters\n",
			card, sizeof(video->card) - 1);
}

/* A ring without its nodes is a ring all the same: say what is missing. */
static void fr_v4l2_show(struct fr_video *video, int which)
{
	int ret = fr_video_show(video, which);

	if (ret)
		pr_err("framering-v4l2: %s: no node of V4L2: %pe\n",
		       video->ring->name, ERR_PTR(ret));
}

static void fr_v4l2_added(struct fr_ring *ring)
{
	struct fr_video *video = fr_video_create(ring);

	if (!video) {
		pr_err("framering-v4l2: %s: no memory\n", ring->name);
		return;
	}
	fr_v4l2_set(video);
	ring->watched = video;
	if (fr_attributes_add(video))
		pr_err("framering-v4l2: %s: no attributes\n", ring->name);
	if (capture)
		fr_v4l2_show(video, FR_VIDEO_CAPTURE);
	if (output)
		fr_v4l2_show(video, FR_VIDEO_OUTPUT);
}

static void fr_v4l2_removing(struct fr_ring *ring)
{
	struct fr_video *video = ring->watched;

	if (!video)
		return;
	fr_attributes_remove(video);
	ring->watched = NULL;
	fr_video_remove(video);
}

static const struct fr_node_watcher fr_v4l2_watcher = {
	.added = fr_v4l2_added,
	.removing = fr_v4l2_removing,
};

static int __init fr_v4l2_init(void)
{
	if (fr_attributes_find_idle(idle) < 0) {
		pr_err("framering-v4l2: idle=%s: must be none, last, black or pattern\n",
		       idle);
		return -EINVAL;
	}
	fr_node_watch(&fr_v4l2_watcher);
	return 0;
}

static void __exit fr_v4l2_exit(void)
{
	fr_node_unwatch();
}

module_init(fr_v4l2_init);
module_exit(fr_v4l2_exit);

MODULE_IMPORT_NS(FR_NAMESPACE);
MODULE_DESCRIPTION("V4L2 nodes for framering's rings");
MODULE_AUTHOR("The framering developers");
MODULE_LICENSE("GPL");
MODULE_VERSION("0.1.0");
