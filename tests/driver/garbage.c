// SPDX-License-Identifier: MIT
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include "dev.h"
#include "garbage.h"

uint32_t garbage_near(uint64_t *state, uint32_t near)
{
	uint32_t value = actor_random(state);

	switch (value % 4) {
	case 0:
		return actor_random(state);
	case 1:
		return near + value / 4 % 80 - 40;
	case 2:
		return 0u - value / 4 % 3;
	default:
		return near;
	}
}

void garbage_word(void *at, size_t bytes, uint64_t *state)
{
	volatile uint32_t *word = at;

	word[actor_random(state) % (bytes / 4)] = actor_random(state);
}

void garbage_enter_kernel(struct actor *self, const struct revocable_role *role)
{
	struct pollfd pfd = { .fd = role->fd, .events = POLLIN | POLLOUT };
	uint32_t revents;

	if (actor_random(&self->seed) % 64)
		return;
	revocable_role_kick(role);
	poll(&pfd, 1, 0);
	dev_wait(role->fd, FRAMERING_EVENT_IN | FRAMERING_EVENT_OUT, 0,
		 &revents);
}

void garbage_role(struct actor *self, uint32_t role, uint32_t flags,
		  void (*job)(struct actor *self, struct revocable_role *held))
{
	int ring = dev_open(O_RDWR);

	/* On a slow machine it may be evicted before it has begun. */
	while (!revocable_role_use(self, ring, role, flags, job) &&
	       !self->frames)
		;
	pause();
}
