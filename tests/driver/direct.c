// SPDX-License-Identifier: MIT
/*
 * Which frames can be pinned: a file of a real file system is read with
 * O_DIRECT into a slot, which works where pages are counted, and says EFAULT
 * elsewhere.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

#include "dev.h"
#include "harness.h"
#include "kind.h"

#define SLOT_BYTES	(64 * 48 * 4)
#define IMAGE		"/tmp/direct.img"
#define FOLDER		"/tmp/direct"
#define FILE_NAME	FOLDER "/frame"

static uint8_t mark(uint32_t i)
{
	return (uint8_t)(i * 13 + i / 241 + 1);
}

static void make_file(void)
{
	static uint8_t bytes[SLOT_BYTES];
	uint32_t i;
	int fd;

	for (i = 0; i < SLOT_BYTES; i++)
		bytes[i] = mark(i);
	CHECK_OK(fd = open(FILE_NAME, O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
	CHECK_EQ(write(fd, bytes, SLOT_BYTES), SLOT_BYTES);
	CHECK_OK(fsync(fd));
	close(fd);
}

static void run(const char *command)
{
	int status = system(command);

	if (status)
		FAIL("%s: status %#x", command, status);
}

/* Once for all cases: the machine goes when they are through. */
static int open_file(int flags)
{
	int fd = open(FILE_NAME, flags | O_DIRECT | O_CLOEXEC);

	if (fd >= 0)
		return fd;
	run("modprobe -a loop ext4");
	run("truncate -s 8M " IMAGE " && mkfs.ext4 -q " IMAGE);
	run("mkdir -p " FOLDER " && mount -o loop " IMAGE " " FOLDER);
	make_file();
	CHECK_OK(fd = open(FILE_NAME, flags | O_DIRECT | O_CLOEXEC));
	return fd;
}

TEST_VARIANTS(direct_read_into_a_slot_ok_or_efault, dev_kinds)
{
	int ring = kind_ring(variant), file = open_file(O_RDONLY);
	struct dev_producer p = dev_producer(ring);
	struct dev_consumer c = dev_consumer(ring, 0);
	uint32_t i;

	if (!kind_counts(variant)) {
		CHECK_ERRNO(read(file, p.slot[1], SLOT_BYTES), EFAULT);
		CHECK_EQ(c.slot[1][0], 0);
		return;
	}
	CHECK_EQ(read(file, p.slot[1], SLOT_BYTES), SLOT_BYTES);
	for (i = 0; i < SLOT_BYTES; i++)
		if (c.slot[1][i] != mark(i))
			FAIL("byte %u: %u", i, c.slot[1][i]);
	CHECK_EQ(c.slot[0][0], 0);
	CHECK_EQ(c.slot[2][0], 0);
}

/* A consumer may send its frames, but nothing may write to them. */
TEST_VARIANTS(direct_read_into_a_consumers_slot_fails, dev_kinds)
{
	int ring = kind_ring(variant), file = open_file(O_RDWR);
	struct dev_consumer c = dev_consumer(ring, 0);

	CHECK_ERRNO(read(file, (void *)c.slot[1], SLOT_BYTES), EFAULT);
	CHECK_EQ(c.slot[1][0], 0);
}

TEST_VARIANTS(direct_write_from_a_consumers_slot_ok_or_efault, dev_kinds)
{
	int ring = kind_ring(variant), file = open_file(O_RDWR), copy;
	struct dev_producer p = dev_producer(ring);
	struct dev_consumer c = dev_consumer(ring, 0);
	static uint8_t back[SLOT_BYTES];
	uint32_t i;

	(void)file;
	CHECK_OK(copy = open(FOLDER "/copy", O_RDWR | O_CREAT | O_DIRECT |
			     O_CLOEXEC, 0600));
	for (i = 0; i < SLOT_BYTES; i++)
		p.slot[1][i] = mark(i);
	if (!kind_counts(variant)) {
		CHECK_ERRNO(write(copy, c.slot[1], SLOT_BYTES), EFAULT);
		return;
	}
	CHECK_EQ(write(copy, c.slot[1], SLOT_BYTES), SLOT_BYTES);
	close(copy);
	CHECK_OK(copy = open(FOLDER "/copy", O_RDONLY | O_CLOEXEC));
	CHECK_EQ(read(copy, back, SLOT_BYTES), SLOT_BYTES);
	CHECK_MEM_EQ(back, p.slot[1], SLOT_BYTES);
}

/* The same, by a process that may trace this one. */
TEST_VARIANTS(frames_by_process_vm_readv_ok_or_efault, dev_kinds)
{
	struct dev_producer p = dev_producer(kind_ring(variant));
	uint8_t got = 0;
	struct iovec here = { &got, 1 }, there = { p.slot[0] + 4097, 1 };

	p.slot[0][4097] = 7;
	if (kind_counts(variant)) {
		CHECK_EQ(process_vm_readv(getpid(), &here, 1, &there, 1, 0),
			 1);
		CHECK_EQ(got, 7);
		return;
	}
	CHECK_ERRNO(process_vm_readv(getpid(), &here, 1, &there, 1, 0),
		    EFAULT);
}

/* A pin keeps the page when the slot is gone. */
TEST(pipe_of_pinned_frames_outlives_the_generation_ok)
{
	static const struct dev_kind kind = {
		"vmalloc", FRAMERING_MEMORY_VMALLOC, FRAMERING_CACHE_WB, 0,
	};
	int ring = kind_ring(&kind), pipes[2], i;
	struct dev_consumer c = dev_consumer(ring, 0);
	static char frame[SLOT_BYTES], got[4096];
	struct iovec from = { (void *)c.slot[0], 4096 };

	memset(frame, 5, sizeof(frame));
	CHECK_EQ(write(ring, frame, sizeof(frame)), SLOT_BYTES);
	CHECK_OK(pipe(pipes));
	CHECK_EQ(vmsplice(pipes[1], &from, 1, 0), 4096);
	for (i = 0; i < 3; i++) {
		kind_configure(&kind, ring);
		dev_attach(ring, FRAMERING_ROLE_CONSUMER, 0, NULL);
	}
	CHECK_EQ(test_read_fault(c.slot[0]), SIGBUS);
	CHECK_EQ(read(pipes[0], got, sizeof(got)), 4096);
	CHECK_MEM_EQ(got, frame, 4096);
}
