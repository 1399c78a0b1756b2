/* SPDX-License-Identifier: MIT */
/*
 * Slots as images of EGL's: a graphics card samples them where they lie
 * (EGL_EXT_image_dma_buf_import). All of it is for the OpenGL ES context that
 * is current, as SDL's renderer "opengles2" leaves it where that works by EGL.
 */
#ifndef VIEW_PAINT_EGL_H
#define VIEW_PAINT_EGL_H

#include <stdbool.h>
#include <stdint.h>

#include <libframering.h>

struct egl;

/**
 * egl_create - look for what the context can
 * @egl: gets it; egl_destroy() it before the context
 * @software: also where the processor draws. It reads the slots by mappings
 *	that nobody guards: if the ring goes meanwhile, the program dies of
 *	SIGBUS
 *
 * Return: 0, -ENOTSUP (no EGL, or it does not import), -ENOMEM.
 */
int egl_create(struct egl **egl, bool software);

/* NULL is fine. */
void egl_destroy(struct egl *egl);

/**
 * egl_import - make an image of the next slot
 * @egl: from egl_create(); it counts the slots
 * @dmabuf: the slot; it can be closed afterwards
 * @geometry: of the frames
 * @picture: what is told of them
 *
 * Return: 0, -ENOTSUP (not such frames).
 */
int egl_import(struct egl *egl, int dmabuf,
	       const struct framering_geometry *geometry,
	       const struct framering_picture *picture);

/* How many slots there are images of. */
uint32_t egl_count(const struct egl *egl);

/* Give all images back. */
void egl_forget(struct egl *egl);

/* The texture that is bound to GL_TEXTURE_EXTERNAL_OES is @slot from now on. */
void egl_show(struct egl *egl, uint32_t slot);

/* Mark what the card has been told to draw until now... */
void egl_mark(struct egl *egl);

/* ...and wait until it has drawn that. */
void egl_wait(struct egl *egl);

#endif /* VIEW_PAINT_EGL_H */
