// SPDX-License-Identifier: MIT
/* The registry of checks, in the order in which they are of use. */
#include "check.h"

const struct check *const checks[] = {
	&check_module,
	&check_signing,
	&check_build,
	&check_access,
	&check_limits,
	&check_cache,
	&check_loopback,
	NULL,
};
