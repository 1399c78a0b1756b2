// SPDX-License-Identifier: MIT
/*
 * Cases that fail in every way there is; harness_cases.py knows how each must
 * end: "ok", "not ok" or "SKIP" stands first in its name.
 */
#include <assert.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "harness.h"

#ifndef NDEBUG
#error "built with NDEBUG on purpose: no check may depend on it"
#endif

static const struct flavour {
	const char *name;
	int taste;
} flavours[] = {
	{ "sweet", 1 },
	{ "sour", 2 },
};

TEST(ok_numbers)
{
	unsigned char small = 255;
	size_t size = 5;
	bool yes = true;

	CHECK_EQ(small, 255);
	CHECK_EQ(size, 5);
	CHECK_EQ(yes, 1);
	CHECK_NE(-1, 0xffffffffU);
	CHECK_LT(-1, size);
	CHECK_GT(UINT64_MAX, INT64_MAX);
	CHECK_LE(5, size);
	CHECK_GE(INT64_MIN, INT64_MIN);
	CHECK_STR_EQ("same", "same");
	CHECK_MEM_EQ("same", "sane", 2);
	CHECK_OK(getpid());
	CHECK_ERRNO(close(-1), EBADF);
}

TEST_VARIANTS(ok_variant, flavours)
{
	CHECK_EQ(variant->taste == 1, !strcmp(variant->name, "sweet"));
}

TEST(ok_faults)
{
	char *page = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS,
			  -1, 0);

	CHECK_OK(page);
	CHECK_EQ(test_read_fault(page), 0);
	CHECK_EQ(test_write_fault(page), SIGSEGV);
	CHECK_OK(munmap(page, 4096));
	CHECK_EQ(test_read_fault(page), SIGSEGV);
}

TEST(not_ok_check) { CHECK(1 + 1 == 3); }
TEST(not_ok_eq) { CHECK_EQ(2, 3); }
TEST(not_ok_eq_of_unlike_signs) { CHECK_EQ(-1, UINT64_MAX); }
TEST(not_ok_ne) { CHECK_NE(3, 3); }
TEST(not_ok_lt) { CHECK_LT(3, 3); }
TEST(not_ok_le) { CHECK_LE(3, -3); }
TEST(not_ok_gt) { CHECK_GT(3, 3); }
TEST(not_ok_ge) { CHECK_GE(-3, 3U); }
TEST(not_ok_string) { CHECK_STR_EQ("a", NULL); }
TEST(not_ok_memory) { CHECK_MEM_EQ("same", "sane", 4); }
TEST(not_ok_call) { CHECK_OK(close(-1)); }
TEST(not_ok_errno) { CHECK_ERRNO(close(-1), EINTR); }
TEST(not_ok_call_that_should_fail) { CHECK_ERRNO(getpid(), EBADF); }
TEST(not_ok_crash) { raise(SIGSEGV); }
TEST(not_ok_exit) { exit(3); }
TEST(not_ok_fail) { FAIL("%d", 4711); }
TEST(SKIP_why) { SKIP("no %s today", "bread"); }

TEST(ok_slowness)
{
	CHECK_OK(setenv("FRAMERING_TEST_SECONDS", "600", 1));
	CHECK_EQ(test_slowness(), 10);
	CHECK_OK(setenv("FRAMERING_TEST_SECONDS", "5", 1));
	CHECK_EQ(test_slowness(), 1);
}

TEST(not_ok_time_out)
{
	test_timeout(1);
	for (;;)
		pause();
}

static void *fail_in_thread(void *unused)
{
	CHECK(unused);
	return unused;
}

TEST(not_ok_in_thread)
{
	pthread_t thread;

	pthread_create(&thread, NULL, fail_in_thread, NULL);
	pthread_join(thread, NULL);
}

/* What a case leaves running ends with it, or the test would never end. */
TEST(ok_leaves_a_process)
{
	if (!fork())
		for (;;)
			pause();
}
