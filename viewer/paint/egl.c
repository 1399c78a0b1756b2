// SPDX-License-Identifier: MIT
/*
 * Slots as images of EGL's. Functions come by SDL_GL_GetProcAddress(), which
 * knows those of EGL where SDL has its context from there, and finds none
 * elsewhere: nothing is linked.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <SDL.h>

/* SDL brings these headers along. */
#define SDL_USE_BUILTIN_OPENGL_DEFINITIONS
#include <SDL_egl.h>
#include <SDL_opengles2.h>

#include "egl.h"

#define WAIT_NS		1000000000ULL
#define ATTRIBUTES	64

/**
 * struct egl - images of slots, and functions for them
 * @display: EGL's
 * @modifiers: images can be told how their pixels are laid out
 * @fence: after what egl_mark() was for
 * @count: slots that have an image
 * @image: of each slot
 */
struct egl {
	EGLDisplay display;
	bool modifiers;
	EGLSyncKHR fence;
	uint32_t count;
	EGLImageKHR image[FRAMERING_MAX_SLOTS];
	PFNEGLCREATEIMAGEKHRPROC create_image;
	PFNEGLDESTROYIMAGEKHRPROC destroy_image;
	PFNEGLCREATESYNCKHRPROC create_sync;
	PFNEGLDESTROYSYNCKHRPROC destroy_sync;
	PFNEGLCLIENTWAITSYNCKHRPROC wait_sync;
	PFNGLEGLIMAGETARGETTEXTURE2DOESPROC target;
};

/* @name is one of the words of @list. */
static bool has_word(const char *list, const char *name)
{
	size_t length = strlen(name);
	const char *at = list;

	while (at && (at = strstr(at, name))) {
		if ((at == list || at[-1] == ' ') &&
		    (at[length] == ' ' || !at[length]))
			return true;
		at += length;
	}
	return false;
}

/* The processor draws, or nobody can tell. */
static bool is_software(EGLDisplay display)
{
	PFNEGLQUERYDISPLAYATTRIBEXTPROC attribute = (void *)
		SDL_GL_GetProcAddress("eglQueryDisplayAttribEXT");
	PFNEGLQUERYDEVICESTRINGEXTPROC string = (void *)
		SDL_GL_GetProcAddress("eglQueryDeviceStringEXT");
	EGLAttrib device;

	if (!attribute || !string ||
	    !attribute(display, EGL_DEVICE_EXT, &device))
		return true;
	return has_word(string((EGLDeviceEXT)device, EGL_EXTENSIONS),
			"EGL_MESA_device_software");
}

static bool look(struct egl *egl, bool software)
{
	typedef EGLDisplay (EGLAPIENTRY *current_display)(void);
	typedef const char *(EGLAPIENTRY *query_string)(EGLDisplay, EGLint);
	current_display current = (current_display)
		SDL_GL_GetProcAddress("eglGetCurrentDisplay");
	query_string string = (query_string)
		SDL_GL_GetProcAddress("eglQueryString");
	const char *words;

	egl->display = current ? current() : EGL_NO_DISPLAY;
	if (!string || egl->display == EGL_NO_DISPLAY)
		return false;
	words = string(egl->display, EGL_EXTENSIONS);
	egl->modifiers = has_word(words,
				  "EGL_EXT_image_dma_buf_import_modifiers");
	return has_word(words, "EGL_EXT_image_dma_buf_import") &&
	       has_word(words, "EGL_KHR_fence_sync") &&
	       SDL_GL_ExtensionSupported("GL_OES_EGL_image_external") &&
	       (software || !is_software(egl->display));
}

static bool find_functions(struct egl *egl)
{
	egl->create_image = (void *)SDL_GL_GetProcAddress("eglCreateImageKHR");
	egl->destroy_image = (void *)
		SDL_GL_GetProcAddress("eglDestroyImageKHR");
	egl->create_sync = (void *)SDL_GL_GetProcAddress("eglCreateSyncKHR");
	egl->destroy_sync = (void *)SDL_GL_GetProcAddress("eglDestroySyncKHR");
	egl->wait_sync = (void *)SDL_GL_GetProcAddress("eglClientWaitSyncKHR");
	egl->target = (void *)
		SDL_GL_GetProcAddress("glEGLImageTargetTexture2DOES");
	return egl->create_image && egl->destroy_image && egl->create_sync &&
	       egl->destroy_sync && egl->wait_sync && egl->target;
}

int egl_create(struct egl **egl, bool software)
{
	struct egl *e = calloc(1, sizeof(*e));

	if (!e)
		return -ENOMEM;
	if (!look(e, software) || !find_functions(e)) {
		free(e);
		return -ENOTSUP;
	}
	*egl = e;
	return 0;
}

void egl_destroy(struct egl *egl)
{
	if (!egl)
		return;
	egl_forget(egl);
	free(egl);
}

/* Attributes of one image: names and values in turn. */
struct attributes {
	EGLint word[ATTRIBUTES];
	unsigned int count;
};

static void add(struct attributes *attributes, EGLint name, uint32_t value)
{
	attributes->word[attributes->count++] = name;
	attributes->word[attributes->count++] = (EGLint)value;
	attributes->word[attributes->count] = EGL_NONE;
}

