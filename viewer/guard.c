// SPDX-License-Identifier: MIT
/* Survives the loss of mappings. */
#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

#include "guard.h"

static volatile sig_atomic_t tripped;
static bool armed;
/* Who had SIGBUS before: with KMSDRM, SDL has, to leave a usable console. */
static struct sigaction before;
/* The slot that is being read. */
static volatile uintptr_t slot_start, slot_end;
static uintptr_t page_size;

/*
 * Only memory of the role is replaced, and all of that is unmapped when the
 * role is detached, the zeros with it.
 */
static void on_bus(int number, siginfo_t *info, void *context)
{
	uintptr_t page = (uintptr_t)info->si_addr & ~(page_size - 1);
	size_t length = page_size;
	int saved = errno;

	(void)context;
	/* Not one fault for each page of a large frame. */
	if (page >= slot_start && page < slot_end)
		length = slot_end - page;
	if (info->si_code != BUS_ADRERR ||
	    mmap((void *)page, length, PROT_READ | PROT_WRITE,
		 MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED,
		 -1, 0) == MAP_FAILED)
		sigaction(number, &before, NULL);	/* faults again */
	else
		tripped = 1;
	errno = saved;
}

void guard_arm(void)
{
	struct sigaction action = {
		.sa_sigaction = on_bus,
		.sa_flags = SA_SIGINFO,
	};

	tripped = 0;
	if (armed)
		return;
	page_size = (uintptr_t)sysconf(_SC_PAGESIZE);
	sigemptyset(&action.sa_mask);
	armed = !sigaction(SIGBUS, &action, &before);
}

void guard_disarm(void)
{
	if (armed)
		sigaction(SIGBUS, &before, NULL);
	armed = false;
	slot_start = 0;
	slot_end = 0;
}

void guard_slot(const void *data, size_t bytes)
{
	slot_end = 0;
	slot_start = (uintptr_t)data;
	slot_end = (uintptr_t)data + bytes;
}

bool guard_tripped(void)
{
	return tripped;
}
