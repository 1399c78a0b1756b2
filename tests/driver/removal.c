// SPDX-License-Identifier: MIT
/* A ring is taken away while it is used. Unloading comes at the VM's end. */
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "dev.h"
#include "harness.h"
#include "maps.h"
#include "removable_ring.h"

static short poll_of(int fd)
{
	struct pollfd pfd = { .fd = fd, .events = POLLIN | POLLOUT | POLLPRI };

	CHECK_GE(poll(&pfd, 1, 0), 0);
	return pfd.revents;
}

static void check_role_gone(const struct maps *maps)
{
	uint32_t revents = 0;

	maps_check(maps, SIGBUS);
	CHECK_EQ(poll_of(maps->role), POLLHUP);
	CHECK_EQ(dev_wait(maps->role, 0, 0, &revents), 0);
	CHECK_EQ(revents, FRAMERING_EVENT_HUP);
	CHECK_ERRNO(mmap(NULL, 4096, PROT_READ, MAP_SHARED, maps->role, 0),
		    ENODEV);
	CHECK_ERRNO(mmap(NULL, 4096, PROT_READ, MAP_SHARED, maps->role,
			 (off_t)FRAMERING_OFFSET_FRAMES), ENODEV);
	CHECK_OK(ioctl(maps->role, FRAMERING_IOC_KICK));
}

static void check_ring_gone(int ring)
{
	struct framering_config config = dev_config();
	struct framering_query query = { .size = sizeof(query) };
	char byte = 0;

	CHECK_ERRNO(ioctl(ring, FRAMERING_IOC_QUERY, &query), ENODEV);
	CHECK_ERRNO(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config), ENODEV);
	CHECK_ERRNO(dev_try_attach(ring, FRAMERING_ROLE_PRODUCER, 0), ENODEV);
	CHECK_ERRNO(dev_try_attach(ring, FRAMERING_ROLE_CONSUMER, 0), ENODEV);
	CHECK_EQ(dev_pattern(ring, 30000, 0), -ENODEV);
	CHECK_ERRNO(read(ring, &byte, 1), ENODEV);
	CHECK_ERRNO(write(ring, &byte, 1), ENODEV);
}

TEST_VARIANTS(ring_taken_away_while_mapped_sigbus, removable_rings)
{
	uint32_t number;
	int ring = removable_ring_create(variant, &number);
	struct maps producer = maps_of(ring, FRAMERING_ROLE_PRODUCER);
	struct maps consumer = maps_of(ring, FRAMERING_ROLE_CONSUMER);

	maps_check(&producer, 0);
	maps_check(&consumer, 0);
	removable_ring_remove(variant, number);
	check_role_gone(&producer);
	check_role_gone(&consumer);
	check_ring_gone(ring);
	removable_ring_restore(variant, number);
	/* A new ring does not bring back what the old one had. */
	maps_check(&producer, SIGBUS);
	maps_unmap(&producer);
	maps_unmap(&consumer);
}

/* Files without mappings, one of them with a frame half read and written. */
TEST_VARIANTS(ring_taken_away_in_the_middle_of_a_frame_fails, removable_rings)
{
	uint32_t number;
	int ring = removable_ring_create(variant, &number);
	int role = dev_attach(ring, FRAMERING_ROLE_CONSUMER, 0, NULL);
	static char frame[64 * 48 * 4];
	int reader, flags;

	flags = fcntl(ring, F_GETFL);
	CHECK_OK(fcntl(ring, F_SETFL, flags | O_NONBLOCK));
	CHECK_ERRNO(read(ring, frame, 1), EAGAIN);
	CHECK_EQ(write(ring, frame, sizeof(frame)), (ssize_t)sizeof(frame));
	CHECK_EQ(write(ring, frame, 100), 100);
	CHECK_EQ(read(ring, frame, 100), 100);
	removable_ring_remove(variant, number);
	CHECK_EQ(poll_of(role), POLLHUP);
	CHECK_ERRNO(read(ring, frame, 100), ESTALE);
	CHECK_ERRNO(write(ring, frame, 100), ESTALE);
	check_ring_gone(ring);
	reader = dup(ring);
	close(ring);
	close(reader);
	close(role);
	removable_ring_restore(variant, number);
}

/* Two old generations and a present one, each with a role attached. */
TEST_VARIANTS(ring_taken_away_with_its_old_generations_sigbus, removable_rings)
{
	uint32_t number;
	int ring = removable_ring_create(variant, &number), i;
	struct maps maps[3];

	for (i = 0; i < 3; i++) {
		if (i)
			removable_ring_configure(variant, ring);
		maps[i] = maps_of(ring, FRAMERING_ROLE_CONSUMER);
	}
	for (i = 0; i < 3; i++)
		maps_check(&maps[i], 0);
	removable_ring_remove(variant, number);
	for (i = 0; i < 3; i++)
		check_role_gone(&maps[i]);
	removable_ring_restore(variant, number);
}

/* The next frame; on a slow machine those that it waited for may be gone. */
static int next_frame(struct dev_consumer *c)
{
	int slot = -EAGAIN, kick;
	uint32_t revents;

	while (slot == -EAGAIN) {
		CHECK_EQ(dev_wait(c->fd, FRAMERING_EVENT_IN, -1, &revents), 0);
		slot = framering_ring_acquire(&c->ring, 0, &kick);
	}
	CHECK_GE(slot, 0);
	return slot;
}

TEST_VARIANTS(ring_taken_away_while_the_pattern_runs_sigbus, removable_rings)
{
	uint32_t number;
	int ring = removable_ring_create(variant, &number), i;
	struct dev_consumer c = dev_consumer(ring, 0);

	CHECK_EQ(dev_pattern(ring, 240000, 0), 0);
	for (i = 0; i < 5; i++)
		dev_release(&c, next_frame(&c));
	removable_ring_remove(variant, number);
	CHECK_EQ(test_read_fault(c.slot[0]), SIGBUS);
	CHECK_EQ(test_read_fault(c.status), SIGBUS);
	CHECK_EQ(poll_of(c.fd), POLLHUP);
	check_ring_gone(ring);
	removable_ring_restore(variant, number);
}
