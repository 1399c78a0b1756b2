// SPDX-License-Identifier: MIT
/*
 * A signal that comes just before a sleep does not end it: those who wait do so
 * for a fifth of a second at a time.
 */
#include <errno.h>
#include <signal.h>
#include <stddef.h>

#include "stop.h"

static volatile sig_atomic_t signal_seen;

static void on_signal(int signal)
{
	signal_seen = signal;
}

int stop_init(void)
{
	static const int signals[] = { SIGINT, SIGTERM, SIGHUP };
	struct sigaction old, action = { .sa_handler = on_signal };
	size_t i;

	for (i = 0; i < sizeof(signals) / sizeof(signals[0]); i++) {
		if (sigaction(signals[i], NULL, &old) < 0)
			return -errno;
		if (old.sa_handler != SIG_IGN &&
		    sigaction(signals[i], &action, NULL) < 0)
			return -errno;
	}
	return 0;
}

int stop_signal(void)
{
	return signal_seen;
}

void stop_die(void)
{
	signal(signal_seen, SIG_DFL);
	raise(signal_seen);
}
