// SPDX-License-Identifier: MIT
/* What the checks of harness.h compare, and what they say when it fails. */
#include <setjmp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "harness.h"

static sigjmp_buf fault_jump;

static int compare(struct test_int a, struct test_int b)
{
	if (a.negative != b.negative)
		return a.negative ? -1 : 1;
	return a.bits == b.bits ? 0 : a.bits < b.bits ? -1 : 1;
}

static bool holds(int order, const char *op)
{
	bool equal = op[1] == '=' && op[0] != '!';

	switch (op[0]) {
	case '!':
		return order != 0;
	case '<':
		return order < 0 || (equal && order == 0);
	case '>':
		return order > 0 || (equal && order == 0);
	default:
		return order == 0;
	}
}

static const char *int_text(struct test_int n, char text[64])
{
	if (n.negative)
		snprintf(text, 64, "%jd", (intmax_t)n.bits);
	else
		snprintf(text, 64, "%ju (%#jx)", n.bits, n.bits);
	return text;
}

void test_check_int(const char *file, int line, const char *text,
		    struct test_int a, const char *op, struct test_int b)
{
	char left[64], right[64];

	if (holds(compare(a, b), op))
		return;
	test_fail(file, line, "%s\n  left:  %s\n  right: %s", text,
		  int_text(a, left), int_text(b, right));
}

void test_check_str(const char *file, int line, const char *text,
		    const char *a, const char *b)
{
	if (a == b || (a && b && !strcmp(a, b)))
		return;
	test_fail(file, line, "%s\n  left:  \"%s\"\n  right: \"%s\"", text,
		  a ? a : "(null)", b ? b : "(null)");
}

void test_check_mem(const char *file, int line, const char *text,
		    const void *a, const void *b, size_t bytes)
{
	const unsigned char *left = a, *right = b;
	size_t i;

	for (i = 0; i < bytes; i++)
		if (left[i] != right[i])
			test_fail(file, line,
				  "%s\n  byte %zu of %zu: 0x%02x, 0x%02x",
				  text, i, bytes, left[i], right[i]);
}

void test_check_call(const char *file, int line, const char *text,
		     intmax_t ret, int got, int want)
{
	if (want ? ret == -1 && got == want : ret != -1)
		return;
	test_fail(file, line, "%s\n  gave %jd, errno %d (%s), not %d (%s)",
		  text, ret, got, strerror(got), want, strerror(want));
}

static void on_fault(int sig)
{
	siglongjmp(fault_jump, sig);
}

static int fault(volatile unsigned char *p, bool write)
{
	struct sigaction action = { .sa_handler = on_fault }, segv, bus;
	int sig;

	sigaction(SIGSEGV, &action, &segv);
	sigaction(SIGBUS, &action, &bus);
	sig = sigsetjmp(fault_jump, 1);
	if (!sig) {
		unsigned char byte = *p;

		if (write)
			*p = byte;
	}
	sigaction(SIGSEGV, &segv, NULL);
	sigaction(SIGBUS, &bus, NULL);
	return sig;
}

int test_read_fault(const volatile void *p)
{
	return fault((volatile unsigned char *)p, false);
}

int test_write_fault(volatile void *p)
{
	return fault(p, true);
}
