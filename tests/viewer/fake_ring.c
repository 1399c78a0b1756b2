// SPDX-License-Identifier: MIT
/* The ring file that stands in. */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "fake_ring.h"

/* No file has it. */
#define FAKE_FD	0x7fff0000

int __real_poll(struct pollfd *fds, nfds_t count, int timeout);
int __wrap_poll(struct pollfd *fds, nfds_t count, int timeout);

/* There is one at a time. */
static struct framering *the_ring;

uint64_t fake_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000 + (uint64_t)t.tv_nsec;
}

uint64_t fake_number(const struct framering *ring, int setting, uint64_t or)
{
	const char *text = ring->setting[setting];

	return text ? strtoull(text, NULL, 10) : or;
}

int fake_is(const struct framering *ring, int setting, const char *value)
{
	const char *text = ring->setting[setting];

	return text && !strcmp(text, value);
}

int framering_open(struct framering **ring, const char *path, int flags)
{
	struct framering *r = calloc(1, sizeof(*r));

	(void)path, (void)flags;
	fake_settings(r->setting);
	r->opened_ns = fake_now();
	r->generation = 1;
	*ring = r;
	return 0;
}

void framering_close(struct framering *ring)
{
	if (ring && ring->setting[FAKE_NODATA])
		fprintf(stderr, "fake: looked at %u times\n", ring->looks);
	free(ring);
}

int fake_is_configured(const struct framering *ring)
{
	return fake_now() - ring->opened_ns >=
	       fake_number(ring, FAKE_NODATA, 0) * 1000000;
}

static uint32_t fake_memory(const struct framering *ring)
{
	uint32_t memory = FRAMERING_MEMORIES - 1;

	while (memory > FRAMERING_MEMORY_PAGES &&
	       !fake_is(ring, FAKE_MEMORY, framering_memory_name(memory)))
		memory--;
	return memory;
}

void fake_status(struct framering *ring, struct framering_status *s)
{
	const char *name = ring->setting[FAKE_FORMAT];
	uint32_t width = (uint32_t)fake_number(ring, FAKE_WIDTH, 64);
	uint32_t height = (uint32_t)fake_number(ring, FAKE_HEIGHT, 48);
	uint32_t align = (uint32_t)fake_number(ring, FAKE_ALIGN, 0);
	int turned = ring->generation > 1;

	s->geometry.fourcc = name ? framering_format_by_name(name)->fourcc :
				    DRM_FORMAT_XRGB8888;
	s->geometry.width = turned ? height : width;
	s->geometry.height = turned ? width : height;
	framering_geometry_fill(&s->geometry, align, FAKE_PAGE);
	s->generation = ring->generation;
	s->memory = fake_memory(ring);
	s->cache_effective = FRAMERING_CACHE_WC;
	if (fake_is(ring, FAKE_CACHE, "wb"))
		s->cache_effective = FRAMERING_CACHE_WB;
	if (fake_is(ring, FAKE_CACHE, "uc"))
		s->cache_effective = FRAMERING_CACHE_UC;
	s->cache_asked = FRAMERING_CACHE_WC;
	s->slots = (uint32_t)fake_number(ring, FAKE_SLOTS, 4);
	s->max_held = (uint32_t)fake_number(ring, FAKE_MAX_HELD, 1);
	s->state = FRAMERING_STATE_PRODUCER;
}

int framering_query_sized(struct framering *ring,
			  struct framering_query *query, size_t size)
{
	struct framering_status status = { 0 };

	(void)size;
	fake_status(ring, &status);
	memset(query, 0, sizeof(*query));
	query->geometry = status.geometry;
	query->memory = status.memory;
	query->cache_asked = status.cache_asked;
	query->cache_effective = status.cache_effective;
	query->slots = status.slots;
	if (fake_is_configured(ring))
		query->generation = ring->generation;
	return 0;
}

int framering_fd(const struct framering *ring)
{
	(void)ring;
	return FAKE_FD;
}

int framering_demand_sized(struct framering *ring,
			   struct framering_demand *demand, size_t size,
			   int64_t timeout_ns)
{
	(void)size;
	(void)timeout_ns;
	memset(demand, 0, sizeof(*demand));
	the_ring = ring;
	ring->looks++;
	ring->seen = fake_is_configured(ring);
	return 0;
}

/* Ready when the ring has a format that was not seen. */
static int ring_is_ready(struct pollfd *fds, nfds_t count, int *timeout)
{
	uint64_t ms = the_ring ? fake_number(the_ring, FAKE_NODATA, 0) : 0;
	nfds_t i;

	for (i = 0; i < count; i++) {
		if (fds[i].fd != FAKE_FD)
			continue;
		fds[i].fd = -1;
		if (the_ring->seen)
			return 0;
		if (fake_is_configured(the_ring)) {
			fds[i].revents = POLLPRI;
			return 1;
		}
		if (*timeout < 0 || *timeout > (int)ms)
			*timeout = (int)ms;
	}
	return 0;
}

int __wrap_poll(struct pollfd *fds, nfds_t count, int timeout)
{
	if (ring_is_ready(fds, count, &timeout))
		return 1;
	return __real_poll(fds, count, timeout);
}
