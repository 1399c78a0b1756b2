// SPDX-License-Identifier: MIT
/* Tells zimg what the samples of a stream mean. Its numbers are H.273's. */
#include <linux/videodev2.h>

#include "graph.h"

bool graph_maps_hdr(const struct framering_picture *picture)
{
	return picture->transfer == ZIMG_TRANSFER_ST2084 ||
	       picture->transfer == ZIMG_TRANSFER_ARIB_B67;
}

/* 1, 2 or 4 as an exponent of 2. */
static unsigned int exponent(uint32_t unit)
{
	return unit >= 4 ? 2 : unit / 2;
}

static void describe_model(zimg_image_format *f, const struct reader *reader,
			   const struct framering_picture *picture)
{
	const struct framering_geometry *g = &reader->geometry;

	if (reader->format->model == FRAMERING_MODEL_YUV) {
		f->color_family = ZIMG_COLOR_YUV;
		f->matrix_coefficients = framering_matrix(picture, g->width,
							  g->height);
		f->subsample_w = exponent(reader->chroma[0]);
		f->subsample_h = exponent(reader->chroma[1]);
		if (picture->siting)
			f->chroma_location = picture->siting - 1;
	} else if (reader->planes == 3 || reader->demosaic) {
		f->color_family = ZIMG_COLOR_RGB;
		f->matrix_coefficients = ZIMG_MATRIX_RGB;
	} else {
		f->color_family = ZIMG_COLOR_GREY;
	}
}

static zimg_image_format describe(const struct reader *reader, uint32_t width,
				  uint32_t height,
				  const struct framering_picture *picture)
{
	zimg_image_format f;

	zimg_image_format_default(&f, ZIMG_API_VERSION);
	f.width = width;
	f.height = height;
	f.depth = samples_depth(reader->format);
	f.pixel_type = f.depth > 8 || reader->demosaic ? ZIMG_PIXEL_WORD :
							 ZIMG_PIXEL_BYTE;
	f.pixel_range = framering_is_full_range(reader->format, picture) ?
			ZIMG_RANGE_FULL : ZIMG_RANGE_LIMITED;
	if (picture->field == V4L2_FIELD_TOP)
		f.field_parity = ZIMG_FIELD_TOP;
	else if (picture->field == V4L2_FIELD_BOTTOM)
		f.field_parity = ZIMG_FIELD_BOTTOM;
	describe_model(&f, reader, picture);
	return f;
}

/* What is not told, or reserved, is most likely what HDR is made in. */
static zimg_color_primaries_e
primaries_of(const struct framering_picture *picture)
{
	switch (picture->primaries) {
	case ZIMG_PRIMARIES_BT709:
	case ZIMG_PRIMARIES_BT470_M:
	case ZIMG_PRIMARIES_BT470_BG:
	case ZIMG_PRIMARIES_ST170_M:
	case ZIMG_PRIMARIES_ST240_M:
	case ZIMG_PRIMARIES_FILM:
	case ZIMG_PRIMARIES_ST428:
	case ZIMG_PRIMARIES_ST431_2:
	case ZIMG_PRIMARIES_ST432_1:
	case ZIMG_PRIMARIES_EBU3213_E:
		return picture->primaries;
	default:
		return ZIMG_PRIMARIES_BT2020;
	}
}

/*
 * Else numbers pass as they are, whatever light they stand for: the screen of
 * a desktop is none that is known, and other players do the same.
 */
static void map_hdr(zimg_image_format *src, zimg_image_format *dst,
		    const struct framering_picture *picture)
{
	src->transfer_characteristics = picture->transfer;
	src->color_primaries = primaries_of(picture);
	dst->transfer_characteristics = ZIMG_TRANSFER_BT709;
	dst->color_primaries = ZIMG_PRIMARIES_BT709;
}

zimg_filter_graph *graph_build(const struct reader *reader, uint32_t width,
			       uint32_t height,
			       const struct framering_picture *picture)
{
	zimg_image_format src = describe(reader, width, height, picture);
	zimg_graph_builder_params params;
	zimg_image_format dst = src;

	dst.depth = 8;
	dst.pixel_type = ZIMG_PIXEL_BYTE;
	dst.pixel_range = ZIMG_RANGE_FULL;
	dst.subsample_w = 0;
	dst.subsample_h = 0;
	if (src.color_family == ZIMG_COLOR_YUV) {
		dst.color_family = ZIMG_COLOR_RGB;
		dst.matrix_coefficients = ZIMG_MATRIX_RGB;
	}
	if (graph_maps_hdr(picture) && src.color_family != ZIMG_COLOR_GREY)
		map_hdr(&src, &dst, picture);
	zimg_graph_builder_params_default(&params, ZIMG_API_VERSION);
	params.cpu_type = ZIMG_CPU_AUTO_64B;
	params.nominal_peak_luminance = GRAPH_WHITE_NITS;
	params.allow_approximate_gamma = 1;
	return zimg_filter_graph_build(&src, &dst, &params);
}
