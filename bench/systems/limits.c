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
 * struct channel - one of the limits
 * @word: of a line that two processors share
 * @seen: its value when it was last looked at
 * @first: the channel there, whose line the one back may use as well
 * @event: the eventfd
 * @frame: where the frames lie, one after the other
 * @step: from one to the next
 * @frames: how many there are
 * @at: the one that is being filled or read
 */
struct channel {
	uint32_t *word;
	uint32_t seen;
	struct channel *first;
	int event;
	uint8_t *frame;
	size_t step;
	uint32_t frames;
	uint32_t at;
};

/* The channel there of the round trip that is being opened. */
static struct channel *channel_there;

static struct channel *new_channel(const struct shape *shape)
{
	struct channel *channel = calloc(1, sizeof(*channel));

	if (!channel)
		return NULL;
	channel->event = -1;
	channel->first = channel;
	channel->frames = 1;
	channel->word = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
			     MAP_SHARED | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
	if (channel->word == MAP_FAILED) {
		free(channel);
		return NULL;
	}
	/* No frame: something to point at. */
	channel->frame = (uint8_t *)channel->word;
	if (!shape->index)
		channel_there = channel;
	return channel;
}

static void limit_close(struct channel *channel)
{
	if (channel->event >= 0)
		close(channel->event);
	if (channel->frame != (uint8_t *)channel->word)
		free(channel->frame);
	munmap(channel->word, 4096);
	free(channel);
}

static int lines_open(struct channel **out, const struct shape *shape)
{
	struct channel *channel = new_channel(shape);

	if (!channel)
		return -ENOMEM;
	*out = channel;
	return 0;
}

/* There and back in one line, which both sides store to. */
static int line_open(struct channel **out, const struct shape *shape)
{
	int error = lines_open(out, shape);

	if (!error)
		(*out)->first = channel_there;
	return error;
}

static int event_open(struct channel **out, const struct shape *shape)
{
	struct channel *channel = new_channel(shape);
	int error;

	if (!channel)
		return -ENOMEM;
	channel->event = eventfd(0, EFD_CLOEXEC);
	if (channel->event < 0) {
		error = -errno;
		limit_close(channel);
		return error;
	}
	*out = channel;
	return 0;
}

static int buffers_open(struct channel **out, const struct shape *shape,
			uint32_t frames)
{
	struct channel *channel = new_channel(shape);
	uint8_t *all;

	if (!channel)
		return -ENOMEM;
	channel->frames = frames;
	channel->step = (shape->bytes + 4095) & ~4095UL;
	all = aligned_alloc(4096, frames * channel->step);
	if (!all) {
		limit_close(channel);
		return -ENOMEM;
	}
	memset(all, 1, frames * channel->step);
	channel->frame = all;
	*out = channel;
	return 0;
}

static int memory_open(struct channel **out, const struct shape *shape)
{
	return buffers_open(out, shape, shape->slots);
}

static int buffer_open(struct channel **out, const struct shape *shape)
{
	return buffers_open(out, shape, 1);
}

static int join_producer(struct channel *channel)
{
	(void)channel;
	return 0;
}

static int join_reader(struct channel *channel, uint32_t index)
{
	(void)channel;
	(void)index;
	return 0;
}

static int reserve(struct channel *channel, void **frame)
{
	*frame = channel->frame;
	return 0;
}

static int no_op(struct channel *channel)
{
	(void)channel;
	return 0;
}

static int line_submit(struct channel *channel)
{
	struct channel *line = channel->first;

	__atomic_store_n(line->word, ++line->seen, __ATOMIC_RELEASE);
	return 0;
}

static int line_acquire(struct channel *channel, const void **frame)
{
	struct channel *line = channel->first;
	uint32_t word = __atomic_load_n(line->word, __ATOMIC_ACQUIRE);

	if (word == line->seen)
		return -EAGAIN;
	line->seen = word;
	*frame = channel->frame;
	return 0;
}

static int event_submit(struct channel *channel)
{
	uint64_t one = 1;

	return write(channel->event, &one, sizeof(one)) < 0 ? -errno : 0;
}

static int event_acquire(struct channel *channel, const void **frame)
{
	uint64_t count;

	if (read(channel->event, &count, sizeof(count)) < 0)
		return -errno;
	*frame = channel->frame;
	return 0;
}

static int memory_reserve(struct channel *channel, void **frame)
{
	*frame = channel->frame + channel->at * channel->step;
	return 0;
}

static int memory_acquire(struct channel *channel, const void **frame)
{
	*frame = channel->frame + channel->at * channel->step;
	return 0;
}

static int memory_release(struct channel *channel)
{
	channel->at = (channel->at + 1) % channel->frames;
	return 0;
}

/* A round trip without a frame. */
#define LIMIT(how)							\
	.can = (how) | SYSTEM_LIMIT,					\
	.join_producer = join_producer,					\
	.join_reader = join_reader,					\
	.reserve = reserve,						\
	.release = no_op,						\
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
	.about = "a word each way, in lines of their own: the least that a "
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

#define ONE_THREAD							\
	.can = SYSTEM_POLLS | SYSTEM_SLEEPS | SYSTEM_LOSSLESS |		\
	       SYSTEM_ONE_THREAD,					\
	.join_producer = join_producer,					\
	.join_reader = join_reader,					\
	.reserve = memory_reserve,					\
	.submit = no_op,						\
	.acquire = memory_acquire,					\
	.release = memory_release,					\
	.close = limit_close

const struct system system_memory = {
	.name = "memory",
	.about = "no transport: one process fills and reads as many buffers in "
		 "turn as a ring has slots",
	.open = memory_open,
	ONE_THREAD,
};

const struct system system_buffer = {
	.name = "buffer",
	.about = "no transport: one process fills and reads one and the same "
		 "buffer, which caches may hold",
	.open = buffer_open,
	ONE_THREAD,
};
