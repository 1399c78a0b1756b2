/* SPDX-License-Identifier: MIT */
/* A graphics card and a screen, by the kernel's mode setting. */
#ifndef VIEW_KMS_H
#define VIEW_KMS_H

#include <stdbool.h>
#include <stdint.h>
#include <xf86drm.h>
#include <xf86drmMode.h>

#include <libframering.h>

/**
 * struct kms - a card, and one of its connectors
 * @name: the card's file, for messages
 * @fd: its file
 * @connector: the connector
 * @modes: its modes, the preferred one first
 * @crtc: what scans out for it
 * @saved: what was shown before; NULL: nothing
 */
struct kms {
	char name[64];
	int fd;
	uint32_t connector;
	drmModeModeInfo modes[64];
	int mode_count;
	uint32_t crtc;
	drmModeCrtc *saved;
};

/*
 * Open the card and the connector of CARD[:CONNECTOR], as card1:HDMI-A-1; what
 * is not told is the first that has a screen. Prints errors. kms_close() it.
 */
int kms_open(struct kms *kms, const char *wish);
/* What was shown before is shown again. */
void kms_close(struct kms *kms);

/* The mode of this size; NULL: there is none. */
drmModeModeInfo *kms_mode(struct kms *kms, uint32_t width, uint32_t height);

/**
 * kms_import - let the card scan a dma-buf out
 * @kms: the card
 * @dmabuf: the dma-buf, which may be closed afterwards
 * @geometry: what lies in it
 * @handle: gets the card's name for the memory
 * @fb: gets the frame buffer; kms_forget() both
 *
 * Return: 0 or a negative errno.
 */
int kms_import(const struct kms *kms, int dmabuf,
	       const struct framering_geometry *geometry, uint32_t *handle,
	       uint32_t *fb);
void kms_forget(const struct kms *kms, uint32_t handle, uint32_t fb);

/**
 * struct kms_buffer - memory of the card's, XR24
 * @handle: the card's name for it; 0: there is none
 * @fb: the frame buffer
 * @pixels: where it is mapped, to write
 * @pitch: bytes from one line to the next
 * @bytes: of all
 */
struct kms_buffer {
	uint32_t handle;
	uint32_t fb;
	void *pixels;
	uint32_t pitch;
	uint64_t bytes;
};

/* Return: 0, kms_buffer_destroy() it; or a negative errno. */
int kms_buffer_create(const struct kms *kms, uint32_t width, uint32_t height,
		      struct kms_buffer *buffer);
/* One that is all zero is fine. */
void kms_buffer_destroy(const struct kms *kms, struct kms_buffer *buffer);

#endif /* VIEW_KMS_H */
