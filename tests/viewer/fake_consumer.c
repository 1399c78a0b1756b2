// SPDX-License-Identifier: MIT
/* The role that stands in: it draws a frame whenever one is wanted. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <framering_pattern.h>

#include "fake_ring.h"

/**
 * struct framering_consumer - the role
 * @ring: its ring
 * @memory: holds STATUS and the slots
 * @pipe: readable as long as frames come; its end closes on eviction
 * @view: what the viewer may read
 * @own: the same for writing
 * @bytes: of each of them
 * @status: in @own
 * @geometry: as the library, not in memory that may go
 * @held: slots held
 * @latest: older frames are passed over
 */
struct framering_consumer {
	struct framering *ring;
	int memory;
	int pipe[2];
	uint8_t *view;
	uint8_t *own;
	size_t bytes;
	struct framering_status *status;
	struct framering_geometry geometry;
	uint32_t held;
	int latest;
};

/* Draw frame number @n of the test picture at @data. */
static void draw(const struct framering_geometry *g, uint8_t *data, uint64_t n)
{
	static const struct framering_picture untold;

	framering_pattern_draw(g, &untold, n, data);
}

static uint8_t *map(const struct framering_consumer *c, int prot)
{
	void *at = mmap(NULL, c->bytes, prot, MAP_SHARED, c->memory, 0);

	if (at == MAP_FAILED)
		abort();
	return at;
}

int framering_consumer_attach(struct framering_consumer **consumer,
			      struct framering *ring, uint32_t flags)
{
	struct framering_consumer *c;
	struct framering_status status = { 0 };

	if (!fake_is_configured(ring))
		return -ENODATA;
	fake_status(ring, &status);
	c = calloc(1, sizeof(*c));
	c->ring = ring;
	c->latest = !!(flags & FRAMERING_CONSUMER_LATEST);
	c->bytes = FAKE_PAGE +
		   (size_t)status.slots * status.geometry.slot_bytes;
	c->memory = memfd_create("fake", MFD_CLOEXEC);
	if (pipe(c->pipe) || write(c->pipe[1], "", 1) != 1 ||
	    ftruncate(c->memory, (off_t)c->bytes))
		abort();
	c->view = map(c, PROT_READ);
	c->own = map(c, PROT_READ | PROT_WRITE);
	c->status = (struct framering_status *)c->own;
	*c->status = status;
	c->geometry = status.geometry;
	*consumer = c;
	return 0;
}

void framering_consumer_detach(struct framering_consumer *c)
{
	if (!c)
		return;
	munmap(c->view, c->bytes);
	munmap(c->own, c->bytes);
	close(c->memory);
	close(c->pipe[0]);
	close(c->pipe[1]);
	free(c);
}

int framering_consumer_fd(const struct framering_consumer *c)
{
	return c->pipe[0];
}

const struct framering_status *
framering_consumer_status(const struct framering_consumer *c)
{
	return (const struct framering_status *)c->view;
}

