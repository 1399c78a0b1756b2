// SPDX-License-Identifier: MIT
/* Frames on the heap, and what their pixels are. */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "harness.h"
#include "reference.h"

/* Rounding, five bits stretched to eight, and chroma between two samples. */
#define TOLERANCE	8

/* A byte of a line: noise, but chroma that changes by little. */
static uint8_t byte_of(const struct framering_geometry *g, uint32_t plane,
		       uint32_t at, uint32_t y)
{
	uint8_t noise = (uint8_t)(at * 29 + y * 71 + at * y * 7);

	/* There and back again, so that chroma has no jump. */
	y = y % 32 < 16 ? y % 32 : 31 - y % 32;

	switch (g->fourcc) {
	case DRM_FORMAT_YUYV:
		return at & 1 ? (uint8_t)(100 + at / 2 + y / 2 +
					  (at & 2) * 10) : noise;
	case DRM_FORMAT_UYVY:
		return at & 1 ? noise :
				(uint8_t)(100 + at / 2 + y / 2 + (at & 2) * 10);
	case DRM_FORMAT_NV12:
	case DRM_FORMAT_NV21:
		return plane ? (uint8_t)(100 + at + y + (at & 1) * 30) : noise;
	case DRM_FORMAT_YUV420:
	case DRM_FORMAT_YVU420:
		return plane ? (uint8_t)(80 + 30 * plane + at * 2 + y) : noise;
	default:
		return noise;
	}
}

void reference_init(struct reference *ref, const char *format, uint32_t width,
		    uint32_t height, uint32_t align)
{
	const struct framering_format *f = framering_format_by_name(format);
	struct framering_geometry *g = &ref->geometry;
	uint32_t plane, y, i;

	CHECK(f);
	memset(ref, 0, sizeof(*ref));
	g->fourcc = f->fourcc;
	g->width = width;
	g->height = height;
	CHECK_EQ(framering_geometry_fill(g, align, 4096), 0);
	ref->memory = malloc(g->frame_bytes);
	CHECK(ref->memory);
	memset(ref->memory, 0xee, g->frame_bytes);
	ref->frame.geometry = g;
	ref->frame.data = ref->memory;
	ref->frame.bytes = g->frame_bytes;
	for (plane = 0; plane < g->planes; plane++) {
		uint8_t *row = ref->memory + g->offset[plane];

		ref->frame.plane[plane] = row;
		for (y = 0; y < framering_rows(f, plane, height); y++) {
			for (i = 0; i < framering_row_bytes(f, plane, width);
			     i++)
				row[i] = byte_of(g, plane, i, y);
			row += g->stride[plane];
		}
	}
}

void reference_finish(struct reference *ref)
{
	free(ref->memory);
}

static int at(const struct reference *ref, uint32_t plane, uint32_t x,
	      uint32_t y)
{
	return ref->frame.plane[plane][y * ref->geometry.stride[plane] + x];
}

static int clamp(double value)
{
	return value < 0 ? 0 : value > 255 ? 255 : (int)(value + 0.5);
}

/*
 * As it is told; if it is not, BT.709 from 1280 pixels or 577 lines on and
 * BT.601 below, in limited range.
 */
static void to_rgb(const struct reference *ref, int y, int cb, int cr,
		   int rgb[3])
{
	bool large = ref->geometry.height > 576 || ref->geometry.width >= 1280;
	bool hd = ref->picture.matrix ?
		  ref->picture.matrix == FRAMERING_MATRIX_BT709 : large;
	bool full = ref->picture.range == FRAMERING_RANGE_FULL;
	double kr = hd ? 0.2126 : 0.299, kb = hd ? 0.0722 : 0.114;
	double luma = full ? y : (y - 16) * 255.0 / 219;
	double half = full ? 127.5 : 112;
	double red = luma + (cr - 128) * 255.0 / half * (1 - kr);
	double blue = luma + (cb - 128) * 255.0 / half * (1 - kb);

	rgb[0] = clamp(red);
	rgb[1] = clamp((luma - kr * red - kb * blue) / (1 - kr - kb));
	rgb[2] = clamp(blue);
}

