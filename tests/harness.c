// SPDX-License-Identifier: MIT
/* Runs the cases that tests register, each in a child, and prints TAP. */
#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness.h"

#define DEFAULT_SECONDS	60
/* How a child says that its case failed, or was skipped. */
#define STATUS_FAILED	1
#define STATUS_SKIPPED	77

static struct test_case *first;
static struct test_case **last = &first;
static bool no_fork;
/* Shared with the children. */
static struct {
	char skip_reason[256];
	unsigned int seconds;
} *shared;

void test_register(struct test_case *test)
{
	*last = test;
	last = &test->next;
}

/* Where everything is slow, so is what has a time of its own. */
static unsigned int least_seconds(void)
{
	const char *text = getenv("FRAMERING_TEST_SECONDS");
	int seconds = text ? atoi(text) : 0;

	return seconds > 0 ? (unsigned int)seconds : 0;
}

unsigned int test_slowness(void)
{
	unsigned int least = least_seconds();

	return least > DEFAULT_SECONDS ? least / DEFAULT_SECONDS : 1;
}

void test_timeout(unsigned int seconds)
{
	unsigned int least = least_seconds();

	shared->seconds = seconds > least ? seconds : least;
	if (!no_fork)
		alarm(shared->seconds);
}

static void vdiag(const char *prefix, const char *format, va_list args)
{
	char text[2048], *line, *rest = text;

	vsnprintf(text, sizeof(text), format, args);
	flockfile(stdout);
	while ((line = strsep(&rest, "\n"))) {
		printf("# %s%s\n", prefix, line);
		prefix = "";
	}
	fflush(stdout);
	funlockfile(stdout);
}

void test_diag(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vdiag("", format, args);
	va_end(args);
}

void test_fail(const char *file, int line, const char *format, ...)
{
	char place[256];
	va_list args;

	snprintf(place, sizeof(place), "%s:%d: ", file, line);
	va_start(args, format);
	vdiag(place, format, args);
	va_end(args);
	if (no_fork)
		abort();
	_exit(STATUS_FAILED);
}

void test_skip(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(shared->skip_reason, sizeof(shared->skip_reason), format,
		  args);
	va_end(args);
	if (no_fork)
		printf("# skipped: %s\n", shared->skip_reason);
	fflush(stdout);
	_exit(no_fork ? 0 : STATUS_SKIPPED);
}

static const void *variant_of(const struct test_case *test, size_t i)
{
	if (!test->variants)
		return NULL;
	return (const char *)test->variants + i * test->variant_size;
}

/* "name", or "name/variant". */
static const char *full_name(const struct test_case *test, size_t i,
			     char *name, size_t bytes)
{
	const void *variant = variant_of(test, i);

	snprintf(name, bytes, "%s%s%s", test->name, variant ? "/" : "",
		 variant ? *(const char *const *)variant : "");
	return name;
}

static void run_child(const struct test_case *test, size_t i)
{
	/* A group of its own, so that nothing it starts outlives it. */
	setpgid(0, 0);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	signal(SIGALRM, SIG_DFL);
	test_timeout(DEFAULT_SECONDS);
	test->run(variant_of(test, i));
	/* Not _exit(): sanitizers look for leaks at exit. */
	exit(0);
}

/* Not zero: it failed. */
static int report(int number, const char *name, int status)
{
	bool timed_out = WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM;

	if (WIFEXITED(status) && WEXITSTATUS(status) == 0) {
		printf("ok %d - %s\n", number, name);
		return 0;
	}
	if (WIFEXITED(status) && WEXITSTATUS(status) == STATUS_SKIPPED) {
		printf("ok %d - %s # SKIP %s\n", number, name,
		       shared->skip_reason);
		return 0;
	}
	if (timed_out)
		test_diag("time-out after %u s", shared->seconds);
	else if (WIFSIGNALED(status))
		test_diag("killed by signal %d (%s)", WTERMSIG(status),
			  strsignal(WTERMSIG(status)));
	else if (WEXITSTATUS(status) != STATUS_FAILED)
		test_diag("exit status %d", WEXITSTATUS(status));
	printf("not ok %d - %s\n", number, name);
	return 1;
}

static int run(const struct test_case *test, size_t i, int number)
{
	char name[256];
	siginfo_t info;
	int status = 0;
	pid_t pid;

	full_name(test, i, name, sizeof(name));
	if (no_fork) {
		test->run(variant_of(test, i));
		return report(number, name, 0);
	}
	fflush(stdout);
	pid = fork();
	if (!pid)
		run_child(test, i);
	if (pid < 0) {
		test_diag("fork: %s", strerror(errno));
		printf("not ok %d - %s\n", number, name);
		return 1;
	}
	/* Its group is still its own until it is reaped. */
	while (waitid(P_PID, (id_t)pid, &info, WEXITED | WNOWAIT) < 0 &&
	       errno == EINTR)
		;
	kill(-pid, SIGKILL);
	waitpid(pid, &status, 0);
	return report(number, name, status);
}

/* "!NAME" takes away what NAME would give. */
static bool wanted(const struct test_case *test, size_t i, char **names)
{
	bool found = false, named = false;
	char name[256];

	full_name(test, i, name, sizeof(name));
	for (; *names; names++) {
		if (**names == '!' && strstr(name, *names + 1))
			return false;
		named |= **names != '!';
		found |= **names != '!' && strstr(name, *names);
	}
	return found || !named;
}

/* Calls @fn for the wanted cases; gives the sum of what it returned. */
static int for_each(char **names,
		    int (*fn)(const struct test_case *test, size_t i, int n))
{
	const struct test_case *test;
	int sum = 0, number = 0;
	size_t i;

	for (test = first; test; test = test->next)
		for (i = 0; i < test->variant_count; i++)
			if (wanted(test, i, names))
				sum += fn(test, i, ++number);
	return sum;
}

static int count(const struct test_case *test, size_t i, int number)
{
	(void)test, (void)i, (void)number;
	return 1;
}

static int list(const struct test_case *test, size_t i, int number)
{
	char name[256];

	(void)number;
	puts(full_name(test, i, name, sizeof(name)));
	return 0;
}

/* A name that neither gives nor takes away a case: its list is out of date. */
static char *idle(char **names)
{
	for (; *names; names++) {
		char *alone[] = { *names + (**names == '!'), NULL };

		if (!for_each(alone, count))
			return *names;
	}
	return NULL;
}

int main(int argc, char **argv)
{
	char **names = argv + 1;
	int cases;

	(void)argc;
	setvbuf(stdout, NULL, _IOLBF, 0);
	shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE,
		      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (shared == MAP_FAILED)
		return 2;
	for (; *names && !strncmp(*names, "--", 2); names++) {
		if (!strcmp(*names, "--list"))
			return for_each(names + 1, list);
		if (strcmp(*names, "--no-fork")) {
			fprintf(stderr, "usage: %s [--list] [--no-fork] "
				"[[!]NAME...]\n", argv[0]);
			return 2;
		}
		/* For a debugger: the first failure aborts. */
		no_fork = true;
	}
	cases = for_each(names, count);
	if (!cases || idle(names)) {
		fprintf(stderr, "%s: no such test: %s\n", argv[0],
			cases ? idle(names) : "nothing is left");
		return 2;
	}
	printf("TAP version 13\n1..%d\n", cases);
	return for_each(names, run) ? 1 : 0;
}
