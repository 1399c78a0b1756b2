/* SPDX-License-Identifier: MIT */
/*
 * The test harness. A case is one block that registers itself:
 *
 *	TEST(reserve_on_a_full_ring_fails)
 *	{
 *		CHECK_EQ(reserve(ring), -EAGAIN);
 *	}
 *
 * harness.c has main(): it runs every case, or those whose names contain one
 * of the arguments, but none that contains an argument's rest behind a `!`,
 * each in a process of its own, and prints TAP. An argument that fits no case
 * is an error. The first check that fails ends the case, also from a thread or
 * a helper function.
 * Nothing here depends on assert(), so NDEBUG changes nothing.
 */
#ifndef TEST_HARNESS_H
#define TEST_HARNESS_H

#include <errno.h>
#include <stddef.h>
#include <stdint.h>

struct test_case {
	const char *name;
	void (*run)(const void *variant);
	const void *variants;
	size_t variant_size;
	size_t variant_count;
	struct test_case *next;
};

/* A number with its sign, so that any two integers compare as numbers do. */
struct test_int {
	uintmax_t bits;
	int negative;
};

void test_register(struct test_case *test);
/* Give the running case @seconds from now, or FRAMERING_TEST_SECONDS. */
void test_timeout(unsigned int seconds);
/* How many times the usual patience FRAMERING_TEST_SECONDS asks for, or 1. */
unsigned int test_slowness(void);
/* A line of diagnostics; printf's format, without a newline. */
void test_diag(const char *format, ...) __attribute__((format(printf, 1, 2)));
void test_fail(const char *file, int line, const char *format, ...)
	__attribute__((format(printf, 3, 4), noreturn));
void test_skip(const char *format, ...)
	__attribute__((format(printf, 1, 2), noreturn));
void test_check_int(const char *file, int line, const char *text,
		    struct test_int a, const char *op, struct test_int b);
void test_check_str(const char *file, int line, const char *text,
		    const char *a, const char *b);
void test_check_mem(const char *file, int line, const char *text,
		    const void *a, const void *b, size_t bytes);
void test_check_call(const char *file, int line, const char *text,
		     intmax_t ret, int got, int want);
/* The signal that reading or writing the byte at @p raises, or 0. */
int test_read_fault(const volatile void *p);
int test_write_fault(volatile void *p);

#define TEST_REGISTER(test, array, size, count)				\
	__attribute__((constructor)) static void test##_register(void)	\
	{								\
		static struct test_case test_case = {			\
			#test, test##_run, array, size, count, NULL	\
		};							\
									\
		test_register(&test_case);				\
	}

#define TEST(test)							\
	static void test(void);						\
	static void test##_run(const void *variant)			\
	{								\
		(void)variant;						\
		test();							\
	}								\
	TEST_REGISTER(test, NULL, 0, 1)					\
	static void test(void)

/*
 * The case runs once per element of @array, whose structure begins with a
 * `const char *name`; the block finds the element in `variant`.
 */
#define TEST_VARIANTS(test, array)					\
	static void test(const __typeof__((array)[0]) *variant);	\
	static void test##_run(const void *variant)			\
	{								\
		test(variant);						\
	}								\
	TEST_REGISTER(test, array, sizeof((array)[0]),			\
		      sizeof(array) / sizeof((array)[0]))		\
	static void test(const __typeof__((array)[0]) *variant)

/* Ends the case without a verdict; continuous integration counts a failure. */
#define SKIP(...)	test_skip(__VA_ARGS__)
#define FAIL(...)	test_fail(__FILE__, __LINE__, __VA_ARGS__)

#define CHECK(expr)							\
	do {								\
		if (!(expr))						\
			test_fail(__FILE__, __LINE__, "%s", #expr);	\
	} while (0)

/* "x < 1 && x" and not "x < 0", at which gcc warns if x is unsigned. */
#define TEST_INT(x)	((struct test_int){ (uintmax_t)(x), (x) < 1 && (x) })
#define TEST_COMPARE(a, op, b, text)					\
	do {								\
		__auto_type test_a = (a);				\
		__auto_type test_b = (b);				\
									\
		test_check_int(__FILE__, __LINE__, text,		\
			       TEST_INT(test_a), op, TEST_INT(test_b));	\
	} while (0)
#define CHECK_EQ(a, b)	TEST_COMPARE(a, "==", b, #a " == " #b)
#define CHECK_NE(a, b)	TEST_COMPARE(a, "!=", b, #a " != " #b)
#define CHECK_LT(a, b)	TEST_COMPARE(a, "<", b, #a " < " #b)
#define CHECK_LE(a, b)	TEST_COMPARE(a, "<=", b, #a " <= " #b)
#define CHECK_GT(a, b)	TEST_COMPARE(a, ">", b, #a " > " #b)
#define CHECK_GE(a, b)	TEST_COMPARE(a, ">=", b, #a " >= " #b)

#define CHECK_STR_EQ(a, b)						\
	test_check_str(__FILE__, __LINE__, #a " == " #b, a, b)
#define CHECK_MEM_EQ(a, b, bytes)					\
	test_check_mem(__FILE__, __LINE__, #a " == " #b, a, b, bytes)

#define TEST_CALL(call, want, text)					\
	do {								\
		intmax_t test_ret;					\
									\
		errno = 0;						\
		/* A pointer may be narrower. */			\
		test_ret = (intptr_t)(call);				\
		test_check_call(__FILE__, __LINE__, text, test_ret,	\
				errno, want);				\
	} while (0)
/* A system call that gives -1 and errno @error; and one that does not. */
#define CHECK_ERRNO(call, error)	TEST_CALL(call, error, #call)
#define CHECK_OK(call)			TEST_CALL(call, 0, #call)

#endif /* TEST_HARNESS_H */
