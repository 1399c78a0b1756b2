/* SPDX-License-Identifier: MIT */
/* What displays need that show the slots themselves. */
#ifndef VIEW_SCREEN_SLOTS_H
#define VIEW_SCREEN_SLOTS_H

#include <stddef.h>

#include <libframering.h>

#include "options/options.h"

/* The frame on the screen, and the next one. */
#define SLOTS_HELD	2

/**
 * slots_can_be_held - whether a consumer may hold as many as a screen does
 * @opt: the command line
 * @status: of the ring
 * @text: gets why not
 * @bytes: room in @text
 */
bool slots_can_be_held(const struct options *opt,
		       const struct framering_status *status, char *text,
		       size_t bytes);

/**
 * slots_export - get a slot as a dma-buf
 * @consumer: the role
 * @slot: its number
 * @dmabuf: gets the descriptor, which is the caller's
 * @text: gets why slots cannot be shared, where 1 is returned
 * @bytes: room in @text
 *
 * Return: 0, 1, or -ESTALE or -ENODEV: the role has ended.
 */
int slots_export(struct framering_consumer *consumer, uint32_t slot,
		 int *dmabuf, char *text, size_t bytes);

#endif /* VIEW_SCREEN_SLOTS_H */
