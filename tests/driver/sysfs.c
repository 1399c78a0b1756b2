// SPDX-License-Identifier: MIT
/* What sysfs tells of a ring. */
#include <fcntl.h>
#include <string.h>
#include <sys/ioctl.h>

#include "dev.h"
#include "harness.h"
#include "rings.h"

static const char *const attributes[] = {
	"generation", "format", "size", "slots", "memory", "cache_asked",
	"cache", "bar_offset", "producer", "consumers", "mappings",
};

TEST(attributes_of_a_fresh_ring_are_empty_ok)
{
	uint32_t number = rings_add();
	int ring = rings_open(number, O_RDWR);
	size_t i;

	for (i = 0; i < sizeof(attributes) / sizeof(attributes[0]); i++)
		CHECK_STR_EQ(dev_sysfs_text(ring, attributes[i]), "");
	CHECK_EQ(rings_remove(number), 0);
}

TEST(attributes_tell_of_the_generation_ok)
{
	int ring = dev_ring(FRAMERING_CACHE_WB);
	struct framering_query query = dev_query(ring);

	CHECK_EQ(dev_sysfs(ring, "generation"), query.generation);
	CHECK(strstr(dev_sysfs_text(ring, "format"), "XR24"));
	CHECK_STR_EQ(dev_sysfs_text(ring, "size"), "64x48");
	CHECK_EQ(dev_sysfs(ring, "slots"), 4);
	CHECK_EQ(dev_sysfs(ring, "producer"), 0);
	dev_attach(ring, FRAMERING_ROLE_CONSUMER, 0, NULL);
	dev_attach(ring, FRAMERING_ROLE_CONSUMER, 0, NULL);
	dev_attach(ring, FRAMERING_ROLE_PRODUCER, 0, NULL);
	CHECK_EQ(dev_sysfs(ring, "consumers"), 2);
	CHECK_EQ(dev_sysfs(ring, "producer"), 1);
	CHECK_EQ(dev_sysfs(ring, "mappings"), 0);
}
