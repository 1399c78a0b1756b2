// SPDX-License-Identifier: MIT
/* The jobs, in the order in which they are done. */
#include <stddef.h>

#include "jobs.h"

#define WARM_NS		30000000
#define WARM_FRAMES	10
#define WARM_LEAST	2

const uint32_t jobs_one_reader[] = { 1, 0 };

const struct job *const jobs[] = {
	&job_awake,
	&job_asleep,
	&job_rate,
	&job_readers,
	&job_sleepers,
	&job_transport,
	&job_camera,
	&job_camera_rate,
	&job_setup,
	&job_jitter,
	NULL,
};

struct window jobs_window(const struct pace *pace, uint32_t counted)
{
	return (struct window){
		.warm_frames = pace->quick ? 1 : WARM_FRAMES,
		.warm_ns = pace->quick ? 0 : WARM_NS,
		.warm_least = WARM_LEAST,
		.ns = pace->window_ns,
		.frames = pace->quick ? 1 : WARM_FRAMES,
		.counted = counted,
	};
}
