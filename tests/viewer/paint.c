// SPDX-License-Identifier: MIT
/* Every format comes to the texture right, by every way, read once. */
#include <stdlib.h>
#include <string.h>

#include <SDL.h>

#include "harness.h"

#include "paint/paint.h"
#include "paint/pixel.h"
#include "reference.h"
#include "windows.h"

static const uint32_t sizes[][2] = {
	{ 1, 1 }, { 2, 2 }, { 3, 5 }, { 33, 17 }, { 32, 16 },
	/* The last of BT.601, the first of BT.709. */
	{ 2, 576 }, { 2, 577 },
};
static const uint32_t aligns[] = { 0, 64 };
static const struct paint_style style = { .demosaic = true };

/* Bytes that this program copied; the linker brings its calls here. */
static size_t copied;

void *__real_memcpy(void *dst, const void *src, size_t bytes);
void *__wrap_memcpy(void *dst, const void *src, size_t bytes);
void *__real_memmove(void *dst, const void *src, size_t bytes);
void *__wrap_memmove(void *dst, const void *src, size_t bytes);

void *__wrap_memcpy(void *dst, const void *src, size_t bytes)
{
	copied += bytes;
	return __real_memcpy(dst, src, bytes);
}

void *__wrap_memmove(void *dst, const void *src, size_t bytes)
{
	copied += bytes;
	return __real_memmove(dst, src, bytes);
}

/* Another frame, in other memory, that shall not be seen afterwards. */
static void draw_other(struct paint *paint, const struct reference *ref)
{
	struct framering_frame other = ref->frame;
	uint8_t *memory = malloc(ref->geometry.frame_bytes);
	uint32_t i;

	CHECK(memory);
	memset(memory, 0x55, ref->geometry.frame_bytes);
	other.data = memory;
	for (i = 0; i < ref->geometry.planes; i++)
		other.plane[i] = memory + ref->geometry.offset[i];
	CHECK_EQ(paint_draw(paint, &other), 0);
	free(memory);
}

static void draw(struct window *window, const struct reference *ref,
		 uint32_t cache)
{
	struct shape shape = shape_of(&ref->geometry, &ref->picture, NULL);
	struct paint *paint = NULL;
	struct image image;
	char text[512];

	CHECK_EQ(paint_create(&paint, window->renderer, &ref->geometry,
			      &ref->picture, cache, &style), 0);
	draw_other(paint, ref);
	copied = 0;
	CHECK_EQ(paint_draw(paint, &ref->frame), 0);
	/*
	 * Of cached memory nothing at all, of other memory each byte once. What
	 * zimg converts comes into lines of its own, again and again the same.
	 */
	if (pixel_is_right(&ref->geometry, &ref->picture))
		CHECK_LE(copied, cache == FRAMERING_CACHE_WB ? 0 :
				 ref->geometry.frame_bytes);
	paint_describe(paint, text, sizeof(text));
	CHECK(strstr(text, " bytes a frame"));
	CHECK_EQ(window_grab(window, paint->texture,
			     paint_part(paint, &shape.visible, false), &shape,
			     &image), 0);
	reference_check(ref, image.pixels, image.stride, 3);
	image_finish(&image);
	paint_destroy(paint);
}

static void draw_all(struct window *window, const char *format)
{
	struct reference ref;
	size_t i, k;

	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++)
		for (k = 0; k < sizeof(aligns) / sizeof(aligns[0]); k++) {
			reference_init(&ref, format, sizes[i][0], sizes[i][1],
				       aligns[k]);
			draw(window, &ref, FRAMERING_CACHE_WB);
			draw(window, &ref, FRAMERING_CACHE_WC);
			draw(window, &ref, FRAMERING_CACHE_UC);
			reference_finish(&ref);
		}
}

TEST_VARIANTS(software_renderer_shows_the_frame, reference_formats)
{
	struct window window;
	SDL_Surface *surface = open_software(&window);

	draw_all(&window, variant->name);
	close_software(&window, surface);
}

/* What SDL converts right if it is told. */
static const struct {
	const char *name;
	const char *format;
	struct framering_picture picture;
} told[] = {
	{ "bt709", "YU12", { .matrix = FRAMERING_MATRIX_BT709 } },
	{ "bt601", "NV12", { .matrix = FRAMERING_MATRIX_BT601 } },
	{ "full", "NV12", { .matrix = FRAMERING_MATRIX_BT601,
			    .range = FRAMERING_RANGE_FULL } },
	{ "full_packed", "YUYV", { .range = FRAMERING_RANGE_FULL } },
	{ "bt709_full", "NV12", { .matrix = FRAMERING_MATRIX_BT709,
				  .range = FRAMERING_RANGE_FULL } },
};

TEST_VARIANTS(declared_colours_are_shown, told)
{
	struct window window;
	SDL_Surface *surface = open_software(&window);
	struct reference ref;

	reference_init(&ref, variant->format, 34, 18, 0);
	ref.picture = variant->picture;
	draw(&window, &ref, FRAMERING_CACHE_WB);
	draw(&window, &ref, FRAMERING_CACHE_WC);
	reference_finish(&ref);
	close_software(&window, surface);
}

/* SDL would read before the picture's memory. */
TEST(picture_too_large_to_scale_is_refused)
{
	struct reference wide = { .geometry = {
		.fourcc = DRM_FORMAT_R8, .width = 32768, .height = 1,
	} };
	struct reference high = { .geometry = {
		.fourcc = DRM_FORMAT_R8, .width = 1, .height = 32768,
	} };
	struct paint *paint = NULL;
	struct window window;
	SDL_Surface *surface = open_software(&window);

	CHECK_EQ(paint_create(&paint, window.renderer, &wide.geometry,
			      &wide.picture, FRAMERING_CACHE_WB, &style),
		 -ENOTSUP);
	CHECK_EQ(paint_create(&paint, window.renderer, &high.geometry,
			      &high.picture, FRAMERING_CACHE_WB, &style),
		 -ENOTSUP);
	CHECK(!paint);
	close_software(&window, surface);
}

TEST(largest_picture_is_scaled)
{
	SDL_Rect small = { 0, 0, 64, 1 };
	struct reference ref;
	struct paint *paint = NULL;
	struct window window;
	SDL_Surface *surface = open_software(&window);

	reference_init(&ref, "XR24", 32767, 1, 0);
	CHECK_EQ(paint_create(&paint, window.renderer, &ref.geometry,
			      &ref.picture, FRAMERING_CACHE_WB, &style), 0);
	CHECK_EQ(paint_draw(paint, &ref.frame), 0);
	CHECK_EQ(SDL_RenderCopy(window.renderer, paint->texture, NULL, &small),
		 0);
	CHECK_EQ(SDL_RenderFlush(window.renderer), 0);
	paint_destroy(paint);
	reference_finish(&ref);
	close_software(&window, surface);
}

/* @name: SDL's name of a renderer that needs no screen to draw. */
static void draw_offscreen(const char *name, const char *format)
{
	struct window window;

	open_offscreen(&window, name);
	draw_all(&window, format);
	window_finish(&window);
}

TEST_VARIANTS(opengl_shows_the_frame, reference_formats)
{
	draw_offscreen("opengl", variant->name);
}

TEST_VARIANTS(opengles2_shows_the_frame, reference_formats)
{
	draw_offscreen("opengles2", variant->name);
}
