// SPDX-License-Identifier: MIT
/*
 * A program of its own, for a machine that was started for it: the module has
 * limits (see tests/vm/meson.build), and in the end the kernel is locked down,
 * which nothing can undo. Cases run in the order in which they stand here.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include "dev.h"
#include "exports.h"
#include "harness.h"
#include "imports.h"
#include "movers.h"
#include "rings.h"

#define PAGE		4096
#define SECURITY	"/sys/kernel/security"

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
	uint64_t most = rings_parameter("max_ring_bytes");
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
	uint64_t all = rings_parameter("max_bytes");
	uint64_t most = rings_parameter("max_ring_bytes");
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
	uint64_t most = rings_parameter("max_ring_bytes");
	int ring = rings_open(rings_pci(), O_RDWR);

	CHECK_EQ(configure(ring, FRAMERING_MEMORY_BAR, 2 * most), 0);
	CHECK_EQ(configure(ring, FRAMERING_MEMORY_PAGES, most), 0);
	CHECK_EQ(configure(ring, FRAMERING_MEMORY_PAGES, 2 * most), -EFBIG);
	CHECK_EQ(configure(ring, FRAMERING_MEMORY_BAR, 2 * PAGE), 0);
}

#define USER		1001
#define OTHER_USER	1002
#define RINGS		4

/* @ring as @uid's file; from the second call on without the rights of root. */
static int open_as(uint32_t ring, uid_t uid)
{
	int fd;

	CHECK_OK(setresuid(uid, 0, 0));
	fd = rings_open(ring, O_RDWR);
	CHECK_OK(setresuid(0, 0, 0));
	return fd;
}

/* @rings, and files of them. */
static void add_rings(uint32_t *number, int *ring, uid_t uid)
{
	int i;

	for (i = 0; i < RINGS; i++) {
		number[i] = rings_add();
		ring[i] = open_as(number[i], uid);
	}
}

static void remove_rings(const uint32_t *number, int *ring)
{
	int i;

	for (i = 0; i < RINGS; i++) {
		CHECK_EQ(rings_remove(number[i]), 0);
		close(ring[i]);
	}
}

/* In a process of its own, without the rights of root. */
static void without_rights(void (*run)(uint32_t memory, const int *ring),
			   uint32_t memory, const int *ring)
{
	int status;
	pid_t pid;

	CHECK_OK(pid = fork());
	if (!pid) {
		CHECK_OK(setresuid(USER, USER, USER));
		run(memory, ring);
		_exit(0);
	}
	CHECK_EQ(waitpid(pid, &status, 0), pid);
	CHECK_EQ(status, 0);
}

/* All that the files' user may have, to the page. */
static void fill_user(uint32_t memory, const int *ring)
{
	uint64_t most = rings_parameter("max_ring_bytes");
	uint64_t rest = rings_parameter("max_user_bytes") - most;

	CHECK_EQ(rest, most / 2);
	CHECK_EQ(configure(ring[0], memory, most), 0);
	CHECK_EQ(configure(ring[1], memory, rest / 2), 0);
	/* The present one and the next together are too much. */
	CHECK_EQ(configure(ring[1], memory, rest), -EDQUOT);
	CHECK_EQ(configure(ring[2], memory, rest / 2), 0);
	CHECK_EQ(configure(ring[3], memory, 2 * PAGE), -EDQUOT);
}

static void configure_a_little(uint32_t memory, const int *ring)
{
	CHECK_EQ(configure(ring[3], memory, 2 * PAGE), 0);
}

