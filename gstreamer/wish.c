// SPDX-License-Identifier: MIT
/* What downstream wants, as a wish to the producer. */
#include "formats.h"
#include "wish.h"

struct framering_wish wish_of(const GstCaps *caps)
{
	struct framering_wish wish = { .size = 0 };
	const GstStructure *s;
	const gchar *format;
	gint n, d;

	if (gst_caps_is_any(caps) || gst_caps_is_empty(caps))
		return wish;
	s = gst_caps_get_structure(caps, 0);
	if (!gst_structure_has_name(s, "video/x-raw"))
		return wish;
	if (gst_structure_get_int(s, "width", &n))
		wish.width = (guint32)n;
	if (gst_structure_get_int(s, "height", &n))
		wish.height = (guint32)n;
	format = gst_structure_get_string(s, "format");
	if (format)
		wish.fourcc = fourcc_of_format(
			gst_video_format_from_string(format));
	if (gst_structure_get_fraction(s, "framerate", &n, &d) && n > 0)
		wish.rate = (guint32)gst_util_uint64_scale_int_round(1000, n,
								     d);
	return wish;
}
