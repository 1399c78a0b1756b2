// SPDX-License-Identifier: MIT
/* mmap() of role files: what is refused, and with which errno. */
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "dev.h"
#include "harness.h"
#include "kind.h"

/**
 * struct refusal - a mapping that must be refused
 * @name: what is wrong with it
 * @role: the role file's role
 * @prot: protection
 * @flags: MAP_ flags
 * @offset: offset
 * @pages: length in pages
 * @error: the errno that is expected
 */
struct refusal {
	const char *name;
	uint32_t role;
	int prot;
	int flags;
	uint64_t offset;
	size_t pages;
	int error;
};

#define PRODUCER	FRAMERING_ROLE_PRODUCER
#define CONSUMER	FRAMERING_ROLE_CONSUMER
#define R	PROT_READ
#define RW	(PROT_READ | PROT_WRITE)
#define RX	(PROT_READ | PROT_EXEC)
#define SHARED	MAP_SHARED
/* Offsets of the regions, and pages from one to the next. */
#define STATUS	FRAMERING_OFFSET_STATUS
#define HEAD	FRAMERING_OFFSET_PRODUCER
#define TAIL	FRAMERING_OFFSET_CONSUMER
#define FRAMES	FRAMERING_OFFSET_FRAMES
#define APART	((size_t)0x10000)
#define SLOTS_APART	((size_t)(FRAMERING_FRAMES_STEP / 4096))
/* The C library of 32-bit programs refuses what it cannot pass on. */
#define EFAR	(sizeof(long) == 4 ? EINVAL : EOVERFLOW)

static const struct refusal refusals[] = {
	{ "status_length_0", CONSUMER, R, SHARED, STATUS, 0, EINVAL },
	{ "status_too_long", CONSUMER, R, SHARED, STATUS, 2, EINVAL },
	{ "status_past_end", CONSUMER, R, SHARED, STATUS + 4096, 1, EINVAL },
	{ "status_into_producer", PRODUCER, R, SHARED, STATUS, APART + 1,
	  EINVAL },
	{ "status_written", CONSUMER, RW, SHARED, STATUS, 1, EACCES },
	{ "status_written_by_producer", PRODUCER, RW, SHARED, STATUS, 1,
	  EACCES },
	{ "status_executed", CONSUMER, RX, SHARED, STATUS, 1, EPERM },
	{ "status_private_written", CONSUMER, RW, MAP_PRIVATE, STATUS, 1,
	  EACCES },
	{ "unaligned", CONSUMER, R, SHARED, 100, 1, EINVAL },
	{ "between_regions", CONSUMER, R, SHARED, 0x8000000, 1, EINVAL },
	{ "producer_length_0", PRODUCER, RW, SHARED, HEAD, 0, EINVAL },
	{ "producer_too_long", PRODUCER, RW, SHARED, HEAD, 3, EINVAL },
	{ "producer_end", PRODUCER, RW, SHARED, HEAD + 8192, 1, EINVAL },
	{ "producer_into_consumer", PRODUCER, R, SHARED, HEAD, APART + 1,
	  EINVAL },
	{ "producer_written_by_consumer", CONSUMER, RW, SHARED, HEAD, 2,
	  EACCES },
	{ "producer_private", PRODUCER, RW, MAP_PRIVATE, HEAD, 2, EINVAL },
	{ "producer_executed", PRODUCER, RX, SHARED, HEAD, 2, EPERM },
	{ "consumer_length_0", CONSUMER, R, SHARED, TAIL, 0, EINVAL },
	{ "consumer_of_another", CONSUMER, R, SHARED, TAIL + 4096, 1, EINVAL },
	{ "consumer_two", CONSUMER, R, SHARED, TAIL, 2, EINVAL },
	{ "consumer_private", CONSUMER, RW, MAP_PRIVATE, TAIL, 1, EINVAL },
	{ "consumer_executed", CONSUMER, RX, SHARED, TAIL, 1, EPERM },
	{ "consumer_written_by_producer", PRODUCER, RW, SHARED, TAIL, 1,
	  EACCES },
	{ "consumer_33", PRODUCER, R, SHARED, TAIL + 32 * 4096, 1, EINVAL },
	{ "consumers_into_registers", PRODUCER, R, SHARED, TAIL, APART + 1,
	  EINVAL },
	{ "frame_length_0", CONSUMER, R, SHARED, FRAMES, 0, EINVAL },
	{ "frame_too_long", CONSUMER, R, SHARED, FRAMES, 4, EINVAL },
	{ "frame_tail_too_long", CONSUMER, R, SHARED, FRAMES + 8192, 2,
	  EINVAL },
	{ "frame_end", CONSUMER, R, SHARED, FRAMES + 3 * 4096, 1, EINVAL },
	{ "frame_unaligned", CONSUMER, R, SHARED, FRAMES + 1, 1, EINVAL },
	{ "frame_into_next", CONSUMER, R, SHARED, FRAMES, SLOTS_APART + 1,
	  EINVAL },
	{ "frame_written_by_consumer", CONSUMER, RW, SHARED, FRAMES, 3,
	  EACCES },
	{ "frame_private_written_by_consumer", CONSUMER, RW, MAP_PRIVATE,
	  FRAMES, 3, EACCES },
	{ "frame_private_written", PRODUCER, RW, MAP_PRIVATE, FRAMES, 3,
	  EINVAL },
	{ "frame_executed", PRODUCER, RX, SHARED, FRAMES, 3, EPERM },
	{ "frame_executed_by_consumer", CONSUMER, RX, SHARED, FRAMES, 3,
	  EPERM },
	{ "slot_4_of_4", CONSUMER, R, SHARED, FRAMERING_OFFSET_SLOT(4), 1,
	  EINVAL },
	{ "slot_far_away", CONSUMER, R, SHARED,
	  FRAMERING_OFFSET_SLOT(1 << 20), 1, EINVAL },
	{ "last_page_of_all", CONSUMER, R, SHARED, 0x7ffffffffffff000, 1,
	  EINVAL },
	{ "last_page_unsigned", CONSUMER, R, SHARED, 0xfffffffffffff000, 1,
	  EFAR },
	{ "over_the_end_of_all", CONSUMER, R, SHARED, 0xfffffffffffff000, 2,
	  EFAR },
	{ "huge", CONSUMER, R, SHARED, FRAMES, 1 << 22, EINVAL },
};

