// SPDX-License-Identifier: MIT
/*
 * A ring under faults: whatever call of the driver's fails, for whatever kind
 * of memory, the generation in service goes on, and nothing is kept.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "active_ring.h"
#include "dev.h"
#include "faults.h"
#include "harness.h"
#include "imports.h"
#include "kind.h"
#include "rings.h"

/* What a fault left behind: the generation before, or a new one that works. */
static void goes_on(void *data, unsigned int number, int ret,
		    const struct fault_report *report)
{
	test_diag("%u: %s from %s: %d", number, report->function,
		  report->caller, ret);
	active_ring_check(data, ret, (uint8_t)number);
}

TEST_VARIANTS(old_generation_serves_after_every_fault_ok, dev_kinds)
{
	int fd = fault_open();
	struct active_ring s;

	test_timeout(120);
	s = active_ring_create(variant);
	CHECK_GT(fault_each(fd, NULL, active_ring_configure, &s, goes_on), 4);
	CHECK_GT(s.failed, 3);
}

/* What a ring is configured on. */
static struct imports brought;

static int configure_on_dma_bufs(void *data)
{
	struct active_ring *s = data;

	return imports_configure(s->ring, &brought);
}

TEST(configuring_on_dma_bufs_survives_every_fault_ok)
{
	const struct dev_kind *kind = &dev_kinds[0];
	int fd = fault_open();
	struct active_ring s;

	test_timeout(120);
	s = active_ring_create(kind);
	brought = imports_bring();
	CHECK_GT(fault_each(fd, NULL, configure_on_dma_bufs, &s, goes_on),
		 3 * (int)IMPORTS_SLOTS - 1);
	CHECK_GT(s.failed, 2 * IMPORTS_SLOTS);
	/* Those of the last generation alone: nothing else is kept. */
	while (imports_addresses() != (int)IMPORTS_SLOTS)
		poll(NULL, 0, 1);
	active_ring_destroy(&s);
}

/**
 * struct mapped - a role that is mapped and unmapped
 * @role: its file
 * @ring: the ring's file
 * @bytes: of a slot
 * @touch: not zero: read each page
 */
struct mapped {
	int role;
	int ring;
	size_t bytes;
	int touch;
};

/*
 * All regions of the role. They are touched when nothing fails any more: that a
 * page fault finds no memory is for the kernel to solve, and it says so.
 */
static int map_all(void *data)
{
	static const uint64_t offsets[] = {
		FRAMERING_OFFSET_FRAMES, FRAMERING_OFFSET_STATUS,
		FRAMERING_OFFSET_PRODUCER,
	};
	struct mapped *m = data;
	unsigned int i;

	for (i = 0; i < sizeof(offsets) / sizeof(offsets[0]); i++) {
		size_t bytes = i ? 4096 : m->bytes, at;
		volatile uint8_t *map = mmap(NULL, bytes, PROT_READ,
					     MAP_SHARED, m->role,
					     (off_t)offsets[i]);

		if (map == MAP_FAILED)
			return -errno;
		for (at = 0; m->touch && at < bytes; at += 4096)
			(void)map[at];
		CHECK_OK(munmap((void *)(uintptr_t)map, bytes));
	}
	return 0;
}

static void nothing_is_mapped(void *data, unsigned int number, int ret,
			      const struct fault_report *report)
{
	struct mapped *m = data;

	test_diag("%u: %s from %s: %d", number, report->function,
		  report->caller, ret);
	CHECK_EQ(dev_sysfs(m->ring, "mappings"), 0);
	CHECK_EQ(ret, -ENOMEM);
	m->touch = 1;
	CHECK_EQ(map_all(m), 0);
	m->touch = 0;
}

/* Larger than a block: a fault at the second finds entries of the first. */
TEST_VARIANTS(mapping_survives_every_fault_ok, dev_kinds)
{
	const struct dev_kind *kind = variant;
	struct framering_config config = kind_config(kind);
	struct mapped m = { .bytes = 0 };
	int fd = fault_open();

	test_timeout(120);
	m.ring = kind_open(kind, O_RDWR);
	config.width = 1024;
	config.height = 896;
	config.slots = 2;
	CHECK_OK(ioctl(m.ring, FRAMERING_IOC_CONFIGURE, &config));
	m.bytes = config.geometry.slot_bytes;
	m.role = dev_attach(m.ring, FRAMERING_ROLE_PRODUCER, 0, NULL);
	/* Of vmalloc memory, nothing is mapped before it is touched. */
	CHECK_GE(fault_each(fd, NULL, map_all, &m, nothing_is_mapped),
		 kind->memory != FRAMERING_MEMORY_VMALLOC);
	/* What a failed mmap() left behind would show now. */
	CHECK_OK(ioctl(m.ring, FRAMERING_IOC_CONFIGURE, &config));
	CHECK_OK(ioctl(m.ring, FRAMERING_IOC_CONFIGURE, &config));
	CHECK_OK(ioctl(m.ring, FRAMERING_IOC_CONFIGURE, &config));
}

