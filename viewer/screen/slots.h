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

/*
 * Takes a slot's dma-buf over, but for the descriptor, which is closed then.
 * Return: 0 or a negative errno.
 */
typedef int (*slots_take)(void *taker, int dmabuf,
			  const struct framering_status *status);

/**
 * slots_share - give all slots to something that imports dma-bufs
 * @consumer: whose slots they are
 * @take: called with each, in their order, until it fails
 * @taker: for @take
 * @text: gets why slots cannot be shared, where 1 is returned
 * @bytes: room in @text
 *
 * Return: 0, 1, or -ESTALE or -ENODEV: the role has ended.
 */
int slots_share(struct framering_consumer *consumer, slots_take take,
		void *taker, char *text, size_t bytes);

#endif /* VIEW_SCREEN_SLOTS_H */