static void check_refused(int role, const struct refusal *r)
{
	void *map;

	errno = 0;
	map = mmap(NULL, r->pages * 4096, r->prot, r->flags, role,
		   (off_t)r->offset);
	if (map != MAP_FAILED || errno != r->error)
		FAIL("%s: gave %p, errno %d (%s), not %d", r->name, map, errno,
		     strerror(errno), r->error);
}

TEST_VARIANTS(mapping_is_refused_fails, dev_kinds)
{
	int ring = kind_ring(variant);
	int producer = dev_attach(ring, PRODUCER, 0, NULL);
	int consumer = dev_attach(ring, CONSUMER, 0, NULL);
	size_t i;

	for (i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++)
		check_refused(refusals[i].role == PRODUCER ? producer :
			      consumer, &refusals[i]);
	/* The roles are as good as ever. */
	dev_map(producer, RW, FRAMES, 3 * 4096);
	dev_map(consumer, R, FRAMES, 3 * 4096);
}

/* Each page of a slot can be the first, and the last. */
TEST_VARIANTS(part_of_a_slot_ok, dev_kinds)
{
	int ring = kind_ring(variant);
	int role = dev_attach(ring, PRODUCER, 0, NULL);
	uint8_t *all = dev_map(role, RW, FRAMES, 3 * 4096);
	size_t first, pages;

	for (first = 0; first < 3; first++)
		all[first * 4096] = (uint8_t)(first + 1);
	for (first = 0; first < 3; first++) {
		for (pages = 1; first + pages <= 3; pages++) {
			uint8_t *part = dev_map(role, R, FRAMES + first * 4096,
						pages * 4096);

			CHECK_EQ(part[0], first + 1);
			CHECK_EQ(part[(pages - 1) * 4096], first + pages);
			CHECK_OK(munmap(part, pages * 4096));
		}
	}
}

TEST_VARIANTS(mapping_alone_keeps_the_role_ok, dev_kinds)
{
	int ring = kind_ring(variant);
	int role = dev_attach(ring, PRODUCER, 0, NULL);
	char *map = dev_map(role, RW, FRAMES, 3 * 4096);

	close(role);
	map[5] = 7;
	CHECK_EQ(map[5], 7);
	CHECK(dev_query(ring).state & FRAMERING_STATE_PRODUCER);
	CHECK_OK(munmap(map, 3 * 4096));
	CHECK(!(dev_query(ring).state & FRAMERING_STATE_PRODUCER));
}
