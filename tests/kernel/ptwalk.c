// SPDX-License-Identifier: MIT
/*
 * Is what framering_ptwalk says true? Held against memory whose type is known,
 * and against /proc/self/pagemap. Runs in the virtual machine, which has an
 * ivshmem device: registers in BAR 0 and memory in BAR 2.
 */
#include <fcntl.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "harness.h"
#include "look.h"

/* The frame number, from the kernel's own table for this purpose. */
static uint64_t pagemap(const volatile void *address)
{
	uint64_t entry = 0;
	int fd = open("/proc/self/pagemap", O_RDONLY);

	CHECK_OK(fd);
	CHECK_EQ(pread(fd, &entry, 8, (off_t)((uintptr_t)address / PAGE * 8)),
		 8);
	close(fd);
	CHECK(entry >> 63);
	return entry & ((1ULL << 55) - 1);
}

TEST(anonymous_memory_is_cached_ok)
{
	unsigned char *p = anonymous(PROT_READ | PROT_WRITE, PAGE);
	struct ptwalk look;

	p[0] = 1;
	look = look_at(p + 123);
	CHECK_EQ(look.user.type, PTWALK_WB);
	CHECK_EQ(look.user.pat, 0);
	CHECK_EQ(look.user.pcd, 0);
	CHECK_EQ(look.user.pwt, 0);
	CHECK_EQ(look.user.bytes, PAGE);
	CHECK_EQ(look.user.writable, 1);
	CHECK_EQ(look.user.user, 1);
	CHECK_EQ(look.user.nx, 1);
	CHECK_EQ(look.user.pfn, pagemap(p));
	/* The kernel's own alias: the same memory, of the same type. */
	CHECK_EQ(look.alias.present, 1);
	CHECK_EQ(look.alias.pfn, look.user.pfn);
	CHECK_EQ(look.alias.type, PTWALK_WB);
	CHECK_EQ(look.alias.user, 0);
	CHECK_EQ(look.alias.writable, 1);
	/* And nothing has a reason to map it again. */
	CHECK_EQ(look.aliases, 0);
	CHECK_EQ(look.alias_types, 0);
}

TEST(table_is_read_where_there_is_one_ok)
{
	volatile char here = 0;
	struct ptwalk look = look_at(&here);

	CHECK_EQ(look.pat_msr != 0, cpu_has_pat());
}

TEST(read_only_memory_is_read_only_ok)
{
	unsigned char *p = anonymous(PROT_READ | PROT_WRITE, PAGE);
	struct ptwalk look;

	p[0] = 1;
	CHECK_OK(mprotect(p, PAGE, PROT_READ));
	CHECK_EQ(p[0], 1);
	look = look_at(p);
	CHECK_EQ(look.user.writable, 0);
	CHECK_EQ(look.user.nx, 1);
	CHECK_OK(mprotect(p, PAGE, PROT_READ | PROT_EXEC));
	CHECK_EQ(p[0], 1);
	look = look_at(p);
	CHECK_EQ(look.user.writable, 0);
	CHECK_EQ(look.user.nx, 0);
}

TEST(two_mappings_show_one_page_ok)
{
	int fd = memfd_create("ptwalk", MFD_CLOEXEC);
	unsigned char *a, *b;

	CHECK_OK(fd);
	CHECK_OK(ftruncate(fd, PAGE));
	a = map(PROT_READ | PROT_WRITE, MAP_SHARED, fd, PAGE);
	b = map(PROT_READ, MAP_SHARED, fd, PAGE);
	a[0] = 7;
	CHECK_EQ(b[0], 7);
	CHECK_EQ(look_at(a).user.pfn, look_at(b).user.pfn);
	CHECK_EQ(look_at(a).user.writable, 1);
	CHECK_EQ(look_at(b).user.writable, 0);
}

