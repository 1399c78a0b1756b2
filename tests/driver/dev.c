// SPDX-License-Identifier: MIT
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "dev.h"
#include "harness.h"

int dev_open(int flags)
{
	int fd = -1;

	CHECK_OK(fd = open(DEV_PATH, flags | O_CLOEXEC));
	return fd;
}

struct framering_config dev_config(void)
{
	return (struct framering_config){
		.size = sizeof(struct framering_config),
		.fourcc = DRM_FORMAT_XRGB8888,
		.width = 64,
		.height = 48,
		.slots = 4,
	};
}

int dev_ring(uint32_t cache)
{
	struct framering_config config = dev_config();
	int ring = dev_open(O_RDWR);

	config.cache = cache;
	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
	return ring;
}

struct framering_query dev_query(int ring)
{
	struct framering_query query = { .size = sizeof(query) };

	CHECK_OK(ioctl(ring, FRAMERING_IOC_QUERY, &query));
	return query;
}

int dev_try_attach(int ring, uint32_t role, uint32_t flags)
{
	struct framering_attach attach = {
		.size = sizeof(attach),
		.role = role,
		.flags = flags,
	};

	if (ioctl(ring, FRAMERING_IOC_ATTACH, &attach))
		return -1;
	return attach.fd;
}

struct framering_attach dev_attach_told(int ring, uint32_t role, uint32_t flags)
{
	struct framering_attach attach = {
		.size = sizeof(attach),
		.role = role,
		.flags = flags,
	};

	CHECK_OK(ioctl(ring, FRAMERING_IOC_ATTACH, &attach));
	return attach;
}

int dev_attach(int ring, uint32_t role, uint32_t flags, uint32_t *index)
{
	struct framering_attach attach = dev_attach_told(ring, role, flags);

	if (index)
		*index = attach.index;
	return attach.fd;
}

void *dev_map(int fd, int prot, uint64_t offset, size_t bytes)
{
	void *map;

	CHECK_OK(map = mmap(NULL, bytes, prot, MAP_SHARED, fd, (off_t)offset));
	return map;
}

static void *map_region(int fd, const struct framering_status *status,
			uint32_t region, uint32_t part, int prot)
{
	const struct framering_region *r = &status->region[region];

	return dev_map(fd, prot, r->offset + part * r->step, r->length);
}

static const struct framering_status *map_status(int fd)
{
	const struct framering_status *status =
		dev_map(fd, PROT_READ, FRAMERING_OFFSET_STATUS,
			FRAMERING_STATUS_BYTES);

	CHECK_EQ(status->magic, FRAMERING_MAGIC);
	return status;
}

struct dev_producer dev_producer(int ring)
{
	struct dev_producer p = { .fd = -1 };
	const uint8_t *consumers;
	uint8_t *page;
	uint32_t i;

	p.fd = dev_attach(ring, FRAMERING_ROLE_PRODUCER, 0, NULL);
	p.status = map_status(p.fd);
	page = map_region(p.fd, p.status, FRAMERING_REGION_PRODUCER, 0,
			  PROT_READ | PROT_WRITE);
	consumers = dev_map(p.fd, PROT_READ, FRAMERING_OFFSET_CONSUMER,
			    FRAMERING_MAX_CONSUMERS *
			    p.status->region[FRAMERING_REGION_CONSUMER].step);
	p.ring.status = p.status;
	p.ring.page = (struct framering_producer_page *)page;
	p.ring.desc = (struct framering_desc *)(page + FRAMERING_DESC_OFFSET);
	for (i = 0; i < FRAMERING_MAX_CONSUMERS; i++)
		p.ring.consumer[i] = (const void *)(consumers + i *
			p.status->region[FRAMERING_REGION_CONSUMER].step);
	p.ring.slots = p.status->slots;
	p.ring.max_held = p.status->max_held;
	p.ring.write_combined =
		p.status->cache_effective == FRAMERING_CACHE_WC;
	framering_ring_enter(&p.ring);
	for (i = 0; i < p.status->slots; i++)
		p.slot[i] = map_region(p.fd, p.status, FRAMERING_REGION_FRAMES,
				       i, PROT_READ | PROT_WRITE);
	return p;
}

struct dev_consumer dev_consumer(int ring, uint32_t flags)
{
	struct framering_attach told =
		dev_attach_told(ring, FRAMERING_ROLE_CONSUMER, flags);
	struct dev_consumer c = { .fd = told.fd, .index = told.index };
	const uint8_t *page;
	uint32_t i;

