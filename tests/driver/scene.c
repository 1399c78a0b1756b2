// SPDX-License-Identifier: MIT
#include <fcntl.h>
#include <sys/ioctl.h>

#include "dev.h"
#include "harness.h"
#include "scene.h"

int scene_ring(uint32_t stall_ms)
{
	struct framering_config config = dev_config();
	int ring = dev_open(O_RDWR);

	config.stall_ms = stall_ms;
	/* One that a case before started would run on. */
	CHECK_EQ(dev_pattern(ring, 0, 0), 0);
	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
	return ring;
}

void scene_check_empty(int ring)
{
	CHECK_EQ(dev_sysfs(ring, "consumers"), 0);
	CHECK_EQ(dev_sysfs(ring, "producer"), 0);
	CHECK_EQ(dev_sysfs(ring, "mappings"), 0);
}

void scene_newcomer(struct party *party, void (*job)(struct party *me))
{
	party_start(party, job);
	party_expect(party, 3);
	party_end(party);
}
