// SPDX-License-Identifier: MIT
/* Generations and roles that come to an end: stale, taken over, revoked. */
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "dev.h"
#include "harness.h"

static void configure(int ring, uint32_t width)
{
	struct framering_config config = dev_config();

	config.width = width;
	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
}

TEST(old_generation_stays_readable_and_says_stale_ok)
{
	int ring = dev_ring(FRAMERING_CACHE_DEFAULT);
	struct dev_producer p = dev_producer(ring);
	struct dev_consumer c = dev_consumer(ring, 0);
	struct pollfd pfd = { .fd = c.fd, .events = POLLIN | POLLPRI };
	int slot, kick;

	CHECK_GE(dev_produce(&p, 9), 0);
	configure(ring, 128);
	CHECK(c.status->state & FRAMERING_STATE_STALE);
	CHECK_EQ(poll(&pfd, 1, 0), 1);
	CHECK_EQ(pfd.revents, POLLIN | POLLPRI);
	/* What was submitted before can still be read. */
	slot = dev_consume(&c, 9);
	CHECK_GE(slot, 0);
	dev_release(&c, slot);
	CHECK_EQ(framering_ring_acquire(&c.ring, 0, &kick), -ESTALE);
	CHECK_EQ(dev_query(ring).geometry.width, 128);
	CHECK_EQ(dev_query(ring).consumers, 0);
}

TEST(third_stale_generation_revokes_the_oldest_ok)
{
	int ring = dev_ring(FRAMERING_CACHE_DEFAULT);
	int first = dev_attach(ring, FRAMERING_ROLE_CONSUMER, 0, NULL);
	const volatile uint8_t *status = dev_map(first, PROT_READ, 0, 4096);
	const volatile uint8_t *frame =
		dev_map(first, PROT_READ, FRAMERING_OFFSET_FRAMES, 4096);
	const volatile uint8_t *head =
		dev_map(first, PROT_READ, FRAMERING_OFFSET_PRODUCER, 4096);
	struct pollfd pfd = { .fd = first, .events = POLLPRI };
	int i;

	for (i = 0; i < 2; i++) {
		configure(ring, 64 + (uint32_t)i);
		dev_attach(ring, FRAMERING_ROLE_CONSUMER, 0, NULL);
		CHECK_EQ(test_read_fault(status), 0);
		CHECK_EQ(test_read_fault(frame), 0);
	}
	configure(ring, 100);
	CHECK_EQ(test_read_fault(status), SIGBUS);
	CHECK_EQ(test_read_fault(frame), SIGBUS);
	CHECK_EQ(test_read_fault(head), SIGBUS);
	CHECK_EQ(poll(&pfd, 1, 0), 1);
	CHECK_EQ(pfd.revents, POLLHUP | POLLPRI);
	CHECK(mmap(NULL, 4096, PROT_READ, MAP_SHARED, first, 0) == MAP_FAILED);
	CHECK_EQ(errno, ESTALE);
}

TEST(fast_reconfiguration_does_not_pile_up_ok)
{
	int ring = dev_open(O_RDWR);
	int i;

	for (i = 0; i < 40; i++) {
		struct framering_config config = dev_config();

		config.width = 512;
		config.height = 512;
		CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
		CHECK_NE(dev_try_attach(ring, FRAMERING_ROLE_CONSUMER, 0), -1);
		CHECK_EQ(dev_query(ring).consumers, 1);
	}
}

