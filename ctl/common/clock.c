// SPDX-License-Identifier: MIT
#include <time.h>

#include "clock.h"

int64_t clock_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * NS_PER_S + now.tv_nsec;
}

void clock_sleep(int64_t ns)
{
	struct timespec time = {
		.tv_sec = ns / NS_PER_S,
		.tv_nsec = ns % NS_PER_S,
	};

	nanosleep(&time, NULL);
}