TEST_VARIANTS(user_over_max_user_bytes_fails, kinds)
{
	uint32_t number[RINGS];
	int ring[RINGS], other[RINGS] = { 0 }, first = dev_open(O_RDWR), i;

	CHECK_EQ(configure(first, FRAMERING_MEMORY_PAGES, 2 * PAGE), 0);
	/* Again, when all was given back. */
	for (i = 0; i < 2; i++) {
		add_rings(number, ring, USER);
		without_rights(fill_user, variant->memory, ring);
		/* The file's user counts, not the process that has it. */
		other[3] = open_as(number[3], OTHER_USER);
		without_rights(configure_a_little, variant->memory, other);
		close(other[3]);
		/* Root is not bound by it. */
		CHECK_EQ(configure(ring[3], variant->memory, 4 * PAGE), 0);
		remove_rings(number, ring);
	}
}

/* A reader's role of each ring exports: that of the last one is too much. */
static void export_until_too_much(uint32_t memory, const int *ring)
{
	int role[RINGS], i;

	(void)memory;
	for (i = 0; i < RINGS; i++)
		role[i] = dev_attach(ring[i], FRAMERING_ROLE_CONSUMER, 0, NULL);
	for (i = 0; i < RINGS - 1; i++) {
		exports_make(role[i], 0, 0);
		/* A user's exports of a generation count once. */
		exports_make(role[i], 1, 0);
		exports_make(dev_attach(ring[i], FRAMERING_ROLE_CONSUMER, 0,
					NULL), 1, 0);
	}
	CHECK_EQ(exports_fail(role[RINGS - 1], 0, 0), -EDQUOT);
}

/* However little of it the slots take: a ring keeps the whole dma-buf. */
TEST(dma_bufs_over_max_ring_bytes_fail)
{
	uint64_t most = rings_parameter("max_ring_bytes");
	uint32_t number = rings_add(), i;
	int ring = rings_open(number, O_RDWR);
	struct imports imports;

	for (i = 0; i < IMPORTS_SLOTS; i++)
		imports.fd[i] = imports_make(EXPORTER_PAGES, O_RDWR,
					     most / IMPORTS_SLOTS);
	CHECK_EQ(imports_configure(ring, &imports), 0);
	imports.fd[0] = imports_make(EXPORTER_PAGES, O_RDWR,
				     most / IMPORTS_SLOTS + PAGE);
	CHECK_EQ(imports_configure(ring, &imports), -EFBIG);
	CHECK_EQ(rings_remove(number), 0);
}

TEST_VARIANTS(exports_of_a_reader_over_max_user_bytes_fail, kinds)
{
	/* A little less, for what other tests left in the first ring. */
	uint64_t bytes = rings_parameter("max_user_bytes") / (RINGS - 1) -
			 2 * PAGE;
	struct framering_config config = dev_config();
	int ring[RINGS], reader[RINGS], i;
	uint32_t number[RINGS];

	if (variant->memory == FRAMERING_MEMORY_COHERENT)
		return;
	config.memory = variant->memory;
	config.flags = FRAMERING_CONFIG_EXPORT_FOR_ALL;
	config.cache = FRAMERING_CACHE_WB;
	config.slots = 2;
	config.width = 1024;
	config.height = (uint32_t)(bytes / 2 / PAGE);
	add_rings(number, ring, 0);
	for (i = 0; i < RINGS; i++) {
		CHECK_OK(ioctl(ring[i], FRAMERING_IOC_CONFIGURE, &config));
		CHECK_OK(setresuid(USER, 0, 0));
		reader[i] = rings_open(number[i], O_RDONLY);
		CHECK_OK(setresuid(0, 0, 0));
	}
	without_rights(export_until_too_much, variant->memory, reader);
	/* What ended with its roles does not count any more. */
	without_rights(export_until_too_much, variant->memory, reader);
	remove_rings(number, ring);
}

#define PROCESSES	64

/* CONFIGURE @ring without end, with what may be had and what may not. */
static void configure_without_end(int ring, int told, unsigned int seed)
{
	unsigned int i;

	for (i = 0;; i++) {
		/* Kind "coherent" is not everywhere. */
		uint32_t memory = kinds[rand_r(&seed) % 2].memory;
		/* Powers of two, which no kind rounds up. */
		uint64_t bytes = 2ULL * PAGE << rand_r(&seed) % 11;
		int ret = configure(ring, memory, bytes);

		if (ret != -EFBIG && ret != -ENOMEM && ret != -EDQUOT)
			CHECK_EQ(ret, 0);
		if (i == 2)
			CHECK_EQ(write(told, "", 1), 1);
	}
}

