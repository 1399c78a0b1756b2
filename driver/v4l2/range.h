/* SPDX-License-Identifier: GPL-2.0-only */
/* Ranges: the places in an address space where a buffer is seen. */
#ifndef FR_RANGE_H
#define FR_RANGE_H

#include <linux/list.h>
#include <linux/mm.h>

/**
 * struct fr_range - where a buffer is seen, in whatever processes
 * @node: in the list of those that show the same
 * @of: in the list of the same buffer's
 * @mapping: the address space
 * @first: its first page there
 * @pages: how many
 */
struct fr_range {
	struct list_head node;
	struct list_head of;
	struct address_space *mapping;
	unsigned long first;
	unsigned long pages;
};

/* Take @pages pages from page @page on out of all page tables. */
static inline void fr_range_zap(const struct fr_range *range,
				unsigned long page, unsigned long pages)
{
	/* By page: a number of bytes is cut off where long has 32 bits. */
	unmap_mapping_pages(range->mapping, range->first + page, pages, true);
}

static inline void fr_range_zap_all(struct list_head *ranges)
{
	struct fr_range *range;

	list_for_each_entry(range, ranges, node)
		fr_range_zap(range, 0, range->pages);
}

#endif /* FR_RANGE_H */
