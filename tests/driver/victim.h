/* SPDX-License-Identifier: MIT */
/* A ring that is taken away, for TEST_VARIANTS: each kind, each way. */
#ifndef TESTS_DRIVER_VICTIM_H
#define TESTS_DRIVER_VICTIM_H

#include <stdint.h>
#include <sys/types.h>

#include "kind.h"

enum victim_end {
	VICTIM_REMOVED,		/* by FRAMERING_IOC_REMOVE */
	VICTIM_UNBOUND,		/* its platform device, by sysfs */
	VICTIM_CARD_UNBOUND,	/* its PCI device, by sysfs */
};

/**
 * struct victim - a ring and its end
 * @name: for the case's name
 * @kind: its frames
 * @end: what takes it away
 */
struct victim {
	const char *name;
	struct dev_kind kind;
	enum victim_end end;
};

#define VICTIMS		11
extern const struct victim victims[VICTIMS];

/* These end the test case if they fail. A ring, its number in *@number. */
int victim_ring(const struct victim *victim, uint32_t *number);
void victim_configure(const struct victim *victim, int ring);
void victim_end(const struct victim *victim, uint32_t number);
/* Leave things as victim_ring() found them; a card has its ring again. */
void victim_clean(const struct victim *victim, uint32_t number);

/* Wait until process @pid sleeps. */
void victim_until_asleep(pid_t pid);
/* Process @pid ended with status 0. */
void victim_join(pid_t pid);

#endif /* TESTS_DRIVER_VICTIM_H */
