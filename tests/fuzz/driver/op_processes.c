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

static void be_child(struct worker *w, uint64_t steps)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	/* However it hangs, unless it cannot be killed. */
	alarm(CHILD_SECONDS);
	worker_renew(w);
	w->depth++;
	w->seed = chance_next(&w->chance);
	w->step = 0;
	worker_run(w, steps);
	_exit(0);
}

static long fork_child(struct worker *w)
{
	uint64_t steps = 1 + chance_below(&w->chance, 12);
	uint32_t patience = chance_below(&w->chance, 40);
	int killed = chance_once_in(&w->chance, 2), status = 0;
	pid_t pid;

	if (w->depth >= MAX_DEPTH)
		return -ECANCELED;
	worker_say(w, " steps %u%s\n", (unsigned int)steps,
		   killed ? " and kill" : "");
	pid = fork();
	if (pid < 0)
		return -errno;
	if (!pid)
		be_child(w, steps);
	while (killed && patience--)
		sched_yield();
	if (killed)
		kill(pid, SIGKILL);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	/* SIGALRM: it did not come to an end. */
	if (WIFSIGNALED(status) && WTERMSIG(status) != SIGKILL)
		kill(getpid(), WTERMSIG(status));
	return status;
}

static const struct op ops[] = {
	{ "fork", 12, fork_child },
};

const struct op_group ops_processes = OP_GROUP(ops);
