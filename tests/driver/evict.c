// SPDX-License-Identifier: MIT
/* EVICT: the owner detaches a reader, which may attach again. */
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "dev.h"
#include "harness.h"
#include "removable_ring.h"
#include "rings.h"

#define NOBODY	65534

static int evict(int ring, uint32_t index, uint64_t id)
{
	struct framering_evict evict = {
		.size = sizeof(evict),
		.index = index,
		.id = id,
	};

	return ioctl(ring, FRAMERING_IOC_EVICT, &evict) ? -errno : 0;
}

static void check_evicted(const struct dev_consumer *c)
{
	struct pollfd pfd = { .fd = c->fd, .events = POLLIN };
	uint32_t revents = 0;

	CHECK_EQ(poll(&pfd, 1, 0), 1);
	CHECK_EQ(pfd.revents, POLLHUP);
	pfd.events = POLLIN | POLLPRI;
	CHECK_EQ(poll(&pfd, 1, 0), 1);
	CHECK_EQ(pfd.revents, POLLHUP | POLLPRI);
	CHECK_EQ(dev_wait(c->fd, FRAMERING_EVENT_IN, 0, &revents), 0);
	CHECK_EQ(revents, FRAMERING_EVENT_HUP | FRAMERING_EVENT_PRI);
	CHECK_ERRNO(mmap(NULL, 4096, PROT_READ, MAP_SHARED, c->fd, 0), ESTALE);
	CHECK_EQ(test_read_fault(c->status), SIGBUS);
	CHECK_EQ(test_read_fault(c->slot[0]), SIGBUS);
	CHECK_EQ(test_write_fault(c->ring.page), SIGBUS);
}

TEST(evicted_reader_gets_hup_and_attaches_again_ok)
{
	int ring = dev_ring(FRAMERING_CACHE_WB), i;
	struct dev_producer p = dev_producer(ring);
	struct dev_consumer c = dev_consumer(ring, FRAMERING_ATTACH_LOSSLESS);
	struct dev_consumer again;

	for (i = 0; i < 4; i++)
		CHECK_GE(dev_produce(&p, 1), 0);
	CHECK_EQ(dev_consume(&c, 1), 0);
	CHECK_EQ(dev_produce(&p, 2), -EAGAIN);
	CHECK_EQ(evict(ring, c.index, 0), 0);
	check_evicted(&c);
	/* The producer waits neither for it nor for the slot that it held. */
	CHECK_EQ(dev_produce(&p, 2), 0);
	again = dev_consumer(ring, FRAMERING_ATTACH_LOSSLESS);
	CHECK_EQ(again.index, c.index);
	CHECK_EQ(dev_produce(&p, 3), 1);
	CHECK_EQ(dev_consume(&again, 3), 1);
	CHECK_EQ(again.ring.page->dropped, 0);
	/* The old one stays out. */
	check_evicted(&c);
}

TEST(sleeping_reader_that_is_evicted_wakes)
{
	int ring = dev_ring(FRAMERING_CACHE_WB), role;
	uint32_t index, revents;
	pid_t pid;

	role = dev_attach(ring, FRAMERING_ROLE_CONSUMER, 0, &index);
	pid = fork();
	CHECK_OK(pid);
	if (!pid) {
		CHECK_EQ(dev_wait(role, FRAMERING_EVENT_IN, -1, &revents), 0);
		_exit(revents == (FRAMERING_EVENT_HUP | FRAMERING_EVENT_PRI) ?
		      0 : 1);
	}
	wait_until_asleep(pid);
	CHECK_EQ(evict(ring, index, 0), 0);
	wait_for_exit(pid);
}

static uint64_t demand_serial(int ring)
{
	struct framering_demand demand = { .size = sizeof(demand) };

	CHECK_OK(ioctl(ring, FRAMERING_IOC_DEMAND, &demand));
	return demand.serial;
}

TEST(wish_of_an_evicted_or_stale_reader_fails)
{
	struct framering_wish wish = { .size = sizeof(wish) };
	struct framering_config config = dev_config();
	int ring = dev_ring(FRAMERING_CACHE_WB);
	int evicted = dev_attach(ring, FRAMERING_ROLE_CONSUMER, 0, NULL);
	int stale = dev_attach(ring, FRAMERING_ROLE_CONSUMER, 0, NULL);
	uint64_t serial;

	CHECK_EQ(evict(ring, 0, 0), 0);
	serial = demand_serial(ring);
	CHECK_ERRNO(ioctl(evicted, FRAMERING_IOC_WISH, &wish), ESTALE);
	/* Nor does it wake a wait for demand. */
	CHECK_EQ(demand_serial(ring), serial);
	CHECK_OK(ioctl(stale, FRAMERING_IOC_WISH, &wish));
	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
	serial = demand_serial(ring);
	CHECK_ERRNO(ioctl(stale, FRAMERING_IOC_WISH, &wish), ESTALE);
	CHECK_EQ(demand_serial(ring), serial);
}

