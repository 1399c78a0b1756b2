// SPDX-License-Identifier: MIT
#include <string.h>

#include <libframering.h>

#include "pixels.h"

/* What fits into the first cache with room to spare. */
#define PIECE	16384

/* What is marked of each page. */
#define PAGE	4096
#define MARK	64

/* Any processor of the architecture has registers for it. */
struct lane {
	uint64_t word __attribute__((vector_size(16)));
};

void pixels_fill(void *frame, size_t bytes, uint8_t value)
{
	memset(frame, value, bytes);
}

/* Not zero bits where some byte differs from @first's. */
static uint64_t differences(const void *piece, size_t bytes, uint64_t first)
{
	const struct lane *lane = piece;
	struct lane want = { { first, first } };
	struct lane sum[4] = { 0 };
	size_t i;

	for (i = 0; i + 4 <= bytes / sizeof(*lane); i += 4) {
		sum[0].word |= lane[i].word ^ want.word;
		sum[1].word |= lane[i + 1].word ^ want.word;
		sum[2].word |= lane[i + 2].word ^ want.word;
		sum[3].word |= lane[i + 3].word ^ want.word;
	}
	sum[0].word |= sum[1].word | sum[2].word | sum[3].word;
	return sum[0].word[0] | sum[0].word[1];
}

int pixels_read(const void *frame, size_t bytes, int stream)
{
	static uint8_t piece[PIECE] __attribute__((aligned(64)));
	const uint8_t *at = frame;
	uint64_t different = 0;
	uint8_t value = at[0];
	uint64_t first = value * 0x0101010101010101ULL;
	size_t left, n;

	if (!stream)
		return differences(at, bytes, first) ? -1 : value;
	for (left = bytes; left; left -= n, at += n) {
		n = left < PIECE ? left : PIECE;
		framering_load(piece, at, n, FRAMERING_CACHE_WC);
		different |= differences(piece, n, first);
	}
	return different ? -1 : value;
}

void pixels_mark(void *frame, size_t bytes, uint8_t value)
{
	uint8_t *at = frame;
	size_t i;

	for (i = 0; i + MARK <= bytes; i += PAGE)
		memset(at + i, value, MARK);
}

int pixels_marked(const void *frame, size_t bytes)
{
	const volatile uint8_t *at = frame;
	uint8_t value = at[0];
	int different = 0;
	size_t i;

	for (i = 0; i + MARK <= bytes; i += PAGE)
		different |= at[i] ^ value;
	return different ? -1 : value;
}
