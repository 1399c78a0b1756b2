// SPDX-License-Identifier: MIT
/* What is told about a configuration that cannot be had. */
#include <ctype.h>
#include <fcntl.h>
#include <libframering.h>
#include <string.h>

#include "fake_device.h"
#include "harness.h"

#define PROCESSOR	" here (the processor or the architecture cannot)"

/* What framering_configure() gives, and what is then told. */
static const char *configure(uint32_t memory, uint32_t cache, int want)
{
	struct framering_config config = {
		.fourcc = DRM_FORMAT_R8,
		.width = 4,
		.height = 2,
		.memory = memory,
		.cache = cache,
	};
	const char *text;
	struct framering *ring;

	CHECK_EQ(framering_open(&ring, "/dev/null", O_RDWR), 0);
	CHECK_EQ(framering_configure(ring, &config), want);
	text = framering_config_error_text(ring, &config, want);
	framering_close(ring);
	return text;
}

static const struct {
	const char *name;
	uint32_t memory;
	uint32_t cache;
	uint32_t caches;
	const char *want;
} modes[] = {
	{ "one_mode", FRAMERING_MEMORY_VMALLOC, FRAMERING_CACHE_WC, FAKE_WB,
	  "memory kind vmalloc cannot be write-combined; "
	  "it can only be cached" },
	{ "two_modes", FRAMERING_MEMORY_PAGES, FRAMERING_CACHE_WC,
	  FAKE_WB | FAKE_UC, "memory kind pages cannot be write-combined"
	  PROCESSOR "; it can be cached or uncached" },
	{ "default_kind", FRAMERING_MEMORY_DEFAULT, FRAMERING_CACHE_UC,
	  FAKE_WB, "the default memory kind cannot be uncached" PROCESSOR
	  "; it can only be cached" },
	{ "coherent", FRAMERING_MEMORY_COHERENT, FRAMERING_CACHE_WC, FAKE_WB,
	  "memory kind coherent cannot be write-combined here (the platform "
	  "decides); it can only be cached" },
	{ "bar", FRAMERING_MEMORY_BAR, FRAMERING_CACHE_WB, FAKE_WC,
	  "memory kind bar cannot be cached" PROCESSOR
	  "; it can only be write-combined" },
	{ "no_such_mode", FRAMERING_MEMORY_PAGES, 9,
	  FAKE_WC | FAKE_WB | FAKE_UC, "memory kind pages cannot have cache "
	  "mode 9" PROCESSOR "; it can be write-combined, cached or uncached" },
	/* Its bit would be that of "cached" once more. */
	{ "no_such_bit", FRAMERING_MEMORY_VMALLOC, 32 + FRAMERING_CACHE_WB,
	  FAKE_WB, "memory kind vmalloc cannot have cache mode 34; "
	  "it can only be cached" },
	{ "modes_of_a_newer_release", FRAMERING_MEMORY_VMALLOC,
	  FRAMERING_CACHE_WC, FAKE_WB | 1U << 9,
	  "memory kind vmalloc cannot be write-combined; "
	  "it can only be cached" },
};

TEST_VARIANTS(cache_mode_that_the_kind_lacks_fails, modes)
{
	uint32_t *caches = fake_device.query.caches;

	caches[variant->memory] = variant->caches;
	if (!variant->memory)
		caches[FRAMERING_MEMORY_PAGES] = variant->caches;
	CHECK_STR_EQ(configure(variant->memory, variant->cache, -EINVAL),
		     variant->want);
}

static const struct {
	const char *name;
	uint32_t memory;
	const char *want;
} lacking[] = {
	{ "bar", FRAMERING_MEMORY_BAR, "this ring has no memory kind bar; "
	  "it has pages, vmalloc and coherent" },
	{ "number", FRAMERING_MEMORY_IMPORT + 1,
	  "this ring has no memory kind 6; "
	  "it has pages, vmalloc and coherent" },
	{ "huge_number", 0xffffffff, "this ring has no memory kind "
	  "4294967295; it has pages, vmalloc and coherent" },
};

TEST_VARIANTS(memory_kind_that_the_ring_lacks_fails, lacking)
{
	CHECK_STR_EQ(configure(variant->memory, 0, -EINVAL), variant->want);
	/* The kind is what is wrong, whatever the mode. */
	CHECK_STR_EQ(configure(variant->memory, FRAMERING_CACHE_UC, -EINVAL),
		     variant->want);
}

TEST(list_of_fewer_kinds_fails)
{
	fake_device.query.caches[FRAMERING_MEMORY_COHERENT] = 0;
	CHECK_STR_EQ(configure(FRAMERING_MEMORY_COHERENT, 0, -EINVAL),
		     "this ring has no memory kind coherent; "
		     "it has pages and vmalloc");
	fake_device.query.caches[FRAMERING_MEMORY_VMALLOC] = 0;
	CHECK_STR_EQ(configure(FRAMERING_MEMORY_VMALLOC, 0, -EINVAL),
		     "this ring has no memory kind vmalloc; it has pages");
}

static const struct {
	const char *name;
	uint32_t memory;
	int error;
	const char *part;
} others[] = {
	{ "coherent_memory", FRAMERING_MEMORY_COHERENT, ENOMEM,
	  "without IOMMU or CMA a slot of memory kind coherent has at most "
	  "4 MiB" },
	{ "bar_size", FRAMERING_MEMORY_BAR, EFBIG,
	  "more than the device's memory holds" },
	{ "bar_memory", FRAMERING_MEMORY_BAR, ENOMEM,
	  "no room in the device's memory" },
	{ "import_of_others", FRAMERING_MEMORY_IMPORT, EINVAL,
	  "make it as many as there are slots" },
	{ "import_to_read", FRAMERING_MEMORY_IMPORT, EACCES,
	  "not open for reading and writing" },
	{ "import_without_pages", FRAMERING_MEMORY_IMPORT, EOPNOTSUPP,
	  "allocate it from a dma-heap" },
	{ "pages_memory", FRAMERING_MEMORY_PAGES, ENOMEM, NULL },
	{ "coherent_size", FRAMERING_MEMORY_COHERENT, EFBIG, NULL },
	{ "busy", FRAMERING_MEMORY_VMALLOC, EBUSY, NULL },
	/* The table of the caches has nothing against it. */
	{ "other_settings", FRAMERING_MEMORY_PAGES, EINVAL, NULL },
};

TEST_VARIANTS(other_errors_have_their_text_fails, others)
{
	const char *text;

	fake_device_add_bar();
	fake_device.query.caches[FRAMERING_MEMORY_IMPORT] =
		1U << FRAMERING_CACHE_WB;
	fake_device.configure_errno = variant->error;
	text = configure(variant->memory, 0, -variant->error);
	test_diag("%s", text);
	if (!variant->part) {
		CHECK_STR_EQ(text, framering_error_text(-variant->error));
		return;
	}
	CHECK(strstr(text, variant->part) && strchr(text, ';'));
	CHECK(islower((unsigned char)text[0]));
	CHECK_NE(text[strlen(text) - 1], '.');
}

TEST(no_table_is_the_plain_text_fails)
{
	size_t i;

	for (i = 0; i < FRAMERING_MEMORIES; i++)
		fake_device.query.caches[i] = 0;
	CHECK_STR_EQ(configure(0, 0, -EINVAL), framering_error_text(-EINVAL));
}
