// SPDX-License-Identifier: MIT
/* What sysfs tells of a ring. */
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

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

#define MAPPINGS	20000

static void *evict_the_first(void *ring)
{
	struct framering_evict evict = { .size = sizeof(evict) };

	CHECK_OK(ioctl(*(int *)ring, FRAMERING_IOC_EVICT, &evict));
	return NULL;
}

/* Of a reader with so many mappings that it takes a while. */
TEST(attributes_do_not_wait_for_an_eviction_ok)
{
	int ring = dev_ring(FRAMERING_CACHE_WB), i;
	int role = dev_attach(ring, FRAMERING_ROLE_CONSUMER, 0, NULL);
	struct pollfd pfd = { .fd = role };
	pthread_t thread;
	char text[2];
	int file;

	/* QUERY, as dev_sysfs() calls it, would wait. */
	CHECK_OK(file = open("/sys/class/framering/framering/consumers",
			     O_RDONLY | O_CLOEXEC));
	for (i = 0; i < MAPPINGS; i++) {
		const volatile uint32_t *status =
			dev_map(role, PROT_READ, FRAMERING_OFFSET_STATUS, 4096);

		CHECK_EQ(*status, FRAMERING_MAGIC);
	}
	CHECK_EQ(pthread_create(&thread, NULL, evict_the_first, &ring), 0);
	/* It is revoked, and then unmapped. */
	while (poll(&pfd, 1, 0) == 0)
		;
	CHECK_EQ(pfd.revents, POLLHUP);
	/* It is counted until nothing of it is mapped. */
	CHECK_EQ(read(file, text, sizeof(text)), 2);
	CHECK_EQ(text[0], '1');
	CHECK_EQ(pthread_join(thread, NULL), 0);
	CHECK_EQ(dev_sysfs(ring, "consumers"), 0);
}
