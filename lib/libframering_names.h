/* SPDX-License-Identifier: MIT */
/* Names of formats and memory, and texts of errors; see libframering.h. */
#ifndef LIBFRAMERING_NAMES_H
#define LIBFRAMERING_NAMES_H

#include "libframering.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * framering_format_by_name - look a format up
 * @name: four characters as in "XR24" (a trailing blank may be missing), or
 *	ffmpeg's name as in "bgr0"; upper and lower case are the same
 *
 * framering_format_find() in framering_format.h goes by code.
 *
 * Return: the format, or NULL.
 */
static inline const struct framering_format *
framering_format_by_name(const char *name);

/*
 * "pages", "vmalloc", "coherent", "bar"; and "write-combined", "cached",
 * "uncached". All other numbers, those of defaults too, are "unknown".
 */
const char *framering_memory_name(uint32_t memory);
const char *framering_cache_name(uint32_t cache);

/**
 * framering_picture_text - what is told of a stream's pixels, in words
 * @picture: as in the STATUS page
 * @geometry: see there
 * @line: gets a text such as "pixel aspect 4:3, 25 frames/s, range limited",
 *	cut off if it is too long; empty if nothing is told
 * @bytes: room in @line, 256 are enough
 *
 * Return: @line.
 */
const char *framering_picture_text(const struct framering_picture *picture,
				   const struct framering_geometry *geometry,
				   char *line, size_t bytes);

/**
 * framering_error_text - what went wrong and what to do about it
 * @error: a negative errno that a function above returned
 *
 * Return: a text without capital or full stop; static, or valid until the
 * thread's next call.
 */
const char *framering_error_text(int error);

#ifdef __cplusplus
}
#endif

#endif /* LIBFRAMERING_NAMES_H */
