/* SPDX-License-Identifier: MIT */
/* Where the samples of a colour lie in a line of pixels. */
#ifndef VIEW_SAMPLES_H
#define VIEW_SAMPLES_H

#include <stdint.h>

#include <libframering.h>

/* v210 has that many in a unit. */
#define SAMPLES_MAX	48

/**
 * struct samples - samples of one kind in the units of a plane
 * @plane: number of the plane
 * @count: how many of them a unit has
 * @bits: how many each has
 * @depth: how many it gets: 8 at least
 * @bytes: of a unit
 * @step: bytes from one to the next, if that is the same throughout and each
 *	lies in a byte or in a word of 16 bits; 0: it is not
 * @at: the byte where each begins
 * @shift: and the bit in it
 */
struct samples {
	uint32_t plane;
	uint32_t count;
	uint32_t bits;
	uint32_t depth;
	uint32_t bytes;
	uint32_t step;
	uint8_t at[SAMPLES_MAX];
	uint8_t shift[SAMPLES_MAX];
};

/* Bits of a sample once it has been read: never less than 8. */
uint32_t samples_depth(const struct framering_format *format);

/**
 * samples_find - find the samples of some letters
 * @samples: gets where they lie
 * @format: a pixel format
 * @letters: as in struct framering_plane_format; those of the first plane that
 *	has one of them
 *
 * Return: 0, or -ENOENT: there are none.
 */
int samples_find(struct samples *samples, const struct framering_format *format,
		 const char *letters);

/**
 * samples_read - read those of a line
 * @samples: what to read
 * @line: the line, with 4 bytes behind its end that may be read, too
 * @units: how many units of it
 * @dst: gets @units times @samples->count samples: bytes, or words of 16 bits
 *	where @samples->depth is more than 8
 */
void samples_read(const struct samples *samples, const uint8_t *line,
		  uint32_t units, void *dst);

#endif /* VIEW_SAMPLES_H */
