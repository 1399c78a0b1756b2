// SPDX-License-Identifier: MIT
/* QUERY and CONFIGURE: what they give, and what they refuse. */
#include <fcntl.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <framering_format.h>

#include "dev.h"
#include "harness.h"
#include "kind.h"

TEST(query_of_a_fresh_ring_ok)
{
	int ring = dev_open(O_RDONLY);
	struct framering_query query = dev_query(ring);

	CHECK_EQ(query.version, FRAMERING_ABI_VERSION);
	CHECK_EQ(query.ring, 0);
	CHECK(query.caches[FRAMERING_MEMORY_PAGES]);
	CHECK(query.caches[FRAMERING_MEMORY_DEFAULT] &
	      1u << FRAMERING_CACHE_WB);
	CHECK_GT(query.max_bytes, 1000000u);
}

TEST_VARIANTS(configure_fills_everything_in_ok, dev_kinds)
{
	struct framering_config config = kind_config(variant);
	int ring = kind_open(variant, O_RDWR);
	struct framering_query query;

	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
	CHECK_EQ(config.memory, variant->memory);
	CHECK_EQ(config.cache, variant->cache);
	CHECK_EQ(config.max_held, 1);
	CHECK_GT(config.stall_ms, 0u);
	CHECK_EQ(config.geometry.planes, 1);
	CHECK_EQ(config.geometry.stride[0], 256);
	CHECK_EQ(config.geometry.frame_bytes, 256 * 48);
	CHECK_EQ(config.geometry.slot_bytes, 256 * 48);
	query = dev_query(ring);
	CHECK_EQ(query.generation, config.generation);
	CHECK_EQ(query.cache_asked, variant->cache);
	CHECK_EQ(query.cache_effective, config.cache_effective);
	CHECK_MEM_EQ(&query.geometry, &config.geometry,
		     sizeof(query.geometry));
}

TEST(configure_with_zeros_gives_the_defaults_ok)
{
	struct framering_config config = {
		.size = sizeof(config),
		.fourcc = DRM_FORMAT_XRGB8888,
		.width = 64,
		.height = 48,
	};
	int ring = dev_open(O_RDWR);

	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
	CHECK_EQ(config.slots, 4);
	CHECK_EQ(config.max_held, 1);
	CHECK_EQ(config.stall_ms, 5000);
	CHECK_EQ(config.memory, FRAMERING_MEMORY_PAGES);
	CHECK_NE(config.cache, FRAMERING_CACHE_DEFAULT);
	CHECK_EQ(dev_query(ring).slots, 4);
}

TEST(configure_every_format_ok)
{
	int ring = dev_open(O_RDWR);
	size_t i;

	for (i = 0; i < FRAMERING_FORMATS; i++) {
		struct framering_config config = dev_config();
		struct framering_geometry want = {
			.fourcc = framering_formats[i].fourcc,
			.width = 37,
			.height = 23,
		};

		config.fourcc = want.fourcc;
		config.width = 37;
		config.height = 23;
		config.stride_align = 64;
		CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
		CHECK_EQ(framering_geometry_fill(&want, 64,
						 (uint32_t)getpagesize()), 0);
		CHECK_MEM_EQ(&config.geometry, &want, sizeof(want));
	}
}

/**
 * struct bad - a structure that must be refused
 * @name: what is wrong with it
 * @at: offset of the member
 * @value: what it is set to
 * @error: the errno that is expected
 */
struct bad {
	const char *name;
	size_t at;
	uint32_t value;
	int error;
};

#define AT(member)	offsetof(struct framering_config, member)

static const struct bad bad_configs[] = {
	{ "size_zero", AT(size), 0, EINVAL },
	{ "size_short", AT(size), 4, EINVAL },
	{ "size_one_less", AT(size), AT(dmabufs) - 1, EINVAL },
	{ "size_over_a_page", AT(size), 1 << 20, EINVAL },
	{ "flags_unknown", AT(flags), 8, EINVAL },
	{ "flags_all", AT(flags), UINT32_MAX, EINVAL },
	{ "fourcc_zero", AT(fourcc), 0, EINVAL },
	{ "fourcc_unknown", AT(fourcc), DRM_FORMAT_ABGR16161616F, EINVAL },
	{ "width_zero", AT(width), 0, EINVAL },
	{ "width_long", AT(width), FRAMERING_MAX_SIDE + 1, EINVAL },
	{ "width_negative", AT(width), UINT32_MAX, EINVAL },
	{ "height_zero", AT(height), 0, EINVAL },
	{ "height_long", AT(height), FRAMERING_MAX_SIDE + 1, EINVAL },
	{ "height_overflow", AT(height), 0x40000000, EINVAL },
	{ "slots_one", AT(slots), 1, EINVAL },
	{ "slots_three", AT(slots), 3, EINVAL },
	{ "slots_64", AT(slots), 64, EINVAL },
	{ "align_odd", AT(stride_align), 3, EINVAL },
	{ "align_8192", AT(stride_align), 8192, EINVAL },
	{ "memory_unknown", AT(memory), 30, EINVAL },
	{ "memory_over_32", AT(memory), 99, EINVAL },
	{ "cache_unknown", AT(cache), 4, EINVAL },
	{ "cache_over_32", AT(cache), 33, EINVAL },
	{ "max_held_all", AT(max_held), 4, EINVAL },
	{ "stall_day", AT(stall_ms), 86400000, EINVAL },
};

