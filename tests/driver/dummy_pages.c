// SPDX-License-Identifier: MIT
/* What a revoked role sees that was attached with FRAMERING_ATTACH_DUMMY. */
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>

#include "dev.h"
#include "harness.h"
#include "kind.h"
#include "maps.h"
#include "rings.h"

static void evict(int ring, uint32_t index)
{
	struct framering_evict request = {
		.size = sizeof(request),
		.index = index,
	};

	CHECK_OK(ioctl(ring, FRAMERING_IOC_EVICT, &request));
}

static uint8_t *find(const struct maps *maps, uint32_t region)
{
	const struct map *map = maps_find(maps, region);

	CHECK(map);
	return map->at;
}

static const struct framering_status *status_of(const struct maps *maps)
{
	return (const void *)find(maps, FRAMERING_REGION_STATUS);
}

static void check_zeros(const struct maps *maps, uint32_t region)
{
	uint32_t i;
	size_t at;

	for (i = 0; i < maps->count; i++) {
		const struct map *map = &maps->map[i];

		for (at = 0; map->region == region && at < map->bytes; at++)
			if (map->at[at])
				FAIL("%s byte %zu: %u", region_names[region],
				     at, map->at[at]);
	}
}

/* Everything that the producer may write to, but for registers. */
static void fill(const struct maps *producer, int value)
{
	uint32_t i;

	for (i = 0; i < producer->count; i++) {
		const struct map *map = &producer->map[i];

		if (map->region == FRAMERING_REGION_FRAMES)
			memset(map->at, value, map->bytes);
	}
}

TEST_VARIANTS(evicted_consumer_with_dummy_pages_sees_zeros_ok, dev_kinds)
{
	int ring = kind_ring(variant);
	struct maps producer = maps_of(ring, FRAMERING_ROLE_PRODUCER);
	struct maps consumer = maps_of_flags(ring, FRAMERING_ROLE_CONSUMER,
					     FRAMERING_ATTACH_DUMMY);
	const struct framering_status *status = status_of(&consumer);
	struct pollfd pfd = { .fd = consumer.role, .events = POLLIN };
	const uint8_t *seen = find(&consumer, FRAMERING_REGION_FRAMES);

	fill(&producer, 77);
	CHECK_EQ(seen[4097], 77);
	CHECK_EQ(status->state & FRAMERING_STATE_REVOKED, 0);
	evict(ring, 0);
	maps_check(&consumer, 0);
	CHECK(status->state & FRAMERING_STATE_REVOKED);
	CHECK(!(status->state & FRAMERING_STATE_GONE));
	CHECK_EQ(status->consumers, 0);
	CHECK_EQ(status->magic, FRAMERING_MAGIC);
	check_zeros(&consumer, FRAMERING_REGION_FRAMES);
	check_zeros(&consumer, FRAMERING_REGION_PRODUCER);
	CHECK_EQ(poll(&pfd, 1, 0), 1);
	CHECK_EQ(pfd.revents & ~POLLPRI, POLLHUP);
	CHECK_ERRNO(mmap(NULL, 4096, PROT_READ, MAP_SHARED, consumer.role, 0),
		    ESTALE);
}

TEST_VARIANTS(what_an_evicted_consumer_writes_goes_nowhere_ok, dev_kinds)
{
	int ring = kind_ring(variant);
	struct maps producer = maps_of(ring, FRAMERING_ROLE_PRODUCER);
	struct maps evicted = maps_of_flags(ring, FRAMERING_ROLE_CONSUMER,
					    FRAMERING_ATTACH_DUMMY);
	struct maps other = maps_of_flags(ring, FRAMERING_ROLE_CONSUMER,
					  FRAMERING_ATTACH_DUMMY);
	uint8_t *own = find(&evicted, FRAMERING_REGION_CONSUMER);

	evict(ring, 0);
	evict(ring, 1);
	memset(own, 0xff, 64);
	CHECK_EQ(own[63], 0xff);
	check_zeros(&evicted, FRAMERING_REGION_FRAMES);
	check_zeros(&other, FRAMERING_REGION_CONSUMER);
	check_zeros(&producer, FRAMERING_REGION_CONSUMER);
	check_zeros(&producer, FRAMERING_REGION_FRAMES);
}

/* Its frames are the next generation's memory, as likely as not. */
TEST_VARIANTS(what_a_revoked_producer_writes_goes_nowhere_ok, dev_kinds)
{
	int ring = kind_ring(variant), i;
	struct maps producer = maps_of_flags(ring, FRAMERING_ROLE_PRODUCER,
					     FRAMERING_ATTACH_DUMMY);
	struct maps consumer;

	for (i = 0; i < 3; i++) {
		kind_configure(variant, ring);
		consumer = maps_of(ring, FRAMERING_ROLE_CONSUMER);
	}
	CHECK(status_of(&producer)->state & FRAMERING_STATE_REVOKED);
	fill(&producer, 77);
	maps_check(&producer, 0);
	check_zeros(&consumer, FRAMERING_REGION_FRAMES);
	check_zeros(&producer, FRAMERING_REGION_CONSUMER);
}

TEST(roles_of_a_removed_ring_are_told_that_it_is_gone_ok)
{
	struct framering_config config = dev_config();
	uint32_t number = rings_add();
	int ring = rings_open(number, O_RDWR);
	struct maps producer, consumer;

	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
	producer = maps_of_flags(ring, FRAMERING_ROLE_PRODUCER,
				 FRAMERING_ATTACH_DUMMY);
	consumer = maps_of_flags(ring, FRAMERING_ROLE_CONSUMER,
				 FRAMERING_ATTACH_DUMMY);
	CHECK_EQ(rings_remove(number), 0);
	CHECK(status_of(&producer)->state & FRAMERING_STATE_GONE);
	CHECK(status_of(&consumer)->state & FRAMERING_STATE_REVOKED);
	CHECK(status_of(&consumer)->state & FRAMERING_STATE_GONE);
	maps_check(&producer, 0);
	maps_check(&consumer, 0);
}
