// SPDX-License-Identifier: MIT
/* A ring of the driver, used by processes with a role file each. */
#include <fcntl.h>
#include <string.h>
#include <sys/ioctl.h>

#include "../driver/dev.h"
#include "harness.h"
#include "place.h"
#include "way.h"

static const struct way *way;

static void create(const struct place_config *config)
{
	struct framering_config wanted = dev_config();

	wanted.width = 64;
	wanted.height = 4;
	wanted.slots = config->slots;
	wanted.cache = config->cache;
	/* Nobody is evicted because the machine is slow. */
	wanted.stall_ms = 60000;
	CHECK_OK(ioctl(dev_open(O_RDWR), FRAMERING_IOC_CONFIGURE, &wanted));
	way = config->way ? config->way : &way_wait;
}

static void attach_producer(struct place_producer *p)
{
	struct dev_producer role = dev_producer(dev_open(O_RDWR));

	p->ring = role.ring;
	p->bytes = role.status->geometry.frame_bytes;
	p->fd = role.fd;
	memcpy(p->slot, role.slot, sizeof(p->slot));
	way->begin(role.fd, FRAMERING_EVENT_OUT);
}

static void attach_consumer(struct place_consumer *c, uint32_t number,
			    int lossless)
{
	struct dev_consumer role =
		dev_consumer(dev_open(lossless ? O_RDWR : O_RDONLY),
			     lossless ? FRAMERING_ATTACH_LOSSLESS : 0);

	(void)number;
	c->ring = role.ring;
	c->bytes = role.status->geometry.frame_bytes;
	c->fd = role.fd;
	memcpy(c->slot, role.slot, sizeof(c->slot));
	way->begin(role.fd, FRAMERING_EVENT_IN);
}

static void await_slot(struct place_producer *p)
{
	(void)p;
	way->sleep();
}

static void await_frame(struct place_consumer *c)
{
	(void)c;
	way->sleep();
}

static void wake_consumers(struct place_producer *p)
{
	CHECK_OK(ioctl(p->fd, FRAMERING_IOC_KICK));
}

static void wake_producer(struct place_consumer *c)
{
	CHECK_OK(ioctl(c->fd, FRAMERING_IOC_KICK));
}

static void leave(void)
{
	if (way->end)
		way->end();
}

const struct place place_device = {
	.create = create,
	.attach_producer = attach_producer,
	.attach_consumer = attach_consumer,
	.await_slot = await_slot,
	.await_frame = await_frame,
	.wake_consumers = wake_consumers,
	.wake_producer = wake_producer,
	.leave = leave,
};
