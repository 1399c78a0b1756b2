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
 * @event: the eventfd
 * @frame: where the frame lies
 * @bytes: of the frame
 */
struct way {
	uint32_t *word;
	uint32_t seen;
	int event;
	void *frame;
	size_t bytes;
};

static struct way *new_way(const struct shape *shape)
{
	struct way *way = calloc(1, sizeof(*way));

	if (!way)
		return NULL;
	way->event = -1;
	way->bytes = shape->bytes;
	way->word = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
			 MAP_SHARED | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
	if (way->word == MAP_FAILED) {
		free(way);
		return NULL;
	}
	/* No frame: something to point at. */
	way->frame = way->word;
	return way;
}

static void limit_close(struct way *way)
{
	if (way->event >= 0)
		close(way->event);
	if (way->frame != way->word)
		free(way->frame);
	munmap(way->word, 4096);
	free(way);
}

static int line_open(struct way **out, const struct shape *shape)
{
	struct way *way = new_way(shape);

	if (!way)
		return -ENOMEM;
	*out = way;
	return 0;
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

static int memory_open(struct way **out, const struct shape *shape)
{
	struct way *way = new_way(shape);

	if (!way)
		return -ENOMEM;
	way->frame = aligned_alloc(4096, (shape->bytes + 4095) & ~4095UL);
	if (!way->frame) {
		way->frame = way->word;
		limit_close(way);
		return -ENOMEM;
	}
	memset(way->frame, 1, shape->bytes);
	*out = way;
	return 0;
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
	__atomic_store_n(way->word, ++way->seen, __ATOMIC_RELEASE);
	return 0;
}

static int line_acquire(struct way *way, const void **frame)
{
	uint32_t word = __atomic_load_n(way->word, __ATOMIC_ACQUIRE);

	if (word == way->seen)
		return -EAGAIN;
	way->seen = word;
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

static int memory_acquire(struct way *way, const void **frame)
{
	*frame = way->frame;
	return 0;
}

const struct system system_cache_line = {
	.name = "cache-line",
	.about = "one word in shared memory, stored by one side and looked at "
		 "by the other",
	.can = SYSTEM_POLLS | SYSTEM_LIMIT,
	.open = line_open,
	.join_producer = join_producer,
	.join_reader = join_reader,
	.reserve = reserve,
	.submit = line_submit,
	.acquire = line_acquire,
	.release = nothing,
	.close = limit_close,
};

const struct system system_eventfd = {
	.name = "eventfd",
	.about = "write(2) and read(2) of an eventfd",
	.can = SYSTEM_SLEEPS | SYSTEM_LIMIT,
	.open = event_open,
	.join_producer = join_producer,
	.join_reader = join_reader,
	.reserve = reserve,
	.submit = event_submit,
	.acquire = event_acquire,
	.release = nothing,
	.close = limit_close,
};

const struct system system_memory = {
	.name = "memory",
	.about = "no transport: one process fills a buffer and reads it",
	.can = SYSTEM_POLLS | SYSTEM_SLEEPS | SYSTEM_LOSSLESS | SYSTEM_ALONE,
	.open = memory_open,
	.join_producer = join_producer,
	.join_reader = join_reader,
	.reserve = reserve,
	.submit = nothing,
	.acquire = memory_acquire,
	.release = nothing,
	.close = limit_close,
};
