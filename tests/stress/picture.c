// SPDX-License-Identifier: MIT
#include "harness.h"
#include "picture.h"

static uint64_t hash_word(uint64_t hash, uint64_t word)
{
	hash = (hash ^ word) * 0x9e3779b97f4a7c15ULL;
	return hash ^ hash >> 29;
}

void picture_fill(void *slot, uint32_t bytes, uint64_t frame)
{
	uint32_t last = bytes / 8 - 1, i;
	uint64_t hash = hash_word(PICTURE_SEED, frame);
	uint64_t *word = slot, next = hash;

	word[0] = frame;
	for (i = 1; i < last; i++) {
		next += 0xd1342543de82ef95ULL;
		word[i] = next;
		hash = hash_word(hash, next);
	}
	word[last] = hash;
}

void picture_check(const void *slot, uint32_t bytes, uint64_t frame)
{
	uint32_t last = bytes / 8 - 1, i;
	const uint64_t *word = slot;
	uint64_t hash;

	if (word[0] != frame)
		FAIL("frame %ju lies where %ju belongs", (uintmax_t)word[0],
		     (uintmax_t)frame);
	hash = hash_word(PICTURE_SEED, word[0]);
	for (i = 1; i < last; i++)
		hash = hash_word(hash, word[i]);
	if (word[last] != hash)
		FAIL("frame %ju is torn: hash %#jx, not %#jx",
		     (uintmax_t)frame, (uintmax_t)hash, (uintmax_t)word[last]);
}
