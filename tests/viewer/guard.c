// SPDX-License-Identifier: MIT
/* Memory that goes away reads as zeros, and it is noticed. */
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness.h"

#include "guard.h"

#define PAGE	4096
#define PAGES	8

static volatile uint8_t *map_and_lose(void)
{
	int memory = memfd_create("guard", MFD_CLOEXEC);
	volatile uint8_t *at;

	CHECK_OK(memory);
	CHECK_OK(ftruncate(memory, PAGE * PAGES));
	at = mmap(NULL, PAGE * PAGES, PROT_READ, MAP_SHARED, memory, 0);
	CHECK(at != MAP_FAILED);
	CHECK_EQ(at[0], 0);
	CHECK_OK(ftruncate(memory, 0));
	close(memory);
	return at;
}

TEST(lost_memory_reads_as_zeros)
{
	volatile uint8_t *at;

	guard_arm();
	CHECK(!guard_tripped());
	at = map_and_lose();
	guard_slot((const void *)at, PAGE * PAGES);
	CHECK_EQ(at[PAGE * 3 + 5], 0);
	CHECK(guard_tripped());
	CHECK_EQ(at[PAGE * 7], 0);
	CHECK_EQ(at[0], 0);
	guard_arm();
	CHECK(!guard_tripped());
}

TEST(other_memory_of_the_role_counts_too)
{
	volatile uint8_t *at;

	guard_arm();
	at = map_and_lose();
	CHECK_EQ(at[PAGE], 0);
	CHECK(guard_tripped());
	/* A consumer writes to its page when it acquires. */
	at[PAGE + 1] = 1;
	CHECK_EQ(at[PAGE + 1], 1);
}

TEST(without_a_role_it_is_an_error_as_ever)
{
	volatile uint8_t *at;
	int status;
	pid_t pid;

	pid = fork();
	CHECK_OK(pid);
	if (!pid) {
		/* A sanitizer has a handler of its own. */
		signal(SIGBUS, SIG_DFL);
		guard_arm();
		guard_disarm();
		at = map_and_lose();
		_exit(at[0]);
	}
	CHECK_EQ(waitpid(pid, &status, 0), pid);
	CHECK(WIFSIGNALED(status));
	CHECK_EQ(WTERMSIG(status), SIGBUS);
}

TEST(signal_from_elsewhere_is_no_loss_of_memory)
{
	int status;
	pid_t pid;

	pid = fork();
	CHECK_OK(pid);
	if (!pid) {
		/* A sanitizer has a handler of its own. */
		signal(SIGBUS, SIG_DFL);
		guard_arm();
		raise(SIGBUS);
		raise(SIGBUS);
		_exit(0);
	}
	CHECK_EQ(waitpid(pid, &status, 0), pid);
	CHECK(WIFSIGNALED(status));
	CHECK_EQ(WTERMSIG(status), SIGBUS);
}
