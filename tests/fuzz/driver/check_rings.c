// SPDX-License-Identifier: MIT
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "card.h"
#include "check.h"
#include "dev.h"
#include "harness.h"
#include "rings.h"

#define FRAMES		20
/* A ring that a sequence added may have less. */
#define LEAST_BYTES	(1U << 20)
#define SECONDS		60
#define SETTLED_NS	10000000000LL

/* Ring 0, new if its device had gone or may have little, and no others. */
static int the_ring(void)
{
	uint32_t number;
	int ring;

	for (number = 1; number < FRAMERING_MAX_RINGS; number++)
		rings_remove(number);
	ring = rings_try_open(0, O_RDWR);
	if (ring >= 0 && dev_query(ring).max_bytes >= LEAST_BYTES)
		return ring;
	if (ring >= 0)
		close(ring);
	else
		CHECK_EQ(errno, ENOENT);
	/* A device without a driver is still a device. */
	rings_remove(0);
	CHECK_EQ(rings_add(), 0);
	return dev_open(O_RDWR);
}

static void check_limit(int ring)
{
	struct framering_query query = dev_query(ring);

	CHECK_LE((uint64_t)query.geometry.slot_bytes * query.slots,
		 query.max_bytes);
}

/*
 * What was in flight in a socket, or registered with an io_uring, may go a
 * little later than its process.
 */
static void check_nobody_is_left(int ring)
{
	int64_t end = dev_now() + SETTLED_NS;

	if (!dev_query(ring).generation)
		return;
	while (dev_query(ring).consumers || dev_sysfs(ring, "producer") ||
	       dev_sysfs(ring, "mappings")) {
		if (dev_now() > end)
			FAIL("left: %u consumers, %ld producers, %ld mappings",
			     dev_query(ring).consumers,
			     dev_sysfs(ring, "producer"),
			     dev_sysfs(ring, "mappings"));
		poll(NULL, 0, 1);
	}
}

static void configure(int ring, const struct framering_config *as)
{
	struct framering_config config = *as;

	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
}

/* Each frame arrives, with its own bytes, in a slot that had none. */
static void check_frames(int ring)
{
	struct dev_consumer c = dev_consumer(ring, FRAMERING_ATTACH_LOSSLESS);
	struct dev_producer p = dev_producer(ring);
	uint8_t i;

	for (i = 0; i < p.status->slots; i++) {
		CHECK_EQ(p.slot[i][0], 0);
		CHECK_EQ(c.slot[i][p.status->geometry.slot_bytes - 1], 0);
	}
	for (i = 1; i <= FRAMES; i++) {
		int slot = dev_produce(&p, i);

		CHECK_GE(slot, 0);
		CHECK_EQ(dev_consume(&c, i), slot);
		dev_release(&c, slot);
	}
	CHECK_EQ(c.ring.page->dropped, 0);
	/* Their mappings go with this process. */
	close(c.fd);
	close(p.fd);
}

/* Almost all that one ring may have. */
static void check_memory_is_back(int ring)
{
	struct framering_config config = dev_config(), large = config;

	large.slots = 2;
	large.width = 1024;
	large.height = (uint32_t)(dev_query(ring).max_bytes / 2 / 4096);
	if (large.height > FRAMERING_MAX_SIDE)
		large.height = FRAMERING_MAX_SIDE;
	configure(ring, &large);
	configure(ring, &config);
}

static void check_ring(int ring, const struct framering_config *config,
		       int limits)
{
	CHECK_EQ(dev_pattern(ring, 0, 0), 0);
	check_limit(ring);
	check_nobody_is_left(ring);
	configure(ring, config);
	if (limits)
		check_memory_is_back(ring);
	check_frames(ring);
}

/* The card's ring, bound anew if it was not; frames in its own memory. */
static void check_card(int limits)
{
	struct framering_config config = dev_config();

	(void)limits;
	if (!strcmp(card_name(), CARD_NONE))
		return;
	/* It may have come while there was no ring 0, which is another's. */
	if (!rings_try_pci())
		CHECK_EQ(rings_driver("pci", "unbind", card_name()), 0);
	close(the_ring());
	if (rings_try_pci() < 0)
		CHECK_EQ(rings_driver("pci", "bind", card_name()), 0);
	config.memory = FRAMERING_MEMORY_BAR;
	check_ring(rings_open(rings_pci(), O_RDWR), &config, 0);
}

static void check_ring_0(int limits)
{
	struct framering_config config = dev_config();

	check_ring(the_ring(), &config, limits);
}

/* Mappings go with the process that made them. */
static int in_a_process(void (*check)(int limits), int limits)
{
	int status = -1;
	pid_t pid;

	fflush(stdout);
	pid = fork();
	if (!pid) {
		alarm(SECONDS);
		check(limits);
		fflush(stdout);
		_exit(0);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid || status)
		printf("# checking the rings ended with status %#x\n", status);
	return status ? -1 : 0;
}

int check_rings(int limits)
{
	/* What the card was left with counts against all rings' limit. */
	if (in_a_process(check_card, limits))
		return -1;
	return in_a_process(check_ring_0, limits);
}
