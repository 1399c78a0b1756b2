/* SPDX-License-Identifier: MIT */
/* Texts about the colours of a ring's frames. */
#ifndef VIEW_COLOURS_H
#define VIEW_COLOURS_H

#include <stddef.h>

#include <libframering.h>

/**
 * colours_text - how the numbers in a frame are taken for colours
 * @text: gets a text as "matrix bt709 (guessed), range limited", cut off if it
 *	is too long; 128 bytes are enough
 * @bytes: room in @text
 * @status: of the ring; of a format that is not known only what is told
 */
void colours_text(char *text, size_t bytes,
		  const struct framering_status *status);

#endif /* VIEW_COLOURS_H */
