// SPDX-License-Identifier: MIT
/* A card, one of its connectors, and frame buffers of dma-bufs. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "common/say.h"
#include "kms.h"

#define CARDS	16

/* What scans out for an encoder: now, or, if @any, what could. */
static uint32_t crtc_of(const struct kms *kms, const drmModeRes *res,
			uint32_t encoder_id, bool any)
{
	drmModeEncoder *encoder = drmModeGetEncoder(kms->fd, encoder_id);
	uint32_t crtc = 0;
	int i;

	if (!encoder)
		return 0;
	crtc = encoder->crtc_id;
	for (i = 0; any && !crtc && i < res->count_crtcs; i++)
		if (encoder->possible_crtcs & 1U << i)
			crtc = res->crtcs[i];
	drmModeFreeEncoder(encoder);
	return crtc;
}

/* The CRTC that the connector has, or one that it may have. */
static uint32_t choose_crtc(const struct kms *kms, const drmModeRes *res,
			    const drmModeConnector *connector)
{
	uint32_t crtc = crtc_of(kms, res, connector->encoder_id, false);
	int i;

	for (i = 0; !crtc && i < connector->count_encoders; i++)
		crtc = crtc_of(kms, res, connector->encoders[i], true);
	return crtc;
}

static bool is_wanted(const drmModeConnector *connector, const char *wish)
{
	char name[32];

	if (connector->connection != DRM_MODE_CONNECTED ||
	    !connector->count_modes)
		return false;
	snprintf(name, sizeof(name), "%s-%u",
		 drmModeGetConnectorTypeName(connector->connector_type),
		 connector->connector_type_id);
	return !*wish || !strcmp(wish, name);
}

static bool use_connector(struct kms *kms, const drmModeRes *res,
			  const drmModeConnector *connector)
{
	uint32_t crtc = choose_crtc(kms, res, connector);

	if (!crtc)
		return false;
	kms->connector = connector->connector_id;
	kms->crtc = crtc;
	kms->mode_count = connector->count_modes;
	if (kms->mode_count > (int)(sizeof(kms->modes) /
				    sizeof(kms->modes[0])))
		kms->mode_count = sizeof(kms->modes) / sizeof(kms->modes[0]);
	memcpy(kms->modes, connector->modes,
	       (size_t)kms->mode_count * sizeof(kms->modes[0]));
	return true;
}

/* True: the card has a screen at a connector of that name. */
static bool find_connector(struct kms *kms, const char *wish)
{
	drmModeRes *res = drmModeGetResources(kms->fd);
	bool found = false;
	int i;

	for (i = 0; res && !found && i < res->count_connectors; i++) {
		drmModeConnector *connector =
			drmModeGetConnector(kms->fd, res->connectors[i]);

		found = connector && is_wanted(connector, wish) &&
			use_connector(kms, res, connector);
		drmModeFreeConnector(connector);
	}
	drmModeFreeResources(res);
	return found;
}

static int open_card(struct kms *kms, const char *name, const char *connector)
{
	snprintf(kms->name, sizeof(kms->name), "%s%s",
		 strchr(name, '/') ? "" : "/dev/dri/", name);
	kms->fd = open(kms->name, O_RDWR | O_CLOEXEC);
	if (kms->fd < 0)
		return -errno;
	if (find_connector(kms, connector))
		return 0;
	close(kms->fd);
	return -ENXIO;
}

/* The first card that has a screen. */
static int open_any(struct kms *kms)
{
	char name[16];
	int i, ret = -ENOENT, any = -ENOENT;

	for (i = 0; i < CARDS; i++) {
		snprintf(name, sizeof(name), "card%d", i);
		ret = open_card(kms, name, "");
		if (!ret)
			return 0;
		if (ret != -ENOENT)
			any = ret;
	}
	snprintf(kms->name, sizeof(kms->name), "/dev/dri");
	return any;
}

int kms_open(struct kms *kms, const char *wish)
{
	char card[64];
	const char *colon = strchr(wish, ':');
	int ret;

	memset(kms, 0, sizeof(*kms));
	snprintf(card, sizeof(card), "%.*s",
		 (int)(colon ? colon - wish : (int)strlen(wish)), wish);
	ret = *card ? open_card(kms, card, colon ? colon + 1 : "") :
		      open_any(kms);
	if (ret == -ENXIO)
		say_error("--kms %s: no screen is connected there; "
			  "/sys/class/drm lists connectors", wish);
	else if (ret == -ENOENT && !*card)
		say_error("--kms: there is no graphics card");
	else if (ret)
		say_error("%s: %s", kms->name, strerror(-ret));
	if (ret)
		return ret;
	/* Without it the card does not tell of the screen's own plane. */
	drmSetClientCap(kms->fd, DRM_CLIENT_CAP_UNIVERSAL_PLANES, 1);
	if (!drmIsMaster(kms->fd)) {
		say_error("%s: another program has the screen; --kms needs a "
			  "console without a desktop", kms->name);
		close(kms->fd);
		return -EBUSY;
	}
	kms->saved = drmModeGetCrtc(kms->fd, kms->crtc);
	return 0;
}

void kms_close(struct kms *kms)
{
	drmModeCrtc *s = kms->saved;

	if (s && s->buffer_id)
		drmModeSetCrtc(kms->fd, s->crtc_id, s->buffer_id, s->x, s->y,
			       &kms->connector, 1, &s->mode);
	drmModeFreeCrtc(s);
	close(kms->fd);
}

drmModeModeInfo *kms_mode(struct kms *kms, uint32_t width, uint32_t height)
{
	int i;

	for (i = 0; i < kms->mode_count; i++)
		if (kms->modes[i].hdisplay == width &&
		    kms->modes[i].vdisplay == height)
			return &kms->modes[i];
	return NULL;
}

int kms_import(const struct kms *kms, int dmabuf,
	       const struct framering_geometry *geometry, uint32_t *handle,
	       uint32_t *fb)
{
	const struct framering_geometry *g = geometry;
	uint32_t handles[4] = { 0 }, pitches[4] = { 0 }, offsets[4] = { 0 };
	uint64_t modifiers[4] = { 0 };
	uint32_t i;
	int ret;

	if (drmPrimeFDToHandle(kms->fd, dmabuf, handle))
		return -errno;
	for (i = 0; i < g->planes; i++) {
		handles[i] = *handle;
		pitches[i] = g->stride[i];
		offsets[i] = g->offset[i];
		modifiers[i] = g->modifier;
	}
	if (g->modifier)
		ret = drmModeAddFB2WithModifiers(kms->fd, g->width, g->height,
						 g->fourcc, handles, pitches,
						 offsets, modifiers, fb,
						 DRM_MODE_FB_MODIFIERS);
	else
		ret = drmModeAddFB2(kms->fd, g->width, g->height, g->fourcc,
				    handles, pitches, offsets, fb, 0);
	if (!ret)
		return 0;
	ret = -errno;
	drmCloseBufferHandle(kms->fd, *handle);
	return ret;
}

void kms_forget(const struct kms *kms, uint32_t handle, uint32_t fb)
{
	drmModeRmFB(kms->fd, fb);
	drmCloseBufferHandle(kms->fd, handle);
}
