// SPDX-License-Identifier: MIT
#include <time.h>

#include "clock.h"
#include "desk.h"

#define STAMP_NS	2000000

void desk_stamp(struct desk *desk)
{
	int64_t before = desk->now.at_ns;

	desk->now.at_ns = clock_now();
	desk->now.cpu_ns = clock_ns(CLOCK_PROCESS_CPUTIME_ID);
	__atomic_store_n(&desk->version, desk->version + 1, __ATOMIC_RELAXED);
	__atomic_thread_fence(__ATOMIC_RELEASE);
	desk->stamp = desk->now;
	__atomic_store_n(&desk->version, desk->version + 1, __ATOMIC_RELEASE);
	/* Often enough for a short window, and too seldom to cost anything. */
	if (desk->now.at_ns - before < STAMP_NS / 2)
		desk->step *= 2;
	else if (desk->now.at_ns - before > STAMP_NS && desk->step > 1)
		desk->step /= 2;
	desk->next = desk->now.count + desk->step;
}

struct stamp desk_read(const struct desk *desk)
{
	struct stamp stamp;
	uint32_t version;

	do {
		version = __atomic_load_n(&desk->version, __ATOMIC_ACQUIRE);
		stamp = desk->stamp;
		__atomic_thread_fence(__ATOMIC_ACQUIRE);
	} while (version & 1 || version != __atomic_load_n(&desk->version,
							   __ATOMIC_RELAXED));
	return stamp;
}

void stamp_subtract(struct stamp *later, const struct stamp *earlier)
{
	later->count -= earlier->count;
	later->at_ns -= earlier->at_ns;
	later->cpu_ns -= earlier->cpu_ns;
	later->own -= earlier->own;
	later->torn -= earlier->torn;
	later->lost -= earlier->lost;
}
