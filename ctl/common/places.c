// SPDX-License-Identifier: MIT
/* Where Linux has the driver's files. */
#include "places.h"

struct places places = {
	.dev = "/dev",
	.rings = "/sys/class/framering",
	.module = "/sys/module/framering",
	.roles = "/sys/kernel/debug/framering",
	.root = "",
};
