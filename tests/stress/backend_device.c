// SPDX-License-Identifier: MIT
/* A ring of the driver, used by processes with a role file each. */
#include <fcntl.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "../driver/dev.h"
#include "backend.h"
#include "harness.h"
#include "wait_method.h"

static const struct wait_method *wait_method;

static void create(const struct backend_config *config)
{
	struct framering_config wanted = dev_config();

	wanted.width = 64;
	wanted.height = 4;
	wanted.slots = config->slots;
	wanted.cache = config->cache;
	wanted.meta_bytes = BACKEND_META;
	/* No reader is evicted because the machine is slow. */
	wanted.stall_ms = 60000;
	CHECK_OK(ioctl(dev_open(O_RDWR), FRAMERING_IOC_CONFIGURE, &wanted));
	wait_method = config->wait_method ? config->wait_method :
					    &wait_method_ioctl;
}

static void *map_meta(int role, int prot, uint32_t slot)
{
	return dev_map(role, prot, FRAMERING_OFFSET_META_SLOT(slot),
		       BACKEND_META);
}

static void attach_producer(struct backend_producer *p)
{
	struct dev_producer role = dev_producer(dev_open(O_RDWR));
	uint32_t i;

	p->ring = role.ring;
	p->bytes = role.status->geometry.frame_bytes;
	p->fd = role.fd;
	memcpy(p->slot, role.slot, sizeof(p->slot));
	for (i = 0; i < p->ring.slots; i++)
		p->meta[i] = map_meta(p->fd, PROT_READ | PROT_WRITE, i);
	wait_method->begin(role.fd, FRAMERING_EVENT_OUT);
}

static void attach_consumer(struct backend_consumer *c, uint32_t number,
			    int lossless)
{
	/* Those of one user who may only read would not all be protected. */
	struct dev_consumer role =
		dev_consumer(dev_open(O_RDWR),
			     lossless ? FRAMERING_ATTACH_LOSSLESS : 0);
	uint32_t i;

	(void)number;
	c->ring = role.ring;
	c->bytes = role.status->geometry.frame_bytes;
	c->fd = role.fd;
	memcpy(c->slot, role.slot, sizeof(c->slot));
	for (i = 0; i < c->ring.slots; i++)
		c->meta[i] = map_meta(c->fd, PROT_READ, i);
	wait_method->begin(role.fd, FRAMERING_EVENT_IN);
}

static void await_slot(struct backend_producer *p)
{
	(void)p;
	wait_method->sleep();
}

static void await_frame(struct backend_consumer *c)
{
	(void)c;
	wait_method->sleep();
}

static void wake_consumers(struct backend_producer *p)
{
	CHECK_OK(ioctl(p->fd, FRAMERING_IOC_KICK));
}

static void wake_producer(struct backend_consumer *c)
{
	CHECK_OK(ioctl(c->fd, FRAMERING_IOC_KICK));
}

static int keep(struct backend_consumer *c, uint32_t slot,
		struct backend_kept *kept)
{
	struct framering_export export = {
		.size = sizeof(export),
		.flags = FRAMERING_EXPORT_HOLD,
		.slot = slot,
	};
	void *at;

	if (ioctl(c->fd, FRAMERING_IOC_EXPORT, &export)) {
		/* Or the producer is just looking at the slot. */
		CHECK(errno == EBUSY || errno == EAGAIN);
		return 0;
	}
	CHECK_OK(at = mmap(NULL, c->bytes, PROT_READ, MAP_SHARED, export.fd,
			   0));
	*kept = (struct backend_kept){ slot, at, export.fd };
	return 1;
}

/* One of the two may go first, and the slot stays until both are gone. */
static void unkeep(struct backend_consumer *c, const struct backend_kept *kept)
{
	if (kept->slot % 2)
		CHECK_OK(close(kept->handle));
	CHECK_OK(munmap((void *)(uintptr_t)kept->data, c->bytes));
	if (!(kept->slot % 2))
		CHECK_OK(close(kept->handle));
}

static void finish(void)
{
	if (wait_method->end)
		wait_method->end();
}

const struct backend backend_device = {
	.create = create,
	.attach_producer = attach_producer,
	.attach_consumer = attach_consumer,
	.await_slot = await_slot,
	.await_frame = await_frame,
	.wake_consumers = wake_consumers,
	.wake_producer = wake_producer,
	.keep = keep,
	.unkeep = unkeep,
	.finish = finish,
};
