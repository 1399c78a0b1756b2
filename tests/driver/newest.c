// SPDX-License-Identifier: MIT
/* Consumers that come late and begin with the newest frame. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "dev.h"
#include "harness.h"

#define NEWEST		FRAMERING_ATTACH_NEWEST
#define UNENDED		FRAMERING_ATTACH_UNENDED
#define FRAME_BYTES	(64 * 48 * 4)
#define VISITS		100

static const struct variant {
	const char *name;
	uint32_t flags;
	unsigned int frames;
} variants[] = {
	{ "live_of_one", NEWEST, 1 },
	{ "live_of_many", NEWEST, 11 },
	{ "live_unended", NEWEST | UNENDED, 11 },
	{ "lossless", NEWEST | FRAMERING_ATTACH_LOSSLESS, 11 },
};

TEST_VARIANTS(late_consumer_begins_with_the_newest_frame_ok, variants)
{
	int ring = dev_ring(FRAMERING_CACHE_WB);
	struct dev_producer p = dev_producer(ring);
	struct dev_consumer c;
	uint32_t revents;
	unsigned int i;
	int kick;

	for (i = 1; i <= variant->frames; i++)
		CHECK_GE(dev_produce(&p, (uint8_t)i), 0);
	c = dev_consumer(ring, variant->flags);
	CHECK_EQ(dev_wait(c.fd, FRAMERING_EVENT_IN, 0, &revents), 0);
	dev_release(&c, dev_consume(&c, (uint8_t)variant->frames));
	CHECK_EQ(framering_ring_acquire(&c.ring, 0, &kick), -EAGAIN);
	/* And then what everybody gets; none was dropped. */
	CHECK_GE(dev_produce(&p, 77), 0);
	dev_release(&c, dev_consume(&c, 77));
	CHECK_EQ(c.ring.page->delivered, 2);
	CHECK_EQ(c.ring.page->dropped, 0);
}

TEST(newest_frame_is_not_one_that_attach_counts_ok)
{
	int ring = dev_ring(FRAMERING_CACHE_WB);
	struct dev_producer p = dev_producer(ring);

	CHECK_GE(dev_produce(&p, 1), 0);
	CHECK_GE(dev_produce(&p, 2), 0);
	CHECK_EQ(dev_attach_told(ring, FRAMERING_ROLE_CONSUMER, NEWEST).frame,
		 2);
}

TEST(ring_without_a_frame_has_no_newest_ok)
{
	int ring = dev_ring(FRAMERING_CACHE_WB), kick;
	struct dev_consumer c = dev_consumer(ring, NEWEST);
	struct dev_producer p = dev_producer(ring);

	CHECK_EQ(framering_ring_acquire(&c.ring, 0, &kick), -EAGAIN);
	CHECK_GE(dev_produce(&p, 1), 0);
	dev_release(&c, dev_consume(&c, 1));
}

TEST(newest_frame_of_an_ended_stream_ok)
{
	int ring = dev_ring(FRAMERING_CACHE_WB), kick;
	struct dev_producer p = dev_producer(ring);
	struct dev_consumer any, unended;

	CHECK_GE(dev_produce(&p, 5), 0);
	framering_ring_end(&p.ring);
	any = dev_consumer(ring, NEWEST);
	unended = dev_consumer(ring, NEWEST | UNENDED);
	dev_release(&any, dev_consume(&any, 5));
	/* That the stream has ended was told before. */
	CHECK_EQ(framering_ring_acquire(&any.ring, 0, &kick), -EAGAIN);
	CHECK_EQ(framering_ring_acquire(&unended.ring, 0, &kick), -EAGAIN);
	CHECK_GE(dev_produce(&p, 6), 0);
	dev_release(&any, dev_consume(&any, 6));
	dev_release(&unended, dev_consume(&unended, 6));
}

TEST(newest_frame_is_not_for_everybody_fails)
{
	int ring = dev_ring(FRAMERING_CACHE_WB);

	CHECK_ERRNO(dev_try_attach(ring, FRAMERING_ROLE_PRODUCER, NEWEST),
		    EINVAL);
	CHECK_ERRNO(dev_try_attach(ring, FRAMERING_ROLE_CONSUMER, UNENDED),
		    EINVAL);
	CHECK_ERRNO(dev_try_attach(ring, FRAMERING_ROLE_CONSUMER, 1U << 4),
		    EINVAL);
}

