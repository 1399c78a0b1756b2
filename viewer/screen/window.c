// SPDX-License-Identifier: MIT
/* SDL's window and renderer. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "common/say.h"
#include "paint/egl.h"
#include "window.h"

/* Until the first picture comes. */
#define WAITING_WIDTH	640
#define WAITING_HEIGHT	480

/*
 * Left to itself, SDL 2 falls back to drivers that show nothing; and libwayland
 * complains on stderr where no Wayland can be.
 */
static void choose_driver(void)
{
	if (SDL_getenv("SDL_VIDEODRIVER"))
		return;
	SDL_SetHint(SDL_HINT_VIDEODRIVER, getenv("XDG_RUNTIME_DIR") ?
		    "x11,wayland,KMSDRM" : "x11,KMSDRM");
}

/* SDL's number of the renderer called @name. */
static int find_renderer(const char *name)
{
	SDL_RendererInfo info;
	int i;

	for (i = 0; i < SDL_GetNumRenderDrivers(); i++)
		if (!SDL_GetRenderDriverInfo(i, &info) &&
		    !strcmp(info.name, name))
			return i;
	return -1;
}

/*
 * Waiting for the screen's refresh avoids torn pictures; without a graphics
 * card SDL would only imitate that by sleeping.
 */
static SDL_Renderer *create_renderer(SDL_Window *window, const char *name)
{
	SDL_Renderer *renderer;
	int number = -1;

	if (name) {
		number = find_renderer(name);
		if (number < 0) {
			SDL_SetError("SDL has no renderer '%s'", name);
			return NULL;
		}
		if (!strcmp(name, "software"))
			return SDL_CreateRenderer(window, number, 0);
	}
	renderer = SDL_CreateRenderer(window, number, SDL_RENDERER_ACCELERATED |
				      SDL_RENDERER_PRESENTVSYNC);
	if (!renderer && !name)
		renderer = SDL_CreateRenderer(window, -1,
					      SDL_RENDERER_SOFTWARE);
	return renderer;
}

static int open_window(struct window *w, const struct options *opt)
{
	/* Hidden until its size is known. */
	uint32_t flags = SDL_WINDOW_RESIZABLE | SDL_WINDOW_ALLOW_HIGHDPI |
			 SDL_WINDOW_HIDDEN;

	if (opt->fullscreen)
		flags |= SDL_WINDOW_FULLSCREEN_DESKTOP;
	w->fullscreen = opt->fullscreen;
	w->scale = opt->width ? 0 : opt->scale > 0 ? opt->scale : 1;
	w->window = SDL_CreateWindow("framering-view",
				     SDL_WINDOWPOS_UNDEFINED,
				     SDL_WINDOWPOS_UNDEFINED,
				     opt->width ? opt->width : WAITING_WIDTH,
				     opt->height ? opt->height : WAITING_HEIGHT,
				     flags);
	return w->window ? 0 : -1;
}

/* Where SDL's OpenGL ES may come from EGL, and the user wants no other. */
static bool may_import(const struct options *opt)
{
	const char *driver = SDL_GetCurrentVideoDriver();

	/* The last picture is kept in its slot, which --snapshot does. */
	if (opt->import == IMPORT_NEVER || opt->snapshot)
		return false;
	if (opt->renderer && strcmp(opt->renderer, "opengles2") != 0)
		return false;
	return driver && (!strcmp(driver, "x11") ||
			  !strcmp(driver, "wayland") ||
			  !strcmp(driver, "offscreen") ||
			  !strcmp(driver, "KMSDRM"));
}

static void close_window(struct window *w)
{
	if (w->renderer)
		SDL_DestroyRenderer(w->renderer);
	if (w->window)
		SDL_DestroyWindow(w->window);
	w->renderer = NULL;
	w->window = NULL;
}

/* A window whose renderer can read the slots; 0 or -1. */
static int open_importing(struct window *w, const struct options *opt,
			  struct egl **egl)
{
	bool software = opt->import == IMPORT_ALWAYS;

	if (!egl || !may_import(opt))
		return -1;
	/* On X11 SDL prefers GLX. */
	SDL_SetHint(SDL_HINT_VIDEO_X11_FORCE_EGL, "1");
	if (!open_window(w, opt)) {
		w->renderer = create_renderer(w->window, "opengles2");
		if (w->renderer && !egl_create(egl, software))
			return 0;
	}
	close_window(w);
	SDL_SetHint(SDL_HINT_VIDEO_X11_FORCE_EGL, "0");
	if (software)
		say_notice("slots are not imported: there is no EGL that does");
	return -1;
}

int window_init(struct window *window, const struct options *opt,
		struct egl **egl)
{
	int ret;

