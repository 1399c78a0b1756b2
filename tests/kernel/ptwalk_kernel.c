// SPDX-License-Identifier: MIT
/*
 * What framering_ptwalk says of mappings in the kernel, and of large entries:
 * held against memory that the module itself makes, of which all is known.
 */
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "harness.h"
#include "look.h"

#define BIT(type)	(1U << (type))

/* Without the table, what was to be write-combined is uncached. */
static uint32_t combined(void)
{
	return cpu_has_pat() ? PTWALK_WC : PTWALK_UC_MINUS;
}

/* Since 6.12 a driver's memory can be in large entries, too. */
static int has_large_maps(void)
{
	struct utsname name;

	CHECK_OK(uname(&name));
	return strncmp(name.release, "6.1.", 4);
}

TEST(vmalloced_page_has_one_alias_ok)
{
	int fd = make(PTWALK_MAKE_VMALLOC, 0, 3 * PAGE);
	unsigned char *p = map(PROT_READ | PROT_WRITE, MAP_SHARED, fd,
			       3 * PAGE);
	struct ptwalk look;
	unsigned int i;

	for (i = 0; i < 3; i++) {
		look = look_at(p + i * PAGE);
		CHECK_EQ(look.user.type, PTWALK_WB);
		CHECK_EQ(look.aliases, 1);
		CHECK_EQ(look.alias_types, BIT(PTWALK_WB));
		/* It is RAM all the same. */
		CHECK_EQ(look.alias.pfn, look.user.pfn);
		CHECK_EQ(look.alias.type, PTWALK_WB);
	}
}

TEST(vmapped_page_shows_both_types_ok)
{
	int fd = make(PTWALK_MAKE_VMAP, 0, PAGE);
	unsigned char *p = map(PROT_READ | PROT_WRITE, MAP_SHARED, fd, PAGE);
	struct ptwalk look = look_at(p);

	CHECK_EQ(look.user.type, PTWALK_WB);
	CHECK_EQ(look.alias.type, PTWALK_WB);
	CHECK_EQ(look.aliases, 2);
	CHECK_EQ(look.alias_types, BIT(PTWALK_WB) | BIT(combined()));
}

TEST(limit_ends_the_search_ok)
{
	int fd = make(PTWALK_MAKE_VMAP, 0, PAGE);
	unsigned char *p = map(PROT_READ | PROT_WRITE, MAP_SHARED, fd, PAGE);
	struct ptwalk look = { .address = (uintptr_t)p };
	uint32_t i;

	for (i = 0; i < 4; i++) {
		look.limit = i;
		CHECK_OK(ioctl(fd, PTWALK_IOC_LOOK, &look));
		CHECK_EQ(look.aliases, i < 2 ? i : 2);
		CHECK_EQ(look.limit, i);
	}
}

/* One address of device memory: write-combined, in an entry of @bytes. */
static void check_device(const volatile void *p, uint64_t physical,
			 uint64_t bytes)
{
	struct ptwalk look = look_at(p);

	CHECK_EQ(look.user.pfn, physical / PAGE);
	CHECK_EQ(look.user.bytes, bytes);
	CHECK_EQ(look.user.type, combined());
	CHECK_EQ(look.user.pat, 0);
	CHECK_EQ(look.user.writable, 1);
	CHECK_EQ(look.user.user, 1);
	CHECK_EQ(look.user.nx, 1);
	CHECK_EQ(look.alias.present, 0);
	CHECK_EQ(look.aliases, 1);
	CHECK_EQ(look.alias_types, BIT(combined()));
}

TEST(device_memory_has_one_alias_ok)
{
	uint64_t bytes, physical = ivshmem_memory(&bytes);
	int fd = make(PTWALK_MAKE_DEVICE, physical + PAGE, 2 * PAGE);
	unsigned char *p = map(PROT_READ | PROT_WRITE, MAP_SHARED, fd,
			       2 * PAGE);

	p[0] = 1;
	p[PAGE] = 1;
	check_device(p, physical + PAGE, PAGE);
	check_device(p + PAGE, physical + 2 * PAGE, PAGE);
}

