// SPDX-License-Identifier: MIT
#include <errno.h>
#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include <framering.h>

#include "world.h"

int world_init(struct world *world, int trace)
{
	void *arena = mmap(NULL, WORLD_ARENA_PAGES * PAGE, PROT_NONE,
			   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (arena == MAP_FAILED)
		return -errno;
	world->arena = arena;
	world->trace = trace;
	world->epoll = epoll_create1(EPOLL_CLOEXEC);
	if (world->epoll < 0 || pipe2(world->pipe, O_NONBLOCK | O_CLOEXEC) ||
	    socketpair(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0,
		       world->socket))
		return -errno;
	return 0;
}

static uint64_t load(const uint64_t *at)
{
	return __atomic_load_n(at, __ATOMIC_RELAXED);
}

int world_pick_file(struct worker *w, enum world_kind kind)
{
	uint32_t at = chance_below(&w->chance, WORLD_FILES), i;
	int any = chance_once_in(&w->chance, 24);

	for (i = 0; i < WORLD_FILES; i++) {
		uint64_t file = load(&w->world->file[(at + i) % WORLD_FILES]);

		if (file && (any || file >> 32 == kind))
			return (int)(uint32_t)file;
	}
	return -1;
}

void world_keep_file(struct worker *w, int fd, enum world_kind kind)
{
	uint32_t at = chance_below(&w->chance, WORLD_FILES);
	uint64_t old;

	if (fd < 0)
		return;
	old = __atomic_exchange_n(&w->world->file[at],
				  (uint64_t)kind << 32 | (uint32_t)fd,
				  __ATOMIC_RELAXED);
	if (old)
		close((int)(uint32_t)old);
}

int world_drop_file(struct worker *w, int fd)
{
	uint32_t i;

	for (i = 0; i < WORLD_FILES; i++) {
		uint64_t file = load(&w->world->file[i]);

		if (file && (int)(uint32_t)file == fd)
			return __atomic_compare_exchange_n(
				&w->world->file[i], &file, 0, 0,
				__ATOMIC_RELAXED, __ATOMIC_RELAXED);
	}
	return 0;
}

enum world_kind world_kind_of(int fd)
{
	struct framering_role_info role = { .size = sizeof(role) };
	struct framering_query query = { .size = sizeof(query) };

	if (!ioctl(fd, FRAMERING_IOC_ROLE, &role))
		return WORLD_ROLE;
	if (!ioctl(fd, FRAMERING_IOC_QUERY, &query) || errno == ENODEV)
		return WORLD_RING;
	return WORLD_OTHER;
}

uint8_t *world_place(struct worker *w, size_t bytes)
{
	size_t pages = (bytes + PAGE - 1) / PAGE;

	if (pages >= WORLD_ARENA_PAGES)
		return NULL;
	return w->world->arena + PAGE * chance_below(&w->chance,
		(uint32_t)(WORLD_ARENA_PAGES - pages));
}

uint8_t *world_pick_map(struct worker *w, size_t *bytes)
{
	uint32_t at = chance_below(&w->chance, WORLD_MAPS), i;
	uint32_t pages = 1 + chance_below(&w->chance, 8);
	uint8_t *place = world_place(w, pages * PAGE);

	*bytes = pages * PAGE;
	if (chance_once_in(&w->chance, 24))
		return place;
	for (i = 0; i < WORLD_MAPS; i++) {
		uint64_t map = load(&w->world->map[(at + i) % WORLD_MAPS]);

		if (!map)
			continue;
		*bytes = (size_t)(map % PAGE) * PAGE;
		return (uint8_t *)(uintptr_t)(map - map % PAGE);
	}
	return place;
}

void world_keep_map(struct worker *w, void *where, size_t bytes)
{
	uint32_t at = chance_below(&w->chance, WORLD_MAPS);
	uint64_t pages = (bytes + PAGE - 1) / PAGE;
	uint64_t address = (uintptr_t)where;

	if (where == MAP_FAILED || !pages || pages >= PAGE)
		return;
	__atomic_store_n(&w->world->map[at], address | pages,
			 __ATOMIC_RELAXED);
}

void world_drop_map(struct worker *w, const void *where, size_t bytes)
{
	uint32_t i;

	for (i = 0; i < WORLD_MAPS; i++) {
		uint64_t map = load(&w->world->map[i]);

		/* What is left of a larger one stays. */
		if (map - map % PAGE == (uintptr_t)where &&
		    map % PAGE * PAGE <= bytes)
			__atomic_compare_exchange_n(&w->world->map[i], &map, 0,
						    0, __ATOMIC_RELAXED,
						    __ATOMIC_RELAXED);
	}
}
