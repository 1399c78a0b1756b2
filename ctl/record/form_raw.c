// SPDX-License-Identifier: MIT
/* raw: one frame after the other; of compressed frames, their streams. */
#include "output.h"

const struct form form_raw = {
	.name = "raw",
	.endings = {
		".raw", ".yuv", ".rgb", NULL,
	},
};
