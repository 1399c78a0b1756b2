// SPDX-License-Identifier: MIT
/*
 * RouDi is started by a supervisor, a process that ends it and removes what is
 * left as soon as no process of the benchmark runs any more, however they
 * ended: all of them hold the writing end of a pipe that the supervisor reads.
 */
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/statvfs.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "iceoryx_roudi.h"
#include "system.h"

/*
 * Frames of each size that the jobs ask for: what is queued, held, reserved,
 * and kept by the publisher, both ways of a round trip. 640x480 goes to sixteen
 * readers at once. 128 bytes more are for the alignment.
 */
static const char config[] =
	"[general]\nversion = 1\n[[segment]]\n"
	"[[segment.mempool]]\nsize = 1152\ncount = 32\n"
	"[[segment.mempool]]\nsize = 16512\ncount = 32\n"
	"[[segment.mempool]]\nsize = 1228928\ncount = 80\n"
	"[[segment.mempool]]\nsize = 8294528\ncount = 12\n"
	"[[segment.mempool]]\nsize = 33177728\ncount = 12\n";

/* The frames, iceoryx's own management, and some more. */
#define NEED_BYTES	(720UL << 20)
#define READY		"RouDi is ready for clients"
#define READY_MS	20000
#define GRACE_MS	3000
/* Locked while a RouDi runs; only one may. */
#define LOCK_PATH	"/tmp/iox-unique-roudi.lock"

/* The supervisor, and the end of the pipe that keeps it waiting. */
static pid_t supervisor;
static int lifetime_end = -1;

void roudi_name(char name[ROUDI_NAME_BYTES], char role, unsigned int number)
{
	snprintf(name, ROUDI_NAME_BYTES, "framering-bench-%c%u", role, number);
}

int roudi_check(const char **why)
{
	struct statvfs fs;

	*why = "iox-roudi";
	if (access(BENCH_IOX_ROUDI, X_OK))
		return -errno;
	*why = "720 MiB in /dev/shm";
	if (statvfs("/dev/shm", &fs))
		return -errno;
	if ((unsigned long)fs.f_bavail * fs.f_bsize < NEED_BYTES)
		return -ENOSPC;
	return 0;
}

static void sleep_10_ms(void)
{
	struct timespec t = { 0, 10000000 };

	nanosleep(&t, NULL);
}

/* Not zero: a RouDi runs, this one or another. */
static int is_roudi_running(void)
{
	int fd = open(LOCK_PATH, O_RDWR | O_CLOEXEC);
	int held = fd >= 0 && flock(fd, LOCK_EX | LOCK_NB);

	if (fd >= 0)
		close(fd);
	return held;
}

static int write_config(char *path)
{
	int fd = mkstemps(path, 5);
	ssize_t n;

	if (fd < 0)
		return -errno;
	n = write(fd, config, sizeof(config) - 1);
	close(fd);
	if (n == sizeof(config) - 1)
		return 0;
	unlink(path);
	return -EIO;
}

/* In the supervisor: start RouDi, whose output goes to @out. */
static pid_t start_roudi(const char *path, int out)
{
	pid_t parent = getpid(), pid;
	int ms;

	/* That of a benchmark that was killed may still be about to end. */
	for (ms = 0; ms < GRACE_MS && is_roudi_running(); ms += 10)
		sleep_10_ms();
	pid = fork();
	if (pid)
		return pid;
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (getppid() != parent)
		_exit(1);
	dup2(out, STDOUT_FILENO);
	dup2(out, STDERR_FILENO);
	/* A killed process stays registered until its name is used again. */
	execl(BENCH_IOX_ROUDI, "iox-roudi", "-c", path, "-m", "off", "-l",
	      "error", "-k", "1", NULL);
	_exit(127);
}

/* Names of killed processes stay where iceoryx puts its sockets. */
static void remove_names(void)
{
	static const char roles[] = "pr";
	char name[ROUDI_NAME_BYTES], path[ROUDI_NAME_BYTES + 16];
	unsigned int i;
	const char *role;

	for (role = roles; *role; role++) {
		for (i = 0; i < SHAPE_MAX_READERS; i++) {
			roudi_name(name, *role, i);
			snprintf(path, sizeof(path), "/tmp/%s", name);
			unlink(path);
			snprintf(path, sizeof(path), "/tmp/%s.lock", name);
			unlink(path);
		}
	}
}

/* RouDi removes its memory when it ends; one that had to be killed does not. */
static void remove_memory(void)
{
	const struct group *group = getgrgid(getegid());

	shm_unlink("/iceoryx_mgmt");
	/* The frames' memory has the name of the group that may write it. */
	if (group)
		shm_unlink(group->gr_name);
	unlink("/tmp/roudi");
	unlink("/tmp/roudi.lock");
	unlink(LOCK_PATH);
}

