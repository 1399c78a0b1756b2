/* SPDX-License-Identifier: MIT */
/*
 * Brings the pixels of a slot into a texture, reading each of them once.
 *
 * Which path is best depends on the memory (plain loads are slow where it is
 * not cached) and on the renderer: a "native" format is one that its textures
 * have, all others are converted by the processor. What SDL 2.26 does:
 *
 * - SDL_UpdateTexture() and its kin, native format: the OpenGL renderer hands
 *   the pointer to glTexSubImage2D() (so the graphics driver reads the slot),
 *   OpenGL ES packs the lines first if there is padding between them, the
 *   software renderer copies into the texture.
 * - SDL_LockTexture(): with OpenGL a buffer of SDL's, uploaded when unlocked;
 *   with the software renderer the texture itself.
 *
 * Where the graphics card can sample the slots themselves, none of this
 * happens, and a slot is held until the next one is on the screen: see egl.h.
 *
 * Else the texture is scaled into the window, by the graphics card or, with
 * the software renderer, by the processor. Since the texture
 * has the picture, the slot is released at once: the window can be drawn again,
 * and the picture saved, without it.
 *
 * What SDL does not know, or would show in wrong colours, is converted by zimg:
 * see converter.h. It is faster than ffmpeg's swscale at the same exactness,
 * small, knows all of H.273 and HDR, and takes lines one by one as we read them
 * out of the slot. Common formats of YUV, where no graphics card takes them,
 * have a way of their own, as fast as SDL's and exact: see yuv.h.
 */
#ifndef VIEW_PAINT_H
#define VIEW_PAINT_H

#include <stdbool.h>
#include <stddef.h>

#include <SDL.h>

#include <libframering.h>

struct converter;
struct egl;
struct paint;
struct yuv;

/**
 * struct paint_ops - a drawing path
 * @name: in a word, for --stats
 * @fields: the texture gets two fields, left the top one and right the other
 * @suits: it can draw these frames; the first path that suits is taken
 * @texture: format of the texture
 * @create: make what else is needed; NULL: nothing
 * @draw: bring @frame into the texture. 0, or -1 and SDL_GetError() tells why
 * @describe: what happens, in a sentence
 */
struct paint_ops {
	const char *name;
	bool fields;
	bool (*suits)(const struct paint *paint);
	uint32_t (*texture)(const struct paint *paint);
	int (*create)(struct paint *paint);
	int (*draw)(struct paint *paint, const struct framering_frame *frame);
	void (*describe)(const struct paint *paint, char *text, size_t bytes);
};

/**
 * struct paint_style - what the user wants
 * @demosaic: what a colour filter leaves out is interpolated
 * @bob: the fields of a frame are shown one after the other
 */
struct paint_style {
	bool demosaic;
	bool bob;
};

/**
 * struct paint - a texture, and a drawing path into it
 * @ops: the path
 * @texture: gets the picture
 * @renderer: what SDL tells about it
 * @geometry: of the frames
 * @picture: what is told of them
 * @format: of the frames, as the library knows it
 * @pixel: of the frames, as SDL knows it
 * @cache: the mode in effect
 * @native: the renderer has textures of the frames' format
 * @style: what the user wants
 * @egl: images of the slots, the caller's; NULL: there are none
 * @source: a surface around a slot, or around @line
 * @target: a surface around the locked texture
 * @line: room for a line
 * @converter: converts where SDL cannot; the second of two fields has its own
 * @yuv: converts YUV of 8 bits
 * @field: where the pixels of a field lie
 */
struct paint {
	const struct paint_ops *ops;
	SDL_Texture *texture;
	SDL_RendererInfo renderer;
	struct framering_geometry geometry;
	struct framering_picture picture;
	const struct framering_format *format;
	uint32_t pixel;
	uint32_t cache;
	bool native;
	struct paint_style style;
	struct egl *egl;
	SDL_Surface *source;
	SDL_Surface *target;
	uint8_t *line;
	struct converter *converter[2];
	struct yuv *yuv;
	struct framering_geometry field;
};

/**
 * paint_create - prepare for frames like these
 * @paint: gets it; paint_destroy() it before @renderer
 * @renderer: SDL's
 * @geometry: of the frames
 * @picture: what is told of them
 * @cache: the mode in effect
 * @style: what the user wants
 *
 * Return: 0 or a negative errno; it has been printed.
 */
int paint_create(struct paint **paint, SDL_Renderer *renderer,
		 const struct framering_geometry *geometry,
		 const struct framering_picture *picture, uint32_t cache,
		 const struct paint_style *style);

/* Frames as these could be drawn from images of their slots. */
bool paint_is_importable(const struct paint *paint);

/*
 * As paint_create(), for slots that have images in @egl, which it does not take
 * over. -EOPNOTSUPP, without a word: they are not importable.
 */
int paint_create_imported(struct paint **paint, SDL_Renderer *renderer,
			  const struct framering_status *status,
			  const struct paint_style *style, struct egl *egl);

/* NULL is fine. */
void paint_destroy(struct paint *paint);

/* Bring @frame into the texture. Return: 0 or -EIO; it has been printed. */
int paint_draw(struct paint *paint, const struct framering_frame *frame);

/*
 * Where in the texture @part of the frame is: in that of two fields where it is
 * of the top one or, if @bottom, of the other.
 */
SDL_Rect paint_part(const struct paint *paint,
		    const struct framering_rectangle *part, bool bottom);

/* The whole path to the screen, in a sentence. */
void paint_describe(const struct paint *paint, char *text, size_t bytes);

/* --- For the drawing paths --- */

bool paint_is_cached(const struct paint *paint);

/* How lines are read that are converted one by one, in words. */
const char *paint_loads(const struct paint *paint);

/* A format of textures that every renderer of SDL 2 has. */
uint32_t paint_argb(const struct paint *paint);

/* The renderer's first format: always one of red, green, blue and alpha. */
uint32_t paint_rgb(const struct paint *paint);

/*
 * Make @source around @pixels (@height lines of the frames' format) and
 * @target around nothing yet. 0, or -1 and SDL_GetError() tells why.
 */
int paint_surfaces(struct paint *paint, void *pixels, uint32_t height,
		   uint32_t pitch);

/* Lock the texture and put @target around it. */
int paint_lock(struct paint *paint);

extern const struct paint_ops paint_bob;
extern const struct paint_ops paint_import;
extern const struct paint_ops paint_lines;
extern const struct paint_ops paint_load;
extern const struct paint_ops paint_update;
extern const struct paint_ops paint_wrap;
extern const struct paint_ops paint_yuv;
extern const struct paint_ops paint_zimg;

#endif /* VIEW_PAINT_H */
