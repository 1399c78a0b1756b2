// SPDX-License-Identifier: MIT
/* The ways that there are. */
#include "transport.h"

const struct transport *const transports[] = {
	&transport_raw,
	&transport_jpeg,
	&transport_srt,
	&transport_rist,
	NULL,
};
