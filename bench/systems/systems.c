// SPDX-License-Identifier: MIT
/* The systems that take part, in the order in which they are shown. */
#include <stddef.h>

#include "system.h"

const struct system *const systems[] = {
	&system_framering,
	&system_framering_cached,
	&system_framering_ring,
	&system_pattern,
	&system_pipe,
	&system_memfd,
	&system_framering_v4l2,
	&system_framering_v4l2_mmap,
	&system_framering_v4l2_write,
	&system_v4l2loopback,
	&system_v4l2loopback_mmap,
	&system_vivid,
#ifdef BENCH_IOX_ROUDI
	&system_iceoryx,
#endif
#ifdef BENCH_SHMSINK
	&system_shmsink,
#endif
	&system_cache_line,
	&system_cache_lines,
	&system_eventfd,
	&system_memory,
	&system_buffer,
	NULL,
};
