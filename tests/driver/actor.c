// SPDX-License-Identifier: MIT
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "actor.h"
#include "dev.h"
#include "harness.h"

static uint64_t seed = 1;

static void nothing(int number)
{
	(void)number;
}

struct actor *actors_new(unsigned int count)
{
	/* Ends a system call, which is not begun again. */
	struct sigaction interrupt = { .sa_handler = nothing };
	struct actor *actor;
	unsigned int i;

	CHECK_OK(sigaction(SIGUSR1, &interrupt, NULL));
	CHECK_OK(actor = mmap(NULL, count * sizeof(*actor),
			      PROT_READ | PROT_WRITE,
			      MAP_SHARED | MAP_ANONYMOUS, -1, 0));
	for (i = 0; i < count; i++)
		CHECK_OK(actor[i].wake = eventfd(0, EFD_NONBLOCK |
						 EFD_CLOEXEC));
	return actor;
}

void actor_start(struct actor *actor, void (*job)(struct actor *self))
{
	static uint32_t number;
	int wake = actor->wake;
	eventfd_t count;
	pid_t pid;

	CHECK_EQ(actor->pid, 0);
	eventfd_read(wake, &count);
	memset(actor, 0, sizeof(*actor));
	actor->wake = wake;
	actor->number = ++number;
	actor->seed = seed + number;
	/* The child must not write its own zero there. */
	CHECK_OK(pid = fork());
	if (!pid) {
		job(actor);
		_exit(0);
	}
	actor->pid = pid;
}

void actor_command(struct actor *actor, enum actor_command command)
{
	__atomic_store_n(&actor->command, command, __ATOMIC_RELEASE);
	eventfd_write(actor->wake, 1);
}

void actor_end(struct actor *actor)
{
	int64_t until = dev_now() + ACTOR_TIMEOUT_NS * test_slowness();
	int status;

	actor_command(actor, ACTOR_EXIT);
	while (!waitpid(actor->pid, &status, WNOHANG)) {
		if (dev_now() > until)
			FAIL("actor %u is stuck", actor->number);
		/* It may have been on its way to sleep the last time. */
		kill(actor->pid, SIGUSR1);
		poll(NULL, 0, 2);
	}
	CHECK_EQ(status, 0);
	actor->pid = 0;
}

void actors_end(struct actor *actor, unsigned int count)
{
	for (; count; count--, actor++)
		if (actor->pid)
			actor_end(actor);
}

void actor_kill(struct actor *actor)
{
	int status;

	CHECK_OK(kill(actor->pid, SIGKILL));
	CHECK_EQ(waitpid(actor->pid, &status, 0), actor->pid);
	CHECK_EQ(status, SIGKILL);
	actor->pid = 0;
	actor->stopped = 0;
}

void actor_stop(struct actor *actor)
{
	int status;

	CHECK_OK(kill(actor->pid, SIGSTOP));
	CHECK_EQ(waitpid(actor->pid, &status, WUNTRACED), actor->pid);
	CHECK(WIFSTOPPED(status));
	actor->stopped = 1;
}

void actor_continue(struct actor *actor)
{
	CHECK_OK(kill(actor->pid, SIGCONT));
	actor->stopped = 0;
}

static uint64_t frames_passed(const struct actor *actor)
{
	return __atomic_load_n(&actor->frames, __ATOMIC_RELAXED);
}

void actor_wait_frames(struct actor *actor, uint64_t frames)
{
	int64_t until = dev_now() + ACTOR_TIMEOUT_NS * test_slowness();

	while (frames_passed(actor) < frames) {
		if (waitpid(actor->pid, NULL, WNOHANG))
			FAIL("actor %u is dead", actor->number);
		if (dev_now() > until)
			FAIL("actor %u has passed %llu frames, not %llu",
			     actor->number,
			     (unsigned long long)frames_passed(actor),
			     (unsigned long long)frames);
		poll(NULL, 0, 1);
	}
}

void actor_expect_frames(struct actor *actor, uint64_t frames)
{
	actor_wait_frames(actor, frames_passed(actor) + frames);
}

enum actor_command actor_take_command(struct actor *self)
{
	if (!__atomic_load_n(&self->command, __ATOMIC_RELAXED))
		return ACTOR_GO_ON;
	return (enum actor_command)__atomic_exchange_n(&self->command,
						       ACTOR_GO_ON,
						       __ATOMIC_ACQUIRE);
}

void actor_pause(struct actor *self)
{
	struct pollfd pfd = { .fd = self->wake, .events = POLLIN };
	eventfd_t count;

	poll(&pfd, 1, 1);
	eventfd_read(self->wake, &count);
}

uint32_t actor_poll(struct actor *self, int fd, uint32_t events)
{
	struct pollfd pfd[2] = {
		{ .fd = fd, .events = (short)(events | POLLPRI) },
		{ .fd = self->wake, .events = POLLIN },
	};
	eventfd_t count;

	if (poll(pfd, 2, -1) < 0)
		CHECK_EQ(errno, EINTR);
	eventfd_read(self->wake, &count);
	CHECK_EQ(pfd[0].revents & POLLNVAL, 0);
	return (uint32_t)pfd[0].revents;
}

uint64_t actor_seed(void)
{
	const char *text = getenv("FRAMERING_SEED");

	if (text)
		seed = strtoull(text, NULL, 0);
	test_diag("FRAMERING_SEED=%llu", (unsigned long long)seed);
	return seed;
}

/* xorshift64*, from a state that is never zero. */
uint32_t actor_random(uint64_t *state)
{
	uint64_t x = *state ? *state : 0x9e3779b97f4a7c15;

	x ^= x >> 12;
	x ^= x << 25;
	x ^= x >> 27;
	*state = x;
	return (uint32_t)(x * 0x2545f4914f6cdd1dULL >> 32);
}
