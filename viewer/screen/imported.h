/* SPDX-License-Identifier: MIT */
/* A window whose graphics card reads the slots where they lie. */
#ifndef VIEW_SCREEN_IMPORTED_H
#define VIEW_SCREEN_IMPORTED_H

#include <stdbool.h>

#include <libframering.h>

#include "options/options.h"
#include "slots.h"

struct egl;

/**
 * struct imported - slots that have images, and the frames that are in use
 * @egl: images; NULL: the renderer takes none
 * @active: all slots have one
 * @current: the frame that the window shows
 * @has_current: there is one
 * @before: the one before, which the card may still be drawing
 * @has_before: there is one
 */
struct imported {
	struct egl *egl;
	bool active;
	struct framering_frame current;
	bool has_current;
	struct framering_frame before;
	bool has_before;
};

/**
 * imported_begin - make an image of each slot
 * @imported: with @egl
 * @consumer: the role, until imported_end()
 * @opt: the command line
 * @status: of the ring
 * @text: gets why slots are not imported, where 1 is returned
 * @bytes: room in @text
 *
 * Return: 0, 1, or -ESTALE or -ENODEV: the role has ended.
 */
int imported_begin(struct imported *imported,
		   struct framering_consumer *consumer,
		   const struct options *opt,
		   const struct framering_status *status, char *text,
		   size_t bytes);

/* Give the images back; frames that are in use go with the role. */
void imported_end(struct imported *imported);

/* The window shows @frame from now on. */
void imported_show(struct imported *imported,
		   const struct framering_frame *frame);

/* As display_ops.done. */
bool imported_done(struct imported *imported, struct framering_frame *frame);

/* The same, where the window shows none of them any more. */
bool imported_leave(struct imported *imported, struct framering_frame *frame);

#endif /* VIEW_SCREEN_IMPORTED_H */
