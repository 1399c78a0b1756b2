/* SPDX-License-Identifier: MIT */
/*
 * Frames that a card cannot scan out from where they lie, or not in their size:
 * drawn by the processor, as in a window, into buffers of the card's.
 */
#ifndef VIEW_KMS_DRAWN_H
#define VIEW_KMS_DRAWN_H

#include "kms.h"
#include "options/options.h"

struct kms_drawn;

/**
 * kms_drawn_create - prepare for frames like these
 * @drawn: gets it; kms_drawn_destroy() it before @kms
 * @kms: the card
 * @mode: of the screen
 * @status: of the ring
 * @opt: the command line
 *
 * Return: 0 or a negative errno; it has been printed.
 */
int kms_drawn_create(struct kms_drawn **drawn, const struct kms *kms,
		     const drmModeModeInfo *mode,
		     const struct framering_status *status,
		     const struct options *opt);

/* NULL is fine. */
void kms_drawn_destroy(struct kms_drawn *drawn);

/*
 * Draw @frame, in the middle and as large as it can be, into the buffer that is
 * not on the screen. *@fb gets that. Return: 0 or a negative errno; it has been
 * printed.
 */
int kms_drawn_paint(struct kms_drawn *drawn,
		    const struct framering_frame *frame, uint32_t *fb);

/* How, in a sentence. */
void kms_drawn_path(const struct kms_drawn *drawn, char *text, size_t bytes);

#endif /* VIEW_KMS_DRAWN_H */
