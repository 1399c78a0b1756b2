// SPDX-License-Identifier: MIT
/* Every byte of every slot, by all the ways there are to it; and fresh ones. */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "dev.h"
#include "harness.h"
#include "kind.h"

/* Whole pages, an odd number: the largest blocks do not fit evenly. */
#define SLOT_BYTES	(64 * 48 * 4)
#define ROUNDS		2

/* A byte that says which frame and which place it is. */
static uint8_t mark(uint32_t frame, uint32_t i)
{
	return (uint8_t)(frame * 61 + i * 7 + i / 251);
}

static void fill(volatile uint8_t *at, uint32_t frame)
{
	uint32_t i;

	for (i = 0; i < SLOT_BYTES; i++)
		at[i] = mark(frame, i);
}

static void check(const volatile uint8_t *at, uint32_t frame)
{
	uint32_t i;

	for (i = 0; i < SLOT_BYTES; i++)
		if (at[i] != mark(frame, i))
			FAIL("frame %u byte %u: %u, not %u", frame, i, at[i],
			     mark(frame, i));
}

/* What another process sees, which opens the ring by itself. */
static void check_elsewhere(const struct dev_kind *kind)
{
	int status;
	pid_t pid = fork();

	CHECK_OK(pid);
	if (!pid) {
		struct dev_consumer c =
			dev_consumer(kind_open(kind, O_RDONLY), 0);
		uint32_t slot;

		for (slot = 0; slot < c.status->slots; slot++)
			check(c.slot[slot], slot);
		_exit(0);
	}
	CHECK_EQ(waitpid(pid, &status, 0), pid);
	CHECK_EQ(status, 0);
}

TEST_VARIANTS(every_byte_of_every_slot_in_another_process_ok, dev_kinds)
{
	int ring = kind_ring(variant);
	struct dev_producer p = dev_producer(ring);
	struct dev_consumer c = dev_consumer(ring, 0);
	uint32_t slot;

	for (slot = 0; slot < p.status->slots; slot++)
		fill(p.slot[slot], slot);
	framering_store_fence();
	for (slot = 0; slot < p.status->slots; slot++)
		check(c.slot[slot], slot);
	check_elsewhere(variant);
}

TEST_VARIANTS(every_byte_written_by_the_kernel_ok, dev_kinds)
{
	int ring = kind_ring(variant);
	struct dev_consumer c = dev_consumer(ring, 0);
	static uint8_t out[SLOT_BYTES];
	uint32_t i;
	int slot, kick;

	for (i = 0; i < ROUNDS * c.status->slots; i++) {
		fill(out, i);
		CHECK_EQ(write(ring, out, SLOT_BYTES), SLOT_BYTES);
		slot = framering_ring_acquire(&c.ring, 0, &kick);
		CHECK_EQ(slot, (int)(i % c.status->slots));
		framering_load_fence();
		check(c.slot[slot], i);
		dev_release(&c, slot);
	}
	for (i = 0; i < c.status->slots; i++)
		check(c.slot[i], i + (ROUNDS - 1) * c.status->slots);
}

TEST_VARIANTS(every_byte_read_by_the_kernel_ok, dev_kinds)
{
	int ring = kind_ring(variant);
	int reader = kind_open(variant, O_RDONLY | O_NONBLOCK);
	struct dev_producer p = dev_producer(ring);
	static uint8_t in[SLOT_BYTES];
	uint32_t i;

	CHECK_ERRNO(read(reader, in, 1), EAGAIN);
	for (i = 0; i < ROUNDS * p.status->slots; i++) {
		struct framering_desc frame = { .bytes = SLOT_BYTES };
		int slot = framering_ring_reserve(&p.ring);

		CHECK_EQ(slot, (int)(i % p.status->slots));
		fill(p.slot[slot], i);
		framering_ring_submit(&p.ring, &frame);
		memset(in, 0, sizeof(in));
		CHECK_EQ(read(reader, in, sizeof(in)), SLOT_BYTES);
		check(in, i);
	}
}

/* A kernel that clears all memory would hide a driver that does not. */
static void check_kernel_leaves_memory_alone(void)
{
	char line[4096] = "";
	FILE *file = fopen("/proc/cmdline", "re");

	CHECK(file);
	CHECK(fgets(line, sizeof(line), file));
	fclose(file);
	CHECK(strstr(line, "init_on_alloc=0"));
}

static void check_zero_and_dirty(int role, uint32_t slots, size_t bytes)
{
	uint32_t slot;
	size_t i;

	for (slot = 0; slot < slots; slot++) {
		uint64_t *map = dev_map(role, PROT_READ | PROT_WRITE,
					FRAMERING_OFFSET_SLOT(slot), bytes);

		for (i = 0; i < bytes / sizeof(*map); i++)
			CHECK_EQ(map[i], 0);
		memset(map, 0xa5, bytes);
		CHECK_OK(munmap(map, bytes));
	}
}

/* No pixel of an earlier use of the memory, be it larger or smaller. */
TEST_VARIANTS(fresh_frames_are_zero_ok, dev_kinds)
{
	static const uint32_t heights[] = { 48, 48, 300, 20, 300 };
	size_t i;

	check_kernel_leaves_memory_alone();
	for (i = 0; i < sizeof(heights) / sizeof(heights[0]); i++) {
		struct framering_config config = kind_config(variant);
		int ring = kind_open(variant, O_RDWR), role;

		config.height = heights[i];
		CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
		role = dev_attach(ring, FRAMERING_ROLE_PRODUCER, 0, NULL);
		check_zero_and_dirty(role, config.slots,
				     config.geometry.slot_bytes);
		close(role);
		close(ring);
	}
}

/* While the roles of the old generation still see its frames. */
TEST_VARIANTS(frames_of_the_next_generation_are_zero_ok, dev_kinds)
{
	int ring = kind_ring(variant);
	struct dev_producer p = dev_producer(ring);
	uint32_t slot;
	int role;

	check_kernel_leaves_memory_alone();
	for (slot = 0; slot < p.status->slots; slot++)
		fill(p.slot[slot], slot);
	kind_configure(variant, ring);
	role = dev_attach(ring, FRAMERING_ROLE_PRODUCER, 0, NULL);
	check_zero_and_dirty(role, p.status->slots, SLOT_BYTES);
	for (slot = 0; slot < p.status->slots; slot++)
		check(p.slot[slot], slot);
}
