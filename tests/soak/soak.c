// SPDX-License-Identifier: MIT
/*
 * A producer at full rate, permanent lossless readers, and transient readers
 * that come and go for as long as SOAK_SECONDS says (10): nothing is lost, and
 * neither the kernel's memory nor that of the permanent processes grows.
 */
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "harness.h"
#include "soak.h"

#define TRANSIENT_READERS	6
#define SEED		20261128
/*
 * What the kernel may have more at the end, in KiB: its allocator keeps
 * half-used pages of each kind. Of an hour's hundred thousand readers each
 * would have to leave less than eight bytes to stay below that.
 */
#define SLACK_KIB	768
#define OWN_SLACK_KIB	64

/**
 * struct processes - the processes
 * @soak: shared with them
 * @permanent: producer, then the lossless readers
 * @transient: the transient readers that run now; 0: none
 * @random: what the next transient reader is like
 * @killed: transient readers that were
 */
struct processes {
	struct soak *soak;
	pid_t permanent[1 + SOAK_PERMANENT];
	pid_t transient[TRANSIENT_READERS];
	uint64_t random;
	uint64_t killed;
};

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void pause_briefly(void)
{
	struct timespec t = { 0, 5000000 };

	nanosleep(&t, NULL);
}

static void start_permanent(struct processes *processes)
{
	double end = now() + 30;
	uint32_t i;

	for (i = 0; i <= SOAK_PERMANENT; i++) {
		processes->permanent[i] = fork();
		CHECK_GE(processes->permanent[i], 0);
		if (!processes->permanent[i] && !i)
			soak_produce(processes->soak);
		if (!processes->permanent[i])
			soak_read_all(processes->soak, i - 1);
		/* Readers come to a ring that is in use. */
		while (!i && !__atomic_load_n(&processes->soak->produced,
					      __ATOMIC_RELAXED)) {
			CHECK(now() < end);
			pause_briefly();
		}
	}
}

/* A process that ended must have ended well, unless the test killed it. */
static void reap(struct processes *processes, pid_t *pid, int options)
{
	int status;

	if (*pid <= 0 || waitpid(*pid, &status, options) != *pid)
		return;
	if (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL)
		processes->killed++;
	else
		CHECK_EQ(status, 0);
	*pid = 0;
}

/* Start a transient reader, reap one that ended, or kill one. */
static void change_one_transient(struct processes *processes)
{
	uint64_t random = soak_random(&processes->random);
	pid_t *pid = &processes->transient[random % TRANSIENT_READERS];

	reap(processes, pid, WNOHANG);
	if (!*pid) {
		*pid = fork();
		CHECK_GE(*pid, 0);
		if (!*pid)
			soak_run_transient(processes->soak, random);
		processes->soak->transient_readers++;
	} else if (random >> 32 & 1) {
		kill(*pid, SIGKILL);
	}
	pause_briefly();
}

/* Until only the permanent processes run. */
static void end_transients(struct processes *processes)
{
	uint32_t i;

	for (i = 0; i < TRANSIENT_READERS; i++) {
		if (processes->transient[i])
			kill(processes->transient[i], SIGKILL);
		reap(processes, &processes->transient[i], 0);
	}
}

static void run_for(struct processes *processes, double seconds)
{
	double end = now() + seconds;
	uint32_t i;

	while (now() < end) {
		change_one_transient(processes);
		for (i = 0; i <= SOAK_PERMANENT; i++) {
			reap(processes, &processes->permanent[i], WNOHANG);
			CHECK(processes->permanent[i]);
		}
	}
	end_transients(processes);
}

/**
 * struct usage - memory in use while only permanent processes run, in KiB
 * @kernel: the kernel's
 * @own: the processes'
 */
struct usage {
	long kernel;
	long own;
};

static struct usage measure(const struct processes *processes)
{
	struct usage usage = { .kernel = soak_kernel_kib() };
	uint32_t i;

	for (i = 0; i <= SOAK_PERMANENT; i++)
		usage.own += soak_process_kib(processes->permanent[i]);
	return usage;
}

static void finish(struct processes *processes)
{
	uint32_t i;

	__atomic_store_n(&processes->soak->stop, 1, __ATOMIC_RELAXED);
	for (i = 0; i <= SOAK_PERMANENT; i++)
		reap(processes, &processes->permanent[i], 0);
}

static double duration(void)
{
	const char *text = getenv("SOAK_SECONDS");
	double seconds = text ? atof(text) : 10;

	CHECK(seconds >= 1);
	return seconds;
}

static void print_summary(const struct processes *processes, double seconds,
			  const struct usage *before, const struct usage *after)
{
	const struct soak *soak = processes->soak;

	test_diag("%.0f s, %llu frames produced, %llu and %llu seen by "
		  "lossless readers, %llu and %llu lost", seconds,
		  (unsigned long long)soak->produced,
		  (unsigned long long)soak->seen[0],
		  (unsigned long long)soak->seen[1],
		  (unsigned long long)soak->lost[0],
		  (unsigned long long)soak->lost[1]);
	test_diag("%llu transient readers, %llu killed, %llu evicted, %llu "
		  "frames seen by them",
		  (unsigned long long)soak->transient_readers,
		  (unsigned long long)processes->killed,
		  (unsigned long long)soak->evicted,
		  (unsigned long long)soak->transient_frames);
	test_diag("kernel memory %ld KiB before, %ld KiB after; of the "
		  "permanent processes %ld KiB and %ld KiB",
		  before->kernel, after->kernel, before->own, after->own);
}

TEST(coming_and_going_loses_no_frame_and_no_memory_ok)
{
	struct processes processes = { .random = SEED };
	double seconds = duration();
	struct usage before, after;
	uint32_t i;

	test_timeout((unsigned int)(seconds * 1.2) + 120);
	processes.soak = mmap(NULL, sizeof(*processes.soak),
			      PROT_READ | PROT_WRITE,
			      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	CHECK(processes.soak != MAP_FAILED);
	start_permanent(&processes);
	/* Caches and slabs grow to what all this needs. */
	run_for(&processes, seconds / 5);
	before = measure(&processes);
	run_for(&processes, seconds * 4 / 5);
	after = measure(&processes);
	finish(&processes);
	print_summary(&processes, seconds, &before, &after);
	CHECK_GT(processes.soak->produced, 100);
	CHECK_GT(processes.soak->transient_frames, 0);
	for (i = 0; i < SOAK_PERMANENT; i++) {
		CHECK_EQ(processes.soak->lost[i], 0);
		/* All but what was in the ring at either end. */
		CHECK_GT(processes.soak->seen[i], 100);
	}
	CHECK_LE(after.kernel, before.kernel + SLACK_KIB);
	CHECK_LE(after.own, before.own + OWN_SLACK_KIB);
}
