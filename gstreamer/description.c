// SPDX-License-Identifier: MIT
/* What a ring tells of its frames, as caps and as GstVideoInfo, and back. */
#include <linux/videodev2.h>
#include <string.h>

#include "description.h"
#include "formats.h"

/* By H.273's ChromaSampleLocType plus 1; GStreamer has no bottom ones. */
static const GstVideoChromaSite sites[] = {
	GST_VIDEO_CHROMA_SITE_UNKNOWN,
	GST_VIDEO_CHROMA_SITE_H_COSITED,
	GST_VIDEO_CHROMA_SITE_NONE,
	GST_VIDEO_CHROMA_SITE_COSITED,
	GST_VIDEO_CHROMA_SITE_V_COSITED,
};

/* As H.273 has them: 2 is not told, and 0 neither. */
static gboolean is_told(guint code)
{
	return code && code != 2;
}

static void set_colours(GstVideoInfo *info, const struct framering_picture *p)
{
	GstVideoColorimetry *c = &info->colorimetry;

	if (p->range == FRAMERING_RANGE_LIMITED)
		c->range = GST_VIDEO_COLOR_RANGE_16_235;
	else if (p->range == FRAMERING_RANGE_FULL)
		c->range = GST_VIDEO_COLOR_RANGE_0_255;
	if (is_told(p->matrix) && !GST_VIDEO_INFO_IS_RGB(info))
		c->matrix = gst_video_color_matrix_from_iso(p->matrix);
	if (is_told(p->transfer))
		c->transfer =
			gst_video_transfer_function_from_iso(p->transfer);
	if (is_told(p->primaries))
		c->primaries = gst_video_color_primaries_from_iso(p->primaries);
	if (p->siting && p->siting < G_N_ELEMENTS(sites))
		info->chroma_site = sites[p->siting];
}

static void set_fields(GstVideoInfo *info, guint field)
{
	switch (field) {
	case V4L2_FIELD_INTERLACED:
	case V4L2_FIELD_INTERLACED_TB:
	case V4L2_FIELD_INTERLACED_BT:
		info->interlace_mode = GST_VIDEO_INTERLACE_MODE_INTERLEAVED;
		break;
	default:
		return;
	}
	if (field == V4L2_FIELD_INTERLACED_TB)
		GST_VIDEO_INFO_FIELD_ORDER(info) =
			GST_VIDEO_FIELD_ORDER_TOP_FIELD_FIRST;
	else if (field == V4L2_FIELD_INTERLACED_BT)
		GST_VIDEO_INFO_FIELD_ORDER(info) =
			GST_VIDEO_FIELD_ORDER_BOTTOM_FIELD_FIRST;
}

/* Whether a pixel lies at the corner of a unit of each plane. */
static gboolean is_corner(const struct framering_format *format, guint x,
			  guint y)
{
	guint i;

	for (i = 0; i < format->planes; i++)
		if (x % format->plane[i].unit_width ||
		    y % format->plane[i].unit_height)
			return FALSE;
	return TRUE;
}

static gboolean same_planes(const GstVideoInfo *info, const gsize *offset,
			    const gint *stride)
{
	guint i;

	for (i = 0; i < GST_VIDEO_INFO_N_PLANES(info); i++)
		if (GST_VIDEO_INFO_PLANE_OFFSET(info, i) != offset[i] ||
		    GST_VIDEO_INFO_PLANE_STRIDE(info, i) != stride[i])
			return FALSE;
	return TRUE;
}

/* The visible part of @g, or all of it where that begins within a unit. */
static gboolean set_planes(struct description *d,
			   const struct framering_geometry *g,
			   const struct framering_picture *p)
{
	const struct framering_format *f = framering_geometry_format(g);
	struct framering_rectangle v = p->visible;
	guint i;

	if (!f)
		return FALSE;
	if (!v.width || !is_corner(f, v.x, v.y))
		v = (struct framering_rectangle){ 0, 0, g->width, g->height };
	if (!gst_video_info_set_format(&d->info, format_of_fourcc(g->fourcc),
				       v.width, v.height))
		return FALSE;
	for (i = 0; i < f->planes; i++) {
		const struct framering_plane_format *plane = &f->plane[i];

		d->stride[i] = (gint)g->stride[i];
		d->offset[i] = g->offset[i] +
			(gsize)v.y / plane->unit_height * g->stride[i] +
			(gsize)v.x / plane->unit_width * plane->bytes;
	}
	d->is_default = same_planes(&d->info, d->offset, d->stride) &&
			d->info.size <= g->slot_bytes;
	return TRUE;
}

/* Where nobody tells a rate, downstream may. */
static void free_rate(GstCaps *caps)
{
	gst_caps_set_simple(caps, "framerate", GST_TYPE_FRACTION_RANGE, 0, 1,
			    G_MAXINT, 1, NULL);
}

static GstCaps *compressed_caps(const struct framering_geometry *g,
				const struct framering_picture *p)
{
	GstCaps *caps = formats_compressed(g->fourcc);

	if (!caps)
		return NULL;
	gst_caps_set_simple(caps, "width", G_TYPE_INT, (gint)g->width,
			    "height", G_TYPE_INT, (gint)g->height, NULL);
	if (p->rate.denominator)
		gst_caps_set_simple(caps, "framerate", GST_TYPE_FRACTION,
				    (gint)p->rate.numerator,
				    (gint)p->rate.denominator, NULL);
	else
		free_rate(caps);
	return caps;
}