TEST(new_producer_goes_on_where_the_last_one_stopped_ok)
{
	int ring = dev_ring(FRAMERING_CACHE_WB);
	struct dev_consumer c = dev_consumer(ring, FRAMERING_ATTACH_LOSSLESS);
	struct dev_producer p = dev_producer(ring);
	struct dev_producer q;
	int slot;

	CHECK_GE(dev_produce(&p, 1), 0);
	CHECK_GE(dev_produce(&p, 2), 0);
	/* Half of a third frame, and then it is gone. */
	slot = framering_ring_reserve(&p.ring);
	CHECK_GE(slot, 0);
	memset(p.slot[slot], 3, 100);
	close(p.fd);
	munmap((void *)p.status, 4096);
	munmap(p.ring.page, 8192);
	munmap((void *)p.ring.consumer[0], 32 * 4096);
	for (slot = 0; slot < 4; slot++)
		munmap(p.slot[slot], 64 * 48 * 4);

	q = dev_producer(ring);
	CHECK_EQ(q.ring.frames, 2);
	CHECK_GE(dev_produce(&q, 4), 0);
	dev_release(&c, dev_consume(&c, 1));
	dev_release(&c, dev_consume(&c, 2));
	CHECK_EQ(dev_consume(&c, 4), -EPIPE);
	dev_release(&c, dev_consume(&c, 4));
	CHECK_EQ(c.ring.page->delivered, 3);
	CHECK_EQ(c.ring.page->dropped, 0);
}

TEST(new_consumer_finds_a_clean_page_ok)
{
	int ring = dev_ring(FRAMERING_CACHE_WB);
	struct dev_producer p = dev_producer(ring);
	int role = dev_attach(ring, FRAMERING_ROLE_CONSUMER, 0, NULL);
	uint32_t *page = dev_map(role, PROT_READ | PROT_WRITE,
				 FRAMERING_OFFSET_CONSUMER, 4096);
	struct dev_consumer c;
	int i;

	/* Garbage, seen by the producer, then the consumer detaches. */
	memset(page, 0xff, 4096);
	CHECK_EQ(p.ring.consumer[0]->held, UINT32_MAX);
	CHECK_GE(dev_produce(&p, 1), 0);
	close(role);
	munmap(page, 4096);
	c = dev_consumer(ring, 0);
	CHECK_EQ(c.index, 0);
	CHECK_EQ(c.ring.page->held, 0);
	CHECK_EQ(c.ring.page->tail, 1);
	/* The producer's mapping shows the new page, and follows it. */
	CHECK_EQ(p.ring.consumer[0]->held, 0);
	c.ring.page->held = 5;
	CHECK_EQ(p.ring.consumer[0]->held, 5);
	c.ring.page->held = 0;
	for (i = 0; i < 5; i++) {
		CHECK_GE(dev_produce(&p, (uint8_t)i), 0);
		dev_release(&c, dev_consume(&c, (uint8_t)i));
	}
}

TEST(stalled_lossless_reader_is_evicted_wakes)
{
	struct framering_config config = dev_config();
	int ring = dev_open(O_RDWR);
	struct dev_producer p;
	struct dev_consumer lossless, live;
	struct pollfd pfd = { .events = POLLPRI };
	uint32_t revents;
	int64_t before;
	int i;

	config.stall_ms = 100;
	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
	p = dev_producer(ring);
	lossless = dev_consumer(ring, FRAMERING_ATTACH_LOSSLESS);
	live = dev_consumer(ring, 0);
	for (i = 0; i < 4; i++)
		CHECK_GE(dev_produce(&p, 1), 0);
	CHECK_EQ(dev_produce(&p, 1), -EAGAIN);
	before = dev_now();
	CHECK_EQ(dev_wait(p.fd, FRAMERING_EVENT_OUT, before + 20000000000LL,
			  &revents), 0);
	CHECK_EQ(revents, FRAMERING_EVENT_OUT);
	CHECK_GE(dev_now() - before, 90000000);
	pfd.fd = lossless.fd;
	CHECK_EQ(poll(&pfd, 1, 0), 1);
	CHECK_EQ(pfd.revents, POLLHUP | POLLPRI);
	CHECK_EQ(test_read_fault(lossless.status), SIGBUS);
	CHECK_EQ(test_write_fault(lossless.ring.page), SIGBUS);
	/* The other reader did not block the producer. */
	CHECK_EQ(live.status->consumers, 1u << live.index);
	CHECK_GE(dev_produce(&p, 5), 0);
}

