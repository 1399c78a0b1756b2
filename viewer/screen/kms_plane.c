// SPDX-License-Identifier: MIT
/* A plane of a card's that lies over what the screen shows. */
#include <errno.h>
#include <string.h>

#include "kms_plane.h"
#include "paint/pixel.h"
#include "picture/shape.h"

/* The kernel's names and texts for the colours of YUV: drm_color_mgmt.c */
#define ENCODING	"COLOR_ENCODING"
#define RANGE		"COLOR_RANGE"

/* The property of @plane called @name; drmModeFreeProperty() it. */
static drmModePropertyRes *property(const struct kms *kms, uint32_t plane,
				    const char *name, uint64_t *value)
{
	drmModeObjectProperties *all =
		drmModeObjectGetProperties(kms->fd, plane,
					   DRM_MODE_OBJECT_PLANE);
	drmModePropertyRes *found = NULL;
	uint32_t i;

	for (i = 0; all && !found && i < all->count_props; i++) {
		found = drmModeGetProperty(kms->fd, all->props[i]);
		if (found && !strcmp(found->name, name)) {
			*value = all->prop_values[i];
			break;
		}
		drmModeFreeProperty(found);
		found = NULL;
	}
	drmModeFreeObjectProperties(all);
	return found;
}

static uint64_t type_of(const struct kms *kms, uint32_t plane)
{
	uint64_t type = DRM_PLANE_TYPE_OVERLAY;

	drmModeFreeProperty(property(kms, plane, "type", &type));
	return type;
}

static uint32_t crtc_bit(const struct kms *kms)
{
	drmModeRes *res = drmModeGetResources(kms->fd);
	uint32_t bit = 0;
	int i;

	for (i = 0; res && i < res->count_crtcs; i++)
		if (res->crtcs[i] == kms->crtc)
			bit = 1U << i;
	drmModeFreeResources(res);
	return bit;
}

static bool takes(const drmModePlane *plane, uint32_t fourcc)
{
	uint32_t i;

	for (i = 0; i < plane->count_formats; i++)
		if (plane->formats[i] == fourcc)
			return true;
	return false;
}

/*
 * A plane of this type that the screen can have, and that takes @fourcc; *@any
 * tells whether there is one that may not take it.
 */
static uint32_t find(const struct kms *kms, uint64_t type, uint32_t fourcc,
		     bool *any)
{
	drmModePlaneRes *planes = drmModeGetPlaneResources(kms->fd);
	uint32_t crtc = crtc_bit(kms), id = 0, i;

	*any = false;
	for (i = 0; planes && !id && i < planes->count_planes; i++) {
		drmModePlane *plane = drmModeGetPlane(kms->fd,
						      planes->planes[i]);

		if (plane && plane->possible_crtcs & crtc &&
		    type_of(kms, plane->plane_id) == type) {
			*any = true;
			id = takes(plane, fourcc) ? plane->plane_id : 0;
		}
		drmModeFreePlane(plane);
	}
	drmModeFreePlaneResources(planes);
	return id;
}

bool kms_takes(const struct kms *kms, uint32_t fourcc)
{
	bool any;

	return find(kms, DRM_PLANE_TYPE_PRIMARY, fourcc, &any) || !any;
}

/* Give an enumeration the value of this text. False: it has none. */
static bool choose(const struct kms *kms, uint32_t plane, const char *name,
		   const char *text)
{
	uint64_t value;
	drmModePropertyRes *p = property(kms, plane, name, &value);
	bool done = false;
	int i;

	for (i = 0; p && !done && i < p->count_enums; i++)
		done = !strcmp(p->enums[i].name, text) &&
		       !drmModeObjectSetProperty(kms->fd, plane,
						 DRM_MODE_OBJECT_PLANE,
						 p->prop_id, p->enums[i].value);
	drmModeFreeProperty(p);
	return done;
}

/* Left to itself, a plane takes YUV for anything. */
static bool choose_colours(const struct kms *kms, uint32_t plane,
			   const struct framering_status *status)
{
	const struct framering_geometry *g = &status->geometry;
	const struct framering_format *format = framering_geometry_format(g);
	const char *encoding = "ITU-R BT.601 YCbCr";

	if (!format || !pixel_is_right(g, &status->picture))
		return false;
	if (!framering_format_is_yuv(format))
		return true;
	if (framering_matrix(&status->picture, g->width, g->height) ==
	    FRAMERING_MATRIX_BT709)
		encoding = "ITU-R BT.709 YCbCr";
	return choose(kms, plane, ENCODING, encoding) &&
	       choose(kms, plane, RANGE,
		      status->picture.range == FRAMERING_RANGE_FULL ?
		      "YCbCr full range" : "YCbCr limited range");
}

int kms_plane_create(struct kms_plane *plane, const struct kms *kms,
		     const drmModeModeInfo *mode,
		     const struct framering_status *status)
{
	struct shape shape = shape_of(&status->geometry, &status->picture,
				      NULL);
	struct kms_plane p = { .visible = shape.visible };
	bool any;

	if (shape.rotation || shape.flip)
		return -ENOTSUP;
	p.id = find(kms, DRM_PLANE_TYPE_OVERLAY, status->geometry.fourcc, &any);
	if (!p.id || !choose_colours(kms, p.id, status))
		return -ENOTSUP;
	p.box = letterbox_fit(mode->hdisplay, mode->vdisplay, (int)shape.width,
			      (int)shape.height);
	if (kms_buffer_create(kms, mode->hdisplay, mode->vdisplay, &p.behind))
		return -ENOMEM;
	memset(p.behind.pixels, 0, p.behind.bytes);
	*plane = p;
	return 0;
}

void kms_plane_destroy(struct kms_plane *plane, const struct kms *kms)
{
	if (!plane->id)
		return;
	drmModeSetPlane(kms->fd, plane->id, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
	kms_buffer_destroy(kms, &plane->behind);
	plane->id = 0;
}

int kms_plane_show(const struct kms_plane *plane, const struct kms *kms,
		   uint32_t fb)
{
	const struct framering_rectangle *from = &plane->visible;
	const struct letterbox *to = &plane->box;

	/* Parts of pixels are told in the lower 16 bits. */
	return drmModeSetPlane(kms->fd, plane->id, kms->crtc, fb, 0, to->x,
			       to->y, (uint32_t)to->width,
			       (uint32_t)to->height, from->x << 16,
			       from->y << 16, from->width << 16,
			       from->height << 16);
}