/* Of four users on four rings; each is killed at any moment. */
TEST(what_64_killed_processes_had_is_given_back_ok)
{
	uint64_t most = rings_parameter("max_ring_bytes");
	uint64_t rest = rings_parameter("max_bytes") - 3 * most / 2;
	int ring[RINGS], first = dev_open(O_RDWR), told[2], i;
	uint32_t number[RINGS];
	pid_t pid[PROCESSES];
	char byte;

	test_timeout(120);
	CHECK_EQ(configure(first, FRAMERING_MEMORY_PAGES, 2 * PAGE), 0);
	add_rings(number, ring, USER);
	CHECK_OK(pipe(told));
	for (i = 0; i < PROCESSES; i++) {
		uid_t uid = USER + i / RINGS % RINGS;
		int file = open_as(number[i % RINGS], uid);

		CHECK_OK(pid[i] = fork());
		if (!pid[i]) {
			CHECK_OK(setresuid(uid, uid, uid));
			configure_without_end(file, told[1], i);
		}
		close(file);
	}
	for (i = 0; i < PROCESSES; i++)
		CHECK_EQ(read(told[0], &byte, 1), 1);
	for (i = 0; i < PROCESSES; i++)
		CHECK_OK(kill(pid[i], SIGKILL));
	for (i = 0; i < PROCESSES; i++)
		CHECK_EQ(waitpid(pid[i], NULL, 0), pid[i]);
	remove_rings(number, ring);
	/* To the page, for the user and for all. */
	add_rings(number, ring, USER);
	without_rights(fill_user, FRAMERING_MEMORY_PAGES, ring);
	CHECK_EQ(configure(first, FRAMERING_MEMORY_PAGES, rest), -ENOMEM);
	CHECK_EQ(configure(first, FRAMERING_MEMORY_PAGES, rest - 2 * PAGE), 0);
	CHECK_EQ(configure(first, FRAMERING_MEMORY_PAGES, 4 * PAGE), -ENOMEM);
	remove_rings(number, ring);
	CHECK_EQ(configure(first, FRAMERING_MEMORY_PAGES, 2 * PAGE), 0);
}

static const struct {
	const char *name;
	unsigned int movers;
	uint32_t memory;
} moved[] = {
	{ "1-pages", 1, FRAMERING_MEMORY_PAGES },
	{ "8-pages", 8, FRAMERING_MEMORY_PAGES },
	{ "64-pages", 64, FRAMERING_MEMORY_PAGES },
	{ "64-vmalloc", 64, FRAMERING_MEMORY_VMALLOC },
	{ "64-coherent", 64, FRAMERING_MEMORY_COHERENT },
	{ "256-pages", 256, FRAMERING_MEMORY_PAGES },
};

/* What is left of max_bytes would not do for a second ring of this size. */
TEST_VARIANTS(memory_of_evicted_readers_that_move_mappings_is_free_ok, moved)
{
	struct framering_evict evict = { .size = sizeof(evict) };
	uint64_t most = rings_parameter("max_ring_bytes");
	int ring = dev_open(O_RDWR), role, i;

	test_timeout(120);
	CHECK_EQ(configure(ring, variant->memory, most), 0);
	role = dev_attach(ring, FRAMERING_ROLE_CONSUMER, 0, &evict.index);
	movers_start(role, variant->movers);
	CHECK_OK(ioctl(ring, FRAMERING_IOC_EVICT, &evict));
	for (i = 0; i < 3; i++)
		CHECK_EQ(configure(ring, variant->memory, most), 0);
	movers_stop();
	CHECK_EQ(configure(ring, variant->memory, 2 * PAGE), 0);
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
