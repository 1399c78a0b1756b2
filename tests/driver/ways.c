// SPDX-License-Identifier: MIT
#include "ways.h"

#define USER	4000

const struct way ways[WAYS] = {
	{ "inherited_1", WAY_INHERITED, 1 },
	{ "inherited_8", WAY_INHERITED, 8 },
	{ "inherited_64", WAY_INHERITED, 64 },
	{ "passed_1", WAY_PASSED, 1 },
	{ "passed_8", WAY_PASSED, 8 },
	{ "passed_64", WAY_PASSED, 64 },
	{ "passed_to_8_users", WAY_PASSED, 8, .first_user = USER },
	{ "passed_to_64_users", WAY_PASSED, 64, .first_user = USER },
	{ "queued_8", WAY_PASSED, 8, .first_user = USER, .queued = 2 },
	{ "io_uring_1", WAY_PASSED, 1, .uring = 1 },
	{ "io_uring_64", WAY_INHERITED, 64, .uring = 1 },
	{ "three_generations_8", WAY_PASSED, 8, .older = 2 },
	{ "three_generations_64", WAY_INHERITED, 64, .older = 2 },
};

const struct way crowds[CROWDS] = {
	{ "inherited_256", WAY_INHERITED, 256 },
	{ "passed_to_256_users", WAY_PASSED, 256, .first_user = USER },
};
