// SPDX-License-Identifier: MIT
/* Who watches a ring: what its owner may know and do. */
#include <errno.h>
#include <sys/ioctl.h>

#include "private.h"

int framering_demand(struct framering *ring, struct framering_demand *demand,
		     int64_t timeout_ns)
{
	struct framering_demand d = {
		.size = sizeof(d),
		.serial = demand->serial,
		.deadline_ns = framering_deadline(timeout_ns),
	};

	if (ioctl(ring->fd, FRAMERING_IOC_DEMAND, &d) < 0)
		return -errno;
	*demand = d;
	return 0;
}

int framering_consumer_info(struct framering *ring, uint32_t index,
			    struct framering_consumer_info *info)
{
	struct framering_consumer_info i = {
		.size = sizeof(i),
		.index = index,
	};

	if (ioctl(ring->fd, FRAMERING_IOC_CONSUMER, &i) < 0)
		return -errno;
	*info = i;
	return 0;
}

int framering_evict(struct framering *ring, uint32_t index, uint64_t id)
{
	struct framering_evict evict = {
		.size = sizeof(evict),
		.index = index,
		.id = id,
	};

	if (ioctl(ring->fd, FRAMERING_IOC_EVICT, &evict) < 0)
		return -errno;
	return 0;
}
