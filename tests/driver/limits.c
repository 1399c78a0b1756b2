// SPDX-License-Identifier: MIT
/* How much memory there is to be had, by the driver's own limits. */
#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <framering_format.h>

#include "dev.h"
#include "harness.h"
#include "kind.h"
#include "rings.h"

/* CONFIGURE two slots of @slot_bytes, a multiple of 4096: 0 or -errno. */
static int configure(int ring, uint32_t memory, uint64_t slot_bytes)
{
	struct framering_config config = dev_config();

	config.memory = memory;
	config.cache = FRAMERING_CACHE_WB;
	config.slots = 2;
	config.width = 1024;
	config.height = (uint32_t)(slot_bytes / 4096);
	if (ioctl(ring, FRAMERING_IOC_CONFIGURE, &config))
		return -errno;
	CHECK_EQ(config.geometry.slot_bytes, slot_bytes);
	return 0;
}

/* Whole pages, and even as two slots. */
static uint64_t half(uint64_t bytes)
{
	return bytes / 2 / 4096 * 4096;
}

#define PAGES	FRAMERING_MEMORY_PAGES
#define RINGS	5

/**
 * struct filled - rings, and what each gets of an eighth of the memory
 * @number: the rings
 * @most: whole pages of it, even as two slots
 */
struct filled {
	uint32_t number[RINGS];
	uint64_t most;
};

/* One user fills three rings, and a fourth is too much. */
static void fill_as_a_user(const struct filled *filled)
{
	int ring[4], i;

	/* The files are this user's; without the rights of root since then. */
	CHECK_OK(setresuid(1234, 0, 0));
	for (i = 0; i < 4; i++)
		ring[i] = rings_open(filled->number[i], O_RDWR);
	CHECK_OK(setresuid(1234, 1234, 1234));
	for (i = 0; i < 3; i++)
		CHECK_EQ(configure(ring[i], PAGES, filled->most), 0);
	CHECK_EQ(configure(ring[3], PAGES, filled->most), -EDQUOT);
	CHECK_EQ(configure(ring[3], PAGES, 4096), 0);
}

/*
 * The default: an eighth of the memory for a configuration, three eighths for a
 * user, half for all.
 */
TEST(rings_over_the_limit_of_all_fail)
{
	struct filled filled = { .number = { 0 } };
	int ring[RINGS], status, i;
	pid_t pid;

	for (i = 0; i < RINGS; i++) {
		filled.number[i] = i ? rings_add() : 0;
		ring[i] = rings_open(filled.number[i], O_RDWR);
	}
	CHECK_EQ(configure(ring[0], PAGES, 4096), 0);
	/* Leave a little of the half. */
	filled.most = half(dev_query(ring[0]).max_bytes) - 16 * 4096;
	CHECK_OK(pid = fork());
	if (!pid) {
		fill_as_a_user(&filled);
		_exit(0);
	}
	CHECK_EQ(waitpid(pid, &status, 0), pid);
	CHECK_EQ(status, 0);
	/* Root is not bound by what one user may have. */
	CHECK_EQ(configure(ring[3], PAGES, filled.most), 0);
	CHECK_EQ(configure(ring[4], PAGES, filled.most), -ENOMEM);
	/* Nothing of what failed stays counted. */
	CHECK_EQ(configure(ring[4], PAGES, 4096), 0);
	CHECK_EQ(rings_remove(filled.number[1]), 0);
	CHECK_EQ(configure(ring[4], PAGES, filled.most), 0);
	for (i = 2; i < RINGS; i++)
		CHECK_EQ(rings_remove(filled.number[i]), 0);
	CHECK_EQ(configure(ring[0], PAGES, 4096), 0);
}

