/* SPDX-License-Identifier: MIT */
/* A frame's way: acquire, checksum, paint, release. */
#ifndef VIEW_SHOW_H
#define VIEW_SHOW_H

#include "view.h"

/*
 * Show the next frame; the slot goes back at once. Return: 0, -EAGAIN (there
 * is none), -ESTALE or -ENODEV (attach anew); other errors have been said.
 */
int show_frame(struct view *v);

#endif /* VIEW_SHOW_H */
