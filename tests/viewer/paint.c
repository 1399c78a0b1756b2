// SPDX-License-Identifier: MIT
/* Every format comes to the texture right, by every way, read once. */
#include <stdlib.h>
#include <string.h>

#include <SDL.h>

#include "harness.h"

#include "paint/paint.h"
#include "reference.h"
#include "screen/window.h"

static const uint32_t sizes[][2] = {
	{ 1, 1 }, { 2, 2 }, { 3, 5 }, { 33, 17 }, { 32, 16 },
	/* The last of BT.601, the first of BT.709. */
	{ 2, 576 }, { 2, 577 },
};
static const uint32_t aligns[] = { 0, 64 };

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
	struct paint *paint = NULL;
	struct image image;
	char text[512];

	CHECK_EQ(paint_create(&paint, window->renderer, &ref->geometry, cache),
		 0);
	draw_other(paint, ref);
	copied = 0;
	CHECK_EQ(paint_draw(paint, &ref->frame), 0);
	/* Of cached memory nothing at all, of other memory each byte once. */
	CHECK_LE(copied, cache == FRAMERING_CACHE_WB ? 0 :
			 ref->geometry.frame_bytes);
	paint_describe(paint, text, sizeof(text));
	CHECK(strstr(text, " bytes a frame"));
	CHECK_EQ(window_grab(window, paint->texture, &image), 0);
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

/* Returns what is drawn onto, for close_software(). */
static SDL_Surface *open_software(struct window *window)
{
	SDL_Surface *surface = SDL_CreateRGBSurfaceWithFormat(0, 64, 64, 0,
						SDL_PIXELFORMAT_RGB888);

	memset(window, 0, sizeof(*window));
	window->renderer = SDL_CreateSoftwareRenderer(surface);
	CHECK(window->renderer);
	return surface;
}

static void close_software(struct window *window, SDL_Surface *surface)
{
	SDL_DestroyRenderer(window->renderer);
	SDL_FreeSurface(surface);
}

TEST_VARIANTS(software_renderer_shows_the_frame, reference_formats)
{
	struct window window;
	SDL_Surface *surface = open_software(&window);

	draw_all(&window, variant->name);
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
			      FRAMERING_CACHE_WB), -ENOTSUP);
	CHECK_EQ(paint_create(&paint, window.renderer, &high.geometry,
			      FRAMERING_CACHE_WB), -ENOTSUP);
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
			      FRAMERING_CACHE_WB), 0);
	CHECK_EQ(paint_draw(paint, &ref.frame), 0);
	CHECK_EQ(SDL_RenderCopy(window.renderer, paint->texture, NULL, &small),
		 0);
	CHECK_EQ(SDL_RenderFlush(window.renderer), 0);
	paint_destroy(paint);
	reference_finish(&ref);
	close_software(&window, surface);
}

/* LeakSanitizer's, where it is: each case is a process of its own. */
void __lsan_disable(void) __attribute__((weak));

/* @name: SDL's name of a renderer that needs no screen to draw. */
static void draw_offscreen(const char *name, const char *format)
{
	struct options opt = { .renderer = name, .scale = 1 };
	struct window window;

	/* What OpenGL's drivers leave behind is theirs. */
	if (__lsan_disable)
		__lsan_disable();
	setenv("SDL_VIDEODRIVER", "offscreen", 1);
	if (window_init(&window, &opt))
		SKIP("no %s here", name);
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
