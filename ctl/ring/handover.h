/* SPDX-License-Identifier: MIT */
/* What it takes to hand a frame over. */
#ifndef CTL_HANDOVER_H
#define CTL_HANDOVER_H

#include "loopback.h"

/*
 * Nanoseconds from reserve to release of a frame that nobody fills, while both
 * sides are awake; measured for about @ns. Return: 0 or a negative errno.
 */
int handover_awake(struct loopback *loopback, int64_t ns, double *each);

/*
 * Microseconds from submit until a consumer that slept has the frame: the
 * median of @rounds, at most HANDOVER_ROUNDS. Return: as above.
 */
#define HANDOVER_ROUNDS	1000U
int handover_asleep(struct loopback *loopback, unsigned int rounds,
		    double *median);

#endif /* CTL_HANDOVER_H */