static void set(int rgb[3], int red, int green, int blue)
{
	rgb[0] = red;
	rgb[1] = green;
	rgb[2] = blue;
}

static void packed_rgb(const struct reference *ref, uint32_t x, uint32_t y,
		       int rgb[3])
{
	int v;

	switch (ref->geometry.fourcc) {
	case DRM_FORMAT_XBGR8888:
		set(rgb, at(ref, 0, x * 4, y), at(ref, 0, x * 4 + 1, y),
		    at(ref, 0, x * 4 + 2, y));
		break;
	case DRM_FORMAT_RGB888:
		set(rgb, at(ref, 0, x * 3 + 2, y), at(ref, 0, x * 3 + 1, y),
		    at(ref, 0, x * 3, y));
		break;
	case DRM_FORMAT_BGR888:
		set(rgb, at(ref, 0, x * 3, y), at(ref, 0, x * 3 + 1, y),
		    at(ref, 0, x * 3 + 2, y));
		break;
	case DRM_FORMAT_RGB565:
		v = at(ref, 0, x * 2, y) | at(ref, 0, x * 2 + 1, y) << 8;
		set(rgb, (v >> 11) * 255 / 31, (v >> 5 & 63) * 255 / 63,
		    (v & 31) * 255 / 31);
		break;
	case DRM_FORMAT_R8:
		v = at(ref, 0, x, y);
		set(rgb, v, v, v);
		break;
	default:
		set(rgb, at(ref, 0, x * 4 + 2, y), at(ref, 0, x * 4 + 1, y),
		    at(ref, 0, x * 4, y));
	}
}

void reference_pixel(const struct reference *ref, uint32_t x, uint32_t y,
		     int rgb[3])
{
	uint32_t pair = x / 2 * 4;

	switch (ref->geometry.fourcc) {
	case DRM_FORMAT_YUYV:
		to_rgb(ref, at(ref, 0, x * 2, y), at(ref, 0, pair + 1, y),
		       at(ref, 0, pair + 3, y), rgb);
		break;
	case DRM_FORMAT_UYVY:
		to_rgb(ref, at(ref, 0, x * 2 + 1, y), at(ref, 0, pair, y),
		       at(ref, 0, pair + 2, y), rgb);
		break;
	case DRM_FORMAT_NV12:
		to_rgb(ref, at(ref, 0, x, y), at(ref, 1, x / 2 * 2, y / 2),
		       at(ref, 1, x / 2 * 2 + 1, y / 2), rgb);
		break;
	case DRM_FORMAT_NV21:
		to_rgb(ref, at(ref, 0, x, y), at(ref, 1, x / 2 * 2 + 1, y / 2),
		       at(ref, 1, x / 2 * 2, y / 2), rgb);
		break;
	case DRM_FORMAT_YUV420:
		to_rgb(ref, at(ref, 0, x, y), at(ref, 1, x / 2, y / 2),
		       at(ref, 2, x / 2, y / 2), rgb);
		break;
	case DRM_FORMAT_YVU420:
		to_rgb(ref, at(ref, 0, x, y), at(ref, 2, x / 2, y / 2),
		       at(ref, 1, x / 2, y / 2), rgb);
		break;
	default:
		packed_rgb(ref, x, y, rgb);
	}
}

void reference_check(const struct reference *ref, const uint8_t *pixels,
		     size_t stride, uint32_t channels)
{
	uint32_t x, y, i;
	int rgb[3];

	for (y = 0; y < ref->geometry.height; y++) {
		for (x = 0; x < ref->geometry.width; x++) {
			const uint8_t *got = pixels + y * stride + x * channels;

			reference_pixel(ref, x, y, rgb);
			for (i = 0; i < channels; i++)
				if (abs(got[i] - rgb[i]) > TOLERANCE)
					FAIL("%u,%u of %ux%u, channel %u: %d, "
					     "not %d", x, y,
					     ref->geometry.width,
					     ref->geometry.height, i, got[i],
					     rgb[i]);
		}
	}
}
