// SPDX-License-Identifier: MIT
#include <grp.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "dev.h"
#include "harness.h"
#include "holders.h"
#include "pass.h"
#include "removable_ring.h"

/* What a process keeps of its parent's files lies there, and nothing below. */
#define FIRST_KEPT	900
#define PAGES_OF_EACH	2
/* How often all holders together are at work. */
#define TURNS_PER_MS	16

/**
 * struct progress - shared by all of them
 * @stop: jobs that go on and on are to end
 * @turns: how often each was at work in this job
 */
struct progress {
	volatile uint32_t stop;
	volatile uint32_t turns[MAX_HOLDERS];
};

/* The test's own: how many there are, and its ends of their sockets. */
static struct {
	unsigned int count;
	pid_t pid[MAX_HOLDERS];
	int commands[MAX_HOLDERS];
	int mailbox[MAX_HOLDERS];
	struct progress *progress;
} holders;

static void become(uid_t user)
{
	CHECK_OK(setgroups(0, NULL));
	CHECK_OK(setresgid(user, user, user));
	CHECK_OK(setresuid(user, user, user));
}

/* Only these, from FIRST_KEPT on: what else the test has open goes. */
static void keep_files(struct holder *self, const int *file)
{
	unsigned int kept = FIRST_KEPT, i;

	CHECK_OK(self->commands = dup2(self->commands, (int)kept++));
	CHECK_OK(self->mailbox = dup2(self->mailbox, (int)kept++));
	for (i = 0; i < self->files && self->way->how == WAY_INHERITED; i++)
		CHECK_OK(self->file[i] = dup2(file[i], (int)kept++));
	CHECK_OK(close_range(STDERR_FILENO + 1, FIRST_KEPT - 1, 0));
}

static void work(struct holder *self)
{
	void (*job)(struct holder *self);
	ssize_t n;

	for (;;) {
		n = read(self->commands, &job, sizeof(job));
		if (!n)
			_exit(0);
		CHECK_EQ(n, (ssize_t)sizeof(job));
		job(self);
		CHECK_EQ(write(self->commands, "", 1), 1);
	}
}

static void run(struct holder *self, const int *file)
{
	unsigned int i;

	keep_files(self, file);
	if (self->way->first_user)
		become(self->way->first_user + self->number);
	for (i = 0; i < self->files && self->way->how == WAY_PASSED; i++)
		self->file[i] = pass_receive(self->mailbox);
	CHECK_EQ(write(self->commands, "", 1), 1);
	work(self);
}

static void start(const struct way *way, const int *file, unsigned int count)
{
	unsigned int number = holders.count++;
	int commands[2], mailbox[2];
	struct holder self = {
		.way = way,
		.number = number,
		.files = count,
	};

	CHECK_OK(socketpair(AF_UNIX, SOCK_STREAM, 0, commands));
	CHECK_OK(socketpair(AF_UNIX, SOCK_STREAM, 0, mailbox));
	holders.commands[number] = commands[0];
	holders.mailbox[number] = mailbox[0];
	CHECK_OK(holders.pid[number] = fork());
	if (!holders.pid[number]) {
		self.commands = commands[1];
		self.mailbox = mailbox[1];
		run(&self, file);
	}
	CHECK_OK(close(commands[1]));
	CHECK_OK(close(mailbox[1]));
}

void holders_start(const struct way *way, const int *file, unsigned int count)
{
	unsigned int number, i;

	CHECK_LE(way->processes, MAX_HOLDERS);
	CHECK_LE(count, HOLDER_FILES);
	CHECK_OK(holders.progress = mmap(NULL, sizeof(*holders.progress),
					 PROT_READ | PROT_WRITE,
					 MAP_SHARED | MAP_ANONYMOUS, -1, 0));
	while (holders.count < way->processes)
		start(way, file, count);
	for (number = 0; number < holders.count; number++) {
		for (i = 0; i < count && way->how == WAY_PASSED; i++)
			pass_send(holders.mailbox[number], file[i]);
		for (i = 0; i < way->queued; i++)
			pass_send(holders.mailbox[number], file[0]);
	}
	holders_finish();
}