/* All bytes the same, and whatever they are, until killed. */
static void produce_for_ever(int ring)
{
	struct dev_producer p = dev_producer(ring);
	uint8_t value = 0;

	for (;;)
		if (dev_produce(&p, value) >= 0)
			value++;
		else
			sched_yield();
}

static void check_whole(const uint8_t *slot)
{
	size_t i;

	for (i = 1; i < FRAME_BYTES; i++)
		CHECK_EQ(slot[i], slot[0]);
}

/* The producer remembers which slots are free: never that of the newest. */
TEST(newest_frame_is_never_torn_ok)
{
	int ring = dev_ring(FRAMERING_CACHE_WB), seen = 0, kick, status;
	pid_t producer;

	CHECK_OK(producer = fork());
	if (!producer)
		produce_for_ever(dev_open(O_RDWR));
	while (seen < VISITS) {
		struct dev_consumer c = dev_consumer(ring, NEWEST);
		int slot = framering_ring_acquire(&c.ring, 0, &kick);

		if (slot >= 0) {
			check_whole(c.slot[slot]);
			CHECK_EQ(framering_ring_release(&c.ring, (uint32_t)slot,
							&kick), 0);
			seen++;
		}
		for (slot = 0; slot < 4; slot++)
			munmap((void *)(uintptr_t)c.slot[slot], FRAME_BYTES);
		munmap((void *)(uintptr_t)c.status, FRAMERING_STATUS_BYTES);
		munmap((void *)(uintptr_t)c.ring.producer,
		       FRAMERING_PRODUCER_BYTES);
		munmap(c.ring.page, FRAMERING_CONSUMER_BYTES);
		close(c.fd);
	}
	CHECK_OK(kill(producer, SIGKILL));
	CHECK_EQ(waitpid(producer, &status, 0), producer);
}

static int open_reader(void)
{
	return dev_open(O_RDONLY | O_NONBLOCK);
}

TEST(late_reader_of_a_file_gets_the_still_picture_ok)
{
	int ring = dev_ring(FRAMERING_CACHE_WB), reader, late;
	struct pollfd poller = { .events = POLLIN };
	unsigned char in[FRAME_BYTES], out[FRAME_BYTES];

	memset(in, 9, sizeof(in));
	CHECK_EQ(write(ring, in, sizeof(in)), (ssize_t)sizeof(in));
	poller.fd = reader = open_reader();
	CHECK_EQ(poll(&poller, 1, 0), 1);
	CHECK_EQ(poller.revents, POLLIN);
	CHECK_EQ(read(reader, out, sizeof(out)), (ssize_t)sizeof(out));
	CHECK_MEM_EQ(out, in, sizeof(in));
	/* Once. */
	CHECK_ERRNO(read(reader, out, sizeof(out)), EAGAIN);
	/* Whoever comes after the end of the stream waits for the next. */
	CHECK_OK(close(ring));
	CHECK_EQ(read(reader, out, sizeof(out)), 0);
	late = open_reader();
	CHECK_ERRNO(read(late, out, sizeof(out)), EAGAIN);
}

TEST(evicted_reader_of_a_file_gets_no_frame_twice_ok)
{
	struct framering_evict evict = { .size = sizeof(evict) };
	int ring = dev_ring(FRAMERING_CACHE_WB), reader = open_reader();
	unsigned char out[FRAME_BYTES];
	struct dev_producer p = dev_producer(ring);

	CHECK_GE(dev_produce(&p, 1), 0);
	CHECK_EQ(read(reader, out, sizeof(out)), (ssize_t)sizeof(out));
	CHECK_OK(ioctl(ring, FRAMERING_IOC_EVICT, &evict));
	CHECK_ERRNO(read(reader, out, sizeof(out)), ESTALE);
	CHECK_ERRNO(read(reader, out, sizeof(out)), EAGAIN);
	CHECK_GE(dev_produce(&p, 2), 0);
	CHECK_EQ(read(reader, out, sizeof(out)), (ssize_t)sizeof(out));
	CHECK_EQ(out[0], 2);
}
