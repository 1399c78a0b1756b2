// SPDX-License-Identifier: MIT
#include <pthread.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "crew.h"
#include "harness.h"

static struct {
	uint32_t count;
	struct member {
		void (*run)(uint32_t number);
		uint32_t number;
		pthread_t thread;
	} member[CREW_MAX];
} crew;

void *crew_memory(size_t bytes)
{
	void *memory;

	CHECK_OK(memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
			       MAP_SHARED | MAP_ANONYMOUS, -1, 0));
	return memory;
}

static void *run_thread(void *arg)
{
	struct member *member = arg;

	member->run(member->number);
	return NULL;
}

static void run_process(const struct member *member)
{
	pid_t pid = fork();

	CHECK_OK(pid);
	if (pid)
		return;
	/* Nobody is left behind when the case is ended from outside. */
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	member->run(member->number);
	_exit(0);
}

void crew_start(void (*run)(uint32_t number), uint32_t number)
{
	struct member *member = &crew.member[crew.count];

	CHECK_LT(crew.count, CREW_MAX);
	crew.count++;
	member->run = run;
	member->number = number;
	if (CREW_THREADS)
		CHECK_EQ(pthread_create(&member->thread, NULL, run_thread,
					member), 0);
	else
		run_process(member);
}

void crew_join(void)
{
	int status;

	for (; crew.count; crew.count--) {
		if (CREW_THREADS) {
			pthread_t thread = crew.member[crew.count - 1].thread;

			CHECK_EQ(pthread_join(thread, NULL), 0);
			continue;
		}
		/* Whoever is first: the others may wait for one that failed. */
		CHECK_OK(wait(&status));
		CHECK_EQ(status, 0);
	}
}
