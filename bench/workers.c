// SPDX-License-Identifier: MIT
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "clock.h"
#include "transport.h"
#include "workers.h"

#define JOIN_NS		(30 * 1000000000LL)
#define STUCK_NS	(30 * 1000000000LL)
#define POLL_NS		200000
/* After so many windows these few frames are enough of a slow system. */
#define SLOW_WINDOWS	10
#define SLOW_FRAMES	2

/* How far a process is, and how far it may go. */
#define PHASE_STARTED	0U
#define PHASE_PRODUCER	1U
#define PHASE_READER	2U
#define PHASE_WORK	3U
#define PHASE_STOP	4U

/**
 * struct group - the processes and what they share
 * @phase: how far they may go; in shared memory, as the counters
 * @stop: not zero: a wait for a frame ends
 * @counters: by worker
 * @pid: by worker; 0: gone
 * @count: how many were made
 */
struct group {
	struct shared {
		uint32_t phase __attribute__((aligned(128)));
		uint32_t stop;
		struct counters counters[WORKERS_MAX];
	} *shared;
	pid_t pid[WORKERS_MAX];
	uint32_t count;
};

static void pin(uint32_t cpu)
{
	long n = sysconf(_SC_NPROCESSORS_ONLN);
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(cpu % (uint32_t)(n > 0 ? n : 1), &set);
	sched_setaffinity(0, sizeof(set), &set);
}

static void wait_for_phase(const struct shared *shared, uint32_t phase)
{
	while (__atomic_load_n(&shared->phase, __ATOMIC_ACQUIRE) < phase)
		clock_sleep(POLL_NS);
}

static void report_phase(struct counters *counters, uint32_t phase)
{
	__atomic_store_n(&counters->phase, phase, __ATOMIC_RELEASE);
}

static int work(struct shared *shared, const struct worker *worker,
		struct counters *counters)
{
	int error = 0;

	wait_for_phase(shared, PHASE_PRODUCER);
	if (worker->join_producer)
		error = worker->join_producer(worker->arg);
	if (error)
		return error;
	report_phase(counters, PHASE_PRODUCER);
	wait_for_phase(shared, PHASE_READER);
	if (worker->join_reader)
		error = worker->join_reader(worker->arg);
	if (error)
		return error;
	report_phase(counters, PHASE_READER);
	wait_for_phase(shared, PHASE_WORK);
	counters->step = 1;
	while (!error && __atomic_load_n(&shared->phase, __ATOMIC_RELAXED) <
			 PHASE_STOP)
		error = worker->step(worker->arg, counters);
	return error;
}

static void start(struct group *group, const struct worker *worker)
{
	struct counters *counters = &group->shared->counters[group->count];
	pid_t parent = getpid(), pid;

	/* What is still to be written is written once. */
	fflush(NULL);
	pid = fork();
	if (pid) {
		group->pid[group->count++] = pid;
		return;
	}
	/* A worker does not spin for ever if the coordinator is killed. */
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	signal(SIGINT, SIG_DFL);
	if (getppid() != parent)
		_exit(1);
	pin(worker->cpu);
	transport_stop = &group->shared->stop;
	counters->error = work(group->shared, worker, counters);
	/* Systems that have to clean up do it by atexit(3). */
	exit(counters->error ? 1 : 0);
}

/* What ended a worker that should be at work, or 0. */
static int exit_error(struct group *group)
{
	uint32_t i;

	for (i = 0; i < group->count; i++) {
		if (group->pid[i] > 0 &&
		    waitpid(group->pid[i], NULL, WNOHANG) == group->pid[i]) {
			group->pid[i] = 0;
			return group->shared->counters[i].error ?
			       group->shared->counters[i].error : -ECHILD;
		}
	}
	return 0;
}

/* Let all go on to @phase and wait until they are there. */
static int advance(struct group *group, uint32_t phase)
{
	int64_t end = clock_now() + JOIN_NS;
	uint32_t i;
	int error;

	__atomic_store_n(&group->shared->phase, phase, __ATOMIC_RELEASE);
	for (i = 0; i < group->count; ) {
		if (__atomic_load_n(&group->shared->counters[i].phase,
				    __ATOMIC_ACQUIRE) >= phase) {
			i++;
			continue;
		}
		error = exit_error(group);
		if (!error && clock_now() > end)
			error = -ETIMEDOUT;
		if (error)
			return error;
		clock_sleep(POLL_NS);
	}
	return 0;
}

