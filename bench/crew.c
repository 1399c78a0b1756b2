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

#include "carry.h"
#include "clock.h"
#include "crew.h"

#define JOIN_NS		(30 * 1000000000LL)
#define STUCK_NS	(30 * 1000000000LL)
#define NAP_NS		200000
/* After so many windows a slow system has done enough with so few frames. */
#define SLOW_WINDOWS	10
#define SLOW_FRAMES	2

/* How far a process is, and how far it may go. */
#define PHASE_BORN	0U
#define PHASE_PRODUCER	1U
#define PHASE_READER	2U
#define PHASE_WORK	3U
#define PHASE_STOP	4U

/**
 * struct crew - the processes and what they share
 * @phase: how far they may go; in shared memory, as the desks
 * @stop: not zero: who waits for a frame gives up
 * @desk: by member
 * @pid: by member; 0: gone
 * @count: how many were made
 */
struct crew {
	struct board {
		uint32_t phase __attribute__((aligned(128)));
		uint32_t stop;
		struct desk desk[CREW_MAX];
	} *board;
	pid_t pid[CREW_MAX];
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

static void await_phase(const struct board *board, uint32_t phase)
{
	while (__atomic_load_n(&board->phase, __ATOMIC_ACQUIRE) < phase)
		clock_nap(NAP_NS);
}

static void enter(struct desk *desk, uint32_t phase)
{
	__atomic_store_n(&desk->phase, phase, __ATOMIC_RELEASE);
}

static int work(struct board *board, const struct member *member,
		struct desk *desk)
{
	int error = 0;

	await_phase(board, PHASE_PRODUCER);
	if (member->join_producer)
		error = member->join_producer(member->arg);
	if (error)
		return error;
	enter(desk, PHASE_PRODUCER);
	await_phase(board, PHASE_READER);
	if (member->join_reader)
		error = member->join_reader(member->arg);
	if (error)
		return error;
	enter(desk, PHASE_READER);
	await_phase(board, PHASE_WORK);
	desk->step = 1;
	while (!error && __atomic_load_n(&board->phase, __ATOMIC_RELAXED) <
			 PHASE_STOP)
		error = member->step(member->arg, desk);
	return error;
}

static void start(struct crew *crew, const struct member *member)
{
	struct desk *desk = &crew->board->desk[crew->count];
	pid_t parent = getpid(), pid;

	/* What is still to be written is written once. */
	fflush(NULL);
	pid = fork();
	if (pid) {
		crew->pid[crew->count++] = pid;
		return;
	}
	/* Nobody spins for ever when the coordinator was killed. */
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	signal(SIGINT, SIG_DFL);
	if (getppid() != parent)
		_exit(1);
	pin(member->cpu);
	carry_stop = &crew->board->stop;
	desk->error = work(crew->board, member, desk);
	/* Systems that have to take leave do it by atexit(3). */
	exit(desk->error ? 1 : 0);
}

/* What ended a member that should be at work, or 0. */
static int ended(struct crew *crew)
{
	uint32_t i;

	for (i = 0; i < crew->count; i++) {
		if (crew->pid[i] > 0 &&
		    waitpid(crew->pid[i], NULL, WNOHANG) == crew->pid[i]) {
			crew->pid[i] = 0;
			return crew->board->desk[i].error ?
			       crew->board->desk[i].error : -ECHILD;
		}
	}
	return 0;
}

/* Let all go on to @phase and wait until they are there. */
static int advance(struct crew *crew, uint32_t phase)
{
	int64_t end = clock_now() + JOIN_NS;
	uint32_t i;
	int error;

	__atomic_store_n(&crew->board->phase, phase, __ATOMIC_RELEASE);
	for (i = 0; i < crew->count; ) {
		if (__atomic_load_n(&crew->board->desk[i].phase,
				    __ATOMIC_ACQUIRE) >= phase) {
			i++;
			continue;
		}
		error = ended(crew);
		if (!error && clock_now() > end)
			error = -ETIMEDOUT;
		if (error)
			return error;
		clock_nap(NAP_NS);
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

/* Until @counter has stamped enough since @from. */
static int watch(struct crew *crew, uint32_t counter, const struct stamp *from,
		 const struct quota *quota)
{
	const struct desk *desk = &crew->board->desk[counter];
	int64_t start = clock_now();
	struct stamp stamp;
	int error = 0;

	for (;;) {
		stamp = desk_read(desk);
		error = ended(crew);
		if (error || is_enough(quota, stamp.count - from->count,
				       clock_now() - start))
			return error;
		if (clock_now() - start > STUCK_NS + quota->ns)
			return -ETIMEDOUT;
		clock_nap(NAP_NS * 10);
	}
}

static void look(struct crew *crew, struct stamp *stamps)
{
	uint32_t i;

	for (i = 0; i < crew->count; i++)
		stamps[i] = desk_read(&crew->board->desk[i]);
}

static int measure(struct crew *crew, const struct window *window,
		   struct stamp *change)
{
	const struct quota warm = {
		window->warm_frames, window->warm_ns, window->warm_least,
	};
	const struct quota quota = {
		window->frames, window->ns, SLOW_FRAMES,
	};
	static const struct stamp none;
	struct stamp from[CREW_MAX] = { 0 };
	uint32_t i;
	int error = advance(crew, PHASE_PRODUCER);

	if (!error)
		error = advance(crew, PHASE_READER);
	if (error)
		return error;
	__atomic_store_n(&crew->board->phase, PHASE_WORK, __ATOMIC_RELEASE);
	error = watch(crew, window->counter, &none, &warm);
	look(crew, from);
	if (!error)
		error = watch(crew, window->counter, &from[window->counter],
			      &quota);
	look(crew, change);
	for (i = 0; i < crew->count; i++)
		stamp_subtract(&change[i], &from[i]);
	return error;
}

/* Those who still sleep for a frame that will not come are killed. */
static void dismiss(struct crew *crew)
{
	int64_t end = clock_now() + carry_grace_ns;
	uint32_t i;

	__atomic_store_n(&crew->board->phase, PHASE_STOP, __ATOMIC_RELEASE);
	__atomic_store_n(&crew->board->stop, 1, __ATOMIC_RELEASE);
	for (i = 0; i < crew->count; i++) {
		pid_t gone = 0;

		if (crew->pid[i] <= 0)
			continue;
		while (!gone && clock_now() < end) {
			gone = waitpid(crew->pid[i], NULL, WNOHANG);
			if (!gone)
				clock_nap(NAP_NS);
		}
		if (!gone) {
			kill(crew->pid[i], SIGKILL);
			waitpid(crew->pid[i], NULL, 0);
		}
	}
}

int crew_run(const struct member *members, uint32_t count,
	     const struct window *window, struct stamp *change)
{
	struct crew crew = { 0 };
	int error = 0;
	uint32_t i;

	crew.board = mmap(NULL, sizeof(*crew.board), PROT_READ | PROT_WRITE,
			  MAP_SHARED | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
	if (crew.board == MAP_FAILED)
		return -errno;
	for (i = 0; i < count && !error; i++) {
		start(&crew, &members[i]);
		if (crew.pid[i] < 0)
			error = -EAGAIN;
	}
	if (!error)
		error = measure(&crew, window, change);
	dismiss(&crew);
	munmap(crew.board, sizeof(*crew.board));
	return error;
}
