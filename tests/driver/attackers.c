// SPDX-License-Identifier: MIT
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "attackers.h"
#include "dev.h"
#include "harness.h"
#include "rings.h"
#include "uring.h"

#define MAX_ATTACKERS	64

static pid_t attackers[MAX_ATTACKERS];
static unsigned int attacker_count;

/**
 * struct attacker - a process, and its role of the moment
 * @attack: what it is part of
 * @ring: the ring's file
 * @query: the ring
 * @stall_ms: the ring's time-out
 * @user: number of its user among those that conspire
 * @role: the role file
 * @index: number of the consumer
 * @page: its page
 * @producer: the PRODUCER region
 */
struct attacker {
	const struct attack *attack;
	int ring;
	struct framering_query query;
	uint32_t stall_ms;
	uint32_t user;
	int role;
	uint32_t index;
	struct framering_consumer_page *page;
	const struct framering_producer_page *producer;
};

/*
 * All that one may, from a slot on that others do not begin at: other users, or
 * other roles where there is one user alone.
 */
static uint32_t greed(const struct attacker *a)
{
	uint32_t number = a->attack->users > 1 ? a->user : a->index;
	uint32_t max_held = a->query.max_held, held = 0, i;

	for (i = 0; i < max_held; i++)
		held |= 1U << (number * max_held + i) % a->query.slots;
	return held;
}

/* Not zero: the role is gone after @ms, or before. */
static int is_evicted(const struct attacker *a, int ms)
{
	struct pollfd pfd = { .fd = a->role, .events = POLLPRI };

	return poll(&pfd, 1, ms) > 0;
}

static void hold(struct attacker *a)
{
	framering_write_once(&a->page->held, greed(a));
	while (!is_evicted(a, -1))
		;
}

static void let_go(struct attacker *a)
{
	int long_time = (int)a->stall_ms * 3 / 4;

	do {
		framering_write_once(&a->page->held, greed(a));
		if (is_evicted(a, long_time))
			return;
		framering_write_once(&a->page->held, 0);
		ioctl(a->role, FRAMERING_IOC_KICK);
	} while (!is_evicted(a, 30));
}

/* The producer takes a slot's sequence away, looks, and goes to the next. */
static void chase(struct attacker *a)
{
	const struct framering_desc *desc =
		(const void *)((const char *)a->producer +
			       FRAMERING_DESC_OFFSET);
	uint32_t turn, head;

	do {
		for (turn = 0; turn < 100000; turn++) {
			uint32_t slot = turn % a->query.slots;

			head = framering_read_once(&a->producer->head);
			if (framering_read_once(&desc[slot].seq) ==
			    framering_seq_none(slot))
				head = slot + 1;
			framering_write_once(&a->page->held,
					     1U << head % a->query.slots);
		}
	} while (!is_evicted(a, 0));
}

static void hold_by_uring(struct attacker *a)
{
	struct uring uring = uring_open();

	uring_register(&uring, &a->role, 1);
	close(a->role);
	framering_write_once(&a->page->held, greed(a));
	uring_poll(&uring, 0, POLLPRI);
}

static void lag(struct attacker *a)
{
	while (!is_evicted(a, 10))
		framering_write_once(&a->page->tail,
				     framering_read_once(&a->producer->head) -
				     a->query.slots);
}

/* Use one role until it is taken away. */
static void use_role(struct attacker *a, volatile uint32_t *at_work)
{
	static void (*const ways[])(struct attacker *a) = {
		[ATTACK_HOLD] = hold,
		[ATTACK_LET_GO] = let_go,
		[ATTACK_CHASE] = chase,
		[ATTACK_URING] = hold_by_uring,
		[ATTACK_LAG] = lag,
	};

	a->page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, a->role,
		       (off_t)(FRAMERING_OFFSET_CONSUMER + a->index * 4096));
	a->producer = mmap(NULL, FRAMERING_PRODUCER_BYTES, PROT_READ,
			   MAP_SHARED, a->role,
			   (off_t)FRAMERING_OFFSET_PRODUCER);
	if (a->page == MAP_FAILED || a->producer == MAP_FAILED)
		_exit(0);
	*at_work = 1;
	/* May end by SIGBUS. */
	ways[a->attack->way](a);
	_exit(0);
}

static void attack_for_ever(struct attacker *a, volatile uint32_t *at_work)
{
	struct framering_attach attach = {
		.size = sizeof(attach),
		.flags = a->attack->way == ATTACK_LAG ?
			 FRAMERING_ATTACH_LOSSLESS : 0,
		.role = FRAMERING_ROLE_CONSUMER,
	};
	pid_t pid;

	a->query = dev_query(a->ring);
	for (;;) {
		/* There are too many of this user already, or it must wait. */
		if (ioctl(a->ring, FRAMERING_IOC_ATTACH, &attach)) {
			*at_work = 1;
			poll(NULL, 0, 200);
			continue;
		}
		a->role = attach.fd;
		a->index = attach.index;
		CHECK_OK(pid = fork());
		if (!pid) {
			prctl(PR_SET_PDEATHSIG, SIGKILL);
			use_role(a, at_work);
		}
		close(a->role);
		CHECK_EQ(waitpid(pid, NULL, 0), pid);
	}
}

int attackers_open(uint32_t number, uid_t uid)
{
	int ring;

	CHECK_OK(setresuid(uid, 0, 0));
	ring = rings_open(number, O_RDONLY);
	CHECK_OK(setresuid(0, 0, 0));
	return ring;
}

static void attack(const struct attack *attack, uint32_t number,
		   uint32_t stall_ms, volatile uint32_t *at_work)
{
	unsigned int user = attacker_count % attack->users;
	uid_t opener = ATTACK_FIRST_USER + user;
	uid_t uid = attack->passed ? opener + attacker_count : opener;
	struct attacker a = {
		.attack = attack,
		.ring = attackers_open(number, opener),
		.stall_ms = stall_ms,
		.user = user,
	};

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	CHECK_OK(setresuid(uid, uid, uid));
	/* Changing the user clears it. */
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	attack_for_ever(&a, at_work);
}

void attackers_start(const struct attack *how, uint32_t number,
		     uint32_t stall_ms)
{
	unsigned int count = how->processes * how->users;
	volatile uint32_t *at_work;
	pid_t pid;

	CHECK_LE(count, MAX_ATTACKERS);
	CHECK_OK(at_work = mmap(NULL, count * sizeof(*at_work),
				PROT_READ | PROT_WRITE,
				MAP_SHARED | MAP_ANONYMOUS, -1, 0));
	for (attacker_count = 0; attacker_count < count; attacker_count++) {
		CHECK_OK(pid = fork());
		if (!pid)
			attack(how, number, stall_ms,
			       &at_work[attacker_count]);
		attackers[attacker_count] = pid;
	}
	while (count--)
		while (!at_work[count])
			sched_yield();
}

void attackers_stop(void)
{
	unsigned int i;

	for (i = 0; i < attacker_count; i++)
		CHECK_OK(kill(attackers[i], SIGKILL));
	for (i = 0; i < attacker_count; i++)
		CHECK_EQ(waitpid(attackers[i], NULL, 0), attackers[i]);
}
