// SPDX-License-Identifier: MIT
/* EXPORT with HOLD: a frame that stays until its last user is gone. */
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "dev.h"
#include "exports.h"
#include "harness.h"
#include "pass.h"
#include "removable_ring.h"

#define HOLD	FRAMERING_EXPORT_HOLD

static int ring_of(uint32_t slots, uint32_t max_held)
{
	struct framering_config config = dev_config();
	int ring = dev_open(O_RDWR);

	config.slots = slots;
	config.max_held = max_held;
	config.flags = FRAMERING_CONFIG_EXPORT_FOR_ALL;
	/* No reader is evicted while a test does something else. */
	config.stall_ms = 3600000;
	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
	return ring;
}

/* Until the kernel's workers have given the slots back. */
static void wait_until_kept(const struct framering_status *status,
			    uint32_t kept)
{
	while (__atomic_load_n(&status->kernel_held, __ATOMIC_ACQUIRE) != kept)
		poll(NULL, 0, 1);
}

TEST(held_export_keeps_its_frame_ok)
{
	int ring = ring_of(4, 1), slot, dmabuf, i;
	struct dev_producer p = dev_producer(ring);
	struct dev_consumer c = dev_consumer(ring, 0);
	const uint8_t *at;

	CHECK_EQ(dev_produce(&p, 0x31), 0);
	slot = dev_consume(&c, 0x31);
	dmabuf = exports_make(c.fd, (uint32_t)slot, HOLD);
	at = exports_map(dmabuf, PROT_READ, p.status->geometry.slot_bytes);
	dev_release(&c, slot);
	CHECK_EQ(p.status->kernel_held, 1U << slot);
	for (i = 0; i < 9; i++)
		CHECK_NE(dev_produce(&p, 0x32), slot);
	CHECK_GT(p.ring.page->holes, 0);
	CHECK_EQ(at[0], 0x31);
	CHECK_EQ(at[64 * 48 * 4 - 1], 0x31);
	/* A mapping keeps it as well as a descriptor does. */
	CHECK_OK(close(dmabuf));
	CHECK_EQ(p.status->kernel_held, 1U << slot);
	CHECK_OK(munmap((void *)at, p.status->geometry.slot_bytes));
	wait_until_kept(p.status, 0);
	for (i = 0; i < 4; i++)
		if (dev_produce(&p, 0x33) == slot)
			break;
	CHECK_LT(i, 4);
}

TEST(slot_that_is_held_twice_comes_back_with_the_second_ok)
{
	int ring = ring_of(8, 2), first, second;
	struct dev_producer p = dev_producer(ring);
	struct dev_consumer c = dev_consumer(ring, 0);

	CHECK_EQ(dev_produce(&p, 1), 0);
	CHECK_EQ(dev_consume(&c, 1), 0);
	first = exports_make(c.fd, 0, HOLD);
	second = exports_make(c.fd, 0, HOLD);
	dev_release(&c, 0);
	CHECK_OK(close(first));
	/* The worker has been there when another export of it is gone. */
	CHECK_OK(close(exports_make(p.fd, 1, 0)));
	CHECK_EQ(p.status->kernel_held, 1);
	CHECK_OK(close(second));
	wait_until_kept(p.status, 0);
}

TEST(hold_of_what_the_consumer_does_not_hold_fails)
{
	int ring = ring_of(4, 1);
	struct dev_producer p = dev_producer(ring);
	struct dev_consumer c = dev_consumer(ring, 0);

	CHECK_EQ(dev_produce(&p, 1), 0);
	CHECK_EQ(exports_fail(c.fd, 0, HOLD), -ENOLCK);
	CHECK_EQ(dev_consume(&c, 1), 0);
	CHECK_EQ(exports_fail(c.fd, 1, HOLD), -ENOLCK);
	CHECK_EQ(exports_fail(c.fd, 0, HOLD), 0);
	dev_release(&c, 0);
	CHECK_EQ(exports_fail(c.fd, 0, HOLD), -ENOLCK);
	CHECK_EQ(exports_fail(p.fd, 0, HOLD), -EBADF);
	wait_until_kept(p.status, 0);
}

TEST(hold_of_more_than_max_held_fails)
{
	int ring = ring_of(8, 2), i, dmabuf[2];
	struct dev_producer p = dev_producer(ring);
	struct dev_consumer c = dev_consumer(ring, 0);
	struct dev_consumer other = dev_consumer(ring, 0);

	for (i = 0; i < 3; i++)
		CHECK_EQ(dev_produce(&p, 1), i);
	for (i = 0; i < 2; i++) {
		CHECK_EQ(dev_consume(&c, 1), i);
		dmabuf[i] = exports_make(c.fd, (uint32_t)i, HOLD);
		dev_release(&c, i);
	}
	CHECK_EQ(dev_consume(&c, 1), 2);
	CHECK_EQ(exports_fail(c.fd, 2, HOLD), -EBUSY);
	/* Of a file that is open for writing, each role has its own. */
	CHECK_EQ(dev_consume(&other, 1), 0);
	CHECK_EQ(exports_fail(other.fd, 0, HOLD), 0);
	CHECK_OK(close(dmabuf[0]));
	wait_until_kept(p.status, 2);
	CHECK_EQ(exports_fail(c.fd, 2, HOLD), 0);
}