/* As large as may be, again and again, and each time a reader stays behind. */
TEST(ring_configured_again_and_again_leaves_room_for_others_ok)
{
	uint32_t second = rings_add();
	int ring = dev_open(O_RDWR), other = rings_open(second, O_RDWR), i;
	struct framering_config config = dev_config();
	uint64_t most = half(dev_query(ring).max_bytes) - 16 * 4096;

	for (i = 0; i < 4; i++) {
		CHECK_EQ(configure(ring, PAGES, most), 0);
		dev_attach(ring, FRAMERING_ROLE_CONSUMER, 0, NULL);
		config.width = 1920;
		config.height = 1080;
		CHECK_OK(ioctl(other, FRAMERING_IOC_CONFIGURE, &config));
		dev_attach(other, FRAMERING_ROLE_CONSUMER, 0, NULL);
	}
	CHECK_EQ(configure(other, PAGES, most), 0);
	CHECK_EQ(rings_remove(second), 0);
	CHECK_EQ(configure(ring, PAGES, 4096), 0);
}

static const struct dev_kind system_kinds[] = {
	{ "pages", FRAMERING_MEMORY_PAGES, FRAMERING_CACHE_WB, 0 },
	{ "vmalloc", FRAMERING_MEMORY_VMALLOC, FRAMERING_CACHE_WB, 0 },
	{ "coherent", FRAMERING_MEMORY_COHERENT, FRAMERING_CACHE_WB, 0 },
};

TEST_VARIANTS(ring_over_its_limit_fails, system_kinds)
{
	int ring = dev_open(O_RDWR);
	uint64_t most = half(dev_query(ring).max_bytes), generation;

	CHECK_EQ(configure(ring, variant->memory, 4096), 0);
	generation = dev_query(ring).generation;
	CHECK_EQ(configure(ring, variant->memory, most + 4096), -EFBIG);
	CHECK_EQ(dev_query(ring).generation, generation);
	dev_attach(ring, FRAMERING_ROLE_PRODUCER, 0, NULL);
}

/* One allocation for each slot, and the kernel has none of more than that. */
TEST(coherent_slot_over_4_mib_fails)
{
	int ring = dev_open(O_RDWR);
	uint64_t generation;

	CHECK_EQ(configure(ring, FRAMERING_MEMORY_COHERENT, 4 << 20), 0);
	generation = dev_query(ring).generation;
	CHECK_EQ(configure(ring, FRAMERING_MEMORY_COHERENT, (4 << 20) + 4096),
		 -ENOMEM);
	CHECK_EQ(dev_query(ring).generation, generation);
	CHECK_EQ(configure(ring, FRAMERING_MEMORY_COHERENT, 4096), 0);
}

/**
 * struct edge - a geometry that is too much
 * @width: in pixels
 * @height: in pixels
 * @align: stride_align
 * @error: what CONFIGURE says of it
 */
struct edge {
	uint32_t width;
	uint32_t height;
	uint32_t align;
	int error;
};

#define SIDE	FRAMERING_MAX_SIDE

static const struct edge edges[] = {
	{ SIDE, SIDE, 0, EFBIG },
	{ SIDE, SIDE, 4096, EFBIG },
	{ SIDE - 1, SIDE - 1, 0, EFBIG },
	{ SIDE - 1, SIDE - 1, 4096, EFBIG },
	{ 1, SIDE, 4096, EFBIG },
	{ SIDE + 1, 1, 0, EINVAL },
	{ 1, SIDE + 1, 0, EINVAL },
	{ 0, SIDE, 0, EINVAL },
	{ 0x10000, 0x10000, 0, EINVAL },
	{ 0x40000001, 1, 0, EINVAL },
	{ 0x80000000, 0x80000000, 4096, EINVAL },
	{ UINT32_MAX, UINT32_MAX, 4096, EINVAL },
};

/* No sum of them may come out small: 32 slots, each at the edge. */
TEST_VARIANTS(geometry_that_overflows_fails, dev_kinds)
{
	int ring = kind_ring(variant);
	uint64_t generation = dev_query(ring).generation;
	size_t i, f;

	for (f = 0; f < FRAMERING_FORMATS; f++) {
		for (i = 0; i < sizeof(edges) / sizeof(edges[0]); i++) {
			struct framering_config config = kind_config(variant);

			config.fourcc = framering_formats[f].fourcc;
			config.width = edges[i].width;
			config.height = edges[i].height;
			config.stride_align = edges[i].align;
			config.slots = 32;
			CHECK_ERRNO(ioctl(ring, FRAMERING_IOC_CONFIGURE,
					  &config), edges[i].error);
		}
	}
	CHECK_EQ(dev_query(ring).generation, generation);
}
