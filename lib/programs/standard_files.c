// SPDX-License-Identifier: MIT
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "standard_files.h"

/* What was opened in their places; closed by the end of the program. */
static int placeholder[STDERR_FILENO + 1];

void standard_files_begin(void)
{
	int fd;

	for (fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
		/* open() takes the lowest number, and those below are taken. */
		if (fcntl(fd, F_GETFD) < 0 && errno == EBADF)
			placeholder[fd] = open("/dev/null",
					       fd == STDIN_FILENO ? O_WRONLY :
								    O_RDONLY);
	}
}

int standard_files_end(const char *program, int status)
{
	/* An earlier flush that failed has told its reason to nobody. */
	int lost = ferror(stdout), error = EIO;

	if (fclose(stdout)) {
		lost = 1;
		error = errno;
	}
	if (!lost)
		return status;
	fprintf(stderr, "%s: standard output: %s\n", program, strerror(error));
	return status ? status : 1;
}
