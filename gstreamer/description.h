/* SPDX-License-Identifier: MIT */
/* What a ring tells of its frames, as caps and as GstVideoInfo, and back. */
#ifndef GST_FRAMERING_DESCRIPTION_H
#define GST_FRAMERING_DESCRIPTION_H

#include <gst/video/video.h>
#include <libframering.h>

/**
 * struct description - what the frames of one generation are
 * @caps: the caps; framerate is a range where the ring does not tell it
 * @info: of raw frames, in GStreamer's default layout
 * @raw: not compressed
 * @offset: bytes from the slot's start to each plane's first visible pixel
 * @stride: bytes from one line to the next, by plane
 * @is_default: @offset and @stride are those of @info
 */
struct description {
	GstCaps *caps;
	GstVideoInfo info;
	gboolean raw;
	gsize offset[GST_VIDEO_MAX_PLANES];
	gint stride[GST_VIDEO_MAX_PLANES];
	gboolean is_default;
};

/**
 * description_init - translate what a ring tells
 * @description: gets it; description_clear() it
 * @geometry: of the ring
 * @picture: of the ring
 *
 * Return: FALSE: GStreamer has no such format.
 */
gboolean description_init(struct description *description,
			  const struct framering_geometry *geometry,
			  const struct framering_picture *picture);

/* Zeros are fine. */
void description_clear(struct description *description);

/* What a ring is to tell of frames that are as @info says. */
void description_picture(struct framering_picture *picture,
			 const GstVideoInfo *info);

/* Put the planes of @geometry in place of those of @info. */
void description_layout(GstVideoInfo *info,
			const struct framering_geometry *geometry);

/* Whether the planes of @info lie where GStreamer puts them by default. */
gboolean description_is_default(const GstVideoInfo *info);

#endif /* GST_FRAMERING_DESCRIPTION_H */
