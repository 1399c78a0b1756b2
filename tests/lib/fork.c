// SPDX-License-Identifier: MIT
/* Roles in a child by fork(), whose parent has them mapped. */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fake_demand.h"
#include "fake_device.h"
#include "fake_ring.h"
#include "harness.h"

#define CHILDREN	64

static pid_t clone_raw(void)
{
	return (pid_t)syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
}

/**
 * struct way - how a child comes to be, and with what
 * @name: for the harness
 * @make: fork(), or the system call alone: no handler of pthread_atfork() runs
 * @copied: the child has the ring's memory mapped, as by MADV_DOFORK; the
 *	driver's mappings are not there
 */
static const struct way {
	const char *name;
	pid_t (*make)(void);
	int copied;
} ways[] = {
	{ "fork", fork, 0 },
	{ "clone", clone_raw, 0 },
	{ "dofork", fork, 1 },
};

/* All that a parent has. */
struct family {
	struct framering *ring;
	struct framering_producer *producer;
	struct framering_consumer *consumer;
	struct framering_frame held, reserved;
};

/* The driver's mappings are VM_DONTCOPY. */
static void leave_from_children(void)
{
	FILE *maps = fopen("/proc/self/maps", "re");
	unsigned long from, to;
	char line[512];

	CHECK(maps);
	while (fgets(line, sizeof(line), maps)) {
		if (!strstr(line, "memfd:ring"))
			continue;
		CHECK_EQ(sscanf(line, "%lx-%lx", &from, &to), 2);
		CHECK_OK(madvise((void *)from, to - from, MADV_DONTFORK));
	}
	fclose(maps);
}

/* One frame is held, one is reserved. */
static struct family family(int copied)
{
	struct family f = { .ring = fake_ring_open(FRAMERING_CACHE_WB) };

	f.producer = fake_ring_producer(f.ring);
	f.consumer = fake_ring_consumer(f.ring, 0);
	fake_ring_put(f.producer, 1);
	CHECK_EQ(framering_consumer_acquire(f.consumer, &f.held), 0);
	CHECK_EQ(framering_producer_reserve(f.producer, &f.reserved), 0);
	/* Whoever looks would have to kick. */
	fake_device.status->consumer_wake = 1;
	fake_device.status->producer_wake = 1;
	fake_device.wait_deadline = 77;
	if (!copied)
		leave_from_children();
	return f;
}

static void check_ended(pid_t pid)
{
	int status;

	CHECK_EQ(waitpid(pid, &status, 0), pid);
	CHECK_EQ(status, 0);
}

/* The parent's roles are as they were, and go on. */
static void check_parent(struct family *f)
{
	struct framering_frame frame;

	CHECK_EQ(fake_device.kicks, 0);
	CHECK_EQ(f->held.data[0], 1);
	CHECK_EQ(framering_consumer_acquire(f->consumer, &frame), -EAGAIN);
	CHECK_EQ(framering_producer_submit(f->producer, &f->reserved), 0);
	CHECK_EQ(framering_consumer_acquire(f->consumer, &frame), -ENOBUFS);
	CHECK_EQ(framering_consumer_release(f->consumer, &f->held), 0);
	CHECK_EQ(framering_consumer_acquire(f->consumer, &frame), 0);
	CHECK_EQ(framering_consumer_release(f->consumer, &frame), 0);
	fake_ring_end(f->ring, f->producer, f->consumer);
}

/* Each function says so, and none has asked the driver for anything. */
static void check_calls(struct family *f)
{
	struct framering_wish wish = { .width = 640 };
	struct framering_frame frame, before;
	uint64_t delivered, dropped;

	memset(&frame, 0x5a, sizeof(frame));
	before = frame;
	CHECK_EQ(framering_consumer_acquire(f->consumer, &frame), -ECHILD);
	CHECK_EQ(framering_consumer_release(f->consumer, &f->held), -ECHILD);
	CHECK_EQ(framering_consumer_wait(f->consumer, 0), -ECHILD);
	CHECK_EQ(framering_consumer_wish(f->consumer, &wish), -ECHILD);
	CHECK_EQ(framering_producer_reserve(f->producer, &frame), -ECHILD);
	CHECK_EQ(framering_producer_submit(f->producer, &f->reserved),
		 -ECHILD);
	CHECK_EQ(framering_producer_wait(f->producer, FRAMERING_FOREVER),
		 -ECHILD);
	CHECK_MEM_EQ(&frame, &before, sizeof(frame));
	CHECK(!framering_consumer_status(f->consumer));
	CHECK(!framering_producer_status(f->producer));
	CHECK(framering_consumer_evicted(f->consumer));
	framering_consumer_counts(f->consumer, &delivered, &dropped);
	CHECK_GE(delivered, 1);
	CHECK_EQ(fake_device.kicks, 0);
	CHECK_EQ(fake_device.wait_deadline, 77);
	CHECK_EQ(fake_demand_state.told.width, 0);
}

