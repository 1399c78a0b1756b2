// SPDX-License-Identifier: MIT
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"
#include "context.h"
#include "guard.h"
#include "sequence.h"

#define NOBODY		65534
/* More than any sequence takes in emulation; then to die. */
#define RUN_MS		120000
#define DIE_MS		20000
/* Private and writable, the threads' stacks among it. */
#define DATA_BYTES	(128UL << 20)

static const char *const users[] = { "root", "nobody", "both" };

struct sequence sequence_make(uint64_t seed, uint64_t number)
{
	struct prng prng = { prng_mix(seed, number) };
	struct sequence sequence = { .seed = prng_next(&prng) };

	/* Every other one can be done again exactly. */
	sequence.threads = 1;
	if (prng_one_in(&prng, 2))
		sequence.threads += prng_below(&prng, SEQUENCE_THREADS);
	sequence.user = (enum sequence_user)prng_below(&prng, 3);
	sequence.steps = 50 + prng_below(&prng, 700);
	return sequence;
}

void sequence_print(const struct sequence *sequence, char *line, size_t bytes)
{
	snprintf(line, bytes, "seed=%llu threads=%u user=%s steps=%u",
		 (unsigned long long)sequence->seed, sequence->threads,
		 users[sequence->user], sequence->steps);
}

int sequence_parse(struct sequence *sequence, const char *line)
{
	unsigned long long seed;
	char user[8];
	size_t i;

	line += strspn(line, "# ");
	if (sscanf(line, "seed=%llu threads=%u user=%7s steps=%u", &seed,
		   &sequence->threads, user, &sequence->steps) != 4)
		return -EINVAL;
	if (!sequence->threads || sequence->threads > SEQUENCE_THREADS ||
	    !sequence->steps || sequence->steps > SEQUENCE_STEPS)
		return -EINVAL;
	sequence->seed = seed;
	for (i = 0; i < 3; i++) {
		sequence->user = (enum sequence_user)i;
		if (!strcmp(user, users[i]))
			return 0;
	}
	return -EINVAL;
}

static struct context context;
static struct worker workers[SEQUENCE_THREADS];
static const struct sequence *now;
static pthread_barrier_t start;

/* By the system call: the library's takes all threads along. */
static void become_nobody(void)
{
	syscall(SYS_setgroups, 0, NULL);
	if (syscall(SYS_setresgid, NOBODY, NOBODY, NOBODY) ||
	    syscall(SYS_setresuid, NOBODY, NOBODY, NOBODY))
		_exit(2);
	/* What a process loses with its user. */
	prctl(PR_SET_DUMPABLE, 1);
}

static void *work(void *argument)
{
	uint32_t i = (uint32_t)(uintptr_t)argument;

	if (worker_init(&workers[i], &context, i, prng_mix(now->seed, i)))
		_exit(2);
	/*
	 * All have their stacks before anything is mapped: what was unmapped
	 * is still in the table, and unmapped again, whatever lies there then.
	 */
	pthread_barrier_wait(&start);
	if (now->user == SEQUENCE_NOBODY ||
	    (now->user == SEQUENCE_BOTH && i % 2))
		become_nobody();
	worker_run(&workers[i], now->steps);
	return NULL;
}

/* A page that is locked and made to grow is not to eat the whole machine. */
static void stay_small(void)
{
	const struct rlimit limit = { DATA_BYTES, DATA_BYTES };

	if (setrlimit(RLIMIT_DATA, &limit))
		_exit(2);
}

/* The main thread stays root, and looks at what is left in the end. */
static void run_sequence(int trace)
{
	pthread_t thread[SEQUENCE_THREADS];
	uint32_t i;

	setpgid(0, 0);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	stay_small();
	guard_init();
	if (context_init(&context, trace) ||
	    pthread_barrier_init(&start, NULL, now->threads))
		_exit(2);
	for (i = 0; i < now->threads; i++)
		if (pthread_create(&thread[i], NULL, work,
				   (void *)(uintptr_t)i))
			_exit(2);
	for (i = 0; i < now->threads; i++)
		pthread_join(thread[i], NULL);
	check_mappings(&context);
	fflush(stdout);
	_exit(0);
}

/* Not zero: the process came to its end by then. */
static int ended(int pidfd, int ms)
{
	struct pollfd pfd = { .fd = pidfd, .events = POLLIN };
	int ret;

	do
		ret = poll(&pfd, 1, ms);
	while (ret < 0 && errno == EINTR);
	return ret == 1;
}

/* Children of its own come to us, if it dies before them. */
static int reap(pid_t pid)
{
	int status = -1, other;

	kill(-pid, SIGKILL);
	waitpid(pid, &status, 0);
	while (waitpid(-pid, &other, 0) > 0)
		;
	return status;
}

/* Into the kernel's log: what processors do, blocked tasks, all tasks. */
static void tell_where(void)
{
	int fd = open("/proc/sysrq-trigger", O_WRONLY | O_CLOEXEC);
	const char *key;

	for (key = "lwt"; fd >= 0 && *key; key++)
		if (write(fd, key, 1) != 1)
			break;
	close(fd);
}

static int watch(pid_t pid)
{
	int pidfd = (int)syscall(SYS_pidfd_open, pid, 0);
	int in_time = ended(pidfd, RUN_MS), status;

	if (!in_time) {
		printf("# the sequence did not end in %d s\n", RUN_MS / 1000);
		tell_where();
		kill(-pid, SIGKILL);
	}
	if (!ended(pidfd, DIE_MS)) {
		tell_where();
		printf("# the sequence cannot be killed\n");
		return -1;
	}
	close(pidfd);
	status = reap(pid);
	if (in_time && status)
		printf("# the sequence ended with status %#x\n", status);
	return in_time && !status ? 0 : -1;
}

int sequence_run(const struct sequence *sequence, int trace)
{
	pid_t pid;

	now = sequence;
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	fflush(stdout);
	pid = fork();
	if (pid < 0)
		return -1;
	if (!pid)
		run_sequence(trace);
	return watch(pid);
}
