// SPDX-License-Identifier: MIT
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <drm_fourcc.h>

#include "fake_card.h"
#include "harness.h"

#define TYPE		61
#define ENCODING	62
#define RANGE		63

struct fake_card fake_card;

struct kms fake_card_open(void)
{
	struct kms kms = { .crtc = FAKE_CRTC, .name = "fake" };

	memset(&fake_card, 0, sizeof(fake_card));
	CHECK_OK(kms.fd = memfd_create("card", MFD_CLOEXEC));
	CHECK_OK(ftruncate(kms.fd, 1 << 24));
	return kms;
}

static void *room(size_t bytes)
{
	void *at = calloc(1, bytes);

	CHECK(at);
	return at;
}

/* libdrm's, and what the linker makes of them. */
#define FAKE(type, name, ...)				\
	type __wrap_drmMode##name(__VA_ARGS__);		\
	type __wrap_drmMode##name(__VA_ARGS__)

FAKE(drmModeRes *, GetResources, int fd)
{
	drmModeRes *res = room(sizeof(*res));

	(void)fd;
	res->count_crtcs = 2;
	res->crtcs = room(2 * sizeof(*res->crtcs));
	res->crtcs[0] = FAKE_CRTC + 1;
	res->crtcs[1] = FAKE_CRTC;
	return res;
}

FAKE(void, FreeResources, drmModeRes *res)
{
	if (res)
		free(res->crtcs);
	free(res);
}

FAKE(drmModePlaneRes *, GetPlaneResources, int fd)
{
	drmModePlaneRes *planes = room(sizeof(*planes));
	uint32_t i;

	(void)fd;
	planes->count_planes = 4;
	planes->planes = room(4 * sizeof(*planes->planes));
	for (i = 0; i < 4; i++)
		planes->planes[i] = FAKE_PRIMARY + i;
	return planes;
}

FAKE(void, FreePlaneResources, drmModePlaneRes *planes)
{
	if (planes)
		free(planes->planes);
	free(planes);
}

FAKE(drmModePlane *, GetPlane, int fd, uint32_t id)
{
	static const uint32_t formats[][2] = {
		{ DRM_FORMAT_XRGB8888, DRM_FORMAT_XRGB8888 },
		{ DRM_FORMAT_NV12, DRM_FORMAT_NV12 },
		{ DRM_FORMAT_NV12, DRM_FORMAT_YUYV },
		{ DRM_FORMAT_YUV420, DRM_FORMAT_YUV420 },
	};
	drmModePlane *plane = room(sizeof(*plane));

	(void)fd;
	plane->plane_id = id;
	plane->possible_crtcs = id == FAKE_OTHER ? 1 : 3;
	plane->count_formats = 2;
	plane->formats = room(sizeof(formats[0]));
	memcpy(plane->formats, formats[id - FAKE_PRIMARY], sizeof(formats[0]));
	return plane;
}

FAKE(void, FreePlane, drmModePlane *plane)
{
	if (plane)
		free(plane->formats);
	free(plane);
}

FAKE(drmModeObjectProperties *, ObjectGetProperties, int fd, uint32_t id,
     uint32_t type)
{
	drmModeObjectProperties *all = room(sizeof(*all));

	(void)fd;
	CHECK_EQ(type, DRM_MODE_OBJECT_PLANE);
	all->count_props = id == FAKE_OVERLAY ? 3 : 1;
	all->props = room(3 * sizeof(*all->props));
	all->prop_values = room(3 * sizeof(*all->prop_values));
	all->props[0] = TYPE;
	all->props[1] = ENCODING;
	all->props[2] = RANGE;
	all->prop_values[0] = id == FAKE_PRIMARY ? DRM_PLANE_TYPE_PRIMARY :
						   DRM_PLANE_TYPE_OVERLAY;
	return all;
}

FAKE(void, FreeObjectProperties, drmModeObjectProperties *all)
{
	if (all) {
		free(all->props);
		free(all->prop_values);
	}
	free(all);
}

FAKE(drmModePropertyRes *, GetProperty, int fd, uint32_t id)
{
	static const char *const names[] = {
		"type", "COLOR_ENCODING", "COLOR_RANGE",
	}, *const texts[][2] = {
		{ "", "" },
		{ "ITU-R BT.601 YCbCr", "ITU-R BT.709 YCbCr" },
		{ "YCbCr limited range", "YCbCr full range" },
	};
	drmModePropertyRes *property = room(sizeof(*property));
	uint32_t i;

	(void)fd;
	property->prop_id = id;
	strcpy(property->name, names[id - TYPE]);
	property->count_enums = 2;
	property->enums = room(2 * sizeof(*property->enums));
	for (i = 0; i < 2; i++) {
		property->enums[i].value = i;
		strcpy(property->enums[i].name, texts[id - TYPE][i]);
	}
	return property;
}

FAKE(void, FreeProperty, drmModePropertyRes *property)
{
	if (property)
		free(property->enums);
	free(property);
}

FAKE(int, ObjectSetProperty, int fd, uint32_t id, uint32_t type,
     uint32_t property, uint64_t value)
{
	(void)fd;
	CHECK_EQ(type, DRM_MODE_OBJECT_PLANE);
	CHECK_EQ(id, FAKE_OVERLAY);
	*(property == ENCODING ? &fake_card.encoding : &fake_card.range) =
		value;
	return 0;
}

FAKE(int, SetPlane, int fd, uint32_t plane, uint32_t crtc, uint32_t fb,
     uint32_t flags, int32_t x, int32_t y, uint32_t width, uint32_t height,
     uint32_t from_x, uint32_t from_y, uint32_t from_width,
     uint32_t from_height)
{
	uint32_t to[4] = { (uint32_t)x, (uint32_t)y, width, height };
	uint32_t from[4] = { from_x, from_y, from_width, from_height };

	(void)fd;
	if (fake_card.refuse)
		return -fake_card.refuse;
	CHECK_EQ(crtc, fb ? FAKE_CRTC : 0);
	CHECK_EQ(flags, 0);
	fake_card.plane = plane;
	fake_card.fb = fb;
	memcpy(fake_card.to, to, sizeof(to));
	memcpy(fake_card.from, from, sizeof(from));
	return 0;
}

FAKE(int, CreateDumbBuffer, int fd, uint32_t width, uint32_t height,
     uint32_t bits, uint32_t flags, uint32_t *handle, uint32_t *pitch,
     uint64_t *bytes)
{
	(void)fd, (void)flags;
	*handle = 71;
	*pitch = width * bits / 8;
	*bytes = (uint64_t)*pitch * height;
	fake_card.buffers++;
	return 0;
}

FAKE(int, MapDumbBuffer, int fd, uint32_t handle, uint64_t *offset)
{
	(void)fd, (void)handle;
	*offset = 0;
	return 0;
}

FAKE(int, DestroyDumbBuffer, int fd, uint32_t handle)
{
	(void)fd, (void)handle;
	fake_card.buffers--;
	return 0;
}

FAKE(int, AddFB2, int fd, uint32_t width, uint32_t height, uint32_t fourcc,
     const uint32_t handles[4], const uint32_t pitches[4],
     const uint32_t offsets[4], uint32_t *fb, uint32_t flags)
{
	(void)fd, (void)width, (void)height, (void)fourcc, (void)handles;
	(void)pitches, (void)offsets, (void)flags;
	*fb = 81;
	return 0;
}

FAKE(int, RmFB, int fd, uint32_t fb)
{
	(void)fd, (void)fb;
	return 0;
}
