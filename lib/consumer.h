/* SPDX-License-Identifier: MIT */
/* What the files of a consumer share. */
#ifndef FRAMERING_CONSUMER_H
#define FRAMERING_CONSUMER_H

#include "private.h"

/**
 * struct framering_consumer - a consumer
 * @role: its file and mappings
 * @ring: its side of the ring
 * @latest: not zero: acquire gives the newest frame
 * @fenced: not zero: streaming loads may pass the ring's own loads
 * @leases: the lease of the frame that was acquired last
 * @lease: by slot: the frame that is held, as in struct framering_frame; 0
 *	where none is
 * @watch: how long the frames take
 * @delivered: as in the consumer's page, which may be unmapped
 * @dropped: see there
 */
struct framering_consumer {
	struct framering_role_file role;
	struct framering_ring_consumer ring;
	int latest;
	int fenced;
	uint32_t leases;
	uint32_t lease[FRAMERING_MAX_SLOTS];
	struct framering_stopwatch watch;
	uint64_t delivered;
	uint64_t dropped;
};

/*
 * @ret, unless what it comes from may have been dummy pages: the driver shows
 * that in STATUS before it takes anything else away.
 */
static inline int
framering_consumer_gone_or(const struct framering_consumer *c, int ret)
{
	int gone;

	framering_read_fence();
	gone = framering_role_gone(&c->role);
	return gone ? gone : ret;
}

#endif /* FRAMERING_CONSUMER_H */
