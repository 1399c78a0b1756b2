// SPDX-License-Identifier: MIT
/* Mappings that are made, or go by themselves, while they are taken away. */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "dev.h"
#include "harness.h"
#include "kind.h"
#include "removable_ring.h"

#define PAGE		4096UL
#define PAGES		3U
#define ROUNDS		500
#define MAKE_ROUNDS	200

/*
 * Every page a mapping of its own, in a row, so that both ways through them
 * take long enough to meet. The role may be revoked already.
 */
static void map_all(int role, uint8_t *place, uint32_t slots)
{
	uint32_t i;

	for (i = 0; i < slots * PAGES; i++) {
		uint64_t offset = FRAMERING_OFFSET_SLOT(i / PAGES);

		offset += i % PAGES * PAGE;
		if (mmap(place + i * PAGE, PAGE, PROT_READ,
			 MAP_SHARED | MAP_FIXED, role,
			 (off_t)offset) == MAP_FAILED)
			CHECK_EQ(errno, ESTALE);
	}
}

/* Odd: everything is mapped, and about to go. Then it goes. */
static void map_and_unmap(int ring, volatile uint32_t *turn)
{
	uint32_t slots = dev_query(ring).slots, i;
	size_t bytes = slots * PAGES * PAGE;
	uint8_t *place = mmap(NULL, bytes, PROT_NONE,
			      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	CHECK(place != MAP_FAILED);
	for (i = 0; i < ROUNDS; i++) {
		int role = dev_attach(ring, FRAMERING_ROLE_CONSUMER, 0, NULL);

		map_all(role, place, slots);
		++*turn;
		CHECK_OK(munmap(place, bytes));
		close(role);
		++*turn;
	}
}

static const struct dev_kind kinds[] = {
	{ "pages-write-combined", FRAMERING_MEMORY_PAGES,
	  FRAMERING_CACHE_WC, 0 },
	{ "pages-cached", FRAMERING_MEMORY_PAGES, FRAMERING_CACHE_WB, 0 },
	{ "coherent-cached", FRAMERING_MEMORY_COHERENT,
	  FRAMERING_CACHE_WB, 0 },
	{ "bar-write-combined", FRAMERING_MEMORY_BAR, FRAMERING_CACHE_WC, 1 },
};

/* That the kernel says nothing of it is for its log. */
TEST_VARIANTS(revocation_during_munmap_ok, kinds)
{
	struct framering_evict evict = { .size = sizeof(evict) };
	int ring = kind_ring(variant);
	volatile uint32_t *turn;
	uint32_t i, met = 0;
	pid_t pid;

	test_timeout(120);
	CHECK_OK(turn = mmap(NULL, PAGE, PROT_READ | PROT_WRITE,
			     MAP_SHARED | MAP_ANONYMOUS, -1, 0));
	CHECK_OK(pid = fork());
	if (!pid) {
		map_and_unmap(ring, turn);
		_exit(0);
	}
	for (i = 1; i < 2 * ROUNDS; i += 2) {
		while (*turn < i)
			sched_yield();
		met += !ioctl(ring, FRAMERING_IOC_EVICT, &evict);
	}
	wait_for_exit(pid);
	CHECK_GT(met, 0);
}

/* Until nothing of it is there; some of it may go a moment later. */
static void wait_for_the_end(uint8_t *at, size_t bytes)
{
	while (test_read_fault(at + bytes - 1) != SIGBUS)
		sched_yield();
	while (test_read_fault(at) != SIGBUS)
		sched_yield();
	CHECK_OK(munmap(at, bytes));
}

/* Odd: it is about to be mapped. Even: it was, if it was, and is no more. */
static void map_large(int ring, volatile uint32_t *turn)
{
	size_t bytes = dev_query(ring).geometry.slot_bytes;
	uint32_t i;

	for (i = 0; i < MAKE_ROUNDS; i++) {
		int role = dev_attach(ring, FRAMERING_ROLE_CONSUMER, 0, NULL);
		uint8_t *at;

		++*turn;
		at = mmap(NULL, bytes, PROT_READ, MAP_SHARED, role,
			  (off_t)FRAMERING_OFFSET_FRAMES);
		if (at == MAP_FAILED)
			CHECK_EQ(errno, ESTALE);
		else
			wait_for_the_end(at, bytes);
		close(role);
		++*turn;
	}
}

static const struct dev_kind large_kinds[] = {
	{ "pages-cached", FRAMERING_MEMORY_PAGES, FRAMERING_CACHE_WB, 0 },
	{ "bar-write-combined", FRAMERING_MEMORY_BAR, FRAMERING_CACHE_WC, 1 },
};

/* The longer mmap() takes, the more often the two meet. */
TEST_VARIANTS(revocation_during_mmap_sigbus, large_kinds)
{
	struct framering_evict evict = { .size = sizeof(evict) };
	struct framering_config config = kind_config(variant);
	int ring = kind_open(variant, O_RDWR);
	volatile uint32_t *turn;
	uint32_t i;
	pid_t pid;

	test_timeout(120);
	config.slots = 2;
	config.width = 1024;
	config.height = 1024;
	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
	CHECK_OK(turn = mmap(NULL, PAGE, PROT_READ | PROT_WRITE,
			     MAP_SHARED | MAP_ANONYMOUS, -1, 0));
	CHECK_OK(pid = fork());
	if (!pid) {
		map_large(ring, turn);
		_exit(0);
	}
	for (i = 1; i < 2 * MAKE_ROUNDS; i += 2) {
		while (*turn < i)
			sched_yield();
		CHECK_OK(ioctl(ring, FRAMERING_IOC_EVICT, &evict));
	}
	wait_for_exit(pid);
	CHECK_EQ(dev_sysfs(ring, "mappings"), 0);
}