static GstCaps *raw_caps(struct description *d,
			 const struct framering_picture *p)
{
	GstVideoInfo *info = &d->info;
	GstCaps *caps;

	if (p->aspect.numerator && p->aspect.denominator) {
		info->par_n = (gint)p->aspect.numerator;
		info->par_d = (gint)p->aspect.denominator;
	}
	if (p->rate.denominator) {
		info->fps_n = (gint)p->rate.numerator;
		info->fps_d = (gint)p->rate.denominator;
	}
	set_colours(info, p);
	set_fields(info, p->field);
	caps = gst_video_info_to_caps(info);
	if (caps && !info->fps_n)
		free_rate(caps);
	return caps;
}

gboolean description_init(struct description *description,
			  const struct framering_geometry *geometry,
			  const struct framering_picture *picture)
{
	memset(description, 0, sizeof(*description));
	gst_video_info_init(&description->info);
	if (geometry->modifier)
		return FALSE;
	description->caps = compressed_caps(geometry, picture);
	if (description->caps)
		return TRUE;
	if (format_of_fourcc(geometry->fourcc) == GST_VIDEO_FORMAT_UNKNOWN ||
	    !set_planes(description, geometry, picture))
		return FALSE;
	description->raw = TRUE;
	description->caps = raw_caps(description, picture);
	return description->caps != NULL;
}

void description_clear(struct description *description)
{
	gst_clear_caps(&description->caps);
}

static guint8 siting_of(GstVideoChromaSite site)
{
	guint8 i;

	for (i = 1; i < G_N_ELEMENTS(sites); i++)
		if (sites[i] == site)
			return i;
	return 0;
}

static guint8 field_of(const GstVideoInfo *info)
{
	if (!GST_VIDEO_INFO_IS_INTERLACED(info))
		return V4L2_FIELD_NONE;
	switch (GST_VIDEO_INFO_FIELD_ORDER(info)) {
	case GST_VIDEO_FIELD_ORDER_TOP_FIELD_FIRST:
		return V4L2_FIELD_INTERLACED_TB;
	case GST_VIDEO_FIELD_ORDER_BOTTOM_FIELD_FIRST:
		return V4L2_FIELD_INTERLACED_BT;
	default:
		return V4L2_FIELD_INTERLACED;
	}
}

static guint8 range_of(GstVideoColorRange range)
{
	if (range == GST_VIDEO_COLOR_RANGE_16_235)
		return FRAMERING_RANGE_LIMITED;
	return range == GST_VIDEO_COLOR_RANGE_0_255 ? FRAMERING_RANGE_FULL :
						      FRAMERING_RANGE_DEFAULT;
}

void description_picture(struct framering_picture *picture,
			 const GstVideoInfo *info)
{
	const GstVideoColorimetry *c = &info->colorimetry;

	memset(picture, 0, sizeof(*picture));
	picture->aspect.numerator = (guint32)info->par_n;
	picture->aspect.denominator = (guint32)info->par_d;
	if (info->fps_n > 0 && info->fps_d > 0) {
		picture->rate.numerator = (guint32)info->fps_n;
		picture->rate.denominator = (guint32)info->fps_d;
	}
	/* GStreamer's times. */
	picture->time_base.numerator = 1;
	picture->time_base.denominator = 1000000000;
	picture->range = range_of(c->range);
	if (c->primaries != GST_VIDEO_COLOR_PRIMARIES_UNKNOWN)
		picture->primaries = (guint8)
			gst_video_color_primaries_to_iso(c->primaries);
	if (c->transfer != GST_VIDEO_TRANSFER_UNKNOWN)
		picture->transfer = (guint8)
			gst_video_transfer_function_to_iso(c->transfer);
	if (c->matrix != GST_VIDEO_COLOR_MATRIX_UNKNOWN &&
	    !GST_VIDEO_INFO_IS_RGB(info))
		picture->matrix = (guint8)
			gst_video_color_matrix_to_iso(c->matrix);
	picture->siting = siting_of(info->chroma_site);
	picture->field = field_of(info);
}

void description_layout(GstVideoInfo *info,
			const struct framering_geometry *geometry)
{
	guint i;

	for (i = 0; i < GST_VIDEO_INFO_N_PLANES(info); i++) {
		GST_VIDEO_INFO_PLANE_OFFSET(info, i) = geometry->offset[i];
		GST_VIDEO_INFO_PLANE_STRIDE(info, i) =
			(gint)geometry->stride[i];
	}
	info->size = geometry->frame_bytes;
}

gboolean description_is_default(const GstVideoInfo *info)
{
	GstVideoInfo plain;

	if (!gst_video_info_set_format(&plain, GST_VIDEO_INFO_FORMAT(info),
				       (guint)info->width, (guint)info->height))
		return FALSE;
	return same_planes(&plain, info->offset, info->stride) &&
	       plain.size <= info->size;
}