/* Of readers, a user has max_held, however many roles. */
TEST(hold_by_many_roles_of_a_reading_user_fails)
{
	int ring = ring_of(8, 2), reader = dev_open(O_RDONLY), i;
	struct dev_producer p = dev_producer(ring);
	struct dev_consumer c[3];

	for (i = 0; i < 3; i++)
		c[i] = dev_consumer(reader, 0);
	CHECK_EQ(dev_produce(&p, 1), 0);
	for (i = 0; i < 3; i++)
		CHECK_EQ(dev_consume(&c[i], 1), 0);
	exports_make(c[0].fd, 0, HOLD);
	exports_make(c[1].fd, 0, HOLD);
	CHECK_EQ(exports_fail(c[2].fd, 0, HOLD), -EBUSY);
}

TEST(hold_of_the_last_two_slots_fails)
{
	int ring = ring_of(4, 3), i;
	struct dev_producer p = dev_producer(ring);
	struct dev_consumer c = dev_consumer(ring, 0);

	for (i = 0; i < 3; i++) {
		CHECK_EQ(dev_produce(&p, 1), i);
		CHECK_EQ(dev_consume(&c, 1), i);
	}
	exports_make(c.fd, 0, HOLD);
	exports_make(c.fd, 1, HOLD);
	CHECK_EQ(exports_fail(c.fd, 2, HOLD), -EBUSY);
	for (i = 0; i < 3; i++)
		dev_release(&c, i);
	/* The producer goes on with what is left. */
	for (i = 0; i < 6; i++)
		CHECK_GE(dev_produce(&p, 2), 2);
}

/* Attach, export the frame that is there, send it and die. */
static void send_and_die(int ring, int socket)
{
	struct dev_consumer c = dev_consumer(ring, FRAMERING_ATTACH_NEWEST);

	CHECK_EQ(dev_consume(&c, 0x41), 0);
	pass_send(socket, exports_make(c.fd, 0, HOLD));
	kill(getpid(), SIGKILL);
}

/* Both die: the frame stays as long as the one, and goes with the other. */
TEST(held_export_outlives_its_role_and_ends_with_its_holder_ok)
{
	int ring = ring_of(4, 1), sockets[2], dmabuf, i;
	struct dev_producer p = dev_producer(ring);
	uint64_t bytes = p.status->geometry.slot_bytes;
	const uint8_t *at;
	pid_t pid;

	CHECK_OK(socketpair(AF_UNIX, SOCK_STREAM, 0, sockets));
	CHECK_EQ(dev_produce(&p, 0x41), 0);
	CHECK_OK(pid = fork());
	if (!pid)
		send_and_die(ring, sockets[1]);
	dmabuf = pass_receive(sockets[0]);
	CHECK_EQ(waitpid(pid, NULL, 0), pid);
	CHECK_EQ(p.status->consumers, 0);
	CHECK_EQ(p.status->kernel_held, 1);
	for (i = 0; i < 4; i++)
		CHECK_GT(dev_produce(&p, 0x42), 0);
	at = exports_map(dmabuf, PROT_READ, bytes);
	CHECK_EQ(at[0], 0x41);
	CHECK_OK(munmap((void *)at, bytes));
	CHECK_OK(pid = fork());
	if (!pid)
		for (;;)
			pause();
	CHECK_OK(close(dmabuf));
	CHECK_EQ(p.status->kernel_held, 1);
	CHECK_OK(kill(pid, SIGKILL));
	CHECK_EQ(waitpid(pid, NULL, 0), pid);
	wait_until_kept(p.status, 0);
}

/* A producer that sleeps for room is woken when a slot comes back. */
TEST(end_of_a_held_export_wakes)
{
	int ring = ring_of(4, 2), i, dmabuf[2];
	struct dev_producer p = dev_producer(ring);
	struct dev_consumer c = dev_consumer(ring, FRAMERING_ATTACH_LOSSLESS);
	uint32_t revents;
	pid_t pid;

	for (i = 0; i < 4; i++)
		CHECK_EQ(dev_produce(&p, 1), i);
	for (i = 0; i < 2; i++) {
		CHECK_EQ(dev_consume(&c, 1), i);
		dmabuf[i] = exports_make(c.fd, (uint32_t)i, HOLD);
		dev_release(&c, i);
	}
	CHECK_EQ(dev_consume(&c, 1), 2);
	CHECK_EQ(dev_consume(&c, 1), 3);
	CHECK_EQ(dev_produce(&p, 2), -EAGAIN);
	CHECK_OK(pid = fork());
	if (!pid) {
		CHECK_OK(close(dmabuf[0]));
		CHECK_EQ(dev_wait(p.fd, FRAMERING_EVENT_OUT, -1, &revents), 0);
		_exit(revents == FRAMERING_EVENT_OUT ? 0 : 1);
	}
	wait_until_asleep(pid);
	CHECK_OK(close(dmabuf[0]));
	CHECK_EQ(waitpid(pid, &i, 0), pid);
	CHECK_EQ(i, 0);
}