TEST(device_memory_in_large_entries_ok)
{
	uint64_t bytes, physical = ivshmem_memory(&bytes);
	int fd = make(PTWALK_MAKE_DEVICE, physical, 2 * HUGE);
	unsigned char *p = map_aligned(fd, 2 * HUGE, HUGE);
	uint64_t entry = has_large_maps() ? HUGE : PAGE;
	size_t at;

	CHECK_GE(bytes, 2 * HUGE);
	CHECK_EQ(physical % HUGE, 0);
	for (at = 0; at < 2 * HUGE; at += HUGE / 4) {
		p[at] = 1;
		check_device(p + at, physical + at, entry);
	}
	check_device(p + HUGE + 123, physical + HUGE, entry);
}

TEST(device_memory_in_giant_entries_ok)
{
	uint64_t bytes, physical = ivshmem_memory(&bytes);
	uint64_t entry = HUGE;
	unsigned char *p;
	size_t at;

	if (!has_large_maps())
		entry = PAGE;
	else if (cpu_has("pdpe1gb"))
		entry = GIANT;
	CHECK_GE(bytes, GIANT);
	CHECK_EQ(physical % GIANT, 0);
	p = map_aligned(make(PTWALK_MAKE_DEVICE, physical, GIANT), GIANT,
			GIANT);
	for (at = 0; at < GIANT; at += GIANT / 8 + HUGE + PAGE) {
		p[at] = 1;
		check_device(p + at, physical + at, entry);
	}
}

static int64_t now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000LL + now.tv_nsec / 1000;
}

/* Another process makes and frees mappings all the time. */
TEST(looking_while_others_map_ok)
{
	int fd = make(PTWALK_MAKE_VMALLOC, 0, PAGE), i;
	unsigned char *p = map(PROT_READ, MAP_SHARED, fd, PAGE);
	uint64_t bytes, physical = ivshmem_memory(&bytes);
	int64_t start;
	pid_t child;

	CHECK_OK(child = fork());
	while (!child) {
		close(make(PTWALK_MAKE_DEVICE, physical, HUGE));
		close(make(PTWALK_MAKE_VMALLOC, 0, 16 * PAGE));
		close(make(PTWALK_MAKE_VMAP, 0, PAGE));
	}
	start = now_us();
	for (i = 0; i < 50; i++) {
		struct ptwalk look = look_at(p);

		CHECK_EQ(look.aliases, 1);
		CHECK_EQ(look.alias_types, BIT(PTWALK_WB));
	}
	test_diag("%lld us each", (long long)(now_us() - start) / 50);
	CHECK_OK(kill(child, SIGKILL));
	CHECK_EQ(waitpid(child, NULL, 0), child);
}

TEST(memory_is_made_once_for_a_file_fails)
{
	int fd = make(PTWALK_MAKE_VMAP, 0, PAGE);
	struct ptwalk_make more = {
		.kind = PTWALK_MAKE_VMALLOC,
		.bytes = PAGE,
	};

	CHECK_ERRNO(ioctl(fd, PTWALK_IOC_MAKE, &more), EBUSY);
}

TEST(memory_of_no_kind_fails)
{
	struct ptwalk_make none = { .kind = 4, .bytes = PAGE };
	int fd = open(PTWALK_PATH, O_RDWR | O_CLOEXEC);

	CHECK_OK(fd);
	CHECK_ERRNO(ioctl(fd, PTWALK_IOC_MAKE, &none), EINVAL);
	none.kind = PTWALK_MAKE_VMALLOC;
	none.bytes = PAGE - 1;
	CHECK_ERRNO(ioctl(fd, PTWALK_IOC_MAKE, &none), EINVAL);
	CHECK_ERRNO(mmap(NULL, PAGE, PROT_READ, MAP_SHARED, fd, 0), EINVAL);
}
