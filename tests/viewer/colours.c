// SPDX-License-Identifier: MIT
/*
 * Frames of every format, in every size and with every description of their
 * colours, become the same red, green and blue as by ffmpeg's swscale.
 */
#include <stdlib.h>
#include <string.h>

#include "harness.h"

#include "paint/converter.h"
#include "paint/paint.h"
#include "picture_samples.h"
#include "swscale.h"
#include "windows.h"

/* Of 255. */
#define TOLERANCE	2
/* swscale only copies colours at the edges of a colour filter array. */
#define FILTER_EDGE	2U

static const struct {
	const char *name;
} formats[] = {
	{ "XR24" }, { "AR24" }, { "XB24" }, { "AB24" }, { "RX24" }, { "RA24" },
	{ "BX24" }, { "BA24" }, { "RG24" }, { "BG24" }, { "RG16" }, { "BG16" },
	{ "XR30" }, { "AR30" }, { "XB30" }, { "AB30" }, { "XR48" }, { "AR48" },
	{ "XB48" }, { "AB48" }, { "RG48" }, { "BG48" }, { "YUYV" }, { "YVYU" },
	{ "UYVY" }, { "VYUY" }, { "Y210" }, { "v210" }, { "NV12" }, { "NV21" },
	{ "NV16" }, { "NV61" }, { "NV24" }, { "NV42" }, { "P010" }, { "P012" },
	{ "P016" }, { "P210" }, { "YU12" }, { "YV12" }, { "YU16" }, { "YV16" },
	{ "YU24" }, { "YV24" }, { "YU11" }, { "YUV9" }, { "YA24" }, { "S009" },
	{ "S209" }, { "S409" }, { "S010" }, { "S210" }, { "S410" }, { "S012" },
	{ "S212" }, { "S412" }, { "S014" }, { "S214" }, { "S414" }, { "S016" },
	{ "S216" }, { "S416" }, { "R8" }, { "R9" }, { "R10" }, { "R12" },
	{ "R16" }, { "Mono10p" }, { "Mono12p" }, { "BGGR8" }, { "GBRG8" },
	{ "GRBG8" }, { "RGGB8" }, { "BGGR10" }, { "GBRG10" }, { "GRBG10" },
	{ "RGGB10" }, { "BGGR12" }, { "GBRG12" }, { "GRBG12" }, { "RGGB12" },
	{ "BGGR16" }, { "GBRG16" }, { "GRBG16" }, { "RGGB16" },
};

static const uint32_t sizes[][2] = {
	{ 1, 1 }, { 17, 13 }, { 64, 48 }, { 853, 479 },
};

/* What is told, and swscale's number for it. */
static const struct {
	uint32_t matrix;
	uint32_t range;
	int swscale;
} colours[] = {
	{ 0, 0, SWS_CS_ITU601 },
	{ FRAMERING_MATRIX_BT601, FRAMERING_RANGE_LIMITED, SWS_CS_ITU601 },
	{ FRAMERING_MATRIX_BT601, FRAMERING_RANGE_FULL, SWS_CS_ITU601 },
	{ FRAMERING_MATRIX_BT709, FRAMERING_RANGE_LIMITED, SWS_CS_ITU709 },
	{ FRAMERING_MATRIX_BT709, FRAMERING_RANGE_FULL, SWS_CS_ITU709 },
	{ FRAMERING_MATRIX_FCC, FRAMERING_RANGE_LIMITED, SWS_CS_FCC },
	{ FRAMERING_MATRIX_SMPTE240M, FRAMERING_RANGE_LIMITED,
	  SWS_CS_SMPTE240M },
	{ FRAMERING_MATRIX_BT2020, FRAMERING_RANGE_LIMITED, SWS_CS_BT2020 },
	{ FRAMERING_MATRIX_BT2020, FRAMERING_RANGE_FULL, SWS_CS_BT2020 },
};

/* @got has no byte between its lines. */
static void compare(const struct framering_format *f, const uint8_t *got,
		    const uint8_t *want, size_t stride, uint32_t width,
		    uint32_t height)
{
	uint32_t edge = f->model == FRAMERING_MODEL_BAYER ? FILTER_EDGE : 0;
	uint32_t x, y, i;

	for (y = edge; y + edge < height; y++)
		for (x = edge; x + edge < width; x++)
			for (i = 0; i < 3; i++) {
				int a = got[(y * width + x) * 3 + i];
				int b = want[y * stride + x * 3 + i];

				if (abs(a - b) > TOLERANCE)
					FAIL("%s: %u,%u of %ux%u, channel %u: "
					     "%d, not %d", f->name, x, y, width,
					     height, i, a, b);
			}
}

