// SPDX-License-Identifier: MIT
#include "times.h"

uint64_t times_class_ns(unsigned int class)
{
	return class ? FRAMERING_TIMES_FROM_NS(class) : 0;
}

uint64_t times_frames(const uint32_t *counters)
{
	uint64_t frames = 0;
	unsigned int i;

	for (i = 0; i < FRAMERING_TIMES_CLASSES; i++)
		frames += counters[i];
	return frames;
}

uint64_t times_quantile(const uint32_t *counters, unsigned int percent)
{
	uint64_t frames = times_frames(counters), below = 0;
	unsigned int i;

	if (!frames)
		return 0;
	for (i = 0; i < FRAMERING_TIMES_CLASSES - 1; i++) {
		below += counters[i];
		if (below * 100 >= frames * percent)
			return times_class_ns(i + 1);
	}
	return times_class_ns(i);
}

/* Counters run freely, and a consumer may write what it likes there. */
static void differences(uint32_t *to, const uint32_t *before,
			const uint32_t *after)
{
	unsigned int i;

	for (i = 0; i < FRAMERING_TIMES_CLASSES; i++)
		to[i] = after[i] - before[i];
}

void times_between(struct framering_times *times,
		   const struct framering_times *before,
		   const struct framering_times *after)
{
	static const struct framering_times none;

	if (!before)
		before = &none;
	differences(times->acquire, before->acquire, after->acquire);
	differences(times->release, before->release, after->release);
}
