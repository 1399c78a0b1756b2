/* SPDX-License-Identifier: MIT */
/* A frame's way: acquire, checksum, paint, release. */
#ifndef VIEW_SHOW_H
#define VIEW_SHOW_H

#include "view.h"

/*
 * Show the next frame and release its slot, unless --snapshot needs it. Return:
 * 0, -EAGAIN (there is none), -ESTALE or -ENODEV (attach anew); other errors
 * have been printed.
 */
int show_frame(struct view *v);

#endif /* VIEW_SHOW_H */