static void add_plane(struct attributes *attributes, int dmabuf,
		      const struct framering_geometry *geometry,
		      uint32_t plane, bool modifiers)
{
	static const EGLint fd[] = {
		EGL_DMA_BUF_PLANE0_FD_EXT, EGL_DMA_BUF_PLANE1_FD_EXT,
		EGL_DMA_BUF_PLANE2_FD_EXT,
	}, offset[] = {
		EGL_DMA_BUF_PLANE0_OFFSET_EXT, EGL_DMA_BUF_PLANE1_OFFSET_EXT,
		EGL_DMA_BUF_PLANE2_OFFSET_EXT,
	}, pitch[] = {
		EGL_DMA_BUF_PLANE0_PITCH_EXT, EGL_DMA_BUF_PLANE1_PITCH_EXT,
		EGL_DMA_BUF_PLANE2_PITCH_EXT,
	}, low[] = {
		EGL_DMA_BUF_PLANE0_MODIFIER_LO_EXT,
		EGL_DMA_BUF_PLANE1_MODIFIER_LO_EXT,
		EGL_DMA_BUF_PLANE2_MODIFIER_LO_EXT,
	}, high[] = {
		EGL_DMA_BUF_PLANE0_MODIFIER_HI_EXT,
		EGL_DMA_BUF_PLANE1_MODIFIER_HI_EXT,
		EGL_DMA_BUF_PLANE2_MODIFIER_HI_EXT,
	};

	add(attributes, fd[plane], (uint32_t)dmabuf);
	add(attributes, offset[plane], geometry->offset[plane]);
	add(attributes, pitch[plane], geometry->stride[plane]);
	if (!modifiers)
		return;
	add(attributes, low[plane], (uint32_t)geometry->modifier);
	add(attributes, high[plane], (uint32_t)(geometry->modifier >> 32));
}

/* What is not told of YUV goes by framering_matrix(). */
static void add_colours(struct attributes *attributes,
			const struct framering_geometry *geometry,
			const struct framering_picture *picture)
{
	EGLint space = EGL_ITU_REC601_EXT;

	switch (framering_matrix(picture, geometry->width, geometry->height)) {
	case FRAMERING_MATRIX_BT709:
		space = EGL_ITU_REC709_EXT;
		break;
	case FRAMERING_MATRIX_BT2020:
		space = EGL_ITU_REC2020_EXT;
		break;
	}
	add(attributes, EGL_YUV_COLOR_SPACE_HINT_EXT, (uint32_t)space);
	add(attributes, EGL_SAMPLE_RANGE_HINT_EXT,
	    picture->range == FRAMERING_RANGE_FULL ? EGL_YUV_FULL_RANGE_EXT :
						     EGL_YUV_NARROW_RANGE_EXT);
}

static EGLImageKHR make_image(const struct egl *egl, int dmabuf,
			      const struct framering_geometry *geometry,
			      const struct framering_picture *picture,
			      bool modifiers)
{
	const struct framering_format *format =
		framering_geometry_format(geometry);
	struct attributes attributes = { .count = 0 };
	uint32_t plane;

	add(&attributes, EGL_WIDTH, geometry->width);
	add(&attributes, EGL_HEIGHT, geometry->height);
	add(&attributes, EGL_LINUX_DRM_FOURCC_EXT, geometry->fourcc);
	for (plane = 0; plane < geometry->planes; plane++)
		add_plane(&attributes, dmabuf, geometry, plane, modifiers);
	if (format && framering_format_is_yuv(format))
		add_colours(&attributes, geometry, picture);
	return egl->create_image(egl->display, EGL_NO_CONTEXT,
				 EGL_LINUX_DMA_BUF_EXT, NULL, attributes.word);
}

int egl_import(struct egl *egl, int dmabuf,
	       const struct framering_geometry *geometry,
	       const struct framering_picture *picture)
{
	EGLImageKHR image = EGL_NO_IMAGE_KHR;

	if (egl->count == FRAMERING_MAX_SLOTS || geometry->planes > 3)
		return -ENOTSUP;
	if (egl->modifiers)
		image = make_image(egl, dmabuf, geometry, picture, true);
	/* Some take linear pixels only if nothing is told of their layout. */
	if (image == EGL_NO_IMAGE_KHR && !geometry->modifier)
		image = make_image(egl, dmabuf, geometry, picture, false);
	if (image == EGL_NO_IMAGE_KHR)
		return -ENOTSUP;
	egl->image[egl->count++] = image;
	return 0;
}

uint32_t egl_count(const struct egl *egl)
{
	return egl->count;
}

static void forget_mark(struct egl *egl)
{
	if (egl->fence)
		egl->destroy_sync(egl->display, egl->fence);
	egl->fence = NULL;
}

void egl_forget(struct egl *egl)
{
	forget_mark(egl);
	while (egl->count)
		egl->destroy_image(egl->display, egl->image[--egl->count]);
}

void egl_show(struct egl *egl, uint32_t slot)
{
	egl->target(GL_TEXTURE_EXTERNAL_OES, egl->image[slot]);
}

void egl_mark(struct egl *egl)
{
	forget_mark(egl);
	egl->fence = egl->create_sync(egl->display, EGL_SYNC_FENCE_KHR, NULL);
}

void egl_wait(struct egl *egl)
{
	if (egl->fence)
		egl->wait_sync(egl->display, egl->fence,
			       EGL_SYNC_FLUSH_COMMANDS_BIT_KHR, WAIT_NS);
	forget_mark(egl);
}
