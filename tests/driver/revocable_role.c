// SPDX-License-Identifier: MIT
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "dev.h"
#include "harness.h"
#include "revocable_role.h"

/* STATUS, PRODUCER, CONSUMER and the slots. */
#define MAPS	(3 + FRAMERING_MAX_SLOTS)

static struct revocable_role held;
static struct {
	uint8_t *at;
	size_t bytes;
} map[MAPS];
static unsigned int maps;
static sigjmp_buf revocation;

static void on_bus_error(int number, siginfo_t *info, void *context)
{
	unsigned int i;

	(void)context;
	for (i = 0; i < maps; i++)
		if ((size_t)((uint8_t *)info->si_addr - map[i].at) <
		    map[i].bytes)
			siglongjmp(revocation, 1);
	/* Not ours: it comes again, and kills. */
	signal(number, SIG_DFL);
}

int revocable_role_is_revoked(const struct revocable_role *role)
{
	struct pollfd pfd = { .fd = role->fd, .events = POLLIN };

	return poll(&pfd, 1, 0) == 1 && pfd.revents & POLLHUP;
}

void revocable_role_kick(const struct revocable_role *role)
{
	CHECK_OK(ioctl(role->fd, FRAMERING_IOC_KICK));
}

/* NULL: the role was taken away. */
static void *map_part(uint64_t offset, uint64_t bytes, int prot)
{
	void *at = mmap(NULL, (size_t)bytes, prot, MAP_SHARED, held.fd,
			(off_t)offset);

	if (at == MAP_FAILED) {
		CHECK(errno == ESTALE || errno == ENODEV);
		return NULL;
	}
	map[maps].at = at;
	map[maps].bytes = (size_t)bytes;
	maps++;
	return at;
}

static void *map_region(uint32_t region, uint32_t part, uint32_t parts,
			int prot)
{
	const struct framering_region *r = &held.status->region[region];

	return map_part(r->offset + part * r->step,
			r->length + (parts - 1) * r->step, prot);
}

static int map_slots(int prot)
{
	uint32_t i;

	for (i = 0; i < held.status->slots; i++) {
		held.slot[i] = map_region(FRAMERING_REGION_FRAMES, i, 1, prot);
		if (!held.slot[i])
			return 0;
	}
	return 1;
}

static int map_producer(void)
{
	struct framering_ring_producer *p = &held.producer;
	const uint8_t *pages;
	uint32_t i;

	held.page = map_region(FRAMERING_REGION_PRODUCER, 0, 1,
			       PROT_READ | PROT_WRITE);
	pages = map_region(FRAMERING_REGION_CONSUMER, 0,
			   FRAMERING_MAX_CONSUMERS, PROT_READ);
	if (!held.page || !pages)
		return 0;
	held.page_bytes = FRAMERING_PRODUCER_BYTES;
	p->page = held.page;
	p->desc = (void *)((uint8_t *)held.page + FRAMERING_DESC_OFFSET);
	for (i = 0; i < FRAMERING_MAX_CONSUMERS; i++)
		p->consumer[i] = (const void *)(pages + i *
			held.status->region[FRAMERING_REGION_CONSUMER].step);
	p->status = held.status;
	p->slots = held.status->slots;
	p->max_held = held.status->max_held;
	p->write_combined =
		held.status->cache_effective != FRAMERING_CACHE_WB;
	framering_ring_enter(p);
	return map_slots(PROT_READ | PROT_WRITE);
}

static int map_consumer(uint32_t index, uint32_t lossless)
{
	struct framering_ring_consumer *c = &held.consumer;
	const uint8_t *page = map_region(FRAMERING_REGION_PRODUCER, 0, 1,
					 PROT_READ);

	held.page = map_region(FRAMERING_REGION_CONSUMER, index, 1,
			       PROT_READ | PROT_WRITE);
	if (!page || !held.page)
		return 0;
	held.page_bytes = FRAMERING_CONSUMER_BYTES;
	c->status = held.status;
	c->producer = (const void *)page;
	c->desc = (const void *)(page + FRAMERING_DESC_OFFSET);
	c->page = held.page;
	c->slots = held.status->slots;
	c->max_held = lossless ? c->slots - 1 : held.status->max_held;
	c->lossless = lossless;
	return map_slots(PROT_READ);
}

/* Not zero: all is there. */
static int map_all(const struct framering_attach *attach)
{
	held.status = map_part(FRAMERING_OFFSET_STATUS, FRAMERING_STATUS_BYTES,
			       PROT_READ);
	if (!held.status)
		return 0;
	held.geometry = held.status->geometry;
	if (attach->role == FRAMERING_ROLE_PRODUCER)
		return map_producer();
	return map_consumer(attach->index,
			    attach->flags & FRAMERING_ATTACH_LOSSLESS);
}

static void unmap_and_close(void)
{
	while (maps) {
		maps--;
		CHECK_OK(munmap(map[maps].at, map[maps].bytes));
	}
	close(held.fd);
}

int revocable_role_use(struct actor *self, int ring, uint32_t role,
		       uint32_t flags,
		       void (*job)(struct actor *self,
				   struct revocable_role *held))
{
	struct sigaction action = {
		.sa_sigaction = on_bus_error,
		.sa_flags = SA_SIGINFO,
	};
	struct framering_attach attach = {
		.size = sizeof(attach),
		.role = role,
		.flags = flags,
	};

	CHECK_OK(sigaction(SIGBUS, &action, NULL));
	if (ioctl(ring, FRAMERING_IOC_ATTACH, &attach))
		return -errno;
	self->roles++;
	memset(&held, 0, sizeof(held));
	held.fd = attach.fd;
	if (!sigsetjmp(revocation, 1) && map_all(&attach))
		job(self, &held);
	else if (!revocable_role_is_revoked(&held))
		FAIL("a role that is not revoked was taken away");
	if (revocable_role_is_revoked(&held))
		self->evicted++;
	unmap_and_close();
	return 0;
}
