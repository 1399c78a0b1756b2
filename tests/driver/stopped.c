// SPDX-License-Identifier: MIT
/* Processes that are stopped, debugged or killed at the worst moment. */
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include "dev.h"
#include "harness.h"
#include "party.h"
#include "victim.h"

#define NEVER_MS	3600000

/**
 * struct halt - how a process is halted
 * @name: for the case's name
 * @debugger: not zero: by ptrace(2), as a debugger does; else by SIGSTOP
 */
struct halt {
	const char *name;
	int debugger;
};

static const struct halt halts[] = {
	{ "sigstop", 0 },
	{ "debugger", 1 },
};

static void halt(const struct halt *how, pid_t pid)
{
	int status;

	if (how->debugger) {
		CHECK_OK(ptrace(PTRACE_SEIZE, pid, NULL, NULL));
		CHECK_OK(ptrace(PTRACE_INTERRUPT, pid, NULL, NULL));
		CHECK_EQ(waitpid(pid, &status, 0), pid);
	} else {
		CHECK_OK(kill(pid, SIGSTOP));
		CHECK_EQ(waitpid(pid, &status, WUNTRACED), pid);
	}
	CHECK(WIFSTOPPED(status));
}

static void go_on(const struct halt *how, pid_t pid)
{
	if (how->debugger)
		CHECK_OK(ptrace(PTRACE_DETACH, pid, NULL, NULL));
	else
		CHECK_OK(kill(pid, SIGCONT));
}

static void end(pid_t pid)
{
	int status;

	CHECK_OK(kill(pid, SIGKILL));
	CHECK_EQ(waitpid(pid, &status, 0), pid);
	CHECK_EQ(status, SIGKILL);
}

static int ring_with_stall(uint32_t stall_ms)
{
	struct framering_config config = dev_config();
	int ring = dev_open(O_RDWR);

	config.stall_ms = stall_ms;
	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
	return ring;
}

/* Run @job in a process, up to its word to say(). */
static int saying[2];

static pid_t start(int ring, void (*job)(int ring))
{
	char byte;
	pid_t pid;

	CHECK_OK(pipe(saying));
	CHECK_OK(pid = fork());
	if (!pid) {
		job(ring);
		_exit(0);
	}
	CHECK_EQ(read(saying[0], &byte, 1), 1);
	return pid;
}

static void say(void)
{
	CHECK_EQ(write(saying[1], "", 1), 1);
}

/* Until the process has said it again. */
static void hear(void)
{
	char byte;

	CHECK_EQ(read(saying[0], &byte, 1), 1);
}

static int acquire(struct dev_consumer *c, uint8_t value)
{
	uint32_t revents;
	int slot;

	CHECK_EQ(dev_wait(c->fd, FRAMERING_EVENT_IN, -1, &revents), 0);
	CHECK(revents & FRAMERING_EVENT_IN);
	slot = dev_consume(c, value);
	CHECK_GE(slot, 0);
	return slot;
}

static void until_hup(int role)
{
	struct pollfd pfd = { .fd = role };

	/* No more than a look: it was halted for long enough. */
	CHECK_EQ(poll(&pfd, 1, 0), 1);
	CHECK(pfd.revents & POLLHUP);
}

/* Holds a frame when it is halted, and finds out when it goes on. */
static void hold_and_come_back(int ring)
{
	struct dev_consumer c = dev_consumer(ring, FRAMERING_ATTACH_LOSSLESS);
	sigset_t go;
	int number;

	sigemptyset(&go);
	sigaddset(&go, SIGUSR1);
	CHECK_OK(sigprocmask(SIG_BLOCK, &go, NULL));
	say();
	CHECK_GE(acquire(&c, 1), 0);
	say();
	CHECK_EQ(sigwait(&go, &number), 0);
	until_hup(c.fd);
	CHECK_EQ(test_read_fault(c.slot[0]), SIGBUS);
	CHECK_EQ(test_write_fault(c.ring.page), SIGBUS);
	c = dev_consumer(ring, FRAMERING_ATTACH_LOSSLESS);
	say();
	dev_release(&c, acquire(&c, 3));
}

