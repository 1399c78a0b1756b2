// SPDX-License-Identifier: MIT
/* Processes do what they can with a ring while it is taken away. */
#include <fcntl.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "dev.h"
#include "harness.h"
#include "removable_ring.h"
#include "rings.h"

#define ROUNDS		8
#define FRAME_BYTES	(64 * 48 * 4)

/* What each has done so far, shared. */
static volatile uint32_t *done;

/* Attaches, maps, touches and lets go. */
static void map_and_touch(int ring)
{
	int role;

	while ((role = dev_try_attach(ring, FRAMERING_ROLE_CONSUMER, 0)) >= 0) {
		uint8_t *frame = mmap(NULL, FRAME_BYTES, PROT_READ, MAP_SHARED,
				      role, (off_t)FRAMERING_OFFSET_FRAMES);
		uint8_t *status = mmap(NULL, 4096, PROT_READ, MAP_SHARED, role,
				       0);

		if (frame != MAP_FAILED) {
			test_read_fault(frame + 8192);
			munmap(frame + 4096, 4096);
			munmap(frame, FRAME_BYTES);
		}
		if (status != MAP_FAILED) {
			test_read_fault(status);
			munmap(status, 4096);
		}
		close(role);
		done[0]++;
	}
	CHECK_EQ(errno, ENODEV);
}

static void write_frames(int ring)
{
	static char frame[FRAME_BYTES];

	/* Stale or taken by another: that passes. */
	while (write(ring, frame, sizeof(frame)) > 0 || errno != ENODEV)
		done[1]++;
}

static void read_frames(int ring)
{
	static char frame[FRAME_BYTES];

	CHECK_OK(fcntl(ring, F_SETFL, O_NONBLOCK));
	while (read(ring, frame, sizeof(frame)) >= 0 || errno != ENODEV)
		done[2]++;
}

static void configure(int ring)
{
	struct framering_config config = dev_config();

	config.memory = (uint32_t)FRAMERING_MEMORY_DEFAULT;
	while (!ioctl(ring, FRAMERING_IOC_CONFIGURE, &config) ||
	       errno != ENODEV) {
		config = dev_config();
		done[3]++;
	}
}

static void ask(int ring)
{
	struct framering_query query = { .size = sizeof(query) };

	while (!ioctl(ring, FRAMERING_IOC_QUERY, &query)) {
		dev_pattern(ring, 240000, 1);
		done[4]++;
	}
	CHECK_EQ(errno, ENODEV);
}

static void (*const jobs[])(int ring) = {
	map_and_touch, write_frames, read_frames, configure, ask,
};
#define JOBS	(sizeof(jobs) / sizeof(jobs[0]))

static pid_t start(uint32_t number, void (*run)(int ring))
{
	pid_t pid = fork();

	CHECK_OK(pid);
	if (!pid) {
		run(rings_open(number, O_RDWR));
		_exit(0);
	}
	return pid;
}

static void run_round(const struct removable_ring *removable)
{
	uint32_t number;
	pid_t pid[JOBS];
	size_t i;

	removable_ring_create(removable, &number);
	for (i = 0; i < JOBS; i++)
		done[i] = 0;
	for (i = 0; i < JOBS; i++)
		pid[i] = start(number, jobs[i]);
	/* All of them have started. */
	for (i = 0; i < JOBS; i++)
		while (done[i] < 5)
			sched_yield();
	removable_ring_remove(removable, number);
	for (i = 0; i < JOBS; i++)
		wait_for_exit(pid[i]);
	removable_ring_restore(removable, number);
}

static const struct removable_ring removals[] = {
	{ "removed/pages-write-combined",
	  { NULL, FRAMERING_MEMORY_PAGES, FRAMERING_CACHE_WC },
	  REMOVE_IOCTL },
	{ "unbound/vmalloc-cached",
	  { NULL, FRAMERING_MEMORY_VMALLOC, FRAMERING_CACHE_WB },
	  REMOVE_UNBIND },
	{ "card/bar-write-combined",
	  { NULL, FRAMERING_MEMORY_BAR, FRAMERING_CACHE_WC },
	  REMOVE_CARD_UNBIND },
};

TEST_VARIANTS(ring_taken_away_under_load_ok, removals)
{
	int i;

	CHECK_OK(done = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
			     MAP_SHARED | MAP_ANONYMOUS, -1, 0));
	test_timeout(120);
	for (i = 0; i < ROUNDS; i++)
		run_round(variant);
}
