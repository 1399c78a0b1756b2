// SPDX-License-Identifier: MIT
/* Roles that lose everything, of every kind: replaced twice, or evicted. */
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "dev.h"
#include "harness.h"
#include "kind.h"
#include "maps.h"

static short poll_of(int fd)
{
	struct pollfd pfd = { .fd = fd, .events = POLLIN | POLLPRI };

	CHECK_GE(poll(&pfd, 1, 0), 0);
	return pfd.revents;
}

static void check_revoked(const struct maps *maps)
{
	maps_check(maps, SIGBUS);
	CHECK_EQ(poll_of(maps->role), POLLHUP | POLLPRI);
	CHECK_ERRNO(mmap(NULL, 4096, PROT_READ, MAP_SHARED, maps->role, 0),
		    ESTALE);
	CHECK_ERRNO(mmap(NULL, 4096, PROT_READ, MAP_SHARED, maps->role,
			 (off_t)FRAMERING_OFFSET_FRAMES), ESTALE);
}

TEST_VARIANTS(old_generation_is_readable_and_then_revoked_sigbus, dev_kinds)
{
	int ring = kind_ring(variant), i;
	struct maps producer = maps_of(ring, FRAMERING_ROLE_PRODUCER);
	struct maps consumer = maps_of(ring, FRAMERING_ROLE_CONSUMER);
	const struct framering_status *status =
		(const void *)consumer.map[0].at;
	uint8_t *frame = maps_find(&producer, FRAMERING_REGION_FRAMES)->at;
	const uint8_t *seen =
		maps_find(&consumer, FRAMERING_REGION_FRAMES)->at;

	frame[4097] = 77;
	for (i = 0; i < 2; i++) {
		CHECK_EQ(status->state & FRAMERING_STATE_STALE, i ? 1u : 0);
		kind_configure(variant, ring);
		dev_attach(ring, FRAMERING_ROLE_CONSUMER, 0, NULL);
		CHECK(status->state & FRAMERING_STATE_STALE);
		CHECK(poll_of(consumer.role) & POLLPRI);
		CHECK_EQ(seen[4097], 77);
		maps_check(&producer, 0);
		maps_check(&consumer, 0);
	}
	kind_configure(variant, ring);
	check_revoked(&producer);
	check_revoked(&consumer);
}

/* A ring whose producer waits a tenth of a second, full of unread frames. */
static int stalled_ring(const struct dev_kind *kind, struct maps *consumer)
{
	struct framering_config config = kind_config(kind);
	int ring = kind_open(kind, O_RDWR);

	config.stall_ms = 100;
	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
	*consumer = maps_of_flags(ring, FRAMERING_ROLE_CONSUMER,
				  FRAMERING_ATTACH_LOSSLESS);
	return ring;
}

TEST_VARIANTS(evicted_consumer_has_nothing_left_sigbus, dev_kinds)
{
	struct maps consumer;
	int ring = stalled_ring(variant, &consumer), slot;
	struct dev_producer p = dev_producer(ring);
	uint32_t revents;

	do
		slot = dev_produce(&p, 1);
	while (slot >= 0);
	CHECK_EQ(slot, -EAGAIN);
	maps_check(&consumer, 0);
	CHECK_EQ(dev_wait(p.fd, FRAMERING_EVENT_OUT, -1, &revents), 0);
	check_revoked(&consumer);
	/* Its own page was one of those; the producer has a clean one. */
	CHECK_EQ(p.status->consumers, 0);
	CHECK_GE(dev_produce(&p, 2), 0);
	CHECK_EQ(p.slot[0][0], 2);
}
