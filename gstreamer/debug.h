/* SPDX-License-Identifier: MIT */
/* What GST_DEBUG=framering:LEVEL shows: include this last. */
#ifndef GST_FRAMERING_DEBUG_H
#define GST_FRAMERING_DEBUG_H

#include <gst/gst.h>

GST_DEBUG_CATEGORY_EXTERN(framering_debug);
#undef GST_CAT_DEFAULT
#define GST_CAT_DEFAULT	framering_debug

/* Before anything is logged; once is enough, more does no harm. */
void debug_init(void);

#endif /* GST_FRAMERING_DEBUG_H */
