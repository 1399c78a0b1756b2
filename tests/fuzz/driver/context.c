// SPDX-License-Identifier: MIT
#include <errno.h>
#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include <framering.h>
#include <linux/dma-buf.h>
#include <linux/videodev2.h>

#include "context.h"

int context_init(struct context *context, int trace)
{
	void *arena = mmap(NULL, CONTEXT_ARENA_PAGES * PAGE, PROT_NONE,
			   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (arena == MAP_FAILED)
		return -errno;
	context->arena = arena;
	context->trace = trace;
	context->epoll = epoll_create1(EPOLL_CLOEXEC);
	if (context->epoll < 0 ||
	    pipe2(context->pipe, O_NONBLOCK | O_CLOEXEC) ||
	    socketpair(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0,
		       context->socket))
		return -errno;
	return 0;
}

static uint64_t load(const uint64_t *at)
{
	return __atomic_load_n(at, __ATOMIC_RELAXED);
}

int context_pick_file(struct worker *w, enum context_kind kind)
{
	uint32_t at = prng_below(&w->prng, CONTEXT_FILES), i;
	int any = prng_one_in(&w->prng, 24);

	for (i = 0; i < CONTEXT_FILES; i++) {
		uint64_t file = load(
			&w->context->file[(at + i) % CONTEXT_FILES]);

		if (file && (any || file >> 32 == kind))
			return (int)(uint32_t)file;
	}
	return -1;
}

void context_keep_file(struct worker *w, int fd, enum context_kind kind)
{
	uint32_t at = prng_below(&w->prng, CONTEXT_FILES);
	uint64_t old;

	if (fd < 0)
		return;
	old = __atomic_exchange_n(&w->context->file[at],
				  (uint64_t)kind << 32 | (uint32_t)fd,
				  __ATOMIC_RELAXED);
	if (old)
		close((int)(uint32_t)old);
}

int context_drop_file(struct worker *w, int fd)
{
	uint32_t i;

	for (i = 0; i < CONTEXT_FILES; i++) {
		uint64_t file = load(&w->context->file[i]);

		if (file && (int)(uint32_t)file == fd)
			return __atomic_compare_exchange_n(
				&w->context->file[i], &file, 0, 0,
				__ATOMIC_RELAXED, __ATOMIC_RELAXED);
	}
	return 0;
}

enum context_kind context_kind_of(int fd)
{
	struct framering_role_info role = { .size = sizeof(role) };
	struct framering_query query = { .size = sizeof(query) };
	struct dma_buf_sync sync = { 0 };
	struct v4l2_capability capability;

	if (!ioctl(fd, VIDIOC_QUERYCAP, &capability))
		return CONTEXT_VIDEO;
	if (!ioctl(fd, FRAMERING_IOC_ROLE, &role))
		return CONTEXT_ROLE;
	if (!ioctl(fd, FRAMERING_IOC_QUERY, &query) || errno == ENODEV)
		return CONTEXT_RING;
	/* Of a dma-buf it is read, and known. */
	if (!ioctl(fd, DMA_BUF_IOCTL_SYNC, &sync) || errno == EINVAL)
		return CONTEXT_EXPORT;
	return CONTEXT_OTHER;
}

uint8_t *context_arena_address(struct worker *w, size_t bytes)
{
	size_t pages = (bytes + PAGE - 1) / PAGE;

	if (pages >= CONTEXT_ARENA_PAGES)
		return NULL;
	return w->context->arena + PAGE * prng_below(&w->prng,
		(uint32_t)(CONTEXT_ARENA_PAGES - pages));
}

uint8_t *context_pick_map(struct worker *w, size_t *bytes)
{
	uint32_t at = prng_below(&w->prng, CONTEXT_MAPS), i;
	uint32_t pages = 1 + prng_below(&w->prng, 8);
	uint8_t *place = context_arena_address(w, pages * PAGE);

	*bytes = pages * PAGE;
	if (prng_one_in(&w->prng, 24))
		return place;
	for (i = 0; i < CONTEXT_MAPS; i++) {
		uint64_t map = load(&w->context->map[(at + i) % CONTEXT_MAPS]);

		if (!map)
			continue;
		*bytes = (size_t)(map % PAGE) * PAGE;
		return (uint8_t *)(uintptr_t)(map - map % PAGE);
	}
	return place;
}

void context_keep_map(struct worker *w, void *where, size_t bytes)
{
	uint32_t at = prng_below(&w->prng, CONTEXT_MAPS);
	uint64_t pages = (bytes + PAGE - 1) / PAGE;
	uint64_t address = (uintptr_t)where;

	if (where == MAP_FAILED || !pages || pages >= PAGE)
		return;
	__atomic_store_n(&w->context->map[at], address | pages,
			 __ATOMIC_RELAXED);
}

void context_drop_map(struct worker *w, const void *where, size_t bytes)
{
	uint32_t i;

	for (i = 0; i < CONTEXT_MAPS; i++) {
		uint64_t map = load(&w->context->map[i]);

		/* What is left of a larger one stays. */
		if (map - map % PAGE == (uintptr_t)where &&
		    map % PAGE * PAGE <= bytes)
			__atomic_compare_exchange_n(&w->context->map[i], &map,
						    0, 0, __ATOMIC_RELAXED,
						    __ATOMIC_RELAXED);
	}
}