TEST_VARIANTS(call_for_a_role_of_the_parent_fails, ways)
{
	struct family f = family(variant->copied);
	pid_t pid = variant->make();

	CHECK_OK(pid);
	if (!pid) {
		check_calls(&f);
		_exit(0);
	}
	check_ended(pid);
	check_parent(&f);
}

TEST(call_for_a_role_of_the_grandparent_fails)
{
	struct family f = family(0);
	pid_t pid = fork();

	CHECK_OK(pid);
	if (!pid) {
		CHECK_OK(pid = fork());
		if (pid)
			check_ended(pid);
		else
			check_calls(&f);
		_exit(0);
	}
	check_ended(pid);
	check_parent(&f);
}

static void check_closed(int fd)
{
	CHECK_ERRNO(fcntl(fd, F_GETFD), EBADF);
}

/* What the child has where its parent has the ring's memory. */
static void check_detach(struct family *f, int copied)
{
	const size_t page = (size_t)sysconf(_SC_PAGESIZE);
	int producer = framering_producer_fd(f->producer);
	int consumer = framering_consumer_fd(f->consumer);
	int ring = framering_fd(f->ring);
	uint8_t *at = f->held.data;

	if (!copied) {
		CHECK(mmap(at, page, PROT_READ | PROT_WRITE, MAP_PRIVATE |
			   MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0) == at);
		at[0] = 9;
	}
	fake_ring_end(f->ring, f->producer, f->consumer);
	check_closed(producer);
	check_closed(consumer);
	check_closed(ring);
	CHECK_EQ(test_read_fault(at), 0);
	CHECK_EQ(at[0], copied ? 1 : 9);
	CHECK_EQ(fake_device.kicks, 0);
}

TEST_VARIANTS(detach_of_a_role_of_the_parent_touches_no_mapping_ok, ways)
{
	struct family f = family(variant->copied);
	pid_t pid = variant->make();

	CHECK_OK(pid);
	if (!pid) {
		check_detach(&f, variant->copied);
		_exit(0);
	}
	check_ended(pid);
	check_parent(&f);
}

TEST(children_detach_while_the_parent_runs_ok)
{
	struct family f = family(0);
	struct framering_frame frame;
	pid_t pid[CHILDREN];
	int i;

	fake_device.status->consumer_wake = 0;
	fake_device.status->producer_wake = 0;
	CHECK_EQ(framering_consumer_release(f.consumer, &f.held), 0);
	for (i = 0; i < CHILDREN; i++) {
		CHECK_OK(pid[i] = fork());
		if (!pid[i]) {
			check_calls(&f);
			fake_ring_end(f.ring, f.producer, f.consumer);
			_exit(0);
		}
		fake_ring_put(f.producer, i);
		CHECK_EQ(framering_consumer_acquire(f.consumer, &frame), 0);
		CHECK_EQ(frame.data[0], i);
		CHECK_EQ(framering_consumer_release(f.consumer, &frame), 0);
	}
	for (i = 0; i < CHILDREN; i++)
		check_ended(pid[i]);
	fake_ring_end(f.ring, f.producer, f.consumer);
}

/* The ring file is as good in a child as in its parent. */
TEST(child_attaches_anew_ok)
{
	struct family f = family(0);
	pid_t pid = fork();

	CHECK_OK(pid);
	if (!pid) {
		struct framering_frame frame;

		framering_producer_detach(f.producer);
		framering_consumer_detach(f.consumer);
		f.producer = fake_ring_producer(f.ring);
		f.consumer = fake_ring_consumer(f.ring, 0);
		CHECK_EQ(framering_producer_reserve(f.producer, &frame), 0);
		CHECK(framering_producer_status(f.producer));
		CHECK(!framering_consumer_evicted(f.consumer));
		fake_ring_end(f.ring, f.producer, f.consumer);
		_exit(0);
	}
	check_ended(pid);
	fake_ring_end(f.ring, f.producer, f.consumer);
}
