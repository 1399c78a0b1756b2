// SPDX-License-Identifier: MIT
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness.h"
#include "suspend.h"

static int reports[2];

void suspend_begin(const struct suspend_method *how, pid_t pid)
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

void suspend_end(const struct suspend_method *how, pid_t pid)
{
	kill(pid, SIGUSR1);
	if (how->debugger)
		CHECK_OK(ptrace(PTRACE_DETACH, pid, NULL, NULL));
	else
		CHECK_OK(kill(pid, SIGCONT));
}

void suspend_kill(pid_t pid)
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

pid_t suspend_start_child(int ring, void (*job)(int ring))
{
	sigset_t set;
	pid_t pid;

	if (!reports[1])
		CHECK_OK(pipe(reports));
	CHECK_OK(pid = fork());
	if (!pid) {
		block_signal(&set);
		job(ring);
		_exit(0);
	}
	suspend_wait_report();
	return pid;
}

void suspend_report(void)
{
	CHECK_EQ(write(reports[1], "", 1), 1);
}

void suspend_wait_report(void)
{
	char byte;

	CHECK_EQ(read(reports[0], &byte, 1), 1);
}

void suspend_wait_end(void)
{
	sigset_t set;
	int number;

	block_signal(&set);
	CHECK_EQ(sigwait(&set, &number), 0);
}

int suspend_acquire(struct dev_consumer *c, uint8_t value)
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

void suspend_fill(struct dev_producer *p, uint8_t value)
{
	int slot;

	do
		slot = dev_produce(p, value);
	while (slot >= 0);
	CHECK_EQ(slot, -EAGAIN);
}

void suspend_fill_job(int ring)
{
	struct dev_producer p = dev_producer(ring);
	uint32_t revents;
	int i;

	CHECK_GE(dev_produce(&p, 1), 0);
	suspend_report();
	suspend_fill(&p, 2);
	CHECK_EQ(dev_wait(p.fd, FRAMERING_EVENT_OUT, -1, &revents), 0);
	CHECK_EQ(revents, FRAMERING_EVENT_OUT);
	for (i = 0; i < 12; i++)
		CHECK_GE(dev_produce(&p, 2), 0);
}