/* What the converter makes of it. */
static void convert(const struct picture_samples *p,
		    const struct framering_picture *picture, uint32_t cache,
		    struct image *image)
{
	struct converter *converter = NULL;

	CHECK_EQ(image_init(image, p->geometry.width, p->geometry.height), 0);
	memset(image->own, 0x55, image->stride * image->height);
	CHECK_EQ(converter_create(&converter, &p->geometry, picture, cache,
				  true), 0);
	CHECK_EQ(converter_run(converter, &p->frame, image->own, image->stride,
			       CONVERTER_RGB24), 0);
	converter_destroy(converter);
}

/* What is seen in the window. */
static void show(struct window *window, const struct picture_samples *p,
		 const struct framering_picture *picture, uint32_t cache,
		 struct image *image)
{
	struct shape shape = shape_of(&p->geometry, picture, NULL);
	struct paint_style style = { .demosaic = true };
	struct paint *paint = NULL;

	CHECK_EQ(paint_create(&paint, window->renderer, &p->geometry, picture,
			      cache, &style), 0);
	CHECK_EQ(paint_draw(paint, &p->frame), 0);
	CHECK_EQ(window_grab(window, paint->texture,
			     paint_part(paint, &shape.visible, false), &shape,
			     image), 0);
	paint_destroy(paint);
}

static void check(const struct framering_format *f, struct window *window,
		  const struct picture_samples *p,
		  const struct swscale_picture *o, size_t which)
{
	static const uint32_t caches[] = {
		FRAMERING_CACHE_WB, FRAMERING_CACHE_WC,
	};
	const struct framering_picture picture = {
		.matrix = colours[which].matrix,
		.range = colours[which].range,
	};
	uint32_t width = p->geometry.width, height = p->geometry.height;
	size_t stride = (width * 3 + SWSCALE_SPARE + 63) & ~63U, i;
	bool full = picture.range ? picture.range == FRAMERING_RANGE_FULL :
				    f->model != FRAMERING_MODEL_YUV;
	struct image image;
	uint8_t *want;

	want = swscale_run(o, width, height, stride, colours[which].swscale,
			  full);
	for (i = 0; i < 2; i++) {
		if (window)
			show(window, p, &picture, caches[i], &image);
		else
			convert(p, &picture, caches[i], &image);
		compare(f, image.pixels, want, stride, width, height);
		image_finish(&image);
	}
	free(want);
}

/* The largest size takes long, and a matrix does the same in each. */
static bool is_enough(size_t size, size_t which)
{
	return size + 1 == sizeof(sizes) / sizeof(sizes[0]) && which > 1;
}

/* What swscale knows: a matrix is for chroma, RGB and GRAY8 are full range. */
static bool matters(const struct framering_format *f, size_t which)
{
	if (f->model == FRAMERING_MODEL_YUV)
		return true;
	return !which || (f->model == FRAMERING_MODEL_GREY && f->bits > 8 &&
			  which < 3);
}

static void check_all(const struct framering_format *f, struct window *window,
		      size_t size_count)
{
	struct picture_samples p, clean;
	struct swscale_picture other;
	size_t i, k;

	for (i = 0; i < size_count; i++) {
		/* It takes whole periods of a filter, and two of them. */
		if (f->model == FRAMERING_MODEL_BAYER && sizes[i][0] % 2)
			continue;
		picture_samples_init(&p, f, sizes[i][0], sizes[i][1], true);
		/* It takes bits for samples that are none. */
		picture_samples_init(&clean, f, sizes[i][0], sizes[i][1],
				     false);
		swscale_picture_init(&other, &clean, f);
		picture_samples_finish(&clean);
		for (k = 0; k < sizeof(colours) / sizeof(colours[0]); k++)
			if (matters(f, k) && !is_enough(i, k))
				check(f, window, &p, &other, k);
		swscale_picture_finish(&other);
		picture_samples_finish(&p);
	}
}

TEST_VARIANTS(converted_colours_are_those_of_swscale_ok, formats)
{
	const struct framering_format *f =
		framering_format_by_name(variant->name);

	CHECK(f);
	check_all(f, NULL, sizeof(sizes) / sizeof(sizes[0]));
}

static const struct {
	const char *name;
} renderers[] = {
	{ "software" }, { "opengl" }, { "opengles2" },
};

TEST_VARIANTS(colours_in_the_window_are_those_of_swscale_ok, renderers)
{
	struct window window;
	size_t i;

	open_offscreen(&window, variant->name);
	/* The largest size takes long, and goes no other way. */
	for (i = 0; i < FRAMERING_FORMATS; i++)
		check_all(&framering_formats[i], &window, 3);
	window_finish(&window);
}

TEST(table_has_every_format_ok)
{
	CHECK_EQ(sizeof(formats) / sizeof(formats[0]), FRAMERING_FORMATS);
}
