// SPDX-License-Identifier: GPL-2.0-only
/* framering: rings of video frames that are not copied. */
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/moduleparam.h>

#include <framering.h>

#include "device/device.h"
#include "files/admin.h"
#include "files/debugfs.h"
#include "files/ring_file.h"
#include "memory/mem.h"
#include "ring/export.h"
#include "ring/node.h"
#include "ring/pattern.h"

static unsigned int rings = 1;
module_param(rings, uint, 0444);
MODULE_PARM_DESC(rings, "number of rings, 0 to 64 (default: 1)");

static int __init fr_main_init(void)
{
	int ret;

	if (rings > FRAMERING_MAX_RINGS) {
		pr_err("framering: rings=%u: must be at most %u\n", rings,
		       FRAMERING_MAX_RINGS);
		return -EINVAL;
	}
	fr_debugfs_init();
	ret = fr_import_init();
	if (ret)
		goto err_debugfs;
	ret = fr_export_init();
	if (ret)
		goto err_import;
	ret = fr_node_init(&fr_ring_node_ops);
	if (ret)
		goto err_export;
	ret = fr_pattern_init();
	if (ret)
		goto err_node;
	ret = fr_platform_init(rings);
	if (ret)
		goto err_pattern;
	ret = fr_pci_init();
	if (ret)
		goto err_platform;
	ret = fr_admin_init();
	if (ret)
		goto err_pci;
	return 0;

err_pci:
	fr_pci_exit();
err_platform:
	fr_platform_exit();
err_pattern:
	fr_pattern_exit();
err_node:
	fr_node_exit();
err_export:
	fr_export_exit();
err_import:
	fr_import_exit();
err_debugfs:
	fr_debugfs_exit();
	return ret;
}

static void __exit fr_main_exit(void)
{
	/* First: what the last dma-bufs leave refers to rings. */
	fr_export_exit();
	fr_admin_exit();
	fr_pci_exit();
	fr_platform_exit();
	fr_pattern_exit();
	fr_node_exit();
	/* Last: rings may have had memory of others until now. */
	fr_import_exit();
	fr_debugfs_exit();
}

module_init(fr_main_init);
module_exit(fr_main_exit);

MODULE_DESCRIPTION("Zero-copy ring of video frames");
MODULE_AUTHOR("The framering developers");
MODULE_LICENSE("GPL");
MODULE_VERSION("0.1.0");
