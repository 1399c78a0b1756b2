// SPDX-License-Identifier: MIT
/* framering_load(), against memcpy(). */
#include <libframering.h>
#include <stdlib.h>
#include <string.h>

#include "harness.h"

#define LONGEST	300
#define ROOM	(LONGEST + 64)

static const struct {
	const char *name;
	uint32_t cache;
} modes[] = {
	{ "write_combined", FRAMERING_CACHE_WC },
	{ "cached", FRAMERING_CACHE_WB },
	{ "uncached", FRAMERING_CACHE_UC },
};

TEST_VARIANTS(load_is_memcpy_at_every_alignment_ok, modes)
{
	static uint8_t src[ROOM + 64] __attribute__((aligned(64)));
	uint8_t got[ROOM], want[ROOM];
	size_t from, to, bytes;

	for (from = 0; from < sizeof(src); from++)
		src[from] = (uint8_t)(from * 7 + from / 256 + 1);
	for (from = 0; from < 64; from++)
		for (to = 0; to < 17; to += 1 + to / 3)
			for (bytes = 0; bytes <= LONGEST; bytes++) {
				memset(got, 0xee, sizeof(got));
				memset(want, 0xee, sizeof(want));
				memcpy(want + to, src + from, bytes);
				framering_load(got + to, src + from, bytes,
					       variant->cache);
				CHECK_MEM_EQ(got, want, sizeof(got));
			}
}

TEST(load_of_a_frame_ok)
{
	size_t bytes = 1920 * 1080 * 3 / 2, i;
	uint8_t *src = malloc(bytes), *got = calloc(1, bytes);

	CHECK(src && got);
	for (i = 0; i < bytes; i++)
		src[i] = (uint8_t)(i * 31 >> 3);
	framering_load(got, src, bytes, FRAMERING_CACHE_WC);
	CHECK_MEM_EQ(got, src, bytes);
	free(src);
	free(got);
}
