// SPDX-License-Identifier: MIT
/*
 * What no system can beat: one cache line between two processors, one eventfd
 * between two sleepers, and memory without any transport.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <unistd.h>

#include "system.h"

/**
 * struct way - one of the limits
 * @word: of a line that two processors share
 * @seen: its value when it was last looked at
 * @first: the way there, whose line the way back may use as well
 * @event: the eventfd
 * @frame: where the frames lie, one after the other
 * @step: from one to the next
 * @frames: how many there are
 * @at: the one that is being filled or read
 */
struct way {
	uint32_t *word;
	uint32_t seen;
	struct way *first;
	int event;
	uint8_t *frame;
	size_t step;
	uint32_t frames;
	uint32_t at;
};

/* The way there of the round trip that is being opened. */
static struct way *way_there;

static struct way *new_way(const struct shape *shape)
{
	struct way *way = calloc(1, sizeof(*way));

	if (!way)
		return NULL;
	way->event = -1;
	way->first = way;
	way->frames = 1;
	way->word = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
			 MAP_SHARED | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
	if (way->word == MAP_FAILED) {
		free(way);
		return NULL;
	}
	/* No frame: something to point at. */
	way->frame = (uint8_t *)way->word;
	if (!shape->index)
		way_there = way;
	return way;
}

static void limit_close(struct way *way)
{
	if (way->event >= 0)
		close(way->event);
	if (way->frame != (uint8_t *)way->word)
		free(way->frame);
	munmap(way->word, 4096);
	free(way);
}

static int lines_open(struct way **out, const struct shape *shape)
{
	struct way *way = new_way(shape);

	if (!way)
		return -ENOMEM;
	*out = way;
	return 0;
}

/* There and back in one line, which both sides store to. */
static int line_open(struct way **out, const struct shape *shape)
{
	int error = lines_open(out, shape);

	if (!error)
		(*out)->first = way_there;
	return error;
}

static int event_open(struct way **out, const struct shape *shape)
{
	struct way *way = new_way(shape);
	int error;

	if (!way)
		return -ENOMEM;
	way->event = eventfd(0, EFD_CLOEXEC);
	if (way->event < 0) {
		error = -errno;
		limit_close(way);
		return error;
	}
	*out = way;
	return 0;
}

static int buffers_open(struct way **out, const struct shape *shape,
			uint32_t frames)
{
	struct way *way = new_way(shape);
	uint8_t *all;

	if (!way)
		return -ENOMEM;
	way->frames = frames;
	way->step = (shape->bytes + 4095) & ~4095UL;
	all = aligned_alloc(4096, frames * way->step);
	if (!all) {
		limit_close(way);
		return -ENOMEM;
	}
	memset(all, 1, frames * way->step);
	way->frame = all;
	*out = way;
	return 0;
}

static int memory_open(struct way **out, const struct shape *shape)
{
	return buffers_open(out, shape, shape->slots);
}

static int buffer_open(struct way **out, const struct shape *shape)
{
	return buffers_open(out, shape, 1);
}

static int join_producer(struct way *way)
{
	(void)way;
	return 0;
}

static int join_reader(struct way *way, uint32_t index)
{
	(void)way;
	(void)index;
	return 0;
}

static int reserve(struct way *way, void **frame)
{
	*frame = way->frame;
	return 0;
}

static int nothing(struct way *way)
{
	(void)way;
	return 0;
}

static int line_submit(struct way *way)
{
	struct way *line = way->first;

	__atomic_store_n(line->word, ++line->seen, __ATOMIC_RELEASE);
	return 0;
}

static int line_acquire(struct way *way, const void **frame)
{
	struct way *line = way->first;
	uint32_t word = __atomic_load_n(line->word, __ATOMIC_ACQUIRE);

	if (word == line->seen)
		return -EAGAIN;
	line->seen = word;
	*frame = way->frame;
	return 0;
}

static int event_submit(struct way *way)
{
	uint64_t one = 1;

	return write(way->event, &one, sizeof(one)) < 0 ? -errno : 0;
}

static int event_acquire(struct way *way, const void **frame)
{
	uint64_t count;

	if (read(way->event, &count, sizeof(count)) < 0)
		return -errno;
	*frame = way->frame;
	return 0;
}

static int memory_reserve(struct way *way, void **frame)
{
	*frame = way->frame + way->at * way->step;
	return 0;
}

static int memory_acquire(struct way *way, const void **frame)
{
	*frame = way->frame + way->at * way->step;
	return 0;
}

static int memory_release(struct way *way)
{
	way->at = (way->at + 1) % way->frames;
	return 0;
}

/* One round trip's worth of nothing. */
#define LIMIT(how)							\
	.can = (how) | SYSTEM_LIMIT,					\
	.join_producer = join_producer,					\
	.join_reader = join_reader,					\
	.reserve = reserve,						\
	.release = nothing,						\
	.close = limit_close

const struct system system_cache_line = {
	.name = "cache-line",
	.about = "one word in shared memory that both sides store to in turn",
	.open = line_open,
	.submit = line_submit,
	.acquire = line_acquire,
	LIMIT(SYSTEM_POLLS),
};

const struct system system_cache_lines = {
	.name = "cache-lines",
	.about = "a word for each way, in lines of their own: the least that a "
		 "queue needs",
	.open = lines_open,
	.submit = line_submit,
	.acquire = line_acquire,
	LIMIT(SYSTEM_POLLS),
};

const struct system system_eventfd = {
	.name = "eventfd",
	.about = "write(2) and read(2) of an eventfd",
	.open = event_open,
	.submit = event_submit,
	.acquire = event_acquire,
	LIMIT(SYSTEM_SLEEPS),
};

#define ALONE								\
	.can = SYSTEM_POLLS | SYSTEM_SLEEPS | SYSTEM_LOSSLESS |		\
	       SYSTEM_ALONE,						\
	.join_producer = join_producer,					\
	.join_reader = join_reader,					\
	.reserve = memory_reserve,					\
	.submit = nothing,						\
	.acquire = memory_acquire,					\
	.release = memory_release,					\
	.close = limit_close

const struct system system_memory = {
	.name = "memory",
	.about = "no transport: one process fills and reads as many buffers in "
		 "turn as a ring has slots",
	.open = memory_open,
	ALONE,
};

const struct system system_buffer = {
	.name = "buffer",
	.about = "no transport: one process fills and reads one and the same "
		 "buffer, which caches may hold",
	.open = buffer_open,
	ALONE,
};