/* Sleeps until a slot is free, and fills it. How long that took. */
static int64_t produce_at_last(struct dev_producer *p, uint8_t value)
{
	int64_t before = dev_now();
	uint32_t revents;

	do {
		CHECK_EQ(dev_wait(p->fd, FRAMERING_EVENT_OUT,
				  before + PARTY_BOUND_NS, &revents), 0);
		CHECK_EQ(revents, FRAMERING_EVENT_OUT);
	} while (dev_produce(p, value) == -EAGAIN);
	return dev_now() - before;
}

static void fill(struct dev_producer *p, uint8_t value)
{
	int slot;

	do
		slot = dev_produce(p, value);
	while (slot >= 0);
	CHECK_EQ(slot, -EAGAIN);
}

TEST_VARIANTS(halted_reader_costs_a_producer_one_stall_ok, halts)
{
	int ring = ring_with_stall(PARTY_STALL_MS), i;
	struct dev_producer p = dev_producer(ring);
	pid_t pid = start(ring, hold_and_come_back);
	int64_t cost;

	CHECK_GE(dev_produce(&p, 1), 0);
	hear();
	halt(variant, pid);
	fill(&p, 2);
	cost = produce_at_last(&p, 2);
	test_diag("the stall cost %lld ms", (long long)cost / 1000000);
	CHECK_GE(cost, PARTY_STALL_MS * 900000LL);
	CHECK_LT(cost, PARTY_BOUND_NS);
	/* And nothing more after that. */
	for (i = 0; i < 12; i++)
		CHECK_GE(dev_produce(&p, 2), 0);
	CHECK_EQ(p.status->consumers, 0);
	kill(pid, SIGUSR1);
	go_on(variant, pid);
	hear();
	CHECK_GE(dev_produce(&p, 3), 0);
	victim_join(pid);
}

static void reserve_and_wait(int ring)
{
	struct dev_producer p = dev_producer(ring);
	int i;

	for (i = 0; i < 2; i++)
		CHECK_GE(dev_produce(&p, 1), 0);
	CHECK_GE(framering_ring_reserve(&p.ring), 0);
	say();
	pause();
}

/* The stall clock helps nobody here: whoever waits for it waits for ever. */
TEST(killed_producer_leaves_its_reservation_ok)
{
	int ring = ring_with_stall(NEVER_MS), i;
	struct dev_consumer lossless =
		dev_consumer(ring, FRAMERING_ATTACH_LOSSLESS);
	struct dev_consumer live = dev_consumer(ring, 0);
	struct dev_producer p;

	end(start(ring, reserve_and_wait));
	p = dev_producer(ring);
	for (i = 0; i < 2; i++)
		CHECK_GE(dev_produce(&p, 1), 0);
	for (i = 0; i < 4; i++) {
		dev_release(&lossless, dev_consume(&lossless, 1));
		dev_release(&live, dev_consume(&live, 1));
	}
	CHECK_EQ(lossless.ring.page->delivered, 4);
	CHECK_EQ(lossless.ring.page->dropped, 0);
	CHECK_EQ(live.ring.page->delivered, 4);
}

static void hold_and_wait(int ring)
{
	struct dev_consumer c = dev_consumer(ring, FRAMERING_ATTACH_LOSSLESS);

	say();
	acquire(&c, 1);
	say();
	pause();
}

static void fill_and_sleep(int ring)
{
	struct dev_producer p = dev_producer(ring);
	uint32_t revents;
	int i;

	CHECK_GE(dev_produce(&p, 1), 0);
	say();
	fill(&p, 2);
	CHECK_EQ(dev_wait(p.fd, FRAMERING_EVENT_OUT, -1, &revents), 0);
	CHECK_EQ(revents, FRAMERING_EVENT_OUT);
	for (i = 0; i < 12; i++)
		CHECK_GE(dev_produce(&p, 2), 0);
}

TEST(killed_lossless_reader_lets_a_sleeping_producer_go_wakes)
{
	int ring = ring_with_stall(NEVER_MS);
	pid_t reader = start(ring, hold_and_wait);
	int held = saying[0];
	pid_t producer = start(ring, fill_and_sleep);
	char byte;

	CHECK_EQ(read(held, &byte, 1), 1);
	victim_until_asleep(producer);
	CHECK_EQ(waitpid(producer, NULL, WNOHANG), 0);
	end(reader);
	victim_join(producer);
}

