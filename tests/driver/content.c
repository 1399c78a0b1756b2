// SPDX-License-Identifier: MIT
#include <string.h>

#include <framering_pattern.h>

#include "content.h"

#define MARK		0xf00dULL
#define MARK_SHIFT	48
#define PRODUCER_SHIFT	32

uint64_t content_word(uint32_t producer, uint64_t frame)
{
	return MARK << MARK_SHIFT |
	       (uint64_t)(producer & 0xffff) << PRODUCER_SHIFT |
	       (frame & 0xffffffff);
}

uint32_t content_producer(uint64_t word)
{
	return word >> MARK_SHIFT == MARK ?
	       (uint32_t)(word >> PRODUCER_SHIFT) & 0xffff : 0;
}

uint8_t content_byte(uint32_t producer)
{
	return (uint8_t)(0x80 | producer);
}

static uint64_t word_at(const uint8_t *at)
{
	uint64_t word;

	memcpy(&word, at, sizeof(word));
	return word;
}

void content_fill(uint8_t *at, size_t bytes, uint64_t word)
{
	size_t i;

	for (i = 0; i < bytes; i += sizeof(word))
		memcpy(at + i, &word, sizeof(word));
}

static int is_word(uint64_t word)
{
	uint64_t byte = word & 0xff;

	return word >> MARK_SHIFT == MARK ||
	       (byte >= 0x80 && word == byte * 0x0101010101010101ULL);
}

static int is_uniform(const uint8_t *at, size_t bytes)
{
	uint64_t first = word_at(at);
	size_t i;

	for (i = 0; i + sizeof(first) <= bytes; i += sizeof(first))
		if (word_at(at + i) != first)
			return 0;
	return 1;
}

/* XRGB8888: one plane, and a line may be as wide as those we configure. */
static int is_picture(const struct framering_geometry *g, const uint8_t *at,
		      size_t bytes, uint64_t number)
{
	static const struct framering_picture untold;
	uint8_t row[FRAMERING_PATTERN_LINE_EDGE + 1][4 * 512];
	int drawn[FRAMERING_PATTERN_LINE_EDGE + 1] = { 0 };
	uint32_t y, width = 4 * g->width;

	if (width > sizeof(row[0]))
		return 0;
	for (y = 0; y < g->height; y++) {
		uint32_t line = framering_pattern_line(g, y);

		if ((y + 1) * g->stride[0] > bytes)
			break;
		if (!drawn[line])
			framering_pattern_row(g, &untold, 0, line, number,
					      row[line]);
		drawn[line] = 1;
		if (memcmp(at + y * g->stride[0], row[line], width))
			return 0;
	}
	return 1;
}

int content_is_whole(const struct framering_geometry *geometry,
		     const uint8_t *at, size_t bytes, uint64_t number)
{
	if (is_word(word_at(at)))
		return is_uniform(at, bytes);
	return is_picture(geometry, at, bytes, number);
}

int content_is_torn(const uint8_t *at, size_t bytes)
{
	return bytes >= sizeof(uint64_t) && is_word(word_at(at)) &&
	       !is_uniform(at, bytes);
}
