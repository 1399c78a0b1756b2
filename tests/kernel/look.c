// SPDX-License-Identifier: MIT
#include <fcntl.h>
#include <glob.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "harness.h"
#include "look.h"

#define IVSHMEM		"0x1110\n"

int ptwalk(const volatile void *address, struct ptwalk *look)
{
	int fd = open(PTWALK_PATH, O_RDWR | O_CLOEXEC), ret;

	CHECK_OK(fd);
	memset(look, 0xa5, sizeof(*look));
	look->address = (uintptr_t)address;
	look->limit = PTWALK_ALL;
	ret = ioctl(fd, PTWALK_IOC_LOOK, look);
	close(fd);
	return ret;
}

struct ptwalk look_at(const volatile void *address)
{
	struct ptwalk look;

	CHECK_OK(ptwalk(address, &look));
	CHECK_EQ(look.address, (uintptr_t)address);
	CHECK_EQ(look.user.present, 1);
	CHECK_EQ(look.reserved, 0);
	return look;
}

unsigned char *map(int prot, int flags, int fd, size_t bytes)
{
	void *p = mmap(NULL, bytes, prot, flags, fd, 0);

	CHECK_OK(p);
	return p;
}

unsigned char *anonymous(int prot, size_t bytes)
{
	return map(prot, MAP_PRIVATE | MAP_ANONYMOUS, -1, bytes);
}

unsigned char *map_aligned(int fd, size_t bytes, size_t align)
{
	unsigned char *p = map(PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS |
			       MAP_NORESERVE, -1, bytes + align);

	p += -(uintptr_t)p & (align - 1);
	CHECK_OK(mmap(p, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED,
		      fd, 0));
	return p;
}

int make(uint32_t kind, uint64_t physical, uint64_t bytes)
{
	struct ptwalk_make made = {
		.physical = physical,
		.bytes = bytes,
		.kind = kind,
	};
	int fd = -1;

	CHECK_OK(fd = open(PTWALK_PATH, O_RDWR | O_CLOEXEC));
	CHECK_OK(ioctl(fd, PTWALK_IOC_MAKE, &made));
	return fd;
}

int open_ivshmem(const char *name, int flags)
{
	char path[512], text[16];
	glob_t found;
	size_t i;
	int fd;

	CHECK_EQ(glob("/sys/bus/pci/devices/*", 0, NULL, &found), 0);
	for (i = 0; i < found.gl_pathc; i++) {
		memset(text, 0, sizeof(text));
		snprintf(path, sizeof(path), "%s/device", found.gl_pathv[i]);
		fd = open(path, O_RDONLY);
		CHECK_OK(fd);
		CHECK_GT(read(fd, text, sizeof(text) - 1), 0);
		close(fd);
		if (strcmp(text, IVSHMEM))
			continue;
		snprintf(path, sizeof(path), "%s/%s", found.gl_pathv[i], name);
		globfree(&found);
		return open(path, flags | O_CLOEXEC);
	}
	FAIL("the virtual machine has no ivshmem device");
}

uint64_t ivshmem_memory(uint64_t *bytes)
{
	unsigned long long from, to;
	int fd = -1, i;
	FILE *f;

	CHECK_OK(fd = open_ivshmem("resource", O_RDONLY));
	f = fdopen(fd, "r");
	CHECK(f);
	for (i = 0; i <= 2; i++)
		CHECK_EQ(fscanf(f, "%llx %llx %*x", &from, &to), 2);
	fclose(f);
	CHECK_GT(to, from);
	*bytes = to - from + 1;
	return from;
}

int cpu_has(const char *flag)
{
	char line[8192], *word;
	FILE *f = fopen("/proc/cpuinfo", "r");
	int found = 0;

	CHECK(f);
	while (fgets(line, sizeof(line), f)) {
		if (strncmp(line, "flags", 5))
			continue;
		for (word = strtok(line, " \t\n"); word && !found;
		     word = strtok(NULL, " \t\n"))
			found = !strcmp(word, flag);
		break;
	}
	fclose(f);
	return found;
}
