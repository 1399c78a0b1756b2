// SPDX-License-Identifier: MIT
/*
 * A program of its own, for a machine that was started for it: the module has
 * limits (see tests/vm/meson.build), and in the end the kernel is locked down,
 * which nothing can undo. Cases run in the order in which they stand here.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <unistd.h>

#include "dev.h"
#include "harness.h"
#include "rings.h"

#define PAGE		4096
#define SECURITY	"/sys/kernel/security"
#define PARAMETERS	"/sys/module/framering/parameters/"

static uint64_t parameter(const char *name)
{
	char path[128], text[32] = "";
	FILE *file;

	snprintf(path, sizeof(path), PARAMETERS "%s", name);
	file = fopen(path, "re");
	CHECK(file);
	CHECK(fgets(text, sizeof(text), file));
	fclose(file);
	return strtoull(text, NULL, 10);
}

/* CONFIGURE two slots, of @bytes together: 0 or -errno. */
static int configure(int ring, uint32_t memory, uint64_t bytes)
{
	struct framering_config config = dev_config();

	config.memory = memory;
	config.cache = FRAMERING_CACHE_WB;
	config.slots = 2;
	config.width = 1024;
	config.height = (uint32_t)(bytes / 2 / PAGE);
	if (ioctl(ring, FRAMERING_IOC_CONFIGURE, &config))
		return -errno;
	CHECK_EQ((uint64_t)config.geometry.slot_bytes * 2, bytes);
	return 0;
}

static const struct {
	const char *name;
	uint32_t memory;
} kinds[] = {
	{ "pages", FRAMERING_MEMORY_PAGES },
	{ "vmalloc", FRAMERING_MEMORY_VMALLOC },
	{ "coherent", FRAMERING_MEMORY_COHERENT },
};

TEST_VARIANTS(ring_over_max_ring_bytes_fails, kinds)
{
	uint64_t most = parameter("max_ring_bytes");
	int ring = dev_open(O_RDWR);

	CHECK_GT(most, 0u);
	CHECK_EQ(dev_query(ring).max_bytes, most);
	CHECK_EQ(configure(ring, variant->memory, most), 0);
	CHECK_EQ(configure(ring, variant->memory, most + 2 * PAGE), -EFBIG);
	CHECK_EQ(configure(ring, variant->memory, 2 * PAGE), 0);
}

/* As many rings as fit, and one more; also while an old generation lingers. */
TEST_VARIANTS(rings_over_max_bytes_fail, kinds)
{
	uint64_t all = parameter("max_bytes");
	uint64_t most = parameter("max_ring_bytes");
	uint32_t added = rings_add();
	int ring = dev_open(O_RDWR), other = rings_open(added, O_RDWR);

	CHECK_EQ(all, 2 * most);
	CHECK_EQ(configure(ring, variant->memory, 2 * PAGE), 0);
	CHECK_EQ(configure(other, variant->memory, most), 0);
	/* Present and next together are too much while the other has half. */
	CHECK_EQ(configure(ring, variant->memory, most), -ENOMEM);
	if (variant->memory == FRAMERING_MEMORY_COHERENT) {
		/* Each slot takes a power of two of pages. */
		CHECK_EQ(configure(ring, variant->memory, most - 2 * PAGE),
			 -ENOMEM);
	} else {
		CHECK_EQ(configure(ring, variant->memory, most - 2 * PAGE), 0);
		CHECK_EQ(configure(ring, variant->memory, 4 * PAGE), -ENOMEM);
	}
	CHECK_EQ(rings_remove(added), 0);
	CHECK_EQ(configure(ring, variant->memory, most), 0);
	CHECK_EQ(configure(ring, variant->memory, 2 * PAGE), 0);
}

TEST(limits_do_not_count_a_cards_memory_ok)
{
	uint64_t most = parameter("max_ring_bytes");
	int ring = rings_open(rings_pci(), O_RDWR);

	CHECK_EQ(configure(ring, FRAMERING_MEMORY_BAR, 2 * most), 0);
	CHECK_EQ(configure(ring, FRAMERING_MEMORY_PAGES, most), 0);
	CHECK_EQ(configure(ring, FRAMERING_MEMORY_PAGES, 2 * most), -EFBIG);
	CHECK_EQ(configure(ring, FRAMERING_MEMORY_BAR, 2 * PAGE), 0);
}

static void lock_down(void)
{
	static const char word[] = "integrity";
	int fd = open(SECURITY "/lockdown", O_WRONLY | O_CLOEXEC);

	if (fd < 0) {
		CHECK_OK(mount("none", SECURITY, "securityfs", 0, NULL));
		CHECK_OK(fd = open(SECURITY "/lockdown",
				   O_WRONLY | O_CLOEXEC));
	}
	CHECK_EQ(write(fd, word, strlen(word)), (ssize_t)strlen(word));
	close(fd);
}

TEST(registers_of_a_kernel_that_is_locked_down_fail)
{
	int ring = rings_open(rings_pci(), O_RDWR), role;
	const volatile uint32_t *before;

	CHECK_EQ(configure(ring, FRAMERING_MEMORY_BAR, 2 * PAGE), 0);
	role = dev_attach(ring, FRAMERING_ROLE_PRODUCER, 0, NULL);
	before = dev_map(role, PROT_READ, FRAMERING_OFFSET_REGISTERS, PAGE);
	CHECK_EQ(test_read_fault(before), 0);
	lock_down();
	CHECK_ERRNO(mmap(NULL, PAGE, PROT_READ, MAP_SHARED, role,
			 (off_t)FRAMERING_OFFSET_REGISTERS), EPERM);
	CHECK_ERRNO(mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, role,
			 (off_t)FRAMERING_OFFSET_REGISTERS), EPERM);
	/* All else goes on. */
	dev_map(role, PROT_READ | PROT_WRITE, FRAMERING_OFFSET_FRAMES, PAGE);
	CHECK_EQ(test_read_fault(before), 0);
}