TEST_VARIANTS(configure_with_one_bad_member_fails, bad_configs)
{
	struct framering_config config = dev_config(), before;
	int ring = dev_ring(FRAMERING_CACHE_WB);
	uint64_t generation = dev_query(ring).generation;

	memcpy((char *)&config + variant->at, &variant->value,
	       sizeof(variant->value));
	before = config;
	CHECK_ERRNO(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config),
		    variant->error);
	CHECK_MEM_EQ(&config, &before, sizeof(config));
	/* The old generation is still in service. */
	CHECK_EQ(dev_query(ring).generation, generation);
	dev_attach(ring, FRAMERING_ROLE_PRODUCER, 0, NULL);
}

TEST(configure_over_the_limit_fails)
{
	struct framering_config config = dev_config();
	int ring = dev_open(O_RDWR);

	config.width = 16384;
	config.height = 16384;
	config.slots = 32;
	CHECK_ERRNO(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config), EFBIG);
	/* One slot alone is over what a slot may have. */
	config.width = FRAMERING_MAX_SIDE;
	config.height = FRAMERING_MAX_SIDE;
	CHECK_ERRNO(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config), EFBIG);
}

TEST(configure_of_a_read_only_file_fails)
{
	struct framering_config config = dev_config();

	CHECK_ERRNO(ioctl(dev_open(O_RDONLY), FRAMERING_IOC_CONFIGURE, &config),
		    EBADF);
}

TEST(configure_beside_another_files_producer_fails)
{
	struct framering_config config = dev_config();
	int ring = dev_ring(FRAMERING_CACHE_WB);
	int other = dev_open(O_RDWR);

	dev_attach(ring, FRAMERING_ROLE_PRODUCER, 0, NULL);
	CHECK_ERRNO(ioctl(other, FRAMERING_IOC_CONFIGURE, &config), EBUSY);
	/* The owner may. */
	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
}

TEST(longer_structure_with_zeros_ok)
{
	struct {
		struct framering_config config;
		uint32_t more[4];
	} newer = { .config = dev_config() };
	int ring = dev_open(O_RDWR);

	newer.config.size = sizeof(newer);
	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &newer));
	newer.more[3] = 1;
	CHECK_ERRNO(ioctl(ring, FRAMERING_IOC_CONFIGURE, &newer), E2BIG);
}

TEST(bad_pointers_fail)
{
	int ring = dev_open(O_RDWR);

	CHECK_ERRNO(ioctl(ring, FRAMERING_IOC_QUERY, NULL), EFAULT);
	CHECK_ERRNO(ioctl(ring, FRAMERING_IOC_CONFIGURE, (void *)-1L), EFAULT);
	CHECK_ERRNO(ioctl(ring, FRAMERING_IOC_ATTACH, (void *)8L), EFAULT);
}

TEST(answer_without_a_place_fails_before_anything_happens)
{
	struct framering_attach attach = {
		.size = sizeof(attach),
		.role = FRAMERING_ROLE_CONSUMER,
	};
	int ring = dev_ring(FRAMERING_CACHE_WB);
	void *page;

	CHECK_OK(page = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
			     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
	memcpy(page, &attach, sizeof(attach));
	CHECK_OK(mprotect(page, 4096, PROT_READ));
	CHECK_ERRNO(ioctl(ring, FRAMERING_IOC_ATTACH, page), EFAULT);
	CHECK_EQ(dev_query(ring).consumers, 0);
}

TEST(unknown_requests_fail)
{
	int ring = dev_ring(FRAMERING_CACHE_WB);
	int role = dev_attach(ring, FRAMERING_ROLE_CONSUMER, 0, NULL);

	CHECK_ERRNO(ioctl(ring, _IO(FRAMERING_IOC_MAGIC, 0x3f), 0), ENOTTY);
	CHECK_ERRNO(ioctl(ring, _IO('V', 0), 0), ENOTTY);
	/* A role's request on a ring file, and the other way. */
	CHECK_ERRNO(ioctl(ring, FRAMERING_IOC_KICK), ENOTTY);
	CHECK_ERRNO(ioctl(role, FRAMERING_IOC_QUERY, 0), ENOTTY);
	CHECK_ERRNO(ioctl(role, 0xdeadbeef, 0), ENOTTY);
}
