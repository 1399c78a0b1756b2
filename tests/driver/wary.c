// SPDX-License-Identifier: MIT
#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <unistd.h>

#include <libframering.h>

#include "dev.h"
#include "harness.h"
#include "seat.h"
#include "wary.h"

#define REST_NS		1000000

static volatile uint8_t seen;

static void touch(const uint8_t *at, uint32_t bytes)
{
	uint32_t i;

	for (i = 0; i < bytes; i += 64)
		seen = at[i];
	if (bytes)
		seen = at[bytes - 1];
}

static void passed(struct party *me)
{
	__atomic_fetch_add(&me->frames, 1, __ATOMIC_RELAXED);
}

static void use_frame(struct party *me, struct seat *s, int slot)
{
	uint32_t bytes;

	CHECK_LT((uint32_t)slot, s->consumer.slots);
	/* The bytes are the reader's to check. */
	bytes = framering_read_once(&s->consumer.desc[slot].bytes);
	if (bytes <= s->geometry.frame_bytes)
		touch(s->slot[slot], bytes);
	passed(me);
	if (framering_ring_release(&s->consumer, (uint32_t)slot))
		seat_kick(s);
}

/* Not zero: the role is of no use any more. */
static int wait_a_little(const struct seat *s)
{
	uint32_t revents = 0;
	int ret = dev_wait(s->fd, FRAMERING_EVENT_IN, dev_now() + REST_NS,
			   &revents);

	CHECK(!ret || ret == -ETIMEDOUT || ret == -EINTR);
	return revents & FRAMERING_EVENT_HUP;
}

static void consume(struct party *me, struct seat *s)
{
	enum party_order order;
	int slot, kick;

	do {
		int latest = !s->consumer.lossless &&
			     party_random(&me->seed) % 2;

		order = party_ordered(me);
		if (order == PARTY_END)
			_exit(0);
		slot = framering_ring_acquire(&s->consumer, latest, &kick);
		if (kick)
			seat_kick(s);
		if (slot >= 0) {
			use_frame(me, s, slot);
		} else if (slot == -EAGAIN) {
			if (wait_a_little(s))
				return;
		} else {
			CHECK(slot == -ESTALE ||
			      (slot == -EPROTO && s->consumer.lossless));
			return;
		}
	} while (!order);
}

static void consume_for_ever(struct party *me, uint32_t flags)
{
	int ring = dev_open(O_RDWR);

	while (party_ordered(me) != PARTY_END)
		CHECK_EQ(seat_use(me, ring, FRAMERING_ROLE_CONSUMER, flags,
				  consume), 0);
}

void wary_live(struct party *me)
{
	consume_for_ever(me, 0);
}

void wary_lossless(struct party *me)
{
	consume_for_ever(me, FRAMERING_ATTACH_LOSSLESS);
}

static sigjmp_buf taken_away;

static void on_bus_error(int number)
{
	(void)number;
	siglongjmp(taken_away, 1);
}

/* Until there is an error that ends the role. */
static void use_consumer(struct party *me, struct framering_consumer *c)
{
	const struct framering_geometry geometry =
		framering_consumer_status(c)->geometry;
	struct framering_frame frame;
	int ret;

	do {
		if (party_ordered(me) == PARTY_END)
			_exit(0);
		ret = framering_consumer_acquire(c, &frame);
		if (!ret) {
			CHECK_LE(frame.bytes, geometry.frame_bytes);
			touch(frame.data, frame.bytes);
			passed(me);
			ret = framering_consumer_release(c, &frame);
			CHECK(!ret || ret == -ENODEV || ret == -ESTALE);
		} else if (ret == -EAGAIN) {
			ret = framering_consumer_wait(c, REST_NS);
			CHECK(!ret || ret == -ETIMEDOUT || ret == -EINTR ||
			      ret == -ENODEV || ret == -ESTALE);
		}
		CHECK(ret != -EINVAL && ret != -ENOBUFS);
	} while (ret != -ESTALE && ret != -ENODEV);
}

void wary_library(struct party *me)
{
	struct framering *ring;

	CHECK_EQ(framering_open(&ring, DEV_PATH, O_RDONLY), 0);
	while (party_ordered(me) != PARTY_END) {
		struct framering_consumer *c;
		struct pollfd pfd = { .events = POLLIN };

		int ret = framering_consumer_attach(&c, ring, 0);

		/* It was taken away while it was being mapped. */
		if (ret == -ENODEV || ret == -ESTALE)
			continue;
		CHECK_EQ(ret, 0);
		signal(SIGBUS, on_bus_error);
		if (!sigsetjmp(taken_away, 1)) {
			use_consumer(me, c);
		} else {
			pfd.fd = framering_consumer_fd(c);
			CHECK_EQ(poll(&pfd, 1, 0), 1);
			CHECK(pfd.revents & POLLHUP);
		}
		signal(SIGBUS, SIG_DFL);
		framering_consumer_detach(c);
	}
}

void wary_file(struct party *me)
{
	static uint8_t buffer[256 * 192 * 4 + 4096];
	int ring = dev_open(O_RDWR);

	while (party_ordered(me) != PARTY_END) {
		ssize_t n = read(ring, buffer, sizeof(buffer));

		if (n >= 0)
			passed(me);
		else
			CHECK(errno == EINTR || errno == ESTALE ||
			      errno == ENODEV);
	}
}
