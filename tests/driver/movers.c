// SPDX-License-Identifier: MIT
/* Processes that move a mapping of one role back and forth. */
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "dev.h"
#include "harness.h"
#include "movers.h"

/**
 * struct moves - shared by all movers
 * @moves: how often each has moved its mapping
 */
struct moves {
	volatile uint32_t moves[MAX_MOVERS];
};

static pid_t movers[MAX_MOVERS];
static unsigned int mover_count;

/* Map two pages of the first slot; when @go ends, move them until killed. */
static void move_for_ever(int role, int ready, int go, volatile uint32_t *moves)
{
	const size_t bytes = 2 * (size_t)sysconf(_SC_PAGESIZE);
	uint8_t *room = mmap(NULL, 2 * bytes, PROT_NONE,
			     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	uint8_t *at = mmap(room, bytes, PROT_READ, MAP_SHARED | MAP_FIXED, role,
			   (off_t)FRAMERING_OFFSET_FRAMES);
	uint8_t *other = room + bytes, *old;
	char byte;

	if (room == MAP_FAILED || at == MAP_FAILED ||
	    write(ready, "m", 1) != 1 || read(go, &byte, 1))
		_exit(1);
	for (;; (*moves)++) {
		if (mremap(at, bytes, bytes, MREMAP_MAYMOVE | MREMAP_FIXED,
			   other) != other)
			_exit(2);
		old = at;
		at = other;
		other = old;
	}
}

static void start(int role, int ready[2], int go[2], struct moves *moves)
{
	pid_t pid = fork();

	CHECK_GE(pid, 0);
	if (!pid) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		close(go[1]);
		move_for_ever(role, ready[1], go[0],
			      &moves->moves[mover_count]);
	}
	movers[mover_count++] = pid;
}

void movers_start(int role, unsigned int count)
{
	struct moves *moves = mmap(NULL, sizeof(*moves), PROT_READ | PROT_WRITE,
				   MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	int ready[2], go[2];
	unsigned int i;
	char byte;

	CHECK(moves != MAP_FAILED);
	CHECK_LE(count, MAX_MOVERS);
	CHECK_OK(pipe(ready));
	CHECK_OK(pipe(go));
	for (i = 0; i < count; i++)
		start(role, ready, go, moves);
	for (i = 0; i < count; i++)
		CHECK_EQ(read(ready[0], &byte, 1), 1);
	close(go[1]);
	for (i = 0; i < count; i++)
		while (!moves->moves[i])
			sched_yield();
	close(go[0]);
	close(ready[0]);
	close(ready[1]);
	munmap(moves, sizeof(*moves));
}

void movers_stop(void)
{
	unsigned int i;
	int status;

	for (i = 0; i < mover_count; i++)
		CHECK_OK(kill(movers[i], SIGKILL));
	for (i = 0; i < mover_count; i++) {
		CHECK_EQ(waitpid(movers[i], &status, 0), movers[i]);
		CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
	}
	mover_count = 0;
}
