/* SPDX-License-Identifier: MIT */
/* A ring to be removed, for TEST_VARIANTS: each kind, each method. */
#ifndef TESTS_DRIVER_REMOVABLE_RING_H
#define TESTS_DRIVER_REMOVABLE_RING_H

#include <stdint.h>
#include <sys/types.h>

#include "kind.h"

enum removal_method {
	REMOVE_IOCTL,		/* by FRAMERING_IOC_REMOVE */
	REMOVE_UNBIND,		/* its platform device, by sysfs */
	REMOVE_CARD_UNBIND,	/* its PCI device, by sysfs */
};

/**
 * struct removable_ring - a ring and how it is removed
 * @name: for the case's name
 * @kind: its frames
 * @method: what removes it
 */
struct removable_ring {
	const char *name;
	struct dev_kind kind;
	enum removal_method method;
};

#define REMOVABLE_RINGS	11
extern const struct removable_ring removable_rings[REMOVABLE_RINGS];

/* These end the test case if they fail. A ring, its number in *@number. */
int removable_ring_create(const struct removable_ring *removable,
			  uint32_t *number);
void removable_ring_configure(const struct removable_ring *removable, int ring);
void removable_ring_remove(const struct removable_ring *removable,
			   uint32_t number);
/*
 * Leave things as removable_ring_create() found them: a card has its ring
 * again.
 */
void removable_ring_restore(const struct removable_ring *removable,
			    uint32_t number);

/* Wait until process @pid sleeps. */
void wait_until_asleep(pid_t pid);
/* Process @pid ended with status 0. */
void wait_for_exit(pid_t pid);

#endif /* TESTS_DRIVER_REMOVABLE_RING_H */
