// SPDX-License-Identifier: MIT
/*
 * Preloaded into a program, counts the bytes that its own code, and
 * libframering's, moves: memcpy and its kin, read and write. What other
 * libraries do for themselves is not counted: callers are told apart by the
 * address they call from. COPYCOUNT names a file that gets one line at exit:
 *
 *	PROGRAM copied=BYTES largest=BYTES read=BYTES written=BYTES
 *
 * A compiler may still open-code a copy of known, small size; no frame is one.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

struct range {
	uintptr_t start;
	uintptr_t end;
};

/* The program's code, and libframering's. */
static struct range ours[8];
static unsigned int ranges;
static atomic_ullong copied, largest, got, written;

static int add_ranges(struct dl_phdr_info *info, size_t size, void *data)
{
	int i;

	(void)size;
	(void)data;
	/* The program itself has no name here. */
	if (info->dlpi_name[0] && !strstr(info->dlpi_name, "libframering"))
		return 0;
	for (i = 0; i < info->dlpi_phnum && ranges < 8; i++) {
		const ElfW(Phdr) *p = &info->dlpi_phdr[i];

		if (p->p_type != PT_LOAD || !(p->p_flags & PF_X))
			continue;
		ours[ranges].start = info->dlpi_addr + p->p_vaddr;
		ours[ranges].end = ours[ranges].start + p->p_memsz;
		ranges++;
	}
	return 0;
}

__attribute__((constructor)) static void find_ranges(void)
{
	dl_iterate_phdr(add_ranges, NULL);
}

static int is_ours(const void *caller)
{
	uintptr_t at = (uintptr_t)caller;
	unsigned int i;

	for (i = 0; i < ranges; i++)
		if (at >= ours[i].start && at < ours[i].end)
			return 1;
	return 0;
}

static void count_copy(const void *caller, size_t bytes)
{
	unsigned long long seen = atomic_load(&largest);

	if (!is_ours(caller))
		return;
	atomic_fetch_add(&copied, bytes);
	while (bytes > seen &&
	       !atomic_compare_exchange_weak(&largest, &seen, bytes))
		;
}

/* By instruction, or the compiler would make a call of memcpy() of it. */
static void *move_up(void *to, const void *from, size_t bytes)
{
	void *start = to;

	__asm__ volatile("rep movsb" : "+D"(to), "+S"(from), "+c"(bytes)
			 :: "memory");
	return start;
}

static void *move_down(void *to, const void *from, size_t bytes)
{
	char *d = (char *)to + bytes - 1;
	const char *s = (const char *)from + bytes - 1;

	__asm__ volatile("std; rep movsb; cld" : "+D"(d), "+S"(s), "+c"(bytes)
			 :: "memory");
	return to;
}

static void *move(void *to, const void *from, size_t bytes)
{
	if ((uintptr_t)to - (uintptr_t)from < bytes)
		return move_down(to, from, bytes);
	return move_up(to, from, bytes);
}

#define CALLER	__builtin_return_address(0)

void *memcpy(void *restrict to, const void *restrict from, size_t bytes)
{
	count_copy(CALLER, bytes);
	return move_up(to, from, bytes);
}

void *memmove(void *to, const void *from, size_t bytes)
{
	count_copy(CALLER, bytes);
	return move(to, from, bytes);
}

void *mempcpy(void *restrict to, const void *restrict from, size_t bytes)
{
	count_copy(CALLER, bytes);
	return (char *)move_up(to, from, bytes) + bytes;
}

/* What _FORTIFY_SOURCE makes of the above; the check is not what we test. */
void *__memcpy_chk(void *to, const void *from, size_t bytes, size_t room);
void *__memmove_chk(void *to, const void *from, size_t bytes, size_t room);

void *__memcpy_chk(void *to, const void *from, size_t bytes, size_t room)
{
	(void)room;
	count_copy(CALLER, bytes);
	return move_up(to, from, bytes);
}

void *__memmove_chk(void *to, const void *from, size_t bytes, size_t room)
{
	(void)room;
	count_copy(CALLER, bytes);
	return move(to, from, bytes);
}

static ssize_t count_io(const void *caller, atomic_ullong *sum, ssize_t bytes)
{
	if (bytes > 0 && is_ours(caller))
		atomic_fetch_add(sum, (unsigned long long)bytes);
	return bytes;
}

ssize_t read(int fd, void *buf, size_t bytes)
{
	struct iovec iov = { buf, bytes };
	static ssize_t (*next)(int, const struct iovec *, int);

	if (!next)
		*(void **)&next = dlsym(RTLD_NEXT, "readv");
	return count_io(CALLER, &got, next(fd, &iov, 1));
}

ssize_t readv(int fd, const struct iovec *iov, int count)
{
	static ssize_t (*next)(int, const struct iovec *, int);

	if (!next)
		*(void **)&next = dlsym(RTLD_NEXT, "readv");
	return count_io(CALLER, &got, next(fd, iov, count));
}

ssize_t write(int fd, const void *buf, size_t bytes)
{
	struct iovec iov = { (void *)(uintptr_t)buf, bytes };
	static ssize_t (*next)(int, const struct iovec *, int);

	if (!next)
		*(void **)&next = dlsym(RTLD_NEXT, "writev");
	return count_io(CALLER, &written, next(fd, &iov, 1));
}

ssize_t writev(int fd, const struct iovec *iov, int count)
{
	static ssize_t (*next)(int, const struct iovec *, int);

	if (!next)
		*(void **)&next = dlsym(RTLD_NEXT, "writev");
	return count_io(CALLER, &written, next(fd, iov, count));
}

__attribute__((destructor)) static void report(void)
{
	const char *path = getenv("COPYCOUNT");
	int fd = path ? open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC,
			     0644) : -1;

	if (fd < 0)
		return;
	dprintf(fd, "%s copied=%llu largest=%llu read=%llu written=%llu\n",
		program_invocation_short_name, atomic_load(&copied),
		atomic_load(&largest), atomic_load(&got),
		atomic_load(&written));
	close(fd);
}
