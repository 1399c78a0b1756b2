/* SPDX-License-Identifier: MIT */
/* How long frames take: what the counters of consumers say. */
#ifndef CTL_TIMES_H
#define CTL_TIMES_H

#include <libframering.h>

/* Nanoseconds where class @class begins. */
uint64_t times_class_ns(unsigned int class);

/* Frames that @counters, of all classes, have. */
uint64_t times_frames(const uint32_t *counters);

/*
 * So many of 100 frames took no longer than this, in nanoseconds: the end of a
 * class, or of the last one, which has none, its beginning. 0: no frame.
 */
uint64_t times_quantile(const uint32_t *counters, unsigned int percent);

/* What was counted from @before to @after; NULL: from the beginning. */
void times_between(struct framering_times *times,
		   const struct framering_times *before,
		   const struct framering_times *after);

#endif /* CTL_TIMES_H */
