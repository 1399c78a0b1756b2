// SPDX-License-Identifier: MIT
/*
 * Buffers are made once, before anybody is forked. Whoever wants to be traced
 * takes one that is free, which the kernel decides; when it dies, however that
 * is, the buffer is free again. One process empties them all the time.
 */
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <linux/kcov.h>

#include "kcov.h"

#define KCOV_FILE	"/sys/kernel/debug/kcov"
#define SECTIONS	"/sys/module/framering/sections/.*text*"
#define BUFFERS		48
/* Addresses of 8 bytes; the first word counts them. */
#define WORDS		(64UL * 1024)
/* Out of the way of tests that look at their descriptors. */
#define FIRST_FD	600
/* More than the module has. */
#define TEXT_BYTES	(1UL << 20)
#define EMPTY_NS	1000000

static struct {
	int fd[BUFFERS];
	uint64_t *area[BUFFERS];
	uint64_t text;
	/* Not zero: this byte of the text was seen; shared by all. */
	uint8_t *seen;
	pid_t emptier, owner;
} kcov;

static int make(unsigned int i)
{
	int fd = open(KCOV_FILE, O_RDWR | O_CLOEXEC);
	uint64_t *area;

	if (fd < 0)
		return -errno;
	kcov.fd[i] = fcntl(fd, F_DUPFD_CLOEXEC, FIRST_FD);
	close(fd);
	if (ioctl(kcov.fd[i], KCOV_INIT_TRACE, WORDS))
		return -errno;
	area = mmap(NULL, WORDS * sizeof(*area), PROT_READ | PROT_WRITE,
		    MAP_SHARED, kcov.fd[i], 0);
	if (area == MAP_FAILED)
		return -errno;
	kcov.area[i] = area;
	return 0;
}

/* Where the module's code begins: sections' files hold one number each. */
static uint64_t section(const char *path)
{
	unsigned long long address = 0;
	FILE *file = fopen(path, "re");

	if (!file)
		return 0;
	if (fscanf(file, "%llx", &address) != 1)
		address = 0;
	fclose(file);
	return address;
}

/*
 * What is added meanwhile may be lost, or a word be read that is an old one:
 * both do no harm to what is a set in the end.
 */
static void empty(unsigned int i)
{
	uint64_t *area = kcov.area[i];
	uint64_t n = __atomic_load_n(area, __ATOMIC_ACQUIRE), at;

	if (!n)
		return;
	for (at = 1; at <= n && at < WORDS; at++)
		if (area[at] - kcov.text < TEXT_BYTES)
			kcov.seen[area[at] - kcov.text] = 1;
	__atomic_store_n(area, 0, __ATOMIC_RELEASE);
}

static void empty_all(void)
{
	unsigned int i;

	for (i = 0; i < BUFFERS; i++)
		empty(i);
}

static void empty_for_ever(void)
{
	const struct timespec a_moment = { .tv_nsec = EMPTY_NS };

	setpgid(0, 0);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	while (getppid() == kcov.owner) {
		empty_all();
		nanosleep(&a_moment, NULL);
	}
	_exit(0);
}

void kcov_enable(void)
{
	unsigned int i, at = (unsigned int)getpid();

	if (!kcov.seen)
		return;
	/* Each begins elsewhere, so that most find a free one at once. */
	for (i = 0; i < BUFFERS; i++)
		if (!ioctl(kcov.fd[(at + i) % BUFFERS], KCOV_ENABLE,
			   KCOV_TRACE_PC))
			return;
}

int kcov_start(void)
{
	unsigned int i;
	int ret;

	kcov.text = section("/sys/module/framering/sections/.text");
	if (!kcov.text)
		return -ENOENT;
	for (i = 0; i < BUFFERS; i++) {
		ret = make(i);
		if (ret)
			return ret;
	}
	kcov.owner = getpid();
	kcov.seen = mmap(NULL, TEXT_BYTES, PROT_READ | PROT_WRITE,
			 MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (kcov.seen == MAP_FAILED)
		return -errno;
	kcov.emptier = fork();
	if (!kcov.emptier)
		empty_for_ever();
	if (kcov.emptier < 0)
		return -errno;
	/* Children need the descriptors alone, and fork() is slow enough. */
	for (i = 0; i < BUFFERS; i++)
		madvise(kcov.area[i], WORDS * sizeof(uint64_t), MADV_DONTFORK);
	kcov_enable();
	return pthread_atfork(NULL, NULL, kcov_enable) ? -ENOMEM : 0;
}

static void write_sections(FILE *file)
{
	glob_t found;
	size_t i;

	if (glob(SECTIONS, 0, NULL, &found))
		return;
	for (i = 0; i < found.gl_pathc; i++)
		fprintf(file, "section %s %#llx\n",
			strrchr(found.gl_pathv[i], '/') + 1,
			(unsigned long long)section(found.gl_pathv[i]));
	globfree(&found);
}

int kcov_write(const char *path)
{
	FILE *file = fopen(path, "we");
	uint64_t i;

	if (!file)
		return -errno;
	kill(kcov.emptier, SIGKILL);
	waitpid(kcov.emptier, NULL, 0);
	empty_all();
	write_sections(file);
	for (i = 0; i < TEXT_BYTES; i++)
		if (kcov.seen[i])
			fprintf(file, "%#llx\n",
				(unsigned long long)(kcov.text + i));
	return fclose(file) ? -errno : 0;
}
