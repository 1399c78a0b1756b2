// SPDX-License-Identifier: MIT
/* The geometry of an input's frames. */
#include <unistd.h>

#include "input.h"

enum outcome input_set_geometry(struct input *input,
				const struct options *options, uint32_t fourcc,
				uint32_t width, uint32_t height,
				enum outcome fault)
{
	struct framering_geometry geometry = {
		.fourcc = fourcc,
		.width = width,
		.height = height,
	};

	if (framering_geometry_fill(&geometry, options->config.stride_align,
				    (uint32_t)sysconf(_SC_PAGESIZE)))
		return fail(fault, "frames of %ux%u: too large; a frame has at "
			    "most %u bytes", width, height,
			    FRAMERING_MAX_SLOT_BYTES);
	input->geometry = geometry;
	return OUTCOME_OK;
}
