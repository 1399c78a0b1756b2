// SPDX-License-Identifier: MIT
/*
 * All who hold a role or a ring's file sleep in the kernel, each in one of the
 * ways that there are: whatever ends that, ends it for all of them.
 */
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "dev.h"
#include "harness.h"
#include "holders.h"
#include "rings.h"

/* What each has: a reader's role, and the file of a ring that has no frame. */
enum held_file {
	ROLE,
	RING,
	FILES,
};

static void nothing(int number)
{
	(void)number;
}

/* A signal ends a system call, which is not begun again. */
static void let_signals_interrupt(struct holder *self)
{
	struct sigaction interrupt = { .sa_handler = nothing };

	CHECK_OK(sigaction(SIGUSR1, &interrupt, NULL));
	holder_goes_on(self);
}

static int in_wait(struct holder *self)
{
	uint32_t revents = 0;
	int ret = dev_wait(self->file[ROLE], FRAMERING_EVENT_IN, -1, &revents);

	return ret ? ret : (int)revents;
}

static int in_poll(struct holder *self)
{
	return holder_poll(self, ROLE, POLLIN | POLLPRI);
}

static int in_epoll(struct holder *self)
{
	struct epoll_event event = { .events = EPOLLIN | EPOLLPRI };
	int epoll, ret;

	CHECK_OK(epoll = epoll_create1(EPOLL_CLOEXEC));
	CHECK_OK(epoll_ctl(epoll, EPOLL_CTL_ADD, self->file[ROLE], &event));
	ret = epoll_wait(epoll, &event, 1, -1) < 0 ? -errno :
	      (int)event.events;
	CHECK_OK(close(epoll));
	return ret;
}

/* One of them as the file's reader, the others until it is their turn. */
static int in_read(struct holder *self)
{
	char byte;

	return read(self->file[RING], &byte, 1) < 0 ? -errno : POLLIN;
}

/* Sleep once: the events that came, or a negative errno. */
static int sleep_once(struct holder *self, int reads)
{
	static int (*const sleeps[])(struct holder *self) = {
		in_wait, in_poll, in_epoll, in_read,
	};

	holder_goes_on(self);
	if (self->file[ROLE] < 0)
		return in_poll(self);
	return sleeps[self->number % (reads ? 4 : 3)](self);
}

static void sleep_until_signal(struct holder *self)
{
	CHECK_EQ(sleep_once(self, 1), -EINTR);
}

static void sleep_until_evicted(struct holder *self)
{
	CHECK_EQ(sleep_once(self, 0), POLLHUP | POLLPRI);
}

/* The generation is stale for a moment before it is gone. */
static void sleep_until_removed(struct holder *self)
{
	int ret;

	do {
		ret = sleep_once(self, 1);
		CHECK(ret == -ENODEV ||
		      (ret > 0 && ret & (POLLHUP | POLLPRI)));
	} while (ret != -ENODEV && !(ret & POLLHUP));
}

static uint32_t start(const struct way *way, int *ring)
{
	struct framering_config config = dev_config();
	uint32_t number = rings_add(), older = way->older;
	int file[FILES];

	test_timeout(200);
	*ring = rings_open(number, O_RDWR);
	CHECK_OK(ioctl(*ring, FRAMERING_IOC_CONFIGURE, &config));
	while (older--) {
		dev_attach(*ring, FRAMERING_ROLE_CONSUMER, 0, NULL);
		CHECK_OK(ioctl(*ring, FRAMERING_IOC_CONFIGURE, &config));
	}
	file[ROLE] = dev_attach(*ring, FRAMERING_ROLE_CONSUMER, 0, NULL);
	file[RING] = rings_open(number, O_RDONLY);
	holders_start(way, file, FILES);
	CHECK_OK(close(file[ROLE]));
	CHECK_OK(close(file[RING]));
	holders_do(holder_tuck_away);
	return number;
}

TEST_VARIANTS(signals_end_the_waits_of_all_who_hold_a_role_ok, ways)
{
	int ring;
	uint32_t number = start(variant, &ring);

	holders_do(let_signals_interrupt);
	holders_begin(sleep_until_signal);
	holders_wait_asleep();
	holders_signal(SIGUSR1);
	holders_finish();
	holders_end();
	CHECK_EQ(rings_remove(number), 0);
}

TEST_VARIANTS(eviction_ends_the_waits_of_all_who_hold_a_role_ok, ways)
{
	struct framering_evict evict = { .size = sizeof(evict) };
	int ring;
	uint32_t number = start(variant, &ring);

	holders_begin(sleep_until_evicted);
	holders_wait_asleep();
	CHECK_OK(ioctl(ring, FRAMERING_IOC_EVICT, &evict));
	holders_finish();
	holders_end();
	CHECK_EQ(rings_remove(number), 0);
}

TEST_VARIANTS(removal_ends_the_waits_of_all_who_hold_a_role_ok, ways)
{
	int ring;
	uint32_t number = start(variant, &ring);

	holders_begin(sleep_until_removed);
	holders_wait_asleep();
	CHECK_EQ(rings_remove(number), 0);
	holders_finish();
	holders_end();
}
