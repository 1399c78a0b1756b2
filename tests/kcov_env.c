// SPDX-License-Identifier: MIT
/*
 * For a whole test program: where the environment's FRAMERING_KCOV names a
 * folder, what its cases made run is left there, in a file of the program's
 * name. Linked with --wrap=pthread_create, so that threads are seen, too.
 */
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "kcov.h"

static pid_t owner;

/* What a thread begins with, and its argument. */
struct thread {
	void *(*run)(void *argument);
	void *argument;
};

int __real_pthread_create(pthread_t *id, const pthread_attr_t *attributes,
			  void *(*run)(void *argument), void *argument);
int __wrap_pthread_create(pthread_t *id, const pthread_attr_t *attributes,
			  void *(*run)(void *argument), void *argument);

static void *run_traced(void *argument)
{
	struct thread thread = *(struct thread *)argument;

	free(argument);
	kcov_enable();
	return thread.run(thread.argument);
}

int __wrap_pthread_create(pthread_t *id, const pthread_attr_t *attributes,
			  void *(*run)(void *argument), void *argument)
{
	struct thread *thread;
	int ret;

	if (!owner)
		return __real_pthread_create(id, attributes, run, argument);
	thread = malloc(sizeof(*thread));
	if (!thread)
		return EAGAIN;
	*thread = (struct thread){ run, argument };
	ret = __real_pthread_create(id, attributes, run_traced, thread);
	if (ret)
		free(thread);
	return ret;
}

__attribute__((constructor)) static void begin(void)
{
	if (!getenv("FRAMERING_KCOV"))
		return;
	if (kcov_start()) {
		fprintf(stderr, "FRAMERING_KCOV: this kernel has no kcov\n");
		exit(2);
	}
	owner = getpid();
}

__attribute__((destructor)) static void end(void)
{
	char path[1024];

	/* Cases end in processes of their own. */
	if (!owner || owner != getpid())
		return;
	snprintf(path, sizeof(path), "%s/%s", getenv("FRAMERING_KCOV"),
		 program_invocation_short_name);
	if (kcov_write(path))
		fprintf(stderr, "FRAMERING_KCOV: cannot write %s\n", path);
}
