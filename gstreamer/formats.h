/* SPDX-License-Identifier: MIT */
/* Pixel formats that both GStreamer and framering know. */
#ifndef GST_FRAMERING_FORMATS_H
#define GST_FRAMERING_FORMATS_H

#include <gst/video/video.h>
#include <stdint.h>

/* GST_VIDEO_FORMAT_UNKNOWN if GStreamer does not know @fourcc. */
GstVideoFormat format_of_fourcc(uint32_t fourcc);

/* 0 if framering does not know @format. */
uint32_t fourcc_of_format(GstVideoFormat format);

/* Raw frames of any size in any of these formats; the caller's. */
GstCaps *formats_caps(void);

/* The caps of compressed frames, the caller's; NULL: it is no such format. */
GstCaps *formats_compressed(uint32_t fourcc);

/* The same raw frames as dma-bufs. */
void formats_as_dmabuf(GstCaps *caps);

/* Whether @caps name dma-bufs; ANY does not. */
gboolean formats_have_dmabuf(const GstCaps *caps);

/* All that a ring may hold, and as what: the above; the caller's. */
GstCaps *formats_all(void);

#endif /* GST_FRAMERING_FORMATS_H */
