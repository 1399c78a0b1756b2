// SPDX-License-Identifier: MIT
/* The owner's view of consumers: the library's calls, on a fake device. */
#include <string.h>

#include "fake_demand.h"
#include "fake_device.h"
#include "fake_ring.h"
#include "harness.h"

TEST(demand_asks_with_the_last_serial_and_a_deadline_ok)
{
	struct framering *ring = fake_ring_open(FRAMERING_CACHE_WB);
	/* What an earlier call left there is no question. */
	struct framering_demand demand = {
		.serial = 7, .flags = 99, .reserved = 99, .consumers = 99,
	};

	fake_demand_attach(NULL);
	CHECK_EQ(framering_demand(ring, &demand, 1000), 0);
	CHECK_EQ(fake_demand_state.asked.size, sizeof(demand));
	CHECK_EQ(fake_demand_state.asked.serial, 7);
	CHECK_EQ(fake_demand_state.asked.flags, 0);
	CHECK_EQ(fake_demand_state.asked.reserved, 0);
	CHECK_GT(fake_demand_state.asked.deadline_ns, 1000);
	CHECK_EQ(demand.serial, fake_demand_state.serial);
	CHECK_EQ(demand.consumers, 1);
	CHECK_EQ(framering_demand(ring, &demand, FRAMERING_FOREVER), 0);
	CHECK_LT(fake_demand_state.asked.deadline_ns, 0);
	framering_close(ring);
}

TEST(info_of_a_consumer_ok_and_of_an_index_without_one_fails)
{
	struct framering *ring = fake_ring_open(FRAMERING_CACHE_WB);
	const struct framering_wish wish = { .width = 320 };
	struct framering_consumer_info info, before;

	fake_demand_attach(NULL);
	fake_demand_attach(&wish);
	CHECK_EQ(framering_consumer_info(ring, 1, &info), 0);
	CHECK_EQ(info.index, 1);
	CHECK_EQ(info.id, 101);
	CHECK_EQ(info.wish.width, 320);
	before = info;
	CHECK_EQ(framering_consumer_info(ring, 2, &info), -ENOENT);
	CHECK_MEM_EQ(&info, &before, sizeof(info));
	framering_close(ring);
}

TEST(evict_hits_the_named_reader_only_ok)
{
	struct framering *ring = fake_ring_open(FRAMERING_CACHE_WB);

	fake_demand_attach(NULL);
	fake_demand_attach(NULL);
	CHECK_EQ(framering_evict(ring, 1, 102), -ENOENT);
	CHECK_EQ(fake_device.status->consumers, 3);
	CHECK_EQ(framering_evict(ring, 1, 101), 0);
	CHECK_EQ(fake_device.status->consumers, 1);
	CHECK_EQ(framering_evict(ring, 0, 0), 0);
	CHECK_EQ(fake_device.status->consumers, 0);
	framering_close(ring);
}

TEST(wish_is_told_ok)
{
	struct framering *ring = fake_ring_open(FRAMERING_CACHE_WB);
	struct framering_consumer *consumer = fake_ring_consumer(ring, 0);
	struct framering_wish wish = {
		.flags = 99, .width = 640, .height = 480, .rate = 25000,
	};

	CHECK_EQ(framering_consumer_wish(consumer, &wish), 0);
	CHECK_EQ(fake_demand_state.told.size, sizeof(wish));
	CHECK_EQ(fake_demand_state.told.height, 480);
	CHECK_EQ(fake_demand_state.told.rate, 25000);
	wish.width = FRAMERING_MAX_SIDE + 1;
	CHECK_EQ(framering_consumer_wish(consumer, &wish), -EINVAL);
	CHECK_EQ(fake_demand_state.told.width, 640);
	fake_ring_end(ring, NULL, consumer);
}
