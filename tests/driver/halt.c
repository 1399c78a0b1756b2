// SPDX-License-Identifier: MIT
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include "halt.h"
#include "harness.h"

static int saying[2];

void halt(const struct halt *how, pid_t pid)
{
	int status;

	if (how->debugger) {
		CHECK_OK(ptrace(PTRACE_SEIZE, pid, NULL, NULL));
		CHECK_OK(ptrace(PTRACE_INTERRUPT, pid, NULL, NULL));
		CHECK_EQ(waitpid(pid, &status, 0), pid);
	} else {
		CHECK_OK(kill(pid, SIGSTOP));
		CHECK_EQ(waitpid(pid, &status, WUNTRACED), pid);
	}
	CHECK(WIFSTOPPED(status));
}

void halt_end(const struct halt *how, pid_t pid)
{
	kill(pid, SIGUSR1);
	if (how->debugger)
		CHECK_OK(ptrace(PTRACE_DETACH, pid, NULL, NULL));
	else
		CHECK_OK(kill(pid, SIGCONT));
}

void halt_for_ever(pid_t pid)
{
	int status;

	CHECK_OK(kill(pid, SIGKILL));
	CHECK_EQ(waitpid(pid, &status, 0), pid);
	CHECK_EQ(status, SIGKILL);
}

static void block_signal(sigset_t *set)
{
	sigemptyset(set);
	sigaddset(set, SIGUSR1);
	CHECK_OK(sigprocmask(SIG_BLOCK, set, NULL));
}

pid_t halt_start(int ring, void (*job)(int ring))
{
	sigset_t set;
	pid_t pid;

	if (!saying[1])
		CHECK_OK(pipe(saying));
	CHECK_OK(pid = fork());
	if (!pid) {
		block_signal(&set);
		job(ring);
		_exit(0);
	}
	halt_hear();
	return pid;
}

void halt_say(void)
{
	CHECK_EQ(write(saying[1], "", 1), 1);
}

void halt_hear(void)
{
	char byte;

	CHECK_EQ(read(saying[0], &byte, 1), 1);
}

void halt_until_end(void)
{
	sigset_t set;
	int number;

	block_signal(&set);
	CHECK_EQ(sigwait(&set, &number), 0);
}

int halt_acquire(struct dev_consumer *c, uint8_t value)
{
	uint32_t revents;
	int slot;

	/* A live reader may be lapped on its way to a frame; more come then. */
	do {
		CHECK_EQ(dev_wait(c->fd, FRAMERING_EVENT_IN, -1, &revents), 0);
		CHECK(revents & FRAMERING_EVENT_IN);
		slot = dev_consume(c, value);
	} while (slot == -EAGAIN);
	CHECK_GE(slot, 0);
	return slot;
}

void halt_fill(struct dev_producer *p, uint8_t value)
{
	int slot;

	do
		slot = dev_produce(p, value);
	while (slot >= 0);
	CHECK_EQ(slot, -EAGAIN);
}

void halt_filler(int ring)
{
	struct dev_producer p = dev_producer(ring);
	uint32_t revents;
	int i;

	CHECK_GE(dev_produce(&p, 1), 0);
	halt_say();
	halt_fill(&p, 2);
	CHECK_EQ(dev_wait(p.fd, FRAMERING_EVENT_OUT, -1, &revents), 0);
	CHECK_EQ(revents, FRAMERING_EVENT_OUT);
	for (i = 0; i < 12; i++)
		CHECK_GE(dev_produce(&p, 2), 0);
}
