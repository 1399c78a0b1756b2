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

int guard_copy(volatile void *to, const volatile void *from, size_t bytes)
{
	volatile uint8_t *t = to;
	const volatile uint8_t *f = from;

	if (sigsetjmp(back, 1))
		return -EFAULT;
	guarded = 1;
	for (; bytes >= 4 && !((uintptr_t)t % 4 || (uintptr_t)f % 4);
	     bytes -= 4, t += 4, f += 4)
		*(volatile uint32_t *)t = *(const volatile uint32_t *)f;
	for (; bytes; bytes--)
		*t++ = *f++;
	guarded = 0;
	return 0;
}

int guard_fill(volatile void *to, uint8_t value, size_t bytes)
{
	volatile uint8_t *t = to;

	if (sigsetjmp(back, 1))
		return -EFAULT;
	guarded = 1;
	for (; bytes; bytes--)
		*t++ = value;
	guarded = 0;
	return 0;
}
