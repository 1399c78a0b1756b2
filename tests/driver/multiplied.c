// SPDX-License-Identifier: MIT
/* Promises that hold with one process, with very many of them. */
#include <fcntl.h>
#include <stdio.h>
#include <sys/ioctl.h>

#include "dev.h"
#include "harness.h"
#include "movers.h"
#include "rings.h"

/*
 * Taking a ring away must end while they go on, not when they do. In emulation,
 * on a machine with nothing else to do, it takes less than two seconds; on one
 * where five programs want each processor, it took 76 once.
 */
#define MOST_NS		150000000000LL

enum taken_by {
	BY_REMOVE,		/* FRAMERING_IOC_REMOVE */
	BY_UNBIND,		/* the ring's device, by sysfs */
};

static const struct movers_case {
	const char *name;
	unsigned int movers;
	uint32_t memory;
	enum taken_by taken_by;
} cases[] = {
	{ "1-removed", 1, FRAMERING_MEMORY_PAGES, BY_REMOVE },
	{ "8-removed", 8, FRAMERING_MEMORY_PAGES, BY_REMOVE },
	{ "64-removed", 64, FRAMERING_MEMORY_PAGES, BY_REMOVE },
	{ "64-vmalloc-removed", 64, FRAMERING_MEMORY_VMALLOC, BY_REMOVE },
	{ "256-removed", 256, FRAMERING_MEMORY_PAGES, BY_REMOVE },
	{ "64-unbound", 64, FRAMERING_MEMORY_PAGES, BY_UNBIND },
	{ "256-unbound", 256, FRAMERING_MEMORY_PAGES, BY_UNBIND },
};

static void take(enum taken_by how, uint32_t number)
{
	char device[32];

	if (how == BY_REMOVE) {
		CHECK_EQ(rings_remove(number), 0);
		return;
	}
	snprintf(device, sizeof(device), "framering.%u", number);
	CHECK_EQ(rings_driver("platform", "unbind", device), 0);
}

static void check_quick(int64_t start, const char *what)
{
	int64_t took = dev_now() - start;

	test_diag("%s took %lld ms", what, (long long)took / 1000000);
	CHECK_LE(took, MOST_NS * test_slowness());
}

TEST_VARIANTS(ring_of_readers_that_move_mappings_is_taken_away_ok, cases)
{
	struct framering_config config = dev_config();
	uint32_t number = rings_add();
	int ring = rings_open(number, O_RDWR), role;
	int64_t start;

	test_timeout(400);
	config.memory = variant->memory;
	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
	role = dev_attach(ring, FRAMERING_ROLE_CONSUMER, 0, NULL);
	movers_start(role, variant->movers);
	start = dev_now();
	take(variant->taken_by, number);
	check_quick(start, "taking the ring away");
	movers_stop();
	if (variant->taken_by == BY_UNBIND)
		CHECK_EQ(rings_remove(number), 0);
}
