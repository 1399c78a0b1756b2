// SPDX-License-Identifier: MIT
/* Becoming a role, and failing to, on a device that is not there. */
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#include "fake_device.h"
#include "fake_ring.h"
#include "harness.h"

TEST(flags_that_do_not_go_together_fail)
{
	struct framering *ring = fake_ring_open(FRAMERING_CACHE_WB);
	struct framering_consumer *consumer = (void *)&fake_device;

	CHECK_EQ(framering_consumer_attach(&consumer, ring,
					   FRAMERING_CONSUMER_LOSSLESS |
					   FRAMERING_CONSUMER_LATEST), -EINVAL);
	CHECK_EQ(framering_consumer_attach(&consumer, ring, 16), -EINVAL);
	CHECK_EQ(framering_consumer_attach(&consumer, ring,
					   FRAMERING_CONSUMER_UNENDED),
		 -EINVAL);
	CHECK(consumer == (void *)&fake_device);
	framering_close(ring);
}

static const struct versions {
	const char *name;
	uint32_t newest;
	uint32_t oldest;
	int error;
} versions[] = {
	{ "newer", FRAMERING_ABI_VERSION + 1, FRAMERING_ABI_VERSION + 1,
	  -EPROTO },
	{ "newer_that_serves_ours", FRAMERING_ABI_VERSION + 1,
	  FRAMERING_ABI_VERSION, 0 },
	{ "older", FRAMERING_ABI_VERSION - 1, FRAMERING_ABI_VERSION - 1,
	  -EPROTO },
	{ "upside_down", FRAMERING_ABI_VERSION, FRAMERING_ABI_VERSION + 1,
	  -EPROTO },
};

TEST_VARIANTS(driver_of_other_versions_ok, versions)
{
	struct framering *ring = (void *)&fake_device;

	fake_device.query.version = variant->newest;
	fake_device.query.version_oldest = variant->oldest;
	CHECK_EQ(framering_open(&ring, "/dev/null", O_RDWR), variant->error);
	if (variant->error)
		CHECK(ring == (void *)&fake_device);
	else
		framering_close(ring);
}

static int count_entries(const char *path)
{
	struct dirent *entry;
	DIR *dir = opendir(path);
	int count = 0;

	CHECK(dir);
	while ((entry = readdir(dir)))
		count++;
	closedir(dir);
	return count;
}

/* How often this process maps the ring's memory. */
static int count_mappings(void)
{
	FILE *maps = fopen("/proc/self/maps", "re");
	char line[512];
	int count = 0;

	CHECK(maps);
	while (fgets(line, sizeof(line), maps))
		count += strstr(line, "memfd:ring") != NULL;
	fclose(maps);
	return count;
}

TEST(every_failed_mapping_is_unwound_ok)
{
	struct framering *ring = fake_ring_open(FRAMERING_CACHE_WB);
	int files = count_entries("/proc/self/fd"), maps = count_mappings();
	struct framering_producer *producer = NULL;
	struct framering_consumer *consumer = NULL;
	int i;

	for (i = 1; i <= 4 + SLOTS; i++) {
		fake_device.fail_mmap = i;
		CHECK_EQ(framering_producer_attach(&producer, ring), -ENOMEM);
		CHECK(!producer);
		fake_device.fail_mmap = i;
		CHECK_EQ(framering_consumer_attach(&consumer, ring, 0),
			 -ENOMEM);
		CHECK(!consumer);
		CHECK_EQ(count_entries("/proc/self/fd"), files);
		CHECK_EQ(count_mappings(), maps);
	}
	fake_device.fail_mmap = 0;
	CHECK_EQ(framering_producer_attach(&producer, ring), 0);
	CHECK_EQ(framering_consumer_attach(&consumer, ring, 0), 0);
	CHECK_EQ(count_mappings(), maps + 2 * (3 + SLOTS));
	framering_producer_detach(producer);
	framering_consumer_detach(consumer);
	CHECK_EQ(count_entries("/proc/self/fd"), files);
	CHECK_EQ(count_mappings(), maps);
	framering_close(ring);
}

TEST(status_page_that_makes_no_sense_fails)
{
	struct framering *ring = fake_ring_open(FRAMERING_CACHE_WB);
	struct framering_producer *producer = NULL;

	fake_device.status->slots = 3;
	CHECK_EQ(framering_producer_attach(&producer, ring), -EPROTO);
	fake_device.status->slots = 64;
	CHECK_EQ(framering_producer_attach(&producer, ring), -EPROTO);
	fake_device.status->slots = SLOTS;
	fake_device.status->magic++;
	CHECK_EQ(framering_producer_attach(&producer, ring), -EPROTO);
	fake_device.status->magic--;
	fake_device.status->features = 1ULL << 32;
	CHECK_EQ(framering_producer_attach(&producer, ring), -EPROTO);
	fake_device.status->features = 1ULL << 63;
	CHECK_EQ(framering_producer_attach(&producer, ring), -EPROTO);
	/* Of these it need not know any. */
	fake_device.status->features = 0xffffffff;
	CHECK_EQ(framering_producer_attach(&producer, ring), 0);
	framering_producer_detach(producer);
	fake_device.status->geometry.planes = FRAMERING_MAX_PLANES + 1;
	CHECK_EQ(framering_producer_attach(&producer, ring), -EPROTO);
	fake_device.status->geometry.planes = 1;
	fake_device.status->region[FRAMERING_REGION_PRODUCER].length = 0;
	CHECK_EQ(framering_producer_attach(&producer, ring), -EPROTO);
	framering_close(ring);
}
