// SPDX-License-Identifier: MIT
/* Reads the samples of a colour out of a line of pixels. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "samples.h"

uint32_t samples_depth(const struct framering_format *format)
{
	return format->bits < 8 ? 8 : format->bits;
}

/* Those of a plane. */
static void find_in(struct samples *s, const struct framering_plane_format *p,
		    const char *letters)
{
	const char *text = p->samples;
	uint32_t bit = 0;

	while (bit < p->bytes * 8U) {
		char letter = *text;
		char *end;
		uint32_t bits = (uint32_t)strtoul(text + 1, &end, 10);

		if (strchr(letters, letter) && s->count < SAMPLES_MAX) {
			s->bits = bits;
			s->at[s->count] = (uint8_t)(bit / 8);
			s->shift[s->count++] = (uint8_t)(bit % 8);
		}
		bit += bits;
		text = *end ? end : p->samples;
	}
}

/* In words, the bit that a sample begins at counts from the word's first. */
static void find_step(struct samples *s)
{
	uint32_t size = s->bits > 8 ? 2 : 1, i;
	uint32_t step = s->bytes / s->count;
	uint32_t first = s->at[0] / size * size;

	if (step % size || s->bytes % s->count || s->bits < 8)
		return;
	for (i = 0; i < s->count; i++) {
		uint32_t word = first + i * step;
		uint32_t shift = (s->at[i] - word) * 8U + s->shift[i];

		if (s->at[i] < word || shift + s->bits > size * 8 ||
		    shift != (s->at[0] - first) * 8U + s->shift[0])
			return;
	}
	for (i = 0; i < s->count; i++) {
		s->shift[i] = (uint8_t)((s->at[0] - first) * 8U + s->shift[0]);
		s->at[i] = (uint8_t)(first + i * step);
	}
	s->step = step;
}

int samples_find(struct samples *samples, const struct framering_format *format,
		 const char *letters)
{
	uint32_t i;

	memset(samples, 0, sizeof(*samples));
	samples->depth = samples_depth(format);
	for (i = 0; i < format->planes; i++) {
		samples->plane = i;
		samples->bytes = format->plane[i].bytes;
		find_in(samples, &format->plane[i], letters);
		if (!samples->count)
			continue;
		find_step(samples);
		return 0;
	}
	return -ENOENT;
}

/* A step that is known to the compiler lets it read many at once. */
static inline void read_bytes_by(const uint8_t *restrict line, uint32_t step,
				 uint32_t count, uint8_t *restrict dst)
{
	uint32_t i;

	for (i = 0; i < count; i++)
		dst[i] = line[i * step];
}

static void read_bytes(const struct samples *s, const uint8_t *line,
		       uint32_t count, uint8_t *dst)
{
	line += s->at[0];
	switch (s->step) {
	case 1:
		memcpy(dst, line, count);
		break;
	case 2:
		read_bytes_by(line, 2, count, dst);
		break;
	case 4:
		read_bytes_by(line, 4, count, dst);
		break;
	default:
		read_bytes_by(line, s->step, count, dst);
	}
}

static inline void read_words_by(const struct samples *s,
				 const uint8_t *restrict line, uint32_t step,
				 uint32_t count, uint16_t *restrict dst)
{
	uint32_t shift = s->shift[0], mask = (1U << s->bits) - 1, i;
	uint16_t word;

	for (i = 0; i < count; i++) {
		memcpy(&word, line + i * step, sizeof(word));
		dst[i] = (uint16_t)(word >> shift & mask);
	}
}

static void read_words(const struct samples *s, const uint8_t *line,
		       uint32_t count, uint16_t *dst)
{
	line += s->at[0];
	switch (s->step) {
	case 2:
		read_words_by(s, line, 2, count, dst);
		break;
	case 4:
		read_words_by(s, line, 4, count, dst);
		break;
	default:
		read_words_by(s, line, s->step, count, dst);
	}
}

/* Of samples that have fewer bits than they get: all of one is all of both. */
static uint32_t widen(const struct samples *s, uint32_t value)
{
	uint32_t most = (1U << s->bits) - 1, all = (1U << s->depth) - 1;

	return s->bits == s->depth ? value : (value * all + most / 2) / most;
}

static void read_bits(const struct samples *s, const uint8_t *line,
		      uint32_t units, void *dst)
{
	uint32_t mask = (1U << s->bits) - 1, i, bits;
	uint8_t *bytes = dst;
	uint16_t *words = dst;

	while (units--) {
		for (i = 0; i < s->count; i++) {
			memcpy(&bits, line + s->at[i], sizeof(bits));
			bits = widen(s, bits >> s->shift[i] & mask);
			if (s->depth > 8)
				*words++ = (uint16_t)bits;
			else
				*bytes++ = (uint8_t)bits;
		}
		line += s->bytes;
	}
}

void samples_read(const struct samples *samples, const uint8_t *line,
		  uint32_t units, void *dst)
{
	if (!samples->step)
		read_bits(samples, line, units, dst);
	else if (samples->depth > 8)
		read_words(samples, line, units * samples->count, dst);
	else
		read_bytes(samples, line, units * samples->count, dst);
}