void holders_begin(void (*job)(struct holder *self))
{
	unsigned int i;

	holders.progress->stop = 0;
	for (i = 0; i < holders.count; i++)
		holders.progress->turns[i] = 0;
	for (i = 0; i < holders.count; i++)
		CHECK_EQ(write(holders.commands[i], &job, sizeof(job)),
			 (ssize_t)sizeof(job));
}

void holders_finish(void)
{
	unsigned int i;
	char byte;

	for (i = 0; i < holders.count; i++)
		if (read(holders.commands[i], &byte, 1) != 1)
			FAIL("process %u of %u has ended", i, holders.count);
}

void holders_do(void (*job)(struct holder *self))
{
	holders_begin(job);
	holders_finish();
}

void holders_wait_busy(void)
{
	unsigned int i;

	for (i = 0; i < holders.count; i++)
		while (!holders.progress->turns[i])
			sched_yield();
}

void holders_say_stop(void)
{
	holders.progress->stop = 1;
}

void holders_wait_asleep(void)
{
	unsigned int i;

	holders_wait_busy();
	for (i = 0; i < holders.count; i++)
		wait_until_asleep(holders.pid[i]);
}

void holders_signal(int signal)
{
	unsigned int i;

	for (i = 0; i < holders.count; i++)
		CHECK_OK(kill(holders.pid[i], signal));
}

void holders_stop(void)
{
	unsigned int i;
	int status;

	holders_signal(SIGSTOP);
	for (i = 0; i < holders.count; i++) {
		CHECK_EQ(waitpid(holders.pid[i], &status, WUNTRACED),
			 holders.pid[i]);
		CHECK(WIFSTOPPED(status));
	}
}

void holders_continue(void)
{
	holders_signal(SIGCONT);
}

/* All of them are gone, in the way that @status says. */
static void reap(int expected)
{
	unsigned int i;
	int status;

	for (i = 0; i < holders.count; i++) {
		CHECK_EQ(waitpid(holders.pid[i], &status, 0), holders.pid[i]);
		CHECK_EQ(status, expected);
		close(holders.commands[i]);
		close(holders.mailbox[i]);
	}
	munmap(holders.progress, sizeof(*holders.progress));
	holders.count = 0;
}

void holders_end(void)
{
	unsigned int i;

	for (i = 0; i < holders.count; i++)
		CHECK_OK(shutdown(holders.commands[i], SHUT_WR));
	reap(0);
}

void holders_kill(void)
{
	holders_signal(SIGKILL);
	reap(SIGKILL);
}

int holder_goes_on(struct holder *self)
{
	/* Hundreds that never sleep would leave the test no processor. */
	if (holders.progress->turns[self->number]++)
		poll(NULL, 0, (int)self->way->processes / TURNS_PER_MS);
	return !holders.progress->stop;
}

void holder_map(struct holder *self)
{
	size_t most = PAGES_OF_EACH * (size_t)getpagesize();
	unsigned int i;

	for (i = 0; i < self->files; i++)
		self->maps[i] = maps_of_file(self->file[i], most);
}

void holder_tuck_away(struct holder *self)
{
	unsigned int i;

	if (!self->way->uring)
		return;
	self->uring = uring_open();
	uring_register(&self->uring, self->file, self->files);
	for (i = 0; i < self->files; i++) {
		CHECK_OK(close(self->file[i]));
		self->file[i] = -1;
	}
}

int holder_poll(struct holder *self, unsigned int i, uint32_t events)
{
	struct pollfd pfd = { .fd = self->file[i], .events = (short)events };

	if (self->file[i] < 0)
		return uring_poll(&self->uring, i, events);
	if (poll(&pfd, 1, -1) < 0)
		return -errno;
	return pfd.revents;
}
