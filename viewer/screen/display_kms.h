/* SPDX-License-Identifier: MIT */
/* The state of a display that is a screen without a desktop. */
#ifndef VIEW_SCREEN_DISPLAY_KMS_H
#define VIEW_SCREEN_DISPLAY_KMS_H

#include <stdbool.h>
#include <stdint.h>

#include "display.h"
#include "kms.h"
#include "kms_drawn.h"
#include "kms_plane.h"
#include "kms_slots.h"
#include "slots.h"

/**
 * struct kms_display - the display
 * @base: its kind
 * @opt: the command line
 * @kms: the card
 * @status: of the ring, as far as it does not change
 * @mode: the mode that shows them
 * @drawn: draws them; NULL: the slots are scanned out
 * @plane: scans them out beside the screen itself; without an id: it does not
 * @slots: those that are scanned out
 * @shown: the CRTC shows one of them
 * @pending: a flip is under way
 * @no_flip: the card does not flip, or does not tell
 * @current: the frame on the screen, if there is @has_current
 * @next: the one that is flipped to
 * @next_fb: its frame buffer
 * @done: frames that are not needed any more
 * @done_count: how many
 */
struct kms_display {
	struct display base;
	const struct options *opt;
	struct kms kms;
	struct framering_status status;
	drmModeModeInfo *mode;
	struct kms_drawn *drawn;
	struct kms_plane plane;
	struct kms_slots slots;
	bool shown;
	bool pending;
	bool no_flip;
	bool has_current;
	struct framering_frame current;
	struct framering_frame next;
	uint32_t next_fb;
	struct framering_frame done[SLOTS_HELD];
	uint32_t done_count;
};

/* Take what the card has to say without waiting. */
void kms_flip_look(struct kms_display *d);

/* Wait until the flip that is under way is done. */
void kms_flip_settle(struct kms_display *d);

/* @d->next is on the screen, and what was there is not. */
void kms_flip_done(struct kms_display *d);

/*
 * Show @fb; true in @d->pending: it is not there yet. Return: 0 or a negative
 * errno.
 */
int kms_flip_show(struct kms_display *d, uint32_t fb);

#endif /* VIEW_SCREEN_DISPLAY_KMS_H */
