// SPDX-License-Identifier: MIT
#include <fcntl.h>
#include <unistd.h>

#include <libframering.h>

#include "defensive.h"
#include "dev.h"
#include "harness.h"
#include "revocable_role.h"

#define WAIT_NS		1000000

static volatile uint8_t seen;

static void touch(const uint8_t *at, uint32_t bytes)
{
	uint32_t i;

	for (i = 0; i < bytes; i += 64)
		seen = at[i];
	if (bytes)
		seen = at[bytes - 1];
}

static void count_frame(struct actor *self)
{
	__atomic_fetch_add(&self->frames, 1, __ATOMIC_RELAXED);
}

static void use_frame(struct actor *self, struct revocable_role *role, int slot)
{
	uint32_t bytes;
	int kick;

	CHECK_LT((uint32_t)slot, role->consumer.slots);
	/* The bytes are the reader's to check. */
	bytes = framering_read_once(&role->consumer.desc[slot].bytes);
	if (bytes <= role->geometry.frame_bytes)
		touch(role->slot[slot], bytes);
	count_frame(self);
	/* What a hostile producer says of it is the same to this reader. */
	framering_ring_release(&role->consumer, (uint32_t)slot, &kick);
	if (kick)
		revocable_role_kick(role);
}

/* Not zero: the role is of no use any more. */
static int wait_a_little(const struct revocable_role *role)
{
	uint32_t revents = 0;
	int ret = dev_wait(role->fd, FRAMERING_EVENT_IN, dev_now() + WAIT_NS,
			   &revents);

	CHECK(!ret || ret == -ETIMEDOUT || ret == -EINTR);
	return revents & FRAMERING_EVENT_HUP;
}

static void consume(struct actor *self, struct revocable_role *role)
{
	enum actor_command command;
	int slot, kick;

	do {
		int latest = !role->consumer.lossless &&
			     actor_random(&self->seed) % 2;

		command = actor_take_command(self);
		if (command == ACTOR_EXIT)
			_exit(0);
		slot = framering_ring_acquire(&role->consumer, latest, &kick);
		if (kick)
			revocable_role_kick(role);
		if (slot >= 0) {
			use_frame(self, role, slot);
		} else if (slot == -EAGAIN || slot == -EPIPE) {
			if (wait_a_little(role))
				return;
		} else {
			CHECK(slot == -ESTALE ||
			      (slot == -EPROTO && role->consumer.lossless));
			return;
		}
	} while (!command);
}

static void consume_for_ever(struct actor *self, uint32_t flags)
{
	int ring = dev_open(O_RDWR);

	while (actor_take_command(self) != ACTOR_EXIT)
		CHECK_EQ(revocable_role_use(self, ring, FRAMERING_ROLE_CONSUMER,
					    flags, consume),
			 0);
}

void defensive_live(struct actor *self)
{
	consume_for_ever(self, 0);
}

void defensive_lossless(struct actor *self)
{
	consume_for_ever(self, FRAMERING_ATTACH_LOSSLESS);
}

/* Until there is an error that ends the role. */
static void use_consumer(struct actor *self, struct framering_consumer *c)
{
	const struct framering_geometry geometry =
		framering_consumer_status(c)->geometry;
	struct framering_frame frame;
	int ret;

	do {
		if (actor_take_command(self) == ACTOR_EXIT)
			_exit(0);
		ret = framering_consumer_acquire(c, &frame);
		if (!ret) {
			CHECK_LE(frame.bytes, geometry.frame_bytes);
			touch(frame.data, frame.bytes);
			count_frame(self);
			ret = framering_consumer_release(c, &frame);
			/* The producer may say what it likes. */
			CHECK(!ret || ret == -ENODEV || ret == -ESTALE ||
			      ret == -EBADMSG);
		} else if (ret == -EAGAIN) {
			ret = framering_consumer_wait(c, WAIT_NS);
			CHECK(!ret || ret == -ETIMEDOUT || ret == -EINTR ||
			      ret == -ENODEV || ret == -ESTALE);
		}
		CHECK(ret != -EINVAL && ret != -ENOBUFS);
	} while (ret != -ESTALE && ret != -ENODEV);
}

void defensive_library(struct actor *self)
{
	struct framering *ring;

	CHECK_EQ(framering_open(&ring, DEV_PATH, O_RDONLY), 0);
	while (actor_take_command(self) != ACTOR_EXIT) {
		struct framering_consumer *c;
		int ret = framering_consumer_attach(&c, ring, 0);

		/* It was taken away while it was being mapped. */
		if (ret == -ENODEV || ret == -ESTALE)
			continue;
		CHECK_EQ(ret, 0);
		/* Whenever it is revoked, it does not die of that. */
		use_consumer(self, c);
		framering_consumer_detach(c);
	}
}

void defensive_file(struct actor *self)
{
	static uint8_t buffer[256 * 192 * 4 + 4096];
	int ring = dev_open(O_RDWR);

	while (actor_take_command(self) != ACTOR_EXIT) {
		ssize_t n = read(ring, buffer, sizeof(buffer));

		if (!n) {
			close(ring);
			ring = dev_open(O_RDWR);
		}
		if (n >= 0)
			count_frame(self);
		else
			CHECK(errno == EINTR || errno == ESTALE ||
			      errno == ENODEV || errno == EBADMSG);
	}
}
