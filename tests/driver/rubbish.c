// SPDX-License-Identifier: MIT
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include "dev.h"
#include "rubbish.h"

uint32_t rubbish_near(uint64_t *state, uint32_t near)
{
	uint32_t value = party_random(state);

	switch (value % 4) {
	case 0:
		return party_random(state);
	case 1:
		return near + value / 4 % 80 - 40;
	case 2:
		return 0u - value / 4 % 3;
	default:
		return near;
	}
}

void rubbish_word(void *at, size_t bytes, uint64_t *state)
{
	volatile uint32_t *word = at;

	word[party_random(state) % (bytes / 4)] = party_random(state);
}

void rubbish_look(struct party *me, const struct seat *s)
{
	struct pollfd pfd = { .fd = s->fd, .events = POLLIN | POLLOUT };
	uint32_t revents;

	if (party_random(&me->seed) % 64)
		return;
	seat_kick(s);
	poll(&pfd, 1, 0);
	dev_wait(s->fd, FRAMERING_EVENT_IN | FRAMERING_EVENT_OUT, 0, &revents);
}

void rubbish_role(struct party *me, uint32_t role, uint32_t flags,
		  void (*job)(struct party *me, struct seat *seat))
{
	int ring = dev_open(O_RDWR);

	/* On a slow machine it may be evicted before it has begun. */
	while (!seat_use(me, ring, role, flags, job) && !me->frames)
		;
	pause();
}
