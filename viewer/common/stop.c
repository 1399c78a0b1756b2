// SPDX-License-Identifier: MIT
/* SIGINT and SIGTERM. */
#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "stop.h"

static volatile sig_atomic_t asked;
static int event = -1;

static void on_signal(int number)
{
	const uint64_t one = 1;
	int saved = errno;

	(void)number;
	asked = 1;
	/* It cannot fail, and there would be nothing to do about it. */
	if (write(event, &one, sizeof(one)) < 0)
		asked = 1;
	errno = saved;
}

int stop_init(void)
{
	struct sigaction action = {
		.sa_handler = on_signal,
		/* A second one kills, should a graphics driver hang. */
		.sa_flags = SA_RESETHAND,
	};

	event = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (event < 0)
		return -errno;
	sigemptyset(&action.sa_mask);
	if (sigaction(SIGINT, &action, NULL) < 0 ||
	    sigaction(SIGTERM, &action, NULL) < 0)
		return -errno;
	return 0;
}

bool stop_asked(void)
{
	return asked;
}

int stop_fd(void)
{
	return event;
}
