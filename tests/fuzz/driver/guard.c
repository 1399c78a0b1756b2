// SPDX-License-Identifier: MIT
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <string.h>

#include "guard.h"

static _Thread_local sigjmp_buf back;
static _Thread_local volatile sig_atomic_t guarded;

static void on_fault(int number)
{
	if (guarded) {
		guarded = 0;
		siglongjmp(back, 1);
	}
	/* Not ours: it comes again, and kills. */
	signal(number, SIG_DFL);
}

void guard_init(void)
{
	struct sigaction action = { .sa_handler = on_fault };

	sigaction(SIGSEGV, &action, NULL);
	sigaction(SIGBUS, &action, NULL);
}

/* Functions of their own: after a jump back nothing of them is looked at. */
__attribute__((noinline))
static void copy(volatile uint8_t *to, const volatile uint8_t *from,
		 size_t bytes)
{
	for (; bytes >= 4 && !((uintptr_t)to % 4 || (uintptr_t)from % 4);
	     bytes -= 4, to += 4, from += 4)
		*(volatile uint32_t *)to = *(const volatile uint32_t *)from;
	for (; bytes; bytes--)
		*to++ = *from++;
}

__attribute__((noinline))
static void fill(volatile uint8_t *to, uint8_t value, size_t bytes)
{
	for (; bytes; bytes--)
		*to++ = value;
}

int guard_copy(volatile void *to, const volatile void *from, size_t bytes)
{
	if (sigsetjmp(back, 1))
		return -EFAULT;
	guarded = 1;
	copy(to, from, bytes);
	guarded = 0;
	return 0;
}

int guard_fill(volatile void *to, uint8_t value, size_t bytes)
{
	if (sigsetjmp(back, 1))
		return -EFAULT;
	guarded = 1;
	fill(to, value, bytes);
	guarded = 0;
	return 0;
}
