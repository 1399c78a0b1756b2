/* SPDX-License-Identifier: MIT */
/* Roles of a ring that holders have, and the test itself has not. */
#ifndef TESTS_DRIVER_HANDED_OUT_H
#define TESTS_DRIVER_HANDED_OUT_H

#include <stdint.h>

#include "dev.h"
#include "ways.h"

/**
 * struct handed_role - one to hand out
 * @role: enum framering_role
 * @flags: FRAMERING_ATTACH_ bits
 */
struct handed_role {
	uint32_t role;
	uint32_t flags;
};

/*
 * Configure @ring and start holders of these roles: each has those of the
 * present generation first, and then those of older ones, if the way has some.
 */
void handed_out_start(const struct way *way, int ring,
		      const struct framering_config *config,
		      const struct handed_role *roles, unsigned int count);
/* What the present generation of @ring shows again when nobody has a role. */
void handed_out_wait_unused(int ring);

#endif /* TESTS_DRIVER_HANDED_OUT_H */