	c.status = map_status(c.fd);
	page = map_region(c.fd, c.status, FRAMERING_REGION_PRODUCER, 0,
			  PROT_READ);
	c.ring.status = c.status;
	c.ring.producer = (const struct framering_producer_page *)page;
	c.ring.desc = (const void *)(page + FRAMERING_DESC_OFFSET);
	c.ring.page = map_region(c.fd, c.status, FRAMERING_REGION_CONSUMER,
				 c.index, PROT_READ | PROT_WRITE);
	c.ring.slots = c.status->slots;
	c.ring.max_held = c.status->max_held;
	c.ring.lossless = flags & FRAMERING_ATTACH_LOSSLESS;
	c.ring.next_frame = told.frame;
	c.ring.counting = 1;
	for (i = 0; i < c.status->slots; i++)
		c.slot[i] = map_region(c.fd, c.status, FRAMERING_REGION_FRAMES,
				       i, PROT_READ);
	return c;
}

int dev_produce(struct dev_producer *p, uint8_t value)
{
	struct framering_desc frame = {
		.bytes = p->status->geometry.frame_bytes,
		.time_ns = (uint64_t)dev_now(),
	};
	int slot = framering_ring_reserve(&p->ring);

	if (slot < 0)
		return slot;
	memset(p->slot[slot], value, p->status->geometry.slot_bytes);
	if (framering_ring_submit(&p->ring, &frame))
		CHECK_OK(ioctl(p->fd, FRAMERING_IOC_KICK));
	return slot;
}

int dev_consume(struct dev_consumer *c, uint8_t value)
{
	uint32_t i;
	int kick, slot;

	slot = framering_ring_acquire(&c->ring, 0, &kick);
	if (kick)
		CHECK_OK(ioctl(c->fd, FRAMERING_IOC_KICK));
	if (slot < 0)
		return slot;
	framering_load_fence();
	for (i = 0; i < c->status->geometry.slot_bytes; i++)
		if (c->slot[slot][i] != value)
			FAIL("slot %d byte %u: %u, not %u", slot, i,
			     c->slot[slot][i], value);
	return slot;
}

void dev_release(struct dev_consumer *c, int slot)
{
	int kick;

	CHECK_EQ(framering_ring_release(&c->ring, (uint32_t)slot, &kick), 0);
	if (kick)
		CHECK_OK(ioctl(c->fd, FRAMERING_IOC_KICK));
}

int dev_take_all(struct dev_consumer *c)
{
	int frames = 0, slot, kick;
	uint32_t revents;

	for (;;) {
		slot = framering_ring_acquire(&c->ring, 0, &kick);
		if (kick)
			CHECK_OK(ioctl(c->fd, FRAMERING_IOC_KICK));
		if (slot == -EPIPE)
			return frames;
		if (slot == -EAGAIN) {
			CHECK_EQ(dev_wait(c->fd, FRAMERING_EVENT_IN, -1,
					  &revents), 0);
			continue;
		}
		CHECK_GE(slot, 0);
		dev_release(c, slot);
		frames++;
	}
}

int dev_wait(int fd, uint32_t events, int64_t deadline_ns, uint32_t *revents)
{
	struct framering_wait wait = {
		.size = sizeof(wait),
		.deadline_ns = deadline_ns,
		.events = events,
	};

	if (ioctl(fd, FRAMERING_IOC_WAIT, &wait))
		return -errno;
	*revents = wait.revents;
	return 0;
}

int64_t dev_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000000LL + now.tv_nsec;
}

int dev_pattern(int ring, uint32_t rate, uint64_t frames)
{
	struct framering_pattern pattern = {
		.size = sizeof(pattern),
		.rate = rate,
		.frames = frames,
	};

	return ioctl(ring, FRAMERING_IOC_PATTERN, &pattern) ? -errno : 0;
}

const char *dev_sysfs_text(int ring, const char *attribute)
{
	struct framering_query query = dev_query(ring);
	static char text[64];
	char path[128];
	FILE *file;

	snprintf(path, sizeof(path), "/sys/class/framering/%s/%s", query.name,
		 attribute);
	file = fopen(path, "re");
	CHECK(file);
	text[0] = '\0';
	if (fgets(text, sizeof(text), file))
		text[strcspn(text, "\n")] = '\0';
	fclose(file);
	return text;
}

long dev_sysfs(int ring, const char *attribute)
{
	const char *text = dev_sysfs_text(ring, attribute);
	char *end;
	long value = strtol(text, &end, 10);

	CHECK(end != text && !*end);
	return value;
}
