// SPDX-License-Identifier: MIT
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "dev.h"
#include "harness.h"
#include "party.h"

static uint64_t seed = 1;

static void nothing(int number)
{
	(void)number;
}

struct party *parties_new(unsigned int count)
{
	/* Ends a system call, which is not begun again. */
	struct sigaction interrupt = { .sa_handler = nothing };
	struct party *party;
	unsigned int i;

	CHECK_OK(sigaction(SIGUSR1, &interrupt, NULL));
	CHECK_OK(party = mmap(NULL, count * sizeof(*party),
			      PROT_READ | PROT_WRITE,
			      MAP_SHARED | MAP_ANONYMOUS, -1, 0));
	for (i = 0; i < count; i++)
		CHECK_OK(party[i].wake = eventfd(0, EFD_NONBLOCK |
						 EFD_CLOEXEC));
	return party;
}

void party_start(struct party *party, void (*job)(struct party *me))
{
	static uint32_t number;
	int wake = party->wake;
	eventfd_t count;
	pid_t pid;

	CHECK_EQ(party->pid, 0);
	eventfd_read(wake, &count);
	memset(party, 0, sizeof(*party));
	party->wake = wake;
	party->number = ++number;
	party->seed = seed + number;
	/* The child must not write its own zero there. */
	CHECK_OK(pid = fork());
	if (!pid) {
		job(party);
		_exit(0);
	}
	party->pid = pid;
}

void party_order(struct party *party, enum party_order order)
{
	__atomic_store_n(&party->order, order, __ATOMIC_RELEASE);
	eventfd_write(party->wake, 1);
}

void party_end(struct party *party)
{
	int64_t until = dev_now() + PARTY_BOUND_NS * test_slowness();
	int status;

	party_order(party, PARTY_END);
	while (!waitpid(party->pid, &status, WNOHANG)) {
		if (dev_now() > until)
			FAIL("party %u is stuck", party->number);
		/* It may have been on its way to sleep the last time. */
		kill(party->pid, SIGUSR1);
		poll(NULL, 0, 2);
	}
	CHECK_EQ(status, 0);
	party->pid = 0;
}

void parties_end(struct party *party, unsigned int count)
{
	for (; count; count--, party++)
		if (party->pid)
			party_end(party);
}

void party_kill(struct party *party)
{
	int status;

	CHECK_OK(kill(party->pid, SIGKILL));
	CHECK_EQ(waitpid(party->pid, &status, 0), party->pid);
	CHECK_EQ(status, SIGKILL);
	party->pid = 0;
	party->stopped = 0;
}

void party_stop(struct party *party)
{
	int status;

	CHECK_OK(kill(party->pid, SIGSTOP));
	CHECK_EQ(waitpid(party->pid, &status, WUNTRACED), party->pid);
	CHECK(WIFSTOPPED(status));
	party->stopped = 1;
}

void party_continue(struct party *party)
{
	CHECK_OK(kill(party->pid, SIGCONT));
	party->stopped = 0;
}

static uint64_t passed(const struct party *party)
{
	return __atomic_load_n(&party->frames, __ATOMIC_RELAXED);
}

void party_until(struct party *party, uint64_t frames)
{
	int64_t until = dev_now() + PARTY_BOUND_NS * test_slowness();

	while (passed(party) < frames) {
		if (waitpid(party->pid, NULL, WNOHANG))
			FAIL("party %u is dead", party->number);
		if (dev_now() > until)
			FAIL("party %u has passed %llu frames, not %llu",
			     party->number, (unsigned long long)passed(party),
			     (unsigned long long)frames);
		poll(NULL, 0, 1);
	}
}

void party_expect(struct party *party, uint64_t frames)
{
	party_until(party, passed(party) + frames);
}

enum party_order party_ordered(struct party *me)
{
	if (!__atomic_load_n(&me->order, __ATOMIC_RELAXED))
		return PARTY_GO_ON;
	return (enum party_order)__atomic_exchange_n(&me->order, PARTY_GO_ON,
						     __ATOMIC_ACQUIRE);
}

void party_rest(struct party *me)
{
	struct pollfd pfd = { .fd = me->wake, .events = POLLIN };
	eventfd_t count;

	poll(&pfd, 1, 1);
	eventfd_read(me->wake, &count);
}

uint32_t party_sleep(struct party *me, int fd, uint32_t events)
{
	struct pollfd pfd[2] = {
		{ .fd = fd, .events = (short)(events | POLLPRI) },
		{ .fd = me->wake, .events = POLLIN },
	};
	eventfd_t count;

	if (poll(pfd, 2, -1) < 0)
		CHECK_EQ(errno, EINTR);
	eventfd_read(me->wake, &count);
	CHECK_EQ(pfd[0].revents & POLLNVAL, 0);
	return (uint32_t)pfd[0].revents;
}

uint64_t party_seed(void)
{
	const char *text = getenv("FRAMERING_SEED");

	if (text)
		seed = strtoull(text, NULL, 0);
	test_diag("FRAMERING_SEED=%llu", (unsigned long long)seed);
	return seed;
}

/* xorshift64*, from a state that is never zero. */
uint32_t party_random(uint64_t *state)
{
	uint64_t x = *state ? *state : 0x9e3779b97f4a7c15;

	x ^= x >> 12;
	x ^= x << 25;
	x ^= x >> 27;
	*state = x;
	return (uint32_t)(x * 0x2545f4914f6cdd1dULL >> 32);
}
