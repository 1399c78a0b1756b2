/* SPDX-License-Identifier: MIT */
/*
 * A plane of a card's that lies over what the screen shows: it scales, and
 * takes formats that the screen itself does not.
 */
#ifndef VIEW_KMS_PLANE_H
#define VIEW_KMS_PLANE_H

#include "kms.h"
#include "letterbox.h"

/**
 * struct kms_plane - a plane, and where it shows frames
 * @id: the card's name for it; 0: there is none
 * @box: where it lies on the screen
 * @visible: what is seen of a frame
 * @behind: what the screen shows around it: black
 */
struct kms_plane {
	uint32_t id;
	struct letterbox box;
	struct framering_rectangle visible;
	struct kms_buffer behind;
};

/**
 * kms_takes - whether the screen itself can show such frames
 * @kms: the card
 * @fourcc: their format
 *
 * Return: false only if the card says so.
 */
bool kms_takes(const struct kms *kms, uint32_t fourcc);

/**
 * kms_plane_create - find a plane for frames
 * @plane: gets it; kms_plane_destroy() it
 * @kms: the card
 * @mode: of the screen
 * @status: of the ring
 *
 * Whether it scales as much as that is only known when it is shown.
 *
 * Return: 0, -ENOTSUP (no plane shows these as they are meant), -ENOMEM.
 */
int kms_plane_create(struct kms_plane *plane, const struct kms *kms,
		     const drmModeModeInfo *mode,
		     const struct framering_status *status);

/* One without an id is fine. */
void kms_plane_destroy(struct kms_plane *plane, const struct kms *kms);

/*
 * Show a frame buffer of the frames' size; when this returns the one before is
 * not needed any more. Return: 0 or a negative errno.
 */
int kms_plane_show(const struct kms_plane *plane, const struct kms *kms,
		   uint32_t fb);

#endif /* VIEW_KMS_PLANE_H */