static void reserve_and_come_back(int ring)
{
	struct dev_producer p = dev_producer(ring);
	int i;

	for (i = 0; i < 2; i++)
		CHECK_GE(dev_produce(&p, 1), 0);
	CHECK_GE(framering_ring_reserve(&p.ring), 0);
	say();
	/* Until a reader is there. */
	while (!framering_read_once(&p.status->lossless))
		poll(NULL, 0, 1);
	CHECK_GE(dev_produce(&p, 2), 0);
}

/* Attach, find nothing, detach: in a process, whose end it is. */
static void read_nothing(int ring)
{
	struct dev_consumer c = dev_consumer(ring, 0);
	uint32_t revents;
	int kick;

	CHECK_EQ(framering_ring_acquire(&c.ring, 0, &kick), -EAGAIN);
	CHECK_EQ(dev_wait(c.fd, FRAMERING_EVENT_IN, dev_now() + 1000000,
			  &revents), -ETIMEDOUT);
	say();
}

TEST_VARIANTS(halted_producer_wedges_no_reader_ok, halts)
{
	int ring = ring_with_stall(PARTY_STALL_MS), i;
	struct dev_consumer old = dev_consumer(ring, 0), c;
	pid_t pid = start(ring, reserve_and_come_back);

	halt(variant, pid);
	for (i = 0; i < 2; i++)
		dev_release(&old, dev_consume(&old, 1));
	for (i = 0; i < 40; i++)
		victim_join(start(ring, read_nothing));
	CHECK_EQ(dev_query(ring).consumers, 1);
	c = dev_consumer(ring, FRAMERING_ATTACH_LOSSLESS);
	go_on(variant, pid);
	dev_release(&c, acquire(&c, 2));
	dev_release(&old, acquire(&old, 2));
	victim_join(pid);
}

/* The clock runs on for a producer that fell asleep before it was halted. */
TEST_VARIANTS(halted_producer_still_has_its_laggard_evicted_ok, halts)
{
	int ring = ring_with_stall(PARTY_STALL_MS);
	struct dev_consumer c = dev_consumer(ring, FRAMERING_ATTACH_LOSSLESS);
	struct pollfd pfd = { .fd = c.fd, .events = POLLPRI };
	pid_t pid = start(ring, fill_and_sleep);

	while (!framering_read_once(&c.status->producer_wake))
		poll(NULL, 0, 1);
	halt(variant, pid);
	CHECK_EQ(poll(&pfd, 1, (int)(PARTY_BOUND_NS / 1000000)), 1);
	CHECK(pfd.revents & POLLHUP);
	c = dev_consumer(ring, 0);
	go_on(variant, pid);
	dev_release(&c, acquire(&c, 2));
	victim_join(pid);
}

static void map_and_come_back(int ring)
{
	struct dev_consumer c = dev_consumer(ring, FRAMERING_ATTACH_LOSSLESS);
	sigset_t go;
	int number;

	sigemptyset(&go);
	sigaddset(&go, SIGUSR1);
	CHECK_OK(sigprocmask(SIG_BLOCK, &go, NULL));
	test_read_fault(c.slot[0]);
	say();
	CHECK_EQ(sigwait(&go, &number), 0);
	until_hup(c.fd);
	CHECK_EQ(test_read_fault(c.slot[0]), SIGBUS);
	c = dev_consumer(ring, FRAMERING_ATTACH_LOSSLESS);
	say();
	dev_release(&c, acquire(&c, 3));
}

TEST_VARIANTS(halted_reader_of_an_old_generation_hinders_nobody_ok, halts)
{
	struct framering_config config = dev_config();
	int ring = dev_open(O_RDWR), i;
	struct dev_producer p;
	pid_t pid;

	/* The next one does not fit beside it and a third. */
	config.slots = 2;
	config.width = 4096;
	config.height = (uint32_t)(dev_query(ring).max_bytes / 2 / 4 / 4096);
	config.height--;
	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
	pid = start(ring, map_and_come_back);
	halt(variant, pid);
	for (i = 0; i < 4; i++) {
		CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
		dev_attach(ring, FRAMERING_ROLE_CONSUMER, 0, NULL);
	}
	config = dev_config();
	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
	p = dev_producer(ring);
	kill(pid, SIGUSR1);
	go_on(variant, pid);
	hear();
	CHECK_GE(dev_produce(&p, 3), 0);
	victim_join(pid);
}
