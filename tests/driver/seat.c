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
#include "seat.h"

/* STATUS, PRODUCER, CONSUMER and the slots. */
#define MAPS	(3 + FRAMERING_MAX_SLOTS)

static struct seat seat;
static struct {
	uint8_t *at;
	size_t bytes;
} map[MAPS];
static unsigned int maps;
static sigjmp_buf taken_away;

static void on_bus_error(int number, siginfo_t *info, void *context)
{
	unsigned int i;

	(void)context;
	for (i = 0; i < maps; i++)
		if ((size_t)((uint8_t *)info->si_addr - map[i].at) <
		    map[i].bytes)
			siglongjmp(taken_away, 1);
	/* Not ours: it comes again, and kills. */
	signal(number, SIG_DFL);
}

int seat_revoked(const struct seat *s)
{
	struct pollfd pfd = { .fd = s->fd, .events = POLLIN };

	return poll(&pfd, 1, 0) == 1 && pfd.revents & POLLHUP;
}

void seat_kick(const struct seat *s)
{
	CHECK_OK(ioctl(s->fd, FRAMERING_IOC_KICK));
}

/* NULL: the role was taken away. */
static void *map_part(uint64_t offset, uint64_t bytes, int prot)
{
	void *at = mmap(NULL, (size_t)bytes, prot, MAP_SHARED, seat.fd,
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
	const struct framering_region *r = &seat.status->region[region];

	return map_part(r->offset + part * r->step,
			r->length + (parts - 1) * r->step, prot);
}

static int map_slots(int prot)
{
	uint32_t i;

	for (i = 0; i < seat.status->slots; i++) {
		seat.slot[i] = map_region(FRAMERING_REGION_FRAMES, i, 1, prot);
		if (!seat.slot[i])
			return 0;
	}
	return 1;
}

static int map_producer(void)
{
	struct framering_ring_producer *p = &seat.producer;
	const uint8_t *pages;
	uint32_t i;

	seat.page = map_region(FRAMERING_REGION_PRODUCER, 0, 1,
			       PROT_READ | PROT_WRITE);
	pages = map_region(FRAMERING_REGION_CONSUMER, 0,
			   FRAMERING_MAX_CONSUMERS, PROT_READ);
	if (!seat.page || !pages)
		return 0;
	seat.page_bytes = FRAMERING_PRODUCER_BYTES;
	p->page = seat.page;
	p->desc = (void *)((uint8_t *)seat.page + FRAMERING_DESC_OFFSET);
	for (i = 0; i < FRAMERING_MAX_CONSUMERS; i++)
		p->consumer[i] = (const void *)(pages + i *
			seat.status->region[FRAMERING_REGION_CONSUMER].step);
	p->status = seat.status;
	p->slots = seat.status->slots;
	p->max_held = seat.status->max_held;
	p->write_combined =
		seat.status->cache_effective != FRAMERING_CACHE_WB;
	framering_ring_enter(p);
	return map_slots(PROT_READ | PROT_WRITE);
}

static int map_consumer(uint32_t index, uint32_t lossless)
{
	struct framering_ring_consumer *c = &seat.consumer;
	const uint8_t *page = map_region(FRAMERING_REGION_PRODUCER, 0, 1,
					 PROT_READ);

	seat.page = map_region(FRAMERING_REGION_CONSUMER, index, 1,
			       PROT_READ | PROT_WRITE);
	if (!page || !seat.page)
		return 0;
	seat.page_bytes = FRAMERING_CONSUMER_BYTES;
	c->status = seat.status;
	c->producer = (const void *)page;
	c->desc = (const void *)(page + FRAMERING_DESC_OFFSET);
	c->page = seat.page;
	c->slots = seat.status->slots;
	c->max_held = lossless ? c->slots - 1 : seat.status->max_held;
	c->lossless = lossless;
	return map_slots(PROT_READ);
}

/* Not zero: all is there. */
static int map_all(const struct framering_attach *attach)
{
	seat.status = map_part(FRAMERING_OFFSET_STATUS, FRAMERING_STATUS_BYTES,
			       PROT_READ);
	if (!seat.status)
		return 0;
	seat.geometry = seat.status->geometry;
	if (attach->role == FRAMERING_ROLE_PRODUCER)
		return map_producer();
	return map_consumer(attach->index,
			    attach->flags & FRAMERING_ATTACH_LOSSLESS);
}

static void let_go(void)
{
	while (maps) {
		maps--;
		CHECK_OK(munmap(map[maps].at, map[maps].bytes));
	}
	close(seat.fd);
}

int seat_use(struct party *me, int ring, uint32_t role, uint32_t flags,
	     void (*job)(struct party *me, struct seat *seat))
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
	me->roles++;
	memset(&seat, 0, sizeof(seat));
	seat.fd = attach.fd;
	if (!sigsetjmp(taken_away, 1) && map_all(&attach))
		job(me, &seat);
	else if (!seat_revoked(&seat))
		FAIL("a role that is not revoked was taken away");
	if (seat_revoked(&seat))
		me->evicted++;
	let_go();
	return 0;
}
