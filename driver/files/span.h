/* SPDX-License-Identifier: GPL-2.0-only */
/* Spans: what the offsets of a role file mean, and what the role may do. */
#ifndef FR_SPAN_H
#define FR_SPAN_H

#include <linux/types.h>

struct fr_role;

/**
 * struct fr_span - a part of a region; one mapping lies within it
 * @region: FRAMERING_REGION_
 * @part: number of the consumer, or of the slot
 * @page: page within the part
 * @pages: pages of the whole part
 * @writable: this role may write there
 */
struct fr_span {
	u32 region;
	u32 part;
	unsigned long page;
	unsigned long pages;
	bool writable;
};

bool fr_span_find(struct fr_role *role, unsigned long pgoff,
		  struct fr_span *span);

#endif /* FR_SPAN_H */