/**
 * struct quota - what is enough
 * @frames: so many,
 * @ns: and so long;
 * @least: or so many in SLOW_WINDOWS times that
 */
struct quota {
	uint64_t frames;
	int64_t ns;
	uint64_t least;
};

static int is_enough(const struct quota *quota, uint64_t frames, int64_t gone)
{
	if (gone >= quota->ns && frames >= quota->frames)
		return 1;
	return gone >= quota->ns * SLOW_WINDOWS && frames >= quota->least;
}

/* Until @counted has published enough since @from. */
static int wait_for_quota(struct group *group, uint32_t counted,
			  const struct snapshot *from,
			  const struct quota *quota)
{
	const struct counters *counters = &group->shared->counters[counted];
	int64_t start = clock_now();
	struct snapshot snapshot;
	int error = 0;

	for (;;) {
		snapshot = counters_read(counters);
		error = exit_error(group);
		if (error || is_enough(quota, snapshot.count - from->count,
				       clock_now() - start))
			return error;
		if (clock_now() - start > STUCK_NS + quota->ns)
			return -ETIMEDOUT;
		clock_sleep(POLL_NS * 10);
	}
}

static void read_snapshots(struct group *group, struct snapshot *snapshots)
{
	uint32_t i;

	for (i = 0; i < group->count; i++)
		snapshots[i] = counters_read(&group->shared->counters[i]);
}

static int measure(struct group *group, const struct window *window,
		   struct snapshot *change)
{
	const struct quota warm = {
		window->warm_frames, window->warm_ns, window->warm_least,
	};
	const struct quota quota = {
		window->frames, window->ns, SLOW_FRAMES,
	};
	static const struct snapshot none;
	struct snapshot from[WORKERS_MAX] = { 0 };
	uint32_t i;
	int error = advance(group, PHASE_PRODUCER);

	if (!error)
		error = advance(group, PHASE_READER);
	if (error)
		return error;
	__atomic_store_n(&group->shared->phase, PHASE_WORK, __ATOMIC_RELEASE);
	error = wait_for_quota(group, window->counted, &none, &warm);
	read_snapshots(group, from);
	if (!error)
		error = wait_for_quota(group, window->counted,
				       &from[window->counted], &quota);
	read_snapshots(group, change);
	for (i = 0; i < group->count; i++)
		snapshot_subtract(&change[i], &from[i]);
	return error;
}

/* Workers that still sleep for a frame that will not come are killed. */
static void stop_workers(struct group *group)
{
	int64_t end = clock_now() + transport_grace_ns;
	uint32_t i;

	__atomic_store_n(&group->shared->phase, PHASE_STOP, __ATOMIC_RELEASE);
	__atomic_store_n(&group->shared->stop, 1, __ATOMIC_RELEASE);
	for (i = 0; i < group->count; i++) {
		pid_t gone = 0;

		if (group->pid[i] <= 0)
			continue;
		while (!gone && clock_now() < end) {
			gone = waitpid(group->pid[i], NULL, WNOHANG);
			if (!gone)
				clock_sleep(POLL_NS);
		}
		if (!gone) {
			kill(group->pid[i], SIGKILL);
			waitpid(group->pid[i], NULL, 0);
		}
	}
}

int workers_run(const struct worker *workers, uint32_t count,
		const struct window *window, struct snapshot *change)
{
	struct group group = { 0 };
	int error = 0;
	uint32_t i;

	group.shared = mmap(NULL, sizeof(*group.shared), PROT_READ | PROT_WRITE,
			    MAP_SHARED | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
	if (group.shared == MAP_FAILED)
		return -errno;
	for (i = 0; i < count && !error; i++) {
		start(&group, &workers[i]);
		if (group.pid[i] < 0)
			error = -EAGAIN;
	}
	if (!error)
		error = measure(&group, window, change);
	stop_workers(&group);
	munmap(group.shared, sizeof(*group.shared));
	return error;
}
