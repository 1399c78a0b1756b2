// SPDX-License-Identifier: MIT
/* How long frames take: who may ask, and what consumers are told of it. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "dev.h"
#include "harness.h"

static int ask(int ring, uint32_t what)
{
	const struct framering_ask_times times = {
		.size = sizeof(times),
		.ask = what,
	};

	return ioctl(ring, FRAMERING_IOC_TIMES, &times);
}

static int counts(const struct framering_status *status)
{
	return !!(*(const volatile uint32_t *)&status->state &
		  FRAMERING_STATE_TIMES);
}

TEST(consumers_count_while_any_file_asks_ok)
{
	int ring = dev_ring(FRAMERING_CACHE_WB), other = dev_open(O_RDWR);
	struct dev_consumer c = dev_consumer(ring, 0);

	CHECK_EQ(counts(c.status), 0);
	CHECK_OK(ask(ring, 1));
	CHECK_EQ(counts(c.status), 1);
	CHECK(dev_query(ring).state & FRAMERING_STATE_TIMES);
	/* A file asks once, however often it says so. */
	CHECK_OK(ask(ring, 77));
	CHECK_OK(ask(other, 1));
	CHECK_OK(ask(ring, 0));
	CHECK_OK(ask(ring, 0));
	CHECK_EQ(counts(c.status), 1);
	close(other);
	CHECK_EQ(counts(c.status), 0);
	CHECK_OK(ask(ring, 1));
	CHECK_EQ(counts(c.status), 1);
	close(ring);
	CHECK_EQ(counts(c.status), 0);
}

TEST(next_generation_counts_as_well_ok)
{
	struct framering_config config = dev_config();
	int ring = dev_open(O_RDWR), asks = dev_open(O_RDWR);
	struct dev_consumer first, second;

	/* Before the ring has a format. */
	CHECK_OK(ask(asks, 1));
	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
	first = dev_consumer(ring, 0);
	CHECK_EQ(counts(first.status), 1);
	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
	second = dev_consumer(ring, 0);
	CHECK_EQ(counts(second.status), 1);
	CHECK(first.status->state & FRAMERING_STATE_STALE);
	close(asks);
	CHECK_EQ(counts(second.status), 0);
}

TEST(producer_that_comes_and_goes_changes_nothing_ok)
{
	int ring = dev_ring(FRAMERING_CACHE_WB);
	struct dev_consumer c = dev_consumer(ring, 0);

	CHECK_OK(ask(ring, 1));
	close(dev_attach(ring, FRAMERING_ROLE_PRODUCER, 0, NULL));
	CHECK_EQ(counts(c.status), 1);
	dev_attach(ring, FRAMERING_ROLE_PRODUCER, 0, NULL);
	CHECK_OK(ask(ring, 0));
	CHECK(c.status->state & FRAMERING_STATE_PRODUCER);
	CHECK_EQ(counts(c.status), 0);
}

TEST(unknown_words_to_times_fail)
{
	struct framering_ask_times times = { .size = sizeof(times), .ask = 1 };
	int ring = dev_ring(FRAMERING_CACHE_WB);

	times.flags = 1;
	CHECK_ERRNO(ioctl(ring, FRAMERING_IOC_TIMES, &times), EINVAL);
	times.flags = 0;
	times.reserved = 1;
	CHECK_ERRNO(ioctl(ring, FRAMERING_IOC_TIMES, &times), EINVAL);
	times.reserved = 0;
	times.size--;
	CHECK_ERRNO(ioctl(ring, FRAMERING_IOC_TIMES, &times), EINVAL);
	CHECK_EQ(dev_query(ring).state & FRAMERING_STATE_TIMES, 0);
}

/* As user 1234, with the files that are open. */
static void as_user(void (*run)(int file), int file)
{
	int status;
	pid_t pid = fork();

	CHECK_OK(pid);
	if (!pid) {
		CHECK_OK(setresuid(1234, 1234, 1234));
		run(file);
		_exit(0);
	}
	CHECK_EQ(waitpid(pid, &status, 0), pid);
	CHECK_EQ(status, 0);
}

static void ask_as_a_reader(int file)
{
	CHECK_ERRNO(ask(file, 1), EBADF);
}

static void ask_beside_the_producer(int file)
{
	CHECK_ERRNO(ask(file, 1), EBUSY);
}

static void ask_as_the_owner(int file)
{
	CHECK_OK(ask(file, 1));
}

TEST(times_are_for_the_owner_alone_ok)
{
	int ring = dev_ring(FRAMERING_CACHE_WB);

	as_user(ask_as_a_reader, dev_open(O_RDONLY));
	as_user(ask_as_the_owner, dev_open(O_RDWR));
	dev_attach(ring, FRAMERING_ROLE_PRODUCER, 0, NULL);
	as_user(ask_as_the_owner, ring);
	as_user(ask_beside_the_producer, dev_open(O_RDWR));
	/* The administrator is told by any file. */
	CHECK_OK(ask(dev_open(O_RDONLY), 1));
}

TEST(what_a_consumer_counts_is_told_as_it_is_ok)
{
	struct framering_consumer_info info = { .size = sizeof(info) };
	int ring = dev_ring(FRAMERING_CACHE_WB);
	struct dev_consumer c = dev_consumer(ring, 0);

	memset(&c.ring.page->times, 0xa5, sizeof(c.ring.page->times));
	info.index = c.index;
	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONSUMER, &info));
	CHECK_MEM_EQ(&info.times, &c.ring.page->times, sizeof(info.times));
	/* A program of before there were times. */
	info.size = offsetof(struct framering_consumer_info, times);
	memset(&info.times, 0x11, sizeof(info.times));
	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONSUMER, &info));
	CHECK_EQ(info.times.acquire[0], 0x11111111);
	/* Another one has a page of its own. */
	dev_attach(ring, FRAMERING_ROLE_CONSUMER, 0, NULL);
	info.size = sizeof(info);
	info.index = 1;
	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONSUMER, &info));
	CHECK_EQ(info.times.release[31], 0);
}