static int start_pattern(void *data)
{
	int ring = *(int *)data, ret = dev_pattern(ring, 240000, 0);

	if (!ret)
		CHECK_EQ(dev_pattern(ring, 0, 0), 0);
	return ret;
}

static void no_producer(void *data, unsigned int number, int ret,
			const struct fault_report *report)
{
	test_diag("%u: %s from %s: %d", number, report->function,
		  report->caller, ret);
	CHECK_EQ(dev_sysfs(*(int *)data, "producer"), 0);
}

TEST(pattern_survives_every_fault_ok)
{
	int ring = dev_ring(FRAMERING_CACHE_WB), fd = fault_open();

	CHECK_GT(fault_each(fd, NULL, start_pattern, &ring, no_producer), 2);
	CHECK_EQ(start_pattern(&ring), 0);
}

/*
 * There is room each time it looks, and none when it reserves: a reader that
 * takes and gives back its slots at the right moments could do that.
 */
TEST(write_that_never_gets_a_slot_can_be_killed_ok)
{
	int ring = dev_ring(FRAMERING_CACHE_WB), fd = fault_open(), status;
	static uint8_t some[100];
	pid_t pid;

	CHECK_OK(pid = fork());
	if (!pid) {
		fault_override(fd, "fr_role_reserve", -EAGAIN);
		_exit(write(ring, some, sizeof(some)) < 0);
	}
	while (fault_report(fd).calls < 1000)
		sched_yield();
	CHECK_OK(kill(pid, SIGKILL));
	CHECK_EQ(waitpid(pid, &status, 0), pid);
	CHECK_EQ(status, SIGKILL);
	fault_disarm(fd);
	CHECK_EQ(write(ring, some, sizeof(some)), (ssize_t)sizeof(some));
}

/* By ADD's flags. */
static const struct {
	const char *name;
	uint32_t flags;
} added[] = {
	{ "node", 0 },
	{ "nodeless", FRAMERING_ADD_NODELESS },
};

static int add_and_remove(void *data)
{
	struct framering_add add = { .flags = *(uint32_t *)data };
	int ret = rings_try_add_as(&add);

	if (ret)
		return ret;
	if (add.fd >= 0)
		close(add.fd);
	/* The last file of one without a node may have removed it already. */
	ret = rings_remove(add.ring);
	CHECK(!ret || (add.flags && ret == -ENOENT));
	return 0;
}

static void nothing_was_added(void *data, unsigned int number, int ret,
			      const struct fault_report *report)
{
	uint32_t ring;

	test_diag("%u: %s from %s: %d", number, report->function,
		  report->caller, ret);
	/* A ring without DMA has the other kinds of memory. */
	CHECK(ret < 0 || strstr(report->function, "dma_set_"));
	/* Neither a number nor a name is left behind. */
	ring = rings_add();
	CHECK_EQ(ring, *((uint32_t *)data + 1));
	CHECK_EQ(rings_remove(ring), 0);
}

TEST_VARIANTS(adding_a_ring_survives_every_fault_ok, added)
{
	uint32_t data[2] = { variant->flags };
	int fd = fault_open();

	data[1] = rings_add();
	CHECK_EQ(rings_remove(data[1]), 0);
	CHECK_GT(fault_each(fd, NULL, add_and_remove, data, nothing_was_added),
		 variant->flags ? 6 : 5);
	CHECK_EQ(add_and_remove(data), 0);
}

static int bind_and_unbind(void *data)
{
	int ret = rings_driver("pci", "bind", data);

	if (!ret)
		CHECK_EQ(rings_driver("pci", "unbind", data), 0);
	return ret;
}

static int has_ring(const char *device)
{
	char path[160];

	snprintf(path, sizeof(path), "/sys/bus/pci/devices/%s/framering",
		 device);
	return !access(path, F_OK);
}

static void no_ring(void *data, unsigned int number, int ret,
		    const struct fault_report *report)
{
	test_diag("%u: %s from %s: %d", number, report->function,
		  report->caller, ret);
	CHECK_EQ(has_ring(data), 0);
}

/* Last in this file: the others need the card. */
TEST(probe_of_the_card_survives_every_fault_ok)
{
	char device[64];
	int fd = fault_open();

	snprintf(device, sizeof(device), "%s", rings_pci_name());
	CHECK_EQ(rings_driver("pci", "unbind", device), 0);
	CHECK_GT(fault_each(fd, NULL, bind_and_unbind, device, no_ring), 6);
	CHECK_EQ(rings_driver("pci", "bind", device), 0);
	CHECK_EQ(has_ring(device), 1);
}
