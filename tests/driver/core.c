// SPDX-License-Identifier: MIT
/* A core file of a process that crashed with everything mapped. */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "dev.h"
#include "harness.h"
#include "kind.h"
#include "maps.h"

/* Long enough to be nowhere by chance, and in no register. */
#define MAGIC_BYTES	64

enum { IN_MEMORY = 1, IN_FRAMES, IN_PRODUCER, IN_CONSUMER };

/*
 * Never whole in the program, on its stack or in its registers, so that the
 * core file has it only if it has what it was written to.
 */
static void write_magic(volatile uint8_t *at, unsigned int seed)
{
	unsigned int i;

	for (i = 0; i < MAGIC_BYTES; i++)
		at[i] = (uint8_t)((seed + 3) * (i + 7) + (i * i) % 251);
}

static void write_file(const char *path, const char *text)
{
	int fd = -1;

	CHECK_OK(fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600));
	CHECK_EQ(write(fd, text, strlen(text)), (ssize_t)strlen(text));
	close(fd);
}

/* In the consumer's page, behind what the ring uses. */
#define UNUSED_BYTES	1024

static void mark_everything(int ring)
{
	struct maps producer = maps_of(ring, FRAMERING_ROLE_PRODUCER);
	struct maps consumer = maps_of(ring, FRAMERING_ROLE_CONSUMER);
	uint32_t i;

	for (i = 0; i < producer.count; i++) {
		const struct map *map = &producer.map[i];

		if (map->region == FRAMERING_REGION_FRAMES)
			write_magic(map->at + map->bytes / 2, IN_FRAMES);
	}
	write_magic(maps_find(&producer, FRAMERING_REGION_PRODUCER)->at +
		    FRAMERING_DESC_OFFSET, IN_PRODUCER);
	write_magic(maps_find(&consumer, FRAMERING_REGION_CONSUMER)->at +
		    UNUSED_BYTES, IN_CONSUMER);
	maps_check(&consumer, 0);
}

/* Dies with everything mapped and in a core file that leaves nothing out. */
static void crash(int ring)
{
	struct rlimit all = { RLIM_INFINITY, RLIM_INFINITY };
	uint8_t *memory;

	CHECK_OK(memory = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
			       MAP_SHARED | MAP_ANONYMOUS, -1, 0));
	write_magic(memory + 100, IN_MEMORY);
	mark_everything(ring);
	CHECK_OK(setrlimit(RLIMIT_CORE, &all));
	CHECK_OK(prctl(PR_SET_DUMPABLE, 1));
	write_file("/proc/self/coredump_filter", "0x1ff");
	abort();
}

/* The core file in the working directory. */
static const uint8_t *open_core(size_t *bytes)
{
	int fd = open("core", O_RDONLY);
	struct stat stat;
	void *map;

	CHECK_OK(fd);
	CHECK_OK(fstat(fd, &stat));
	*bytes = (size_t)stat.st_size;
	CHECK_OK(map = mmap(NULL, *bytes, PROT_READ, MAP_PRIVATE, fd, 0));
	close(fd);
	return map;
}

static int found(const uint8_t *core, size_t bytes, unsigned int seed)
{
	uint8_t magic[MAGIC_BYTES];

	write_magic(magic, seed);
	return memmem(core, bytes, magic, sizeof(magic)) != NULL;
}

TEST_VARIANTS(core_file_leaves_everything_mapped_out_ok, dev_kinds)
{
	char folder[] = "/tmp/core-XXXXXX";
	int ring = kind_ring(variant), status;
	const uint8_t *core;
	size_t bytes;
	pid_t pid;

	CHECK(mkdtemp(folder));
	CHECK_OK(chdir(folder));
	write_file("/proc/sys/kernel/core_pattern", "core");
	write_file("/proc/sys/kernel/core_uses_pid", "0");
	pid = fork();
	CHECK_OK(pid);
	if (!pid)
		crash(ring);
	CHECK_EQ(waitpid(pid, &status, 0), pid);
	CHECK(WIFSIGNALED(status));
	CHECK_EQ(WTERMSIG(status), SIGABRT);
	CHECK(WCOREDUMP(status));
	core = open_core(&bytes);
	CHECK(found(core, bytes, IN_MEMORY));
	CHECK(!found(core, bytes, IN_FRAMES));
	CHECK(!found(core, bytes, IN_PRODUCER));
	CHECK(!found(core, bytes, IN_CONSUMER));
	unlink("core");
	rmdir(folder);
}
