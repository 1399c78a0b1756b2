// SPDX-License-Identifier: MIT
/* What GST_DEBUG=framering:LEVEL shows. */
#include "debug.h"

GST_DEBUG_CATEGORY(framering_debug);

void debug_init(void)
{
	GST_DEBUG_CATEGORY_INIT(framering_debug, "framering", 0,
				"rings of video frames");
}
