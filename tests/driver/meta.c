// SPDX-License-Identifier: MIT
/* Data beside each frame: the META region, leased with its slot. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "dev.h"
#include "harness.h"
#include "kind.h"

#define META	5000
#define ROOM	8192
#define SLOTS	4

static int open_ring(uint32_t meta_bytes)
{
	struct framering_config config = dev_config();
	int ring = dev_open(O_RDWR);

	config.meta_bytes = meta_bytes;
	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
	return ring;
}

static uint8_t *map_meta(int role, int prot, uint32_t slot)
{
	return dev_map(role, prot, FRAMERING_OFFSET_META_SLOT(slot), ROOM);
}

/* errno of mapping @pages pages at @offset, 0 if that works. */
static int try_map(int role, int prot, int flags, uint64_t offset, size_t pages)
{
	void *map = mmap(NULL, pages * 4096, prot, flags, role, (off_t)offset);

	return map == MAP_FAILED ? errno : 0;
}

TEST_VARIANTS(data_beside_a_frame_goes_with_its_slot_ok, dev_kinds)
{
	struct framering_config config = kind_config(variant);
	int ring = kind_open(variant, O_RDWR);
	struct framering_query query;
	struct dev_producer p;
	struct dev_consumer c;
	int i, at;

	config.meta_bytes = META;
	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
	query = dev_query(ring);
	CHECK_EQ(query.geometry.meta_bytes, META);
	p = dev_producer(ring);
	c = dev_consumer(ring, 0);
	CHECK_EQ(c.status->features & ~FRAMERING_FEATURE_EXPORT,
		 FRAMERING_FEATURE_META);
	CHECK_EQ(c.status->region[FRAMERING_REGION_META].length, ROOM);
	CHECK_EQ(c.status->region[FRAMERING_REGION_META].count, SLOTS);
	for (i = 1; i <= 3 * SLOTS; i++) {
		int slot = dev_produce(&p, (uint8_t)i);
		const uint8_t *in;
		uint8_t *out;

		CHECK_GE(slot, 0);
		out = map_meta(p.fd, PROT_READ | PROT_WRITE, (uint32_t)slot);
		/* Zero at first, then what the frame before left. */
		for (at = 0; at < ROOM; at++)
			CHECK_EQ(out[at], i > SLOTS ? i - SLOTS : 0);
		memset(out, i, ROOM);
		CHECK_EQ(dev_consume(&c, (uint8_t)i), slot);
		in = map_meta(c.fd, PROT_READ, (uint32_t)slot);
		for (at = 0; at < ROOM; at++)
			CHECK_EQ(in[at], i);
		dev_release(&c, slot);
	}
}

TEST(data_beside_frames_is_mapped_as_frames_are_fails)
{
	const int rw = PROT_READ | PROT_WRITE, rx = PROT_READ | PROT_EXEC;
	const uint64_t first = FRAMERING_OFFSET_META;
	int ring = open_ring(META);
	struct dev_producer p = dev_producer(ring);
	struct dev_consumer c = dev_consumer(ring, 0);

	CHECK_EQ(try_map(c.fd, rw, MAP_SHARED, first, 1), EACCES);
	CHECK_EQ(try_map(c.fd, rw, MAP_PRIVATE, first, 1), EACCES);
	CHECK_EQ(try_map(p.fd, rw, MAP_PRIVATE, first, 1), EINVAL);
	CHECK_EQ(try_map(p.fd, rx, MAP_SHARED, first, 1), EPERM);
	CHECK_EQ(try_map(c.fd, PROT_READ, MAP_SHARED, first, 3), EINVAL);
	CHECK_EQ(try_map(c.fd, PROT_READ, MAP_SHARED, first + ROOM, 1), EINVAL);
	CHECK_EQ(try_map(c.fd, PROT_READ, MAP_SHARED,
			 FRAMERING_OFFSET_META_SLOT(SLOTS), 1), EINVAL);
	CHECK_EQ(try_map(c.fd, PROT_READ, MAP_SHARED,
			 FRAMERING_OFFSET_FRAMES - 4096, 1), EINVAL);
	CHECK_ERRNO(mprotect(map_meta(c.fd, PROT_READ, 0), ROOM, rw), EACCES);
	CHECK_OK(mprotect(map_meta(p.fd, PROT_READ, 0), ROOM, rw));
}

