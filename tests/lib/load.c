// SPDX-License-Identifier: MIT
/* framering_load(), against memcpy(). */
#include <libframering.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

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

/* Memory between two pages that must not be touched. */
static uint8_t *fenced(size_t bytes, size_t page)
{
	uint8_t *room = mmap(NULL, bytes + 2 * page, PROT_NONE,
			     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	CHECK(room != MAP_FAILED);
	CHECK_OK(mprotect(room + page, bytes, PROT_READ | PROT_WRITE));
	return room + page;
}

TEST_VARIANTS(load_touches_nothing_beyond_its_ends_ok, modes)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE), bytes, i;
	uint8_t *src = fenced(page, page), *dst = fenced(page, page);

	for (i = 0; i < page; i++)
		src[i] = (uint8_t)(i * 11 + i / 256 + 1);
	for (bytes = 0; bytes <= LONGEST; bytes++) {
		size_t last = page - bytes;

		/* From the first bytes to the last, and the other way. */
		memset(dst, 0xee, page);
		framering_load(dst + last, src, bytes, variant->cache);
		CHECK_MEM_EQ(dst + last, src, bytes);
		memset(dst, 0xee, page);
		framering_load(dst, src + last, bytes, variant->cache);
		CHECK_MEM_EQ(dst, src + last, bytes);
	}
	framering_load(dst, src, page, variant->cache);
	CHECK_MEM_EQ(dst, src, page);
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