/* As the driver does it: zeros from now on, and STATUS says why. */
static void take_away(struct framering_consumer *c)
{
	struct framering_status *status = (void *)c->view, before = *c->status;
	char byte;

	c->ring->gone = 1;
	c->ring->next += 2;
	if (mmap(c->view, c->bytes, PROT_READ | PROT_WRITE, MAP_FIXED |
		 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED ||
	    read(c->pipe[0], &byte, 1) != 1)
		abort();
	*status = before;
	status->state |= FRAMERING_STATE_REVOKED;
	close(c->pipe[1]);
	c->pipe[1] = -1;
}

/* The frames are through. */
static int finish(struct framering_consumer *c)
{
	struct framering *ring = c->ring;
	char byte;

	if (ring->setting[FAKE_STALE]) {
		ring->setting[FAKE_FORMAT] = ring->setting[FAKE_STALE];
		ring->setting[FAKE_STALE] = NULL;
		ring->generation++;
		ring->next = 0;
		return -ESTALE;
	}
	if (ring->ended)
		return -EAGAIN;
	ring->ended = 1;
	c->status->state = 0;
	if (read(c->pipe[0], &byte, 1) != 1)
		abort();
	return fake_is(ring, FAKE_END, "told") ||
	       fake_is(ring, FAKE_END, "cut") ? -EPIPE : -EAGAIN;
}

int framering_consumer_cut(const struct framering_consumer *c)
{
	return fake_is(c->ring, FAKE_END, "cut");
}

/* Wait for the time of the next frame; with @latest, pass over older ones. */
static int pace(struct framering_consumer *c)
{
	struct framering *ring = c->ring;
	uint64_t rate = fake_number(ring, FAKE_RATE, 0), due;

	if (!rate)
		return 0;
	due = (fake_now() - ring->opened_ns) * rate / 1000000000;
	if (due < ring->next) {
		usleep(1000);
		return -EAGAIN;
	}
	if (c->latest || due > ring->next + c->status->slots)
		ring->next = due;
	return 0;
}

static void give(struct framering_consumer *c, struct framering_frame *frame)
{
	const struct framering_status *s = framering_consumer_status(c);
	uint32_t slot = (uint32_t)(c->ring->next % s->slots), i;
	size_t at;

	while (c->held & (1U << slot))
		slot = (slot + 1) % s->slots;
	at = FAKE_PAGE + (size_t)slot * s->geometry.slot_bytes;
	draw(&s->geometry, c->own + at, c->ring->next);
	memset(frame, 0, sizeof(*frame));
	frame->data = c->view + at;
	for (i = 0; i < s->geometry.planes; i++)
		frame->plane[i] = frame->data + s->geometry.offset[i];
	frame->geometry = &c->geometry;
	frame->slot = slot;
	frame->frame = c->ring->next++;
	frame->time_ns = fake_now();
	frame->bytes = s->geometry.frame_bytes;
	c->held |= 1U << slot;
}

int framering_consumer_evicted(const struct framering_consumer *c)
{
	return !!(framering_consumer_status(c)->state &
		  FRAMERING_STATE_REVOKED);
}

int framering_consumer_acquire_sized(struct framering_consumer *c,
				     struct framering_frame *frame, size_t size)
{
	struct framering *ring = c->ring;
	uint64_t frames = fake_number(ring, FAKE_FRAMES, UINT64_MAX);
	const struct framering_status *s = framering_consumer_status(c);

	(void)size;
	if (!ring->gone &&
	    ring->next == fake_number(ring, FAKE_EVICT, UINT64_MAX))
		take_away(c);
	if (framering_consumer_evicted(c))
		return -ESTALE;
	if (ring->next >= frames)
		return finish(c);
	if ((uint32_t)__builtin_popcount(c->held) >= s->max_held)
		return -ENOBUFS;
	if (pace(c))
		return -EAGAIN;
	give(c, frame);
	if (!ring->gone &&
	    frame->frame == fake_number(ring, FAKE_ZAP, UINT64_MAX))
		take_away(c);
	return 0;
}

int framering_consumer_wish_sized(struct framering_consumer *c,
				  const struct framering_wish *wish,
				  size_t size)
{
	const struct framering_format *f = framering_format_find(wish->fourcc);

	(void)c;
	(void)size;
	fprintf(stderr, "fake: wish %s %ux%u %u\n", f ? f->name : "any",
		wish->width, wish->height, wish->rate);
	return 0;
}

int framering_consumer_check_sized(const struct framering_consumer *c,
				   const struct framering_frame *frame,
				   size_t size)
{
	(void)size;
	return frame->frame == fake_number(c->ring, FAKE_OVERWRITE,
					   UINT64_MAX) ? -EBADMSG : 0;
}

int framering_consumer_export(struct framering_consumer *c, uint32_t slot,
			      uint32_t flags)
{
	(void)c, (void)slot, (void)flags;
	return -EOPNOTSUPP;
}

uint64_t framering_consumer_unprotected(const struct framering_consumer *c)
{
	return fake_number(c->ring, FAKE_UNPROTECTED, 0);
}

int framering_consumer_release_sized(struct framering_consumer *c,
				     const struct framering_frame *frame,
				     size_t size)
{
	(void)size;
	if (!(c->held & (1U << frame->slot)))
		return -EINVAL;
	c->held &= ~(1U << frame->slot);
	return framering_consumer_check(c, frame);
}