	memset(window, 0, sizeof(*window));
	choose_driver();
	/* SIGINT and SIGTERM are the program's own. */
	SDL_SetHint(SDL_HINT_NO_SIGNAL_HANDLERS, "1");
	SDL_SetHint(SDL_HINT_VIDEO_X11_NET_WM_BYPASS_COMPOSITOR, "0");
	ret = SDL_Init(SDL_INIT_VIDEO);
	if (!ret && !open_importing(window, opt, egl))
		return 0;
	if (ret || open_window(window, opt)) {
		say_error("no display: %s; use --headless, or set "
			  "SDL_VIDEODRIVER", SDL_GetError());
		window_finish(window);
		return -ENODEV;
	}
	window->renderer = create_renderer(window->window, opt->renderer);
	if (window->renderer)
		return 0;
	say_error("no renderer: %s; try --software", SDL_GetError());
	window_finish(window);
	return -ENODEV;
}

void window_finish(struct window *window)
{
	close_window(window);
	SDL_Quit();
}

void window_fit(struct window *window, int width, int height)
{
	int display = SDL_GetWindowDisplayIndex(window->window);
	double scale = window->scale, most;
	SDL_Rect screen;

	window->scale = 0;
	if (scale <= 0 || window->fullscreen)
		return;
	if (!SDL_GetDisplayUsableBounds(display < 0 ? 0 : display, &screen)) {
		most = (double)screen.w / width;
		if ((double)screen.h / height < most)
			most = (double)screen.h / height;
		if (scale > most)
			scale = most;
	}
	SDL_SetWindowSize(window->window, (int)(width * scale + 0.5),
			  (int)(height * scale + 0.5));
}

void window_toggle_fullscreen(struct window *window)
{
	bool wanted = !window->fullscreen;

	if (!SDL_SetWindowFullscreen(window->window, wanted ?
				     SDL_WINDOW_FULLSCREEN_DESKTOP : 0))
		window->fullscreen = wanted;
}

bool window_show(struct window *window)
{
	if (!window->shown)
		SDL_ShowWindow(window->window);
	window->shown = true;
	return !(SDL_GetWindowFlags(window->window) &
		 (SDL_WINDOW_HIDDEN | SDL_WINDOW_MINIMIZED));
}

int window_copy(struct window *window, SDL_Texture *texture, SDL_Rect part,
		const struct shape *shape, SDL_Rect rect)
{
	static const SDL_Point corner = { 0, 0 };
	SDL_Rect to = rect;
	int flip = SDL_FLIP_NONE;

	if (shape->flip & FRAMERING_FLIP_HORIZONTAL)
		flip |= SDL_FLIP_HORIZONTAL;
	if (shape->flip & FRAMERING_FLIP_VERTICAL)
		flip |= SDL_FLIP_VERTICAL;
	if (!shape->rotation && !flip)
		return SDL_RenderCopy(window->renderer, texture, &part, &rect);
	/* Turned around its upper left corner, it lies beside it. */
	if (shape->rotation == 90 || shape->rotation == 180)
		to.x += rect.w;
	if (shape->rotation == 180 || shape->rotation == 270)
		to.y += rect.h;
	if (shape_is_turned(shape)) {
		to.w = rect.h;
		to.h = rect.w;
	}
	return SDL_RenderCopyEx(window->renderer, texture, &part, &to,
				shape->rotation, &corner,
				(SDL_RendererFlip)flip);
}

static int read_target(struct window *window, SDL_Texture *texture,
		       SDL_Rect part, const struct shape *shape,
		       const struct image *image)
{
	SDL_Rect all = { 0, 0, (int)image->width, (int)image->height };

	if (window_copy(window, texture, part, shape, all))
		return -1;
	return SDL_RenderReadPixels(window->renderer, NULL,
				    SDL_PIXELFORMAT_RGB24, image->own,
				    (int)image->stride);
}

int window_grab(struct window *window, SDL_Texture *texture, SDL_Rect part,
		const struct shape *shape, struct image *image)
{
	uint32_t width = shape->visible.width, height = shape->visible.height;
	SDL_Texture *target;
	int ret;

	if (shape_is_turned(shape)) {
		width = shape->visible.height;
		height = shape->visible.width;
	}
	if (image_init(image, width, height))
		return -ENOMEM;
	/*
	 * SDL's OpenGL ES swaps red and blue of YUV in a target of any format
	 * whose first byte is not red. SDL 2.32 takes one for ABGR8888, too.
	 */
	target = SDL_CreateTexture(window->renderer, SDL_PIXELFORMAT_XBGR8888,
				   SDL_TEXTUREACCESS_TARGET, (int)width,
				   (int)height);
	ret = target ? SDL_SetRenderTarget(window->renderer, target) : -1;
	if (!ret)
		ret = read_target(window, texture, part, shape, image);
	SDL_SetRenderTarget(window->renderer, NULL);
	if (target)
		SDL_DestroyTexture(target);
	if (!ret)
		return 0;
	image_finish(image);
	return -ENOTSUP;
}
