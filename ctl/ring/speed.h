/* SPDX-License-Identifier: MIT */
/* How fast slots are read and written. */
#ifndef CTL_SPEED_H
#define CTL_SPEED_H

#include "loopback.h"

/**
 * struct speed - mebibytes a second
 * @write: of plain stores
 * @read: of plain loads
 * @load: of framering_load()
 */
struct speed {
	double write;
	double read;
	double load;
};

/*
 * Measure it in the slots of an attached ring, for about @ns each. Return: 0 or
 * a negative errno.
 */
int speed_measure(struct loopback *loopback, int64_t ns, struct speed *speed);

#endif /* CTL_SPEED_H */
