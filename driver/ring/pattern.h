/* SPDX-License-Identifier: GPL-2.0-only */
/* The driver's own producer. */
#ifndef FR_PATTERN_H
#define FR_PATTERN_H

#include <linux/types.h>

struct fr_opener;
struct fr_ring;

int fr_pattern_start(struct fr_ring *ring, u32 rate, u64 frames,
		     const struct fr_opener *opener);
void fr_pattern_stop(struct fr_ring *ring);
void fr_pattern_resume(struct fr_ring *ring);
int fr_pattern_init(void);
void fr_pattern_exit(void);

#endif /* FR_PATTERN_H */