/* Fill the ring against a lossless reader that never reads. */
static void fill(struct dev_producer *p)
{
	int slot;

	do
		slot = dev_produce(p, 1);
	while (slot >= 0);
	CHECK_EQ(slot, -EAGAIN);
}

static int ring_with_stall(uint32_t slots, uint32_t max_held)
{
	struct framering_config config = dev_config();
	int ring = dev_open(O_RDWR);

	config.stall_ms = 100;
	config.slots = slots;
	config.max_held = max_held;
	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
	return ring;
}

TEST(stall_evicts_the_lagging_reader_and_not_the_holder_of_the_newest_ok)
{
	int ring = ring_with_stall(4, 1);
	struct dev_producer p = dev_producer(ring);
	struct dev_consumer lossless =
		dev_consumer(ring, FRAMERING_ATTACH_LOSSLESS);
	struct dev_consumer live = dev_consumer(ring, 0);
	uint32_t revents;
	int kick;

	fill(&p);
	CHECK_GE(framering_ring_acquire(&live.ring, 1, &kick), 0);
	CHECK_EQ(dev_wait(p.fd, FRAMERING_EVENT_OUT, -1, &revents), 0);
	CHECK_EQ(test_read_fault(lossless.status), SIGBUS);
	CHECK_EQ(live.status->consumers, 1u << live.index);
}

TEST(stalled_driver_pattern_evicts_its_reader_ok)
{
	int ring = ring_with_stall(4, 1);
	struct dev_consumer lossless =
		dev_consumer(ring, FRAMERING_ATTACH_LOSSLESS);
	struct pollfd pfd = { .fd = lossless.fd, .events = POLLPRI };
	struct framering_pattern pattern = {
		.size = sizeof(pattern), .rate = 240000,
	};

	CHECK_OK(ioctl(ring, FRAMERING_IOC_PATTERN, &pattern));
	CHECK_EQ(poll(&pfd, 1, 20000), 1);
	CHECK_EQ(dev_pattern(ring, 0, 0), 0);
	CHECK_EQ(pfd.revents, POLLHUP | POLLPRI);
}

TEST(lingering_readers_make_way_for_a_new_generation_ok)
{
	struct framering_config config = dev_config();
	int ring = dev_open(O_RDWR);
	uint64_t most = dev_query(ring).max_bytes;
	int i;

	/* Each takes most of what a ring may have, and leaves a reader. */
	config.slots = 2;
	config.width = 4096;
	config.height = (uint32_t)(most / 2 / 4 / 4096) - 1;
	for (i = 0; i < 6; i++) {
		CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
		dev_attach(ring, FRAMERING_ROLE_CONSUMER, 0, NULL);
	}
}

TEST(evicted_role_files_do_not_keep_old_generations_ok)
{
	int i;

	for (i = 0; i < 12; i++) {
		int ring = ring_with_stall(4, 1), status;
		pid_t pid;
		int role = dev_attach(ring, FRAMERING_ROLE_CONSUMER,
				      FRAMERING_ATTACH_LOSSLESS, NULL);
		struct pollfd pfd = { .fd = role, .events = POLLPRI };

		pid = fork();
		if (!pid) {
			struct dev_producer p = dev_producer(ring);
			uint32_t revents;

			fill(&p);
			_exit(dev_wait(p.fd, FRAMERING_EVENT_OUT, -1,
				       &revents));
		}
		CHECK_EQ(waitpid(pid, &status, 0), pid);
		CHECK_EQ(status, 0);
		CHECK_EQ(poll(&pfd, 1, 0), 1);
		CHECK_EQ(pfd.revents, POLLHUP | POLLPRI);
	}
}

TEST(live_reader_that_holds_too_many_protects_nothing_ok)
{
	int ring = dev_ring(FRAMERING_CACHE_WB);
	struct dev_producer p = dev_producer(ring);
	struct dev_consumer c = dev_consumer(ring, 0);
	int i;

	c.ring.page->held = 0xf;
	for (i = 0; i < 10; i++)
		CHECK_GE(dev_produce(&p, 1), 0);
	CHECK_EQ(p.ring.page->holes, 0);
}
