// SPDX-License-Identifier: MIT
/* Pixel formats that both GStreamer and framering know. */
#include <gst/allocators/gstdmabuf.h>
#include <libframering.h>

#include "formats.h"

/* Access units as the ring has them. */
static const struct {
	uint32_t fourcc;
	const char *caps;
} compressed[] = {
	{ FRAMERING_FORMAT_JPEG, "image/jpeg" },
	{ FRAMERING_FORMAT_H264,
	  "video/x-h264, stream-format=byte-stream, alignment=au" },
	{ FRAMERING_FORMAT_HEVC,
	  "video/x-h265, stream-format=byte-stream, alignment=au" },
};

uint32_t fourcc_of_format(GstVideoFormat format)
{
	const GstVideoFormatInfo *info = gst_video_format_get_info(format);
	const struct framering_format *known;

	/*
	 * The library's names of its formats include GStreamer's; but RGBP is
	 * V4L2's there, and of one plane.
	 */
	known = framering_format_by_name(GST_VIDEO_FORMAT_INFO_NAME(info));
	if (!known || known->planes != GST_VIDEO_FORMAT_INFO_N_PLANES(info))
		return 0;
	return known->fourcc;
}

GstVideoFormat format_of_fourcc(uint32_t fourcc)
{
	const GstVideoFormat *all;
	guint count, i;

	all = gst_video_formats_raw(&count);
	for (i = 0; i < count; i++)
		if (fourcc && fourcc_of_format(all[i]) == fourcc)
			return all[i];
	return GST_VIDEO_FORMAT_UNKNOWN;
}

GstCaps *formats_caps(void)
{
	const GstVideoFormat *all;
	GstVideoFormat *both;
	guint count, i, n = 0;
	GstCaps *caps;

	all = gst_video_formats_raw(&count);
	both = g_new(GstVideoFormat, count);
	for (i = 0; i < count; i++)
		if (fourcc_of_format(all[i]))
			both[n++] = all[i];
	caps = gst_video_make_raw_caps(both, n);
	g_free(both);
	return caps;
}

GstCaps *formats_compressed(uint32_t fourcc)
{
	guint i;

	for (i = 0; i < G_N_ELEMENTS(compressed); i++)
		if (compressed[i].fourcc == fourcc)
			return gst_caps_from_string(compressed[i].caps);
	return NULL;
}

void formats_as_dmabuf(GstCaps *caps)
{
	gst_caps_set_features_simple(caps,
		gst_caps_features_new(GST_CAPS_FEATURE_MEMORY_DMABUF, NULL));
}

gboolean formats_have_dmabuf(const GstCaps *caps)
{
	guint i;

	for (i = 0; i < gst_caps_get_size(caps); i++) {
		GstCapsFeatures *f = gst_caps_get_features(caps, i);

		if (!gst_caps_features_is_any(f) &&
		    gst_caps_features_contains(f,
					GST_CAPS_FEATURE_MEMORY_DMABUF))
			return TRUE;
	}
	return FALSE;
}

GstCaps *formats_all(void)
{
	GstCaps *caps = formats_caps(), *dmabuf = gst_caps_copy(caps);
	guint i;

	formats_as_dmabuf(dmabuf);
	gst_caps_append(caps, dmabuf);

	for (i = 0; i < G_N_ELEMENTS(compressed); i++)
		gst_caps_append(caps, gst_caps_from_string(compressed[i].caps));
	return caps;
}
