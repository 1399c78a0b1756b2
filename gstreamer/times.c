// SPDX-License-Identifier: MIT
/* Times of frames: by the ring's clocks, and by the pipeline's. */
#include <time.h>

#include "times.h"

static const clockid_t clocks[] = {
	[FRAMERING_CLOCK_MONOTONIC] = CLOCK_MONOTONIC,
	[FRAMERING_CLOCK_REALTIME] = CLOCK_REALTIME,
	[FRAMERING_CLOCK_TAI] = CLOCK_TAI,
	[FRAMERING_CLOCK_BOOTTIME] = CLOCK_BOOTTIME,
};

static uint64_t now_of(clockid_t id)
{
	struct timespec now;

	clock_gettime(id, &now);
	return (uint64_t)now.tv_sec * 1000000000U + (uint64_t)now.tv_nsec;
}

/* How long ago; a device's own clock tells nothing of that. */
static uint64_t age_of(const struct framering_frame *frame)
{
	uint64_t now;

	if (frame->info.clock >= G_N_ELEMENTS(clocks))
		return 0;
	now = now_of(clocks[frame->info.clock]);
	return frame->time_ns < now ? now - frame->time_ns : 0;
}

/* The pipeline's clock and its base time; NONE: it has no clock. */
static GstClockTime clock_now(GstElement *element, GstClockTime *base)
{
	GstClock *clock = gst_element_get_clock(element);
	GstClockTime now = GST_CLOCK_TIME_NONE;

	*base = gst_element_get_base_time(element);
	if (clock) {
		now = gst_clock_get_time(clock);
		gst_object_unref(clock);
	}
	return now;
}

/* Whether the pipeline's clock is CLOCK_MONOTONIC itself. */
static gboolean is_monotonic(GstElement *element)
{
	GstClock *clock = gst_element_get_clock(element);
	GstClockType type = GST_CLOCK_TYPE_OTHER;

	if (!clock)
		return FALSE;
	if (G_OBJECT_TYPE(clock) == GST_TYPE_SYSTEM_CLOCK)
		g_object_get(clock, "clock-type", &type, NULL);
	gst_object_unref(clock);
	return type == GST_CLOCK_TYPE_MONOTONIC;
}

GstClockTime times_running(GstElement *element,
			   const struct framering_frame *frame)
{
	GstClockTime base, now = clock_now(element, &base);
	uint64_t age = age_of(frame);

	/* To the nanosecond, then. */
	if (frame->info.clock == FRAMERING_CLOCK_MONOTONIC &&
	    is_monotonic(element))
		return frame->time_ns > base ? frame->time_ns - base : 0;

	if (!GST_CLOCK_TIME_IS_VALID(now))
		return GST_CLOCK_TIME_NONE;
	return now > base + age ? now - base - age : 0;
}

uint64_t times_capture(GstElement *element, GstClockTime running)
{
	GstClockTime base, now = clock_now(element, &base);
	uint64_t monotonic = now_of(CLOCK_MONOTONIC);
	GstClockTime age;

	if (!GST_CLOCK_TIME_IS_VALID(now) || !GST_CLOCK_TIME_IS_VALID(running))
		return 0;
	age = now > base + running ? now - base - running : 0;
	return age < monotonic ? monotonic - age : 0;
}
