// SPDX-License-Identifier: GPL-2.0-only
/* framering: rings of video frames that nobody copies. */
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/moduleparam.h>

#include "ring.h"

#define FR_MAX_RINGS	64U

static unsigned int rings = 1;
module_param(rings, uint, 0444);
MODULE_PARM_DESC(rings, "number of rings, 1 to 64 (default: 1)");

static struct fr_ring *fr_rings[FR_MAX_RINGS];

static void fr_main_destroy(void)
{
	unsigned int i;

	for (i = 0; i < FR_MAX_RINGS; i++)
		if (fr_rings[i])
			fr_ring_destroy(fr_rings[i]);
}

static int __init fr_main_init(void)
{
	unsigned int i;

	if (!rings || rings > FR_MAX_RINGS) {
		pr_err("framering: rings=%u: must be from 1 to %u\n", rings,
		       FR_MAX_RINGS);
		return -EINVAL;
	}
	for (i = 0; i < rings; i++) {
		struct fr_ring *ring = fr_ring_create(i);

		if (IS_ERR(ring)) {
			fr_main_destroy();
			return PTR_ERR(ring);
		}
		fr_rings[i] = ring;
	}
	return 0;
}

static void __exit fr_main_exit(void)
{
	fr_main_destroy();
}

module_init(fr_main_init);
module_exit(fr_main_exit);

MODULE_DESCRIPTION("Zero-copy ring of video frames");
MODULE_AUTHOR("The framering developers");
MODULE_LICENSE("GPL");
