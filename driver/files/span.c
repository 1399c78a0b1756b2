// SPDX-License-Identifier: GPL-2.0-only
/* What the offsets of a role file mean; every bound is checked against this. */
#include <linux/math64.h>
#include <linux/mm.h>
#include <linux/string.h>

#include "ring/control.h"
#include "ring/generation.h"
#include "ring/role.h"
#include "span.h"

/* What there is once for each slot. */
static bool fr_span_slots(struct fr_role *role, u64 offset, u64 step,
			  u64 bytes, struct fr_span *span)
{
	u64 slot = div_u64(offset, step);

	if (slot >= role->gen->config.slots)
		return false;
	span->part = slot;
	span->page = PFN_DOWN(offset - slot * step);
	span->pages = PFN_UP(bytes);
	span->writable = role->kind == FRAMERING_ROLE_PRODUCER;
	return true;
}

/* All pages for the producer, its own for a consumer. */
static bool fr_span_consumer(struct fr_role *role, u64 offset,
			     struct fr_span *span)
{
	u64 part;

	if (offset < FRAMERING_OFFSET_CONSUMER)
		return false;
	offset -= FRAMERING_OFFSET_CONSUMER;
	part = div_u64(offset, FR_CONSUMER_LEN);
	span->region = FRAMERING_REGION_CONSUMER;
	if (role->kind == FRAMERING_ROLE_PRODUCER) {
		span->part = 0;
		span->page = PFN_DOWN(offset);
		span->pages = PFN_DOWN(FR_CONSUMER_LEN) *
			      FRAMERING_MAX_CONSUMERS;
		span->writable = false;
		return true;
	}
	if (part != role->index)
		return false;
	span->part = role->index;
	span->page = PFN_DOWN(offset - part * FR_CONSUMER_LEN);
	span->pages = PFN_DOWN(FR_CONSUMER_LEN);
	span->writable = true;
	return true;
}

/**
 * fr_span_find - what an offset of a role file means
 * @role: the role
 * @pgoff: the offset, in pages
 * @span: gets the part that it lies in, or after
 *
 * Regions lie far apart: behind the end of one, @span->page is not below
 * @span->pages.
 *
 * Return: false if nothing of this role lies there.
 */
bool fr_span_find(struct fr_role *role, unsigned long pgoff,
		  struct fr_span *span)
{
	const struct framering_geometry *geometry = &role->gen->config.geometry;
	u64 offset = (u64)pgoff << PAGE_SHIFT;

	if (pgoff > PFN_DOWN(U64_MAX))
		return false;
	memset(span, 0, sizeof(*span));
	if (offset >= FRAMERING_OFFSET_FRAMES) {
		span->region = FRAMERING_REGION_FRAMES;
		return fr_span_slots(role, offset - FRAMERING_OFFSET_FRAMES,
				     FRAMERING_FRAMES_STEP,
				     geometry->slot_bytes, span);
	}
	if (offset >= FRAMERING_OFFSET_META) {
		span->region = FRAMERING_REGION_META;
		return fr_span_slots(role, offset - FRAMERING_OFFSET_META,
				     FRAMERING_META_STEP, geometry->meta_bytes,
				     span);
	}
	if (offset >= FRAMERING_OFFSET_REGISTERS) {
		span->region = FRAMERING_REGION_REGISTERS;
		span->page = PFN_DOWN(offset - FRAMERING_OFFSET_REGISTERS);
		span->pages = PFN_DOWN(role->gen->registers_bytes);
		span->writable = role->kind == FRAMERING_ROLE_PRODUCER;
		return true;
	}
	if (offset >= FRAMERING_OFFSET_CONSUMER)
		return fr_span_consumer(role, offset, span);
	if (offset >= FRAMERING_OFFSET_PRODUCER) {
		span->region = FRAMERING_REGION_PRODUCER;
		span->page = PFN_DOWN(offset - FRAMERING_OFFSET_PRODUCER);
		span->pages = PFN_DOWN(FR_PRODUCER_LEN);
		span->writable = role->kind == FRAMERING_ROLE_PRODUCER;
		return true;
	}
	span->region = FRAMERING_REGION_STATUS;
	span->page = PFN_DOWN(offset);
	span->pages = PFN_DOWN(FR_STATUS_LEN);
	return true;
}
