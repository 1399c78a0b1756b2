// SPDX-License-Identifier: MIT
/*
 * What people write by hand: a queue of slots in shared memory. The producer
 * has its frame elsewhere and copies it in; readers look at it in place. All
 * readers see every frame, and a futex is where they sleep.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "sleepers.h"
#include "system.h"

#define LINE	__attribute__((aligned(128)))

/**
 * struct queue - what both sides share; the frames follow, page aligned
 * @head: frames written
 * @head_bed: futex of readers that sleep
 * @head_sleeps: how many of them there are
 * @tail_bed: futex of the producer
 * @tail_sleeps: not zero: it sleeps
 * @tail: frames that each reader has done with
 */
struct queue {
	uint32_t head LINE;
	uint32_t head_bed LINE;
	uint32_t head_sleeps;
	uint32_t tail_bed LINE;
	uint32_t tail_sleeps;
	struct {
		uint32_t count LINE;
	} tail[SHAPE_MAX_READERS];
};

#define AT_FRAMES	((sizeof(struct queue) + 4095) & ~4095UL)

struct way {
	struct shape shape;
	struct queue *queue;
	size_t step;
	size_t mapped;
	uint8_t *own;
	uint32_t index;
};

static void memfd_close(struct way *way)
{
	munmap(way->queue, way->mapped);
	free(way->own);
	free(way);
}

static int map_queue(struct way *way)
{
	int fd = memfd_create("framering-bench-queue", MFD_CLOEXEC);
	int error = 0;

	if (fd < 0)
		return -errno;
	if (ftruncate(fd, (off_t)way->mapped))
		error = -errno;
	way->queue = error ? MAP_FAILED :
		     mmap(NULL, way->mapped, PROT_READ | PROT_WRITE,
			  MAP_SHARED | MAP_POPULATE, fd, 0);
	if (!error && way->queue == MAP_FAILED)
		error = -errno;
	close(fd);
	return error;
}

static int memfd_open(struct way **out, const struct shape *shape)
{
	struct way *way = calloc(1, sizeof(*way));
	int error;

	if (!way)
		return -ENOMEM;
	way->shape = *shape;
	way->step = (shape->bytes + 4095) & ~4095UL;
	way->mapped = AT_FRAMES + shape->slots * way->step;
	error = map_queue(way);
	if (error) {
		free(way);
		return error;
	}
	*out = way;
	return 0;
}

static int memfd_join_producer(struct way *way)
{
	way->own = aligned_alloc(4096, way->step);
	if (!way->own)
		return -ENOMEM;
	memset(way->own, 1, way->step);
	return 0;
}

static int memfd_join_reader(struct way *way, uint32_t index)
{
	way->index = index;
	return 0;
}

static uint32_t load(const uint32_t *word)
{
	return __atomic_load_n(word, __ATOMIC_SEQ_CST);
}

static uint8_t *frame_at(const struct way *way, uint32_t count)
{
	return (uint8_t *)way->queue + AT_FRAMES +
	       (count & (way->shape.slots - 1)) * way->step;
}

static int has_room(const struct way *way)
{
	uint32_t i;

	for (i = 0; i < way->shape.readers; i++)
		if (way->queue->head - load(&way->queue->tail[i].count) >=
		    way->shape.slots)
			return 0;
	return 1;
}

static int memfd_reserve(struct way *way, void **frame)
{
	if (!has_room(way))
		return -EAGAIN;
	*frame = way->own;
	return 0;
}

static int memfd_submit(struct way *way)
{
	struct queue *q = way->queue;

	memcpy(frame_at(way, q->head), way->own, way->shape.bytes);
	__atomic_store_n(&q->head, q->head + 1, __ATOMIC_SEQ_CST);
	if (load(&q->head_sleeps))
		sleepers_wake(&q->head_bed);
	return 0;
}

static int memfd_acquire(struct way *way, const void **frame)
{
	uint32_t tail = way->queue->tail[way->index].count;

	if (__atomic_load_n(&way->queue->head, __ATOMIC_ACQUIRE) == tail)
		return -EAGAIN;
	*frame = frame_at(way, tail);
	return 0;
}

static int memfd_release(struct way *way)
{
	struct queue *q = way->queue;
	uint32_t *tail = &q->tail[way->index].count;

	__atomic_store_n(tail, *tail + 1, __ATOMIC_SEQ_CST);
	if (load(&q->tail_sleeps))
		sleepers_wake(&q->tail_bed);
	return 0;
}

static int memfd_wait_room(struct way *way)
{
	struct queue *q = way->queue;
	uint32_t seen = sleepers_look(&q->tail_bed);

	__atomic_fetch_add(&q->tail_sleeps, 1, __ATOMIC_SEQ_CST);
	if (!has_room(way))
		sleepers_sleep(&q->tail_bed, seen);
	__atomic_fetch_sub(&q->tail_sleeps, 1, __ATOMIC_SEQ_CST);
	return 0;
}

static int memfd_wait_frame(struct way *way)
{
	struct queue *q = way->queue;
	uint32_t seen = sleepers_look(&q->head_bed);

	__atomic_fetch_add(&q->head_sleeps, 1, __ATOMIC_SEQ_CST);
	if (load(&q->head) == q->tail[way->index].count)
		sleepers_sleep(&q->head_bed, seen);
	__atomic_fetch_sub(&q->head_sleeps, 1, __ATOMIC_SEQ_CST);
	return 0;
}

const struct system system_memfd = {
	.name = "memfd",
	.about = "a queue in a memfd by hand: the producer copies its frame "
		 "in, readers look at it in place and sleep on a futex",
	.can = SYSTEM_POLLS | SYSTEM_SLEEPS | SYSTEM_MANY | SYSTEM_LOSSLESS |
	       SYSTEM_LOOKS | SYSTEM_COPIES,
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