TEST(evict_of_an_index_without_a_reader_fails)
{
	int ring = dev_ring(FRAMERING_CACHE_WB);
	struct framering_attach told =
		dev_attach_told(ring, FRAMERING_ROLE_CONSUMER, 0);
	struct framering_evict bad = { .size = sizeof(bad), .flags = 1 };
	uint32_t added = rings_add();

	CHECK_EQ(evict(ring, 1, 0), -ENOENT);
	CHECK_EQ(evict(ring, FRAMERING_MAX_CONSUMERS, 0), -EINVAL);
	CHECK_EQ(evict(ring, told.index, told.id + 1), -ENOENT);
	CHECK_ERRNO(ioctl(ring, FRAMERING_IOC_EVICT, &bad), EINVAL);
	bad.flags = 0;
	bad.reserved = 1;
	CHECK_ERRNO(ioctl(ring, FRAMERING_IOC_EVICT, &bad), EINVAL);
	CHECK_EQ(evict(rings_open(added, O_RDWR), 0, 0), -ENODATA);
	CHECK_EQ(rings_remove(added), 0);
	CHECK_EQ(dev_query(ring).consumers, 1);
	CHECK_EQ(evict(ring, told.index, told.id), 0);
	CHECK_EQ(dev_query(ring).consumers, 0);
}

/* The same for what the owner may know. */
static int info(int ring, uint32_t index)
{
	struct framering_consumer_info info = {
		.size = sizeof(info),
		.index = index,
	};

	return ioctl(ring, FRAMERING_IOC_CONSUMER, &info) ? -errno : 0;
}

TEST(evict_by_another_than_the_owner_fails)
{
	int ring = dev_ring(FRAMERING_CACHE_WB), other = dev_open(O_RDWR);
	int reader = dev_open(O_RDONLY), status;
	pid_t pid;

	dev_attach(ring, FRAMERING_ROLE_CONSUMER, 0, NULL);
	dev_attach(ring, FRAMERING_ROLE_PRODUCER, 0, NULL);
	pid = fork();
	CHECK_OK(pid);
	if (!pid) {
		CHECK_OK(setresuid(NOBODY, NOBODY, NOBODY));
		CHECK_EQ(evict(reader, 0, 0), -EBADF);
		CHECK_EQ(info(reader, 0), -EBADF);
		CHECK_EQ(evict(other, 0, 0), -EBUSY);
		CHECK_EQ(info(other, 0), -EBUSY);
		/* The file owns, whichever process holds it. */
		CHECK_EQ(info(ring, 0), 0);
		_exit(0);
	}
	CHECK_EQ(waitpid(pid, &status, 0), pid);
	CHECK_EQ(status, 0);
	/* The administrator may. */
	CHECK_EQ(info(reader, 0), 0);
	CHECK_EQ(evict(other, 0, 0), 0);
	CHECK_EQ(info(other, 0), -ENOENT);
}

TEST(read_of_an_evicted_reader_fails_once)
{
	int ring = dev_ring(FRAMERING_CACHE_WB);
	int reader = dev_open(O_RDONLY | O_NONBLOCK);
	static char frame[64 * 48 * 4];

	CHECK_ERRNO(read(reader, frame, 1), EAGAIN);
	CHECK_EQ(evict(ring, 0, 0), 0);
	CHECK_ERRNO(read(reader, frame, 1), ESTALE);
	CHECK_ERRNO(read(reader, frame, 1), EAGAIN);
	CHECK_EQ(write(ring, frame, sizeof(frame)), (ssize_t)sizeof(frame));
	CHECK_EQ(read(reader, frame, 100), 100);
	CHECK_EQ(evict(ring, 0, 0), 0);
	/* In the middle of a frame. */
	CHECK_ERRNO(read(reader, frame, 100), ESTALE);
	CHECK_ERRNO(read(reader, frame, 100), EAGAIN);
}

static void *alternate_tail(void *tail)
{
	uint32_t first = __atomic_load_n((uint32_t *)tail, __ATOMIC_RELAXED);
	uint32_t i;

	/* Ends by SIGBUS. */
	for (i = 0; ; i++)
		__atomic_store_n((uint32_t *)tail, first - i % 2,
				 __ATOMIC_RELAXED);
	return NULL;
}

TEST(lossless_reader_that_alternates_its_tail_is_evicted_ok)
{
	struct framering_config config = dev_config();
	int ring = dev_open(O_RDWR), status;
	struct dev_producer p;
	uint32_t revents;
	pid_t pid, end;

	config.stall_ms = 100;
	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
	pid = fork();
	CHECK_OK(pid);
	if (!pid) {
		struct dev_consumer c =
			dev_consumer(ring, FRAMERING_ATTACH_LOSSLESS);

		alternate_tail(&c.ring.page->tail);
	}
	while (!dev_query(ring).consumers)
		sched_yield();
	p = dev_producer(ring);
	/* It lets one more frame in now and then, until the ring is full. */
	while (!(end = waitpid(pid, &status, WNOHANG)))
		if (dev_produce(&p, 1) < 0)
			CHECK_EQ(dev_wait(p.fd, FRAMERING_EVENT_OUT, -1,
					  &revents), 0);
	CHECK_EQ(end, pid);
	CHECK(WIFSIGNALED(status));
	CHECK_EQ(WTERMSIG(status), SIGBUS);
}
