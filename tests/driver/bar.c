// SPDX-License-Identifier: MIT
/* Memory on a card: where it lies there, and that it comes to an end. */
#include <fcntl.h>
#include <signal.h>
#include <sys/ioctl.h>

#include "dev.h"
#include "harness.h"
#include "kind.h"
#include "rings.h"
#include "walk.h"

#define PAGE	4096

static uint64_t bar_start(void)
{
	uint64_t bytes;

	return rings_pci_bar(2, &bytes);
}

static uint64_t bar_bytes(void)
{
	uint64_t bytes;

	rings_pci_bar(2, &bytes);
	CHECK_EQ(bytes % PAGE, 0);
	return bytes;
}

TEST_VARIANTS(bar_offset_tells_where_frames_lie_ok, dev_kinds)
{
	int ring = kind_ring(variant);
	struct dev_producer p = dev_producer(ring);
	uint64_t want, slot_bytes = p.status->geometry.slot_bytes;
	uint32_t slot;

	if (variant->memory != FRAMERING_MEMORY_BAR) {
		CHECK_STR_EQ(dev_sysfs_text(ring, "bar_offset"), "");
		return;
	}
	want = bar_start() + (uint64_t)dev_sysfs(ring, "bar_offset");
	for (slot = 0; slot < p.status->slots; slot++) {
		p.slot[slot][PAGE] = 1;
		CHECK_EQ(walk_at(p.slot[slot] + PAGE, 0).user.pfn,
			 (want + slot * slot_bytes) / PAGE + 1);
	}
}

static int open_ring(void)
{
	return rings_open(rings_pci(), O_RDWR);
}

/* CONFIGURE two slots, of @bytes together: 0 or -errno. */
static int configure(int ring, uint32_t memory, uint64_t bytes)
{
	struct framering_config config = dev_config();

	config.memory = memory;
	config.slots = 2;
	config.width = 1024;
	config.height = (uint32_t)(bytes / 2 / PAGE);
	if (ioctl(ring, FRAMERING_IOC_CONFIGURE, &config))
		return -errno;
	CHECK_EQ((uint64_t)config.geometry.slot_bytes * 2, bytes);
	return 0;
}

/* With all of the card's memory free. */
static int fresh_ring(void)
{
	int ring = open_ring();

	CHECK_EQ(configure(ring, FRAMERING_MEMORY_VMALLOC, 2 * PAGE), 0);
	return ring;
}

TEST(frames_fill_the_bar_ok_and_more_fails)
{
	uint64_t all = bar_bytes();
	int ring = fresh_ring();
	struct dev_producer p;

	CHECK_EQ(configure(ring, FRAMERING_MEMORY_BAR, all + 2 * PAGE),
		 -EFBIG);
	CHECK_EQ(configure(ring, FRAMERING_MEMORY_BAR, all), 0);
	CHECK_EQ(dev_sysfs(ring, "bar_offset"), 0);
	p = dev_producer(ring);
	p.slot[1][all / 2 - 1] = 5;
	CHECK_EQ(walk_at(p.slot[1] + all / 2 - 1, 0).user.pfn,
		 (bar_start() + all) / PAGE - 1);
	/* The system's memory is another matter. */
	CHECK_EQ(configure(ring, FRAMERING_MEMORY_PAGES, 2 * PAGE), 0);
}

TEST(two_generations_over_the_bar_fail_and_the_old_one_goes_on)
{
	uint64_t most = bar_bytes() / 16 * 9;
	int ring = fresh_ring();
	uint64_t generation;
	struct dev_producer p;
	struct dev_consumer c;

	CHECK_EQ(configure(ring, FRAMERING_MEMORY_BAR, most), 0);
	generation = dev_query(ring).generation;
	p = dev_producer(ring);
	c = dev_consumer(ring, 0);
	CHECK_EQ(configure(ring, FRAMERING_MEMORY_BAR, most), -ENOMEM);
	CHECK_EQ(dev_query(ring).generation, generation);
	CHECK_EQ(p.status->state & FRAMERING_STATE_STALE, 0);
	CHECK_GE(dev_produce(&p, 3), 0);
	dev_release(&c, dev_consume(&c, 3));
	/* What still fits, fits. */
	CHECK_EQ(configure(ring, FRAMERING_MEMORY_BAR, 2 * PAGE), 0);
}

TEST(lingering_generation_makes_way_on_the_bar_sigbus)
{
	uint64_t part = bar_bytes() / 16;
	int ring = fresh_ring(), role;
	const uint8_t *frame;

	CHECK_EQ(configure(ring, FRAMERING_MEMORY_BAR, 9 * part), 0);
	role = dev_attach(ring, FRAMERING_ROLE_CONSUMER, 0, NULL);
	frame = dev_map(role, 1, FRAMERING_OFFSET_FRAMES, PAGE);
	CHECK_EQ(configure(ring, FRAMERING_MEMORY_BAR, 6 * part), 0);
	CHECK_EQ(test_read_fault(frame), 0);
	/* A sixteenth is free: only without the oldest there is room. */
	CHECK_EQ(configure(ring, FRAMERING_MEMORY_BAR, 8 * part), 0);
	CHECK_EQ(test_read_fault(frame), SIGBUS);
}
