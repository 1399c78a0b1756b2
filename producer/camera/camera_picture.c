// SPDX-License-Identifier: MIT
/* What a camera says its pixels mean. */
#include <framering_v4l2.h>

#include "camera.h"

struct framering_picture camera_picture(const struct camera *camera)
{
	const struct v4l2_pix_format *f = &camera->format;
	const struct framering_format *format =
		framering_format_find(camera->fourcc);
	struct framering_picture picture = {
		.rate = { camera->rate_num, camera->rate_den },
		/* The numbers are V4L2's. */
		.field = (uint8_t)f->field,
	};

	framering_v4l2_to_picture(f, !format || framering_format_is_yuv(format),
				  &picture);
	return picture;
}