/*
 * By SIGTERM first. A process that was killed may have left RouDi waiting for a
 * lock that is never released, or with work that it fails at.
 */
static void end_roudi(pid_t pid)
{
	int ms, status = -1;
	pid_t gone = 0;

	kill(pid, SIGTERM);
	for (ms = 0; ms < GRACE_MS && !gone; ms += 10) {
		gone = waitpid(pid, &status, WNOHANG);
		if (!gone)
			sleep_10_ms();
	}
	if (!gone) {
		kill(pid, SIGKILL);
		waitpid(pid, &status, 0);
	}
	if (status && !is_roudi_running())
		remove_memory();
}

/**
 * struct input - what the supervisor reads
 * @lifetime: end of file when no process of the benchmark runs any more
 * @roudi: RouDi's output
 * @ready: gets a byte when RouDi is ready
 * @output: so far, until it is ready
 * @length: of that
 */
struct input {
	int lifetime;
	int roudi;
	int ready;
	char output[4096];
	size_t length;
};

/* 0, or -EPIPE at the end of RouDi's output, which must not fill the pipe. */
static int read_roudi(struct input *input)
{
	char *at = input->output + input->length;
	ssize_t n = read(input->roudi, at,
			 sizeof(input->output) - 1 - input->length);

	if (n <= 0)
		return -EPIPE;
	at[n] = 0;
	if (input->ready < 0) {
		fputs(at, stderr);
		return 0;
	}
	input->length += (size_t)n;
	if (input->length == sizeof(input->output) - 1)
		return -EPIPE;
	if (strstr(input->output, READY)) {
		if (write(input->ready, "", 1) < 0)
			return -EPIPE;
		close(input->ready);
		input->ready = -1;
		input->length = 0;
	}
	return 0;
}

static void wait_for_end(struct input *input)
{
	struct pollfd on[2] = {
		{ .fd = input->lifetime, .events = POLLIN },
		{ .fd = input->roudi, .events = POLLIN },
	};

	while (!on[0].revents && !on[1].revents) {
		if (poll(on, 2, -1) < 0 && errno != EINTR)
			return;
		if (!on[0].revents && on[1].revents && !read_roudi(input))
			on[1].revents = 0;
	}
	if (input->ready >= 0)
		fprintf(stderr, "framering-bench-framerate: iox-roudi said: "
			"%s\n", input->output);
}

/* All that the supervisor does. */
static void supervise(const char *path, int lifetime, int ready)
{
	struct input input = { .lifetime = lifetime, .ready = ready };
	int out[2];
	pid_t pid;

	/* Ctrl-C is for the benchmark; its end is seen here. */
	setsid();
	if (!pipe2(out, O_CLOEXEC)) {
		pid = start_roudi(path, out[1]);
		close(out[1]);
		input.roudi = out[0];
		if (pid > 0) {
			wait_for_end(&input);
			end_roudi(pid);
			remove_names();
		}
	}
	unlink(path);
	_exit(0);
}

void roudi_end(void)
{
	if (lifetime_end < 0)
		return;
	close(lifetime_end);
	lifetime_end = -1;
	waitpid(supervisor, NULL, 0);
}

/* Both pipes are there: @lifetime and @ready. */
static int begin(const char *path, const int *lifetime, const int *ready)
{
	struct pollfd output = { .fd = ready[0], .events = POLLIN };
	char byte;

	fflush(NULL);
	supervisor = fork();
	if (!supervisor) {
		close(lifetime[1]);
		close(ready[0]);
		supervise(path, lifetime[0], ready[1]);
	}
	close(lifetime[0]);
	close(ready[1]);
	lifetime_end = lifetime[1];
	if (supervisor < 0 || poll(&output, 1, READY_MS) <= 0 ||
	    read(ready[0], &byte, 1) != 1) {
		roudi_end();
		return -ECHILD;
	}
	return 0;
}

int roudi_begin(void)
{
	char path[] = "/tmp/framering-bench-XXXXXX.toml";
	int lifetime[2], ready[2];
	int error = write_config(path);

	if (error)
		return error;
	if (pipe2(lifetime, O_CLOEXEC)) {
		error = -errno;
	} else if (pipe2(ready, O_CLOEXEC)) {
		error = -errno;
		close(lifetime[0]);
		close(lifetime[1]);
	} else {
		error = begin(path, lifetime, ready);
		close(ready[0]);
	}
	/* It has been read by now. */
	unlink(path);
	return error;
}
