// SPDX-License-Identifier: MIT
/* Frames at a steady rate. */
#include <errno.h>
#include <poll.h>
#include <time.h>

#include "pace.h"
#include "stop.h"

#define SECOND	1000000000U

uint64_t pace_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * SECOND + (uint64_t)now.tv_nsec;
}

void pace_init(struct pace *pace, uint32_t num, uint32_t den, uint64_t now_ns)
{
	pace->num = num;
	pace->den = den;
	pace->due_ns = now_ns;
	pace->rest = 0;
}

void pace_step(struct pace *pace, uint64_t now_ns)
{
	uint64_t second;

	if (!pace->num)
		return;
	/* Both are at most a thousand million: this fits. */
	second = (uint64_t)pace->den * SECOND;
	pace->due_ns += second / pace->num;
	pace->rest += second % pace->num;
	if (pace->rest >= pace->num) {
		pace->rest -= pace->num;
		pace->due_ns++;
	}
	if (pace->due_ns + SECOND < now_ns)
		pace->due_ns = now_ns;
}

enum outcome pace_wait(const struct pace *pace, int fd)
{
	if (!pace->num)
		return OUTCOME_OK;
	for (;;) {
		uint64_t now = pace_now();
		int ret;

		if (now >= pace->due_ns)
			return OUTCOME_OK;
		ret = stop_poll(fd, POLLPRI, (int64_t)(pace->due_ns - now));
		if (ret == -EINTR)
			return OUTCOME_STOP;
		if (ret > 0)
			return OUTCOME_END;
	}
}