TEST(ring_without_data_beside_frames_has_none_fails)
{
	int ring = open_ring(0);
	struct dev_producer p = dev_producer(ring);

	CHECK_EQ(p.status->region[FRAMERING_REGION_META].count, 0);
	CHECK_EQ(try_map(p.fd, PROT_READ, MAP_SHARED, FRAMERING_OFFSET_META, 1),
		 EINVAL);
}

TEST(most_data_beside_frames_ok)
{
	int ring = open_ring(FRAMERING_MAX_META_BYTES);
	struct dev_producer p = dev_producer(ring);
	uint8_t *last = dev_map(p.fd, PROT_READ | PROT_WRITE,
				FRAMERING_OFFSET_META_SLOT(SLOTS - 1),
				FRAMERING_MAX_META_BYTES);

	CHECK_EQ(last[FRAMERING_MAX_META_BYTES - 1], 0);
	last[FRAMERING_MAX_META_BYTES - 1] = 1;
}

TEST(data_beside_frames_beyond_the_limits_fails)
{
	struct framering_config config = dev_config();
	int ring = dev_open(O_RDWR);
	uint64_t most = dev_query(ring).max_bytes;

	config.meta_bytes = FRAMERING_MAX_META_BYTES + 1;
	CHECK_ERRNO(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config), EINVAL);
	config.meta_bytes = UINT32_MAX;
	CHECK_ERRNO(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config), EINVAL);
	/* It counts as the frames do. */
	config.slots = FRAMERING_MAX_SLOTS;
	config.meta_bytes = (uint32_t)(most / FRAMERING_MAX_SLOTS);
	CHECK_LE(config.meta_bytes, FRAMERING_MAX_META_BYTES);
	CHECK_ERRNO(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config), EFBIG);
}

TEST(data_beside_frames_of_a_revoked_role_is_gone_ok)
{
	struct framering_evict evict = { .size = sizeof(evict) };
	int ring = open_ring(META);
	struct dev_producer p = dev_producer(ring);
	struct dev_consumer c = dev_consumer(ring, FRAMERING_ATTACH_DUMMY);
	struct dev_consumer plain = dev_consumer(ring, 0);
	const uint8_t *dummy = map_meta(c.fd, PROT_READ, 0);
	const uint8_t *gone = map_meta(plain.fd, PROT_READ, 0);

	map_meta(p.fd, PROT_READ | PROT_WRITE, 0)[0] = 9;
	CHECK_EQ(dummy[0], 9);
	CHECK_EQ(gone[0], 9);
	evict.index = c.index;
	CHECK_OK(ioctl(ring, FRAMERING_IOC_EVICT, &evict));
	evict.index = plain.index;
	CHECK_OK(ioctl(ring, FRAMERING_IOC_EVICT, &evict));
	CHECK_EQ(dummy[0], 0);
	CHECK_EQ(test_read_fault(gone), SIGBUS);
	CHECK_EQ(try_map(c.fd, PROT_READ, MAP_SHARED, FRAMERING_OFFSET_META, 1),
		 ESTALE);
}

TEST(next_generation_begins_with_zeros_beside_frames_ok)
{
	struct framering_config config = dev_config();
	int ring = dev_open(O_RDWR), i, at;

	config.meta_bytes = META;
	for (i = 0; i < 4; i++) {
		struct dev_producer p;
		uint8_t *map;

		CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
		p = dev_producer(ring);
		map = map_meta(p.fd, PROT_READ | PROT_WRITE, 1);
		for (at = 0; at < ROOM; at++)
			CHECK_EQ(map[at], 0);
		memset(map, 0xa5, ROOM);
	}
}