TEST(huge_page_is_one_entry_ok)
{
	unsigned char *p = anonymous(PROT_READ | PROT_WRITE, 2 * HUGE);
	struct ptwalk look;

	p = (unsigned char *)(((uintptr_t)p + HUGE - 1) & ~(HUGE - 1));
	CHECK_OK(madvise(p, HUGE, MADV_HUGEPAGE));
	p[0] = 1;
	look = look_at(p + 5 * PAGE);
	CHECK_EQ(look.user.bytes, HUGE);
	CHECK_EQ(look.user.type, PTWALK_WB);
	CHECK_EQ(look.user.writable, 1);
	CHECK_EQ(look.user.pfn, pagemap(p + 5 * PAGE));
	CHECK_EQ(look.alias.pfn, look.user.pfn);
}

static void check_absent(const volatile void *p)
{
	struct ptwalk look;

	CHECK_ERRNO(ptwalk(p, &look), ENOENT);
}

TEST(what_is_not_mapped_fails)
{
	unsigned char *p = anonymous(PROT_READ | PROT_WRITE, 2 * PAGE);

	/* Not touched yet, PROT_NONE, and unmapped. */
	check_absent(p);
	p[0] = 1;
	look_at(p);
	check_absent(p + PAGE);
	CHECK_OK(mprotect(p, PAGE, PROT_NONE));
	check_absent(p);
	CHECK_OK(munmap(p, 2 * PAGE));
	check_absent(p);
	check_absent(NULL);
}

TEST(addresses_of_the_kernel_fail)
{
	struct ptwalk look;

	CHECK_ERRNO(ptwalk((void *)0xffffffff81000000, &look), EINVAL);
	CHECK_ERRNO(ptwalk((void *)~0UL, &look), EINVAL);
	CHECK_ERRNO(ptwalk((void *)0x8000000000000000, &look), EINVAL);
}

TEST(registers_are_uncached_ok)
{
	int fd = open_ivshmem("resource0", O_RDWR);
	unsigned char *p = map(PROT_READ | PROT_WRITE, MAP_SHARED, fd, 256);
	struct ptwalk look = look_at(p);

	/* The kernel's "uncached" leaves the last word to the MTRRs. */
	CHECK_EQ(look.user.type, PTWALK_UC_MINUS);
	CHECK_EQ(look.user.pcd, 1);
	CHECK_EQ(look.user.pwt, 0);
	CHECK_EQ(look.user.writable, 1);
	/* No RAM of the kernel's: there is no alias in its direct map. */
	CHECK_EQ(look.alias.present, 0);
}

TEST(memory_bar_is_write_combined_ok)
{
	int fd = open_ivshmem("resource2_wc", O_RDWR);
	struct ptwalk look;
	unsigned char *p;

	/* Without the table there is no such type, so none is offered. */
	if (!cpu_has_pat()) {
		CHECK_EQ(fd, -1);
		CHECK_EQ(errno, ENOENT);
		return;
	}
	CHECK_OK(fd);
	p = map(PROT_READ | PROT_WRITE, MAP_SHARED, fd, PAGE);
	p[0] = 1;
	CHECK_EQ(p[0], 1);
	look = look_at(p);
	CHECK_EQ(look.user.type, PTWALK_WC);
	CHECK_EQ(look.alias.present, 0);
}

TEST(memory_bar_is_uncached_ok)
{
	int fd = open_ivshmem("resource2", O_RDWR);
	unsigned char *p = map(PROT_READ | PROT_WRITE, MAP_SHARED, fd, PAGE);

	p[0] = 1;
	CHECK_EQ(look_at(p).user.type, PTWALK_UC_MINUS);
}

TEST(unknown_request_fails)
{
	int fd = open(PTWALK_PATH, O_RDWR | O_CLOEXEC);

	CHECK_OK(fd);
	CHECK_ERRNO(ioctl(fd, _IO(0xf7, 0x71), 0), ENOTTY);
	CHECK_ERRNO(ioctl(fd, PTWALK_IOC_LOOK, 8), EFAULT);
}
