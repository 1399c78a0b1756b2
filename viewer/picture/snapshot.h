/* SPDX-License-Identifier: MIT */
/* Writes PNG files. */
#ifndef VIEW_SNAPSHOT_H
#define VIEW_SNAPSHOT_H

#include <stddef.h>

#include "image.h"

/*
 * Whether @path can be written, without a trace of having looked. Prints
 * errors.
 * Return: 0 or a negative errno.
 */
int snapshot_check(const char *path);

/*
 * Write @image to @path, replacing an existing file. Prints errors.
 * Return: 0 or a negative errno.
 */
int snapshot_write(const struct image *image, const char *path);

/*
 * Write @image to the first free name of framering-0001.png and so on, in the
 * working directory; @name gets it. Prints errors.
 */
int snapshot_write_next(const struct image *image, char *name, size_t bytes);

#endif /* VIEW_SNAPSHOT_H */
