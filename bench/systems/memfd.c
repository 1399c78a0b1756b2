// SPDX-License-Identifier: MIT
/*
 * What people write by hand: a queue of slots in shared memory. The producer
 * has its frame elsewhere and copies it in; readers look at it in place. All
 * readers see every frame, and sleep on a futex.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "futex.h"
#include "system.h"

#define LINE	__attribute__((aligned(128)))

/**
 * struct queue - what both sides share; the frames follow, page aligned
 * @head: frames written
 * @head_futex: futex of readers that sleep
 * @head_waiters: how many of them there are
 * @tail_futex: futex of the producer
 * @tail_waiters: not zero: it sleeps
 * @tail: frames that each reader has done with
 */
struct queue {
	uint32_t head LINE;
	uint32_t head_futex LINE;
	uint32_t head_waiters;
	uint32_t tail_futex LINE;
	uint32_t tail_waiters;
	struct {
		uint32_t count LINE;
	} tail[SHAPE_MAX_READERS];
};

#define AT_FRAMES	((sizeof(struct queue) + 4095) & ~4095UL)

struct channel {
	struct shape shape;
	struct queue *queue;
	size_t step;
	size_t mapped;
	uint8_t *own;
	uint32_t index;
};

static void memfd_close(struct channel *channel)
{
	munmap(channel->queue, channel->mapped);
	free(channel->own);
	free(channel);
}

static int map_queue(struct channel *channel)
{
	int fd = memfd_create("framering-bench-queue", MFD_CLOEXEC);
	int error = 0;

	if (fd < 0)
		return -errno;
	if (ftruncate(fd, (off_t)channel->mapped))
		error = -errno;
	channel->queue = error ? MAP_FAILED :
			 mmap(NULL, channel->mapped, PROT_READ | PROT_WRITE,
			      MAP_SHARED | MAP_POPULATE, fd, 0);
	if (!error && channel->queue == MAP_FAILED)
		error = -errno;
	close(fd);
	return error;
}

static int memfd_open(struct channel **out, const struct shape *shape)
{
	struct channel *channel = calloc(1, sizeof(*channel));
	int error;

	if (!channel)
		return -ENOMEM;
	channel->shape = *shape;
	channel->step = (shape->bytes + 4095) & ~4095UL;
	channel->mapped = AT_FRAMES + shape->slots * channel->step;
	error = map_queue(channel);
	if (error) {
		free(channel);
		return error;
	}
	*out = channel;
	return 0;
}

static int memfd_join_producer(struct channel *channel)
{
	channel->own = aligned_alloc(4096, channel->step);
	if (!channel->own)
		return -ENOMEM;
	memset(channel->own, 1, channel->step);
	return 0;
}

static int memfd_join_reader(struct channel *channel, uint32_t index)
{
	channel->index = index;
	return 0;
}

static uint32_t load(const uint32_t *word)
{
	return __atomic_load_n(word, __ATOMIC_SEQ_CST);
}

static uint8_t *frame_at(const struct channel *channel, uint32_t count)
{
	return (uint8_t *)channel->queue + AT_FRAMES +
	       (count & (channel->shape.slots - 1)) * channel->step;
}

static int has_room(const struct channel *channel)
{
	uint32_t i;

	for (i = 0; i < channel->shape.readers; i++)
		if (channel->queue->head -
			    load(&channel->queue->tail[i].count) >=
		    channel->shape.slots)
			return 0;
	return 1;
}

static int memfd_reserve(struct channel *channel, void **frame)
{
	if (!has_room(channel))
		return -EAGAIN;
	*frame = channel->own;
	return 0;
}

static int memfd_submit(struct channel *channel)
{
	struct queue *q = channel->queue;

	memcpy(frame_at(channel, q->head), channel->own, channel->shape.bytes);
	__atomic_store_n(&q->head, q->head + 1, __ATOMIC_SEQ_CST);
	if (load(&q->head_waiters))
		futex_wake(&q->head_futex);
	return 0;
}

static int memfd_acquire(struct channel *channel, const void **frame)
{
	uint32_t tail = channel->queue->tail[channel->index].count;

	if (__atomic_load_n(&channel->queue->head, __ATOMIC_ACQUIRE) == tail)
		return -EAGAIN;
	*frame = frame_at(channel, tail);
	return 0;
}

static int memfd_release(struct channel *channel)
{
	struct queue *q = channel->queue;
	uint32_t *tail = &q->tail[channel->index].count;

	__atomic_store_n(tail, *tail + 1, __ATOMIC_SEQ_CST);
	if (load(&q->tail_waiters))
		futex_wake(&q->tail_futex);
	return 0;
}

static int memfd_wait_room(struct channel *channel)
{
	struct queue *q = channel->queue;
	uint32_t seen = futex_value(&q->tail_futex);

	__atomic_fetch_add(&q->tail_waiters, 1, __ATOMIC_SEQ_CST);
	if (!has_room(channel))
		futex_wait(&q->tail_futex, seen);
	__atomic_fetch_sub(&q->tail_waiters, 1, __ATOMIC_SEQ_CST);
	return 0;
}

static int memfd_wait_frame(struct channel *channel)
{
	struct queue *q = channel->queue;
	uint32_t seen = futex_value(&q->head_futex);

	__atomic_fetch_add(&q->head_waiters, 1, __ATOMIC_SEQ_CST);
	if (load(&q->head) == q->tail[channel->index].count)
		futex_wait(&q->head_futex, seen);
	__atomic_fetch_sub(&q->head_waiters, 1, __ATOMIC_SEQ_CST);
	return 0;
}

const struct system system_memfd = {
	.name = "memfd",
	.about = "a queue in a memfd by hand: the producer copies its frame "
		 "in, readers look at it in place and sleep on a futex",
	.can = SYSTEM_POLLS | SYSTEM_SLEEPS | SYSTEM_MANY_READERS |
	       SYSTEM_LOSSLESS | SYSTEM_USER_POLLS | SYSTEM_COPIES,
	.open = memfd_open,
	.join_producer = memfd_join_producer,
	.join_reader = memfd_join_reader,
	.reserve = memfd_reserve,
	.submit = memfd_submit,
	.acquire = memfd_acquire,
	.release = memfd_release,
	.wait_room = memfd_wait_room,
	.wait_frame = memfd_wait_frame,
	.close = memfd_close,
};
