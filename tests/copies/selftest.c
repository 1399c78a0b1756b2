// SPDX-License-Identifier: MIT
/* Moves a frame's worth of bytes by each way that copycount must see. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BYTES	1000000

int main(int argc, char **argv)
{
	/* Not known to the compiler, so that the calls stay calls. */
	size_t bytes = (size_t)argc * BYTES;
	char *a = malloc(2 * bytes), *b = malloc(2 * bytes);
	int zero = open("/dev/zero", O_RDONLY | O_CLOEXEC);
	int null = open("/dev/null", O_WRONLY | O_CLOEXEC);

	if (!a || !b || zero < 0 || null < 0 ||
	    read(zero, a, bytes) != (ssize_t)bytes)
		return 1;
	memcpy(b, a, bytes);
	memmove(b + 1, b, bytes);
	if (write(null, b, bytes) != (ssize_t)bytes)
		return 1;
	return argv[0][0] == b[bytes];
}
