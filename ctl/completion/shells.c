// SPDX-License-Identifier: MIT
/* The registry of shells. */
#include "completion.h"

const struct shell *const shells[] = {
	&shell_bash,
	&shell_zsh,
	&shell_fish,
	NULL,
};
