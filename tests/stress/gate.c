// SPDX-License-Identifier: MIT
#include <limits.h>
#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "gate.h"

void gate_sleep(struct gate *gate, uint32_t seen)
{
	syscall(SYS_futex, &gate->count, FUTEX_WAIT, seen, NULL);
}

void gate_open(struct gate *gate)
{
	__atomic_fetch_add(&gate->count, 1, __ATOMIC_SEQ_CST);
	syscall(SYS_futex, &gate->count, FUTEX_WAKE, INT_MAX);
}

void gate_await(struct gate *gate, uint32_t count)
{
	uint32_t seen;

	for (;;) {
		seen = __atomic_load_n(&gate->count, __ATOMIC_ACQUIRE);
		if (seen >= count)
			return;
		gate_sleep(gate, seen);
	}
}
