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
 * @name: its own as in "XR24", or that of ffmpeg ("bgr0"), GStreamer ("BGRx")
 *	or V4L2 ("YUYV"); upper and lower case are the same, and ffmpeg's byte
 *	order may be missing ("yuv420p10")
 *
 * framering_format_find() in framering_format.h goes by code.
 *
 * Return: the format, or NULL.
 */
static inline const struct framering_format *
framering_format_by_name(const char *name);

/**
 * framering_compressed_name - the name of a compressed format
 * @fourcc: its code
 *
 * These have no table, so that framering_format_by_name() does not find them.
 *
 * Return: "JPEG", "H264" or "HEVC", or NULL: it is not one of them.
 */
const char *framering_compressed_name(uint32_t fourcc);

/**
 * framering_range_by_name - what a name says besides the format
 * @name: as above
 *
 * Return: enum framering_range: FRAMERING_RANGE_FULL for ffmpeg's "yuvj420p"
 * and its like, FRAMERING_RANGE_DEFAULT for all others.
 */
uint32_t framering_range_by_name(const char *name);

/**
 * framering_format_alias - what else a format is called
 * @fourcc: its code
 * @number: from 0; the first is ffmpeg's name, where it has one
 *
 * Return: a static text, or NULL: there are not so many.
 */
const char *framering_format_alias(uint32_t fourcc, unsigned int number);

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
 * framering_picture_number - what a word for a stream's pixels stands for
 * @what: "primaries", "transfer", "matrix", "range", "siting" or "field", a
 *	member of struct framering_picture
 * @word: ffmpeg's word for it ("bt709", "smpte2084", "limited", "left"), or a
 *	common one ("bt601", "bt2020", "srgb", "pq", "hlg", "tv", "pc"); fields
 *	are "progressive", "top" or "bottom", which comes first
 *
 * Return: the number, or -EINVAL: there is no such word.
 */
int framering_picture_number(const char *what, const char *word);

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
