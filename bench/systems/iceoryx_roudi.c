// SPDX-License-Identifier: MIT
/*
 * RouDi is started by a keeper, a process that ends it and removes what is left
 * as soon as nobody of the benchmark lives any more, however that ended: all of
 * them hold the writing end of a pipe that the keeper reads.
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
/* Locked while a RouDi lives; only one may. */
#define LOCK_PATH	"/tmp/iox-unique-roudi.lock"

/* The keeper, and the end of the pipe that keeps it waiting. */
static pid_t keeper;
static int alive = -1;

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

static void nap(void)
{
	struct timespec t = { 0, 10000000 };

	nanosleep(&t, NULL);
}

/* Not zero: a RouDi lives, this one or another. */
static int lives(void)
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

/* In the keeper: RouDi itself, whose words go to @out. */
static pid_t start_roudi(const char *path, int out)
{
	pid_t parent = getpid(), pid;
	int ms;

	/* One whose benchmark was killed may still be about to end. */
	for (ms = 0; ms < GRACE_MS && lives(); ms += 10)
		nap();
	pid = fork();
	if (pid)
		return pid;
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (getppid() != parent)
		_exit(1);
	dup2(out, STDOUT_FILENO);
	dup2(out, STDERR_FILENO);
	/* Whoever is killed is registered until its name comes again. */
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
	/* The frames are called after who may write them. */
	if (group)
		shm_unlink(group->gr_name);
	unlink("/tmp/roudi");
	unlink("/tmp/roudi.lock");
	unlink(LOCK_PATH);
}

/*
 * It is asked first. A process that was killed may have left it with a lock
 * that nobody gives back, or with work that it fails at.
 */
static void end_roudi(pid_t pid)
{
	int ms, status = -1;
	pid_t gone = 0;

	kill(pid, SIGTERM);
	for (ms = 0; ms < GRACE_MS && !gone; ms += 10) {
		gone = waitpid(pid, &status, WNOHANG);
		if (!gone)
			nap();
	}
	if (!gone) {
		kill(pid, SIGKILL);
		waitpid(pid, &status, 0);
	}
	if (status && !lives())
		remove_memory();
}

/**
 * struct ears - what the keeper listens to
 * @life: end of file when nobody of the benchmark lives any more
 * @roudi: what RouDi says
 * @ready: gets a byte when RouDi is ready
 * @said: so far, until it is ready
 * @length: of that
 */
struct ears {
	int life;
	int roudi;
	int ready;
	char said[4096];
	size_t length;
};

/* 0, or -EPIPE when RouDi says no more. Nothing of it may fill the pipe. */
static int hear_roudi(struct ears *ears)
{
	char *at = ears->said + ears->length;
	ssize_t n = read(ears->roudi, at,
			 sizeof(ears->said) - 1 - ears->length);

	if (n <= 0)
		return -EPIPE;
	at[n] = 0;
	if (ears->ready < 0) {
		fputs(at, stderr);
		return 0;
	}
	ears->length += (size_t)n;
	if (ears->length == sizeof(ears->said) - 1)
		return -EPIPE;
	if (strstr(ears->said, READY)) {
		if (write(ears->ready, "", 1) < 0)
			return -EPIPE;
		close(ears->ready);
		ears->ready = -1;
		ears->length = 0;
	}
	return 0;
}

static void listen_to(struct ears *ears)
{
	struct pollfd on[2] = {
		{ .fd = ears->life, .events = POLLIN },
		{ .fd = ears->roudi, .events = POLLIN },
	};

	while (!on[0].revents && !on[1].revents) {
		if (poll(on, 2, -1) < 0 && errno != EINTR)
			return;
		if (!on[0].revents && on[1].revents && !hear_roudi(ears))
			on[1].revents = 0;
	}
	if (ears->ready >= 0)
		fprintf(stderr, "framering-bench-framerate: iox-roudi said: "
			"%s\n", ears->said);
}

/* The keeper's whole life. */
static void keep(const char *path, int life, int ready)
{
	struct ears ears = { .life = life, .ready = ready };
	int out[2];
	pid_t pid;

	/* Ctrl-C is for the benchmark; its end is seen here. */
	setsid();
	if (!pipe2(out, O_CLOEXEC)) {
		pid = start_roudi(path, out[1]);
		close(out[1]);
		ears.roudi = out[0];
		if (pid > 0) {
			listen_to(&ears);
			end_roudi(pid);
			remove_names();
		}
	}
	unlink(path);
	_exit(0);
}

void roudi_end(void)
{
	if (alive < 0)
		return;
	close(alive);
	alive = -1;
	waitpid(keeper, NULL, 0);
}

/* Both pipes are there: @life and @ready. */
static int begin(const char *path, const int *life, const int *ready)
{
	struct pollfd said = { .fd = ready[0], .events = POLLIN };
	char byte;

	fflush(NULL);
	keeper = fork();
	if (!keeper) {
		close(life[1]);
		close(ready[0]);
		keep(path, life[0], ready[1]);
	}
	close(life[0]);
	close(ready[1]);
	alive = life[1];
	if (keeper < 0 || poll(&said, 1, READY_MS) <= 0 ||
	    read(ready[0], &byte, 1) != 1) {
		roudi_end();
		return -ECHILD;
	}
	return 0;
}

int roudi_begin(void)
{
	char path[] = "/tmp/framering-bench-XXXXXX.toml";
	int life[2], ready[2];
	int error = write_config(path);

	if (error)
		return error;
	if (pipe2(life, O_CLOEXEC)) {
		error = -errno;
	} else if (pipe2(ready, O_CLOEXEC)) {
		error = -errno;
		close(life[0]);
		close(life[1]);
	} else {
		error = begin(path, life, ready);
		close(ready[0]);
	}
	/* It has been read by now. */
	unlink(path);
	return error;
}
