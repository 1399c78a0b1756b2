// SPDX-License-Identifier: MIT
#include <time.h>

#include "clock.h"
#include "counters.h"

#define SNAPSHOT_NS	2000000

void counters_publish(struct counters *counters)
{
	int64_t before = counters->now.at_ns;

	counters->now.at_ns = clock_now();
	counters->now.cpu_ns = clock_ns(CLOCK_PROCESS_CPUTIME_ID);
	__atomic_store_n(&counters->version, counters->version + 1,
			 __ATOMIC_RELAXED);
	__atomic_thread_fence(__ATOMIC_RELEASE);
	counters->snapshot = counters->now;
	__atomic_store_n(&counters->version, counters->version + 1,
			 __ATOMIC_RELEASE);
	/* Often enough for a short window, and too seldom to cost anything. */
	if (counters->now.at_ns - before < SNAPSHOT_NS / 2)
		counters->step *= 2;
	else if (counters->now.at_ns - before > SNAPSHOT_NS &&
		 counters->step > 1)
		counters->step /= 2;
	counters->next = counters->now.count + counters->step;
}

struct snapshot counters_read(const struct counters *counters)
{
	struct snapshot snapshot;
	uint32_t version;

	do {
		version = __atomic_load_n(&counters->version, __ATOMIC_ACQUIRE);
		snapshot = counters->snapshot;
		__atomic_thread_fence(__ATOMIC_ACQUIRE);
	} while (version & 1 || version != __atomic_load_n(&counters->version,
							   __ATOMIC_RELAXED));
	return snapshot;
}

void snapshot_subtract(struct snapshot *later, const struct snapshot *earlier)
{
	later->count -= earlier->count;
	later->at_ns -= earlier->at_ns;
	later->cpu_ns -= earlier->cpu_ns;
	later->own -= earlier->own;
	later->torn -= earlier->torn;
	later->lost -= earlier->lost;
}
