/* SPDX-License-Identifier: MIT */
/* The viewer: takes frames from a ring and shows them. */
#ifndef VIEW_VIEW_H
#define VIEW_VIEW_H

#include "options.h"

/* Run until something ends it. Return: 0, or a negative errno, said. */
int view_run(const struct options *opt);

#endif /* VIEW_VIEW_H */
