// SPDX-License-Identifier: MIT
#include <pthread.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness.h"
#include "workers.h"

static struct {
	uint32_t count;
	struct worker {
		void (*run)(uint32_t number);
		uint32_t number;
		pthread_t thread;
	} worker[WORKERS_MAX];
} workers;

void *workers_memory(size_t bytes)
{
	void *memory;

	CHECK_OK(memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
			       MAP_SHARED | MAP_ANONYMOUS, -1, 0));
	return memory;
}

static void *run_thread(void *arg)
{
	struct worker *worker = arg;

	worker->run(worker->number);
	return NULL;
}

static void run_process(const struct worker *worker)
{
	pid_t pid = fork();

	CHECK_OK(pid);
	if (pid)
		return;
	/* No process is left behind when the case is killed. */
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	worker->run(worker->number);
	_exit(0);
}

void workers_start(void (*run)(uint32_t number), uint32_t number)
{
	struct worker *worker = &workers.worker[workers.count];

	CHECK_LT(workers.count, WORKERS_MAX);
	workers.count++;
	worker->run = run;
	worker->number = number;
	if (WORKERS_ARE_THREADS)
		CHECK_EQ(pthread_create(&worker->thread, NULL, run_thread,
					worker), 0);
	else
		run_process(worker);
}

void workers_join(void)
{
	int status;

	for (; workers.count; workers.count--) {
		if (WORKERS_ARE_THREADS) {
			pthread_t thread =
				workers.worker[workers.count - 1].thread;

			CHECK_EQ(pthread_join(thread, NULL), 0);
			continue;
		}
		/* In any order: the others may wait for one that failed. */
		CHECK_OK(wait(&status));
		CHECK_EQ(status, 0);
	}
}
