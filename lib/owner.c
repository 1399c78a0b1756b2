// SPDX-License-Identifier: MIT
/* What the owner of a ring may know and do about its consumers. */
#include <errno.h>
#include <sys/ioctl.h>

#include "private.h"

int framering_demand_sized(struct framering *ring,
			   struct framering_demand *demand, size_t size,
			   int64_t timeout_ns)
{
	struct framering_demand d = {
		.size = sizeof(d),
		.serial = demand->serial,
		.deadline_ns = framering_deadline(timeout_ns),
	};

	if (ioctl(ring->fd, FRAMERING_IOC_DEMAND, &d) < 0)
		return -errno;
	d.size = framering_sized_min(size, sizeof(d));
	framering_sized_copy(demand, size, &d, sizeof(d));
	return 0;
}

int framering_consumer_info_sized(struct framering *ring, uint32_t index,
				  struct framering_consumer_info *info,
				  size_t size)
{
	struct framering_consumer_info i = {
		.size = sizeof(i),
		.index = index,
	};

	if (ioctl(ring->fd, FRAMERING_IOC_CONSUMER, &i) < 0)
		return -errno;
	i.size = framering_sized_min(size, sizeof(i));
	framering_sized_copy(info, size, &i, sizeof(i));
	return 0;
}

int framering_ask_times(struct framering *ring, int ask)
{
	const struct framering_ask_times times = {
		.size = sizeof(times),
		.ask = (uint32_t)!!ask,
	};

	if (ioctl(ring->fd, FRAMERING_IOC_TIMES, &times) < 0)
		return -errno;
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
