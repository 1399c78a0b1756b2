// SPDX-License-Identifier: MIT
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/places.h"
#include "system.h"

extern char **environ;

static const char *below_root(const char *path, char *line, size_t bytes)
{
	snprintf(line, bytes, "%s%s", places.root, path);
	return line;
}

const char *system_line(const char *path, char *line, size_t bytes)
{
	char full[512];
	FILE *file = fopen(below_root(path, full, sizeof(full)), "re");
	char *got;

	if (!file)
		return NULL;
	got = fgets(line, (int)bytes, file);
	fclose(file);
	if (!got)
		return NULL;
	line[strcspn(line, "\n")] = '\0';
	return line;
}

long system_bytes(const char *path, void *data, size_t bytes)
{
	char full[512];
	int fd = open(below_root(path, full, sizeof(full)),
		      O_RDONLY | O_CLOEXEC);
	long got;

	if (fd < 0)
		return -1;
	got = read(fd, data, bytes);
	close(fd);
	return got;
}

int system_has(const char *path)
{
	char full[512];

	return !access(below_root(path, full, sizeof(full)), F_OK);
}

static int spawn(const char *const *arguments, pid_t *pid, int output)
{
	posix_spawn_file_actions_t actions;
	int ret = posix_spawn_file_actions_init(&actions);

	if (ret)
		return ret;
	ret = posix_spawn_file_actions_adddup2(&actions, output,
					       STDOUT_FILENO);
	if (!ret)
		ret = posix_spawn_file_actions_addopen(&actions, STDERR_FILENO,
						       "/dev/null", O_WRONLY,
						       0);
	if (!ret)
		ret = posix_spawnp(pid, arguments[0], &actions, NULL,
				   (char *const *)arguments, environ);
	posix_spawn_file_actions_destroy(&actions);
	return ret;
}

/* All of it, so that the program does not die of a closed pipe. */
static void take_line(int fd, char *line, size_t bytes)
{
	FILE *file = fdopen(fd, "r");
	char rest[256];

	if (!file) {
		close(fd);
		return;
	}
	if (fgets(line, (int)bytes, file)) {
		line[strcspn(line, "\n")] = '\0';
		while (fgets(rest, sizeof(rest), file))
			;
	}
	fclose(file);
}

int system_run(const char *const *arguments, char *line, size_t bytes)
{
	int ends[2], status, ret;
	pid_t pid;

	*line = '\0';
	if (pipe2(ends, O_CLOEXEC) < 0)
		return -1;
	ret = spawn(arguments, &pid, ends[1]);
	close(ends[1]);
	if (ret) {
		close(ends[0]);
		return -1;
	}
	take_line(ends[0], line, bytes);
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return -1;
	/* glibc's way to say that there is no such program. */
	if (!WIFEXITED(status) || WEXITSTATUS(status) == 127)
		return -1;
	return WEXITSTATUS(status);
}
