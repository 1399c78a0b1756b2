// SPDX-License-Identifier: MIT
/* Mappings that go by themselves while they are being taken away. */
#include <errno.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "dev.h"
#include "harness.h"
#include "kind.h"
#include "victim.h"

#define PAGE		4096UL
#define PAGES		3U
#define ROUNDS		500

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
TEST_VARIANTS(revocation_meets_the_end_of_mappings_ok, kinds)
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
	victim_join(pid);
	CHECK_GT(met, 0);
}
