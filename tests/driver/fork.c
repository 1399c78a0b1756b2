// SPDX-License-Identifier: MIT
/* A child by fork() has no mapping (rights.c), but the role's descriptor. */
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "dev.h"
#include "harness.h"
#include "maps.h"

#define CHILDREN	64

/**
 * struct inherited - a role whose descriptor children inherit
 * @name: for the case's name
 * @role: enum framering_role
 * @prot: how it may map a slot
 * @children: how many inherit it
 */
static const struct inherited {
	const char *name;
	uint32_t role;
	int prot;
	int children;
} inherited[] = {
	{ "producer", FRAMERING_ROLE_PRODUCER, PROT_READ | PROT_WRITE, 1 },
	{ "producer_64", FRAMERING_ROLE_PRODUCER, PROT_READ | PROT_WRITE,
	  CHILDREN },
	{ "consumer_64", FRAMERING_ROLE_CONSUMER, PROT_READ, CHILDREN },
};

static void say(int fd)
{
	CHECK_EQ(write(fd, "", 1), 1);
}

static void hear(int fd)
{
	char byte;

	CHECK_EQ(read(fd, &byte, 1), 1);
}

/* What a child can do with the descriptor: all that its parent could. */
static void map_slot(int role, int prot)
{
	uint8_t *slot = dev_map(role, prot, FRAMERING_OFFSET_SLOT(0), 4096);

	CHECK_EQ(test_read_fault(slot), 0);
	if (prot & PROT_WRITE)
		CHECK_EQ(test_write_fault(slot), 0);
	CHECK_OK(munmap(slot, 4096));
}

/* A child that maps what it can, and at a byte closes the descriptor. */
static int child_of(const struct inherited *variant, int role)
{
	int ends[2];
	pid_t pid;

	CHECK_OK(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends));
	CHECK_OK(pid = fork());
	if (!pid) {
		map_slot(role, variant->prot);
		say(ends[1]);
		hear(ends[1]);
		CHECK_OK(close(role));
		say(ends[1]);
		/* It lives on: what counts is the descriptor. */
		hear(ends[1]);
		_exit(0);
	}
	CHECK_OK(close(ends[1]));
	hear(ends[0]);
	return ends[0];
}

static int is_attached(int ring, uint32_t role)
{
	struct framering_query query = dev_query(ring);

	if (role == FRAMERING_ROLE_CONSUMER)
		return query.consumers == 1;
	if (query.state & FRAMERING_STATE_PRODUCER)
		CHECK_ERRNO(dev_try_attach(ring, role, 0), EBUSY);
	return !!(query.state & FRAMERING_STATE_PRODUCER);
}

TEST_VARIANTS(role_goes_on_until_the_last_child_closes_its_descriptor_ok,
	      inherited)
{
	int ring = dev_ring(FRAMERING_CACHE_WB), child[CHILDREN], status, i;
	struct maps maps = maps_of(ring, variant->role);

	for (i = 0; i < variant->children; i++)
		child[i] = child_of(variant, maps.role);
	maps_unmap(&maps);
	CHECK_OK(close(maps.role));
	for (i = 0; i < variant->children; i++) {
		CHECK(is_attached(ring, variant->role));
		say(child[i]);
		hear(child[i]);
	}
	CHECK(!is_attached(ring, variant->role));
	CHECK_OK(close(dev_attach(ring, variant->role, 0, NULL)));
	for (i = 0; i < variant->children; i++)
		say(child[i]);
	for (i = 0; i < variant->children; i++) {
		CHECK_OK(wait(&status));
		CHECK_EQ(status, 0);
	}
}
