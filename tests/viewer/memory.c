// SPDX-License-Identifier: MIT
/* What is told about a ring's memory. */
#include <stdlib.h>

#include "harness.h"
#include "ring/memory.h"
#include "ring/role.h"

static const struct {
	const char *name;
	uint32_t asked;
	uint32_t effective;
	const char *want;
} modes[] = {
	{ "same", FRAMERING_CACHE_WC, FRAMERING_CACHE_WC, "write-combined" },
	{ "cached", FRAMERING_CACHE_WB, FRAMERING_CACHE_WB, "cached" },
	{ "other", FRAMERING_CACHE_WC, FRAMERING_CACHE_UC,
	  "asked for write-combined, uncached in effect" },
	{ "several", FRAMERING_CACHE_WC, FRAMERING_CACHE_DEFAULT,
	  "asked for write-combined, unknown in effect" },
};

TEST_VARIANTS(cache_mode_in_effect_is_told_ok, modes)
{
	struct framering_status status = {
		.cache_asked = variant->asked,
		.cache_effective = variant->effective,
	};
	char text[64];

	memory_cache(text, sizeof(text), &status);
	CHECK_STR_EQ(text, variant->want);
}

/* A display may show its figures before there is a role. */
TEST(memory_is_known_before_attaching_ok)
{
	struct options options = { .device = "/dev/null" };
	struct role role = { 0 };

	CHECK_OK(setenv("FAKE", "memory=coherent,cache=uc,slots=8", 1));
	CHECK_EQ(role_open(&role, &options), 0);
	CHECK_EQ(role_look(&role), 0);
	CHECK_EQ(role.status.memory, FRAMERING_MEMORY_COHERENT);
	CHECK_EQ(role.status.cache_asked, FRAMERING_CACHE_WC);
	CHECK_EQ(role.status.cache_effective, FRAMERING_CACHE_UC);
	CHECK_EQ(role.status.slots, 8);
	role_close(&role);
}
