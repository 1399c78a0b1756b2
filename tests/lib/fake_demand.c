// SPDX-License-Identifier: MIT
/* Consumers of a device that is not there: what DEMAND tells of them. */
#include <errno.h>
#include <string.h>

#include "fake_demand.h"
#include "fake_device.h"

struct fake_demand fake_demand_state = { .serial = 1, .fd = -1 };

unsigned int fake_demand_attach(const struct framering_wish *wish)
{
	struct fake_demand *d = &fake_demand_state;
	unsigned int index =
		(unsigned int)__builtin_ctz(~fake_device.status->consumers);

	fake_device.status->consumers |= 1U << index;
	d->serial++;
	if (wish) {
		d->wish[index] = *wish;
		d->wished[index] = d->serial;
	}
	return index;
}

void fake_demand_detach(unsigned int index)
{
	fake_device.status->consumers &= ~(1U << index);
	fake_demand_state.wished[index] = 0;
	fake_demand_state.serial++;
}

void fake_demand_reset(void)
{
	memset(fake_demand_state.wished, 0, sizeof(fake_demand_state.wished));
	fake_demand_state.serial++;
}

int fake_demand(int fd, struct framering_demand *demand)
{
	struct fake_demand *d = &fake_demand_state;
	__u64 last = 0;
	__u32 i;

	d->asked = *demand;
	memset(demand, 0, sizeof(*demand));
	demand->serial = d->serial;
	demand->generation = fake_device.query.generation;
	if (fake_device.status)
		demand->consumers = fake_device.status->consumers;
	for (i = 0; i < FRAMERING_MAX_CONSUMERS; i++) {
		if (!d->wished[i])
			continue;
		demand->wishes |= 1U << i;
		if (d->wished[i] < last)
			continue;
		last = d->wished[i];
		demand->wish = d->wish[i];
	}
	d->seen = d->serial;
	d->fd = fd;
	return 0;
}

static void count_more(void)
{
	struct fake_demand *d = &fake_demand_state;
	__u32 i;

	for (i = 0; i < FRAMERING_TIMES_CLASSES; i++) {
		d->consumer.times.acquire[i] += d->more.acquire[i];
		d->consumer.times.release[i] += d->more.release[i];
	}
}

int fake_demand_consumer(struct framering_consumer_info *info)
{
	__u32 index = info->index;

	if (!(fake_device.status->consumers & (1U << info->index)))
		return -ENOENT;
	if (fake_demand_state.consumer_errno)
		return -fake_demand_state.consumer_errno;
	*info = fake_demand_state.consumer;
	info->index = index;
	info->wish = fake_demand_state.wish[index];
	info->id = index + 100;
	count_more();
	return 0;
}

int fake_demand_evict(const struct framering_evict *evict)
{
	if (!(fake_device.status->consumers & (1U << evict->index)) ||
	    (evict->id && evict->id != evict->index + 100))
		return -ENOENT;
	fake_demand_detach(evict->index);
	return 0;
}

int fake_demand_times(const struct framering_ask_times *times)
{
	struct framering_status *status = fake_device.status;

	if (fake_demand_state.times_errno)
		return -fake_demand_state.times_errno;
	if (times->flags || times->reserved)
		return -EINVAL;
	if (!status)
		return 0;
	if (times->ask)
		status->state |= FRAMERING_STATE_TIMES;
	else
		status->state &= ~FRAMERING_STATE_TIMES;
	return 0;
}

int fake_demand_wish(const struct framering_wish *wish)
{
	if (wish->flags || wish->width > FRAMERING_MAX_SIDE)
		return -EINVAL;
	fake_demand_state.told = *wish;
	return 0;
}

static short events_of(const struct pollfd *polled)
{
	const struct fake_demand *d = &fake_demand_state;

	if (polled->events != POLLPRI || polled->fd < 0 ||
	    (d->fd >= 0 && polled->fd != d->fd))
		return 0;
	if (d->gone)
		return POLLHUP;
	return d->seen == d->serial ? 0 : POLLPRI;
}

int fake_demand_poll(struct pollfd *fds, nfds_t count)
{
	int ready = 0;
	nfds_t i;

	for (i = 0; i < count; i++) {
		fds[i].revents = events_of(&fds[i]);
		ready += fds[i].revents != 0;
	}
	return ready;
}
