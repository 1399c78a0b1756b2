// SPDX-License-Identifier: MIT
/* Children, which do some of the same, and end or are killed. */
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "ops.h"

#define MAX_DEPTH	2
#define CHILD_SECONDS	20
#define MAX_MANY	24U

static void begin_child(struct worker *w)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	/* However it hangs, unless it cannot be killed. */
	alarm(CHILD_SECONDS);
	worker_renew(w);
	w->depth++;
	w->seed = prng_next(&w->prng);
	w->step = 0;
}

static void run_child(struct worker *w, uint64_t steps)
{
	begin_child(w);
	worker_run(w, steps);
	_exit(0);
}

/* SIGALRM: it did not come to an end. */
static int reap(pid_t pid)
{
	int status = 0;

	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	if (WIFSIGNALED(status) && WTERMSIG(status) != SIGKILL)
		kill(getpid(), WTERMSIG(status));
	return status;
}

/* What it does is its own; then it holds everything until it is killed. */
static void run_one_of_many(struct worker *w, uint32_t number, uint64_t steps)
{
	begin_child(w);
	w->seed = prng_mix(w->seed, number);
	worker_run(w, steps);
	if (number % 3 == 0)
		_exit(0);
	for (;;)
		pause();
}

static long fork_child(struct worker *w)
{
	uint64_t steps = 1 + prng_below(&w->prng, 12);
	uint32_t patience = prng_below(&w->prng, 40);
	int killed = prng_one_in(&w->prng, 2);
	pid_t pid;

	if (w->depth >= MAX_DEPTH)
		return -ECANCELED;
	worker_say(w, " steps %u%s\n", (unsigned int)steps,
		   killed ? " and kill" : "");
	pid = fork();
	if (pid < 0)
		return -errno;
	if (!pid)
		run_child(w, steps);
	while (killed && patience--)
		sched_yield();
	if (killed)
		kill(pid, SIGKILL);
	return reap(pid);
}

/*
 * Some of them hold all that this process has open until they are killed, some
 * end by themselves; in no order.
 */
static long fork_many(struct worker *w)
{
	uint32_t count = 2 + prng_below(&w->prng, MAX_MANY - 1), i, at;
	uint64_t steps = prng_below(&w->prng, 6);
	uint32_t patience = prng_below(&w->prng, 40);
	pid_t pid[MAX_MANY], dying;

	if (w->depth)
		return -ECANCELED;
	worker_say(w, " count %u steps %u\n", count, (unsigned int)steps);
	for (i = 0; i < count; i++) {
		pid[i] = fork();
		if (pid[i] < 0)
			break;
		if (!pid[i])
			run_one_of_many(w, i, steps);
	}
	count = i;
	while (patience--)
		sched_yield();
	for (i = 0; i < count; i++) {
		at = i + prng_below(&w->prng, count - i);
		dying = pid[at];
		pid[at] = pid[i];
		kill(dying, SIGKILL);
		if (prng_one_in(&w->prng, 4))
			sched_yield();
		reap(dying);
	}
	return count;
}

static const struct op ops[] = {
	{ "fork-many", 2, fork_many },
	{ "fork", 12, fork_child },
};

const struct op_group ops_processes = OP_GROUP(ops);
