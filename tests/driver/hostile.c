// SPDX-License-Identifier: MIT
/* Attacks that a hostile review found, and that must fail now. */
#include <dirent.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "dev.h"
#include "harness.h"
#include "rings.h"

#define THREADS	8

/* Keeps the mmap_lock contended: another thread always waits for it. */
static void *map_for_ever(void *unused)
{
	for (;;) {
		void *map = mmap(NULL, 1 << 22, PROT_READ | PROT_WRITE,
				 MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE,
				 -1, 0);

		if (map != MAP_FAILED)
			munmap(map, 1 << 22);
	}
	return unused;
}

static void hold_and_contend(uint32_t number, int ready)
{
	int ring = rings_open(number, O_RDWR), i;
	struct framering_config config = dev_config();
	pthread_t thread;

	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
	dev_consumer(ring, 0);
	for (i = 0; i < THREADS; i++)
		CHECK_EQ(pthread_create(&thread, NULL, map_for_ever, NULL), 0);
	CHECK_EQ(write(ready, "", 1), 1);
	pause();
}

TEST(removal_does_not_wait_for_a_busy_address_space_ok)
{
	uint32_t number = rings_add();
	int ready[2];
	char byte;
	pid_t pid;

	CHECK_OK(pipe(ready));
	CHECK_OK(pid = fork());
	if (!pid)
		hold_and_contend(number, ready[1]);
	CHECK_EQ(read(ready[0], &byte, 1), 1);
	/* The case's time-out is what fails. */
	CHECK_EQ(rings_remove(number), 0);
	kill(pid, SIGKILL);
	CHECK_EQ(waitpid(pid, NULL, 0), pid);
}

#define ROUNDS	50

static void *configure_often(void *numbers)
{
	uint64_t *number = numbers;
	int ring = dev_open(O_RDWR), i;

	for (i = 0; i < ROUNDS; i++) {
		struct framering_config config = dev_config();

		CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
		number[i] = config.generation;
	}
	return NULL;
}

/* Each replaces what another has just been told of. */
TEST(configures_at_once_have_numbers_of_their_own_ok)
{
	static uint64_t number[THREADS * ROUNDS];
	uint64_t before = dev_query(dev_open(O_RDONLY)).generation;
	pthread_t thread[THREADS];
	unsigned int i, k;

	for (i = 0; i < THREADS; i++)
		CHECK_EQ(pthread_create(&thread[i], NULL, configure_often,
					number + ROUNDS * i), 0);
	for (i = 0; i < THREADS; i++)
		CHECK_EQ(pthread_join(thread[i], NULL), 0);
	for (i = 0; i < THREADS * ROUNDS; i++) {
		CHECK_GT(number[i], before);
		CHECK_LE(number[i], before + THREADS * ROUNDS);
		for (k = 0; k < i; k++)
			CHECK_NE(number[i], number[k]);
	}
}

static int started;

static void *start_for_ever(void *ring)
{
	while (!dev_pattern(*(int *)ring, 1000, 0) || errno != ENODEV)
		__atomic_fetch_add(&started, 1, __ATOMIC_RELAXED);
	return NULL;
}

/* Its timer would run on; the kernel's log, or the machine, tells. */
TEST(pattern_started_while_its_ring_goes_ends_ok)
{
	int round;

	for (round = 0; round < 40; round++) {
		uint32_t number = rings_add();
		int ring = rings_open(number, O_RDWR), i;
		struct framering_config config = dev_config();
		pthread_t thread[THREADS];

		CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
		__atomic_store_n(&started, 0, __ATOMIC_RELAXED);
		for (i = 0; i < THREADS; i++)
			CHECK_EQ(pthread_create(&thread[i], NULL,
						start_for_ever, &ring), 0);
		while (__atomic_load_n(&started, __ATOMIC_RELAXED) < 20)
			sched_yield();
		CHECK_EQ(rings_remove(number), 0);
		for (i = 0; i < THREADS; i++)
			CHECK_EQ(pthread_join(thread[i], NULL), 0);
		close(ring);
	}
}

static void tell(const char *device, const char *file, const char *text)
{
	char path[160];
	int fd;

	snprintf(path, sizeof(path), "/sys/bus/pci/devices/%s/%s", device,
		 file);
	CHECK_OK(fd = open(path, O_WRONLY | O_CLOEXEC));
	CHECK_EQ(write(fd, text, strlen(text)), (ssize_t)strlen(text));
	close(fd);
}

/* driver_override makes the bus offer us any device. */
TEST(card_of_another_kind_is_refused_fails)
{
	DIR *dir = opendir("/sys/bus/pci/devices");
	const struct dirent *entry;
	char device[64] = "", path[160];

	CHECK(dir);
	while ((entry = readdir(dir))) {
		snprintf(path, sizeof(path),
			 "/sys/bus/pci/devices/%.60s/driver", entry->d_name);
		if (entry->d_name[0] != '.' && access(path, F_OK))
			snprintf(device, sizeof(device), "%.60s",
				 entry->d_name);
	}
	closedir(dir);
	CHECK(device[0]);
	tell(device, "driver_override", "framering\n");
	CHECK_EQ(rings_driver("pci", "bind", device), -ENODEV);
	tell(device, "driver_override", "\n");
}
