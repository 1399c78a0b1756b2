// SPDX-License-Identifier: MIT
/*
 * What no mapping may show, or become, when all who hold a role's file try it
 * at the same time: map.c and rights.c have each case for one process.
 */
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "dev.h"
#include "handed_out.h"
#include "harness.h"
#include "holders.h"
#include "rings.h"

#define PAGE	4096
#define ROUNDS	3
#define R	PROT_READ
#define RW	(PROT_READ | PROT_WRITE)
#define RX	(PROT_READ | PROT_EXEC)
#define STATUS	FRAMERING_OFFSET_STATUS
#define HEAD	FRAMERING_OFFSET_PRODUCER
#define TAIL	FRAMERING_OFFSET_CONSUMER
#define FRAMES	FRAMERING_OFFSET_FRAMES

static const struct handed_role both[] = {
	{ FRAMERING_ROLE_PRODUCER, 0 },
	{ FRAMERING_ROLE_CONSUMER, 0 },
};

/**
 * struct refusal - a mapping that is refused
 * @offset: offset
 * @pages: length in pages
 * @prot: protection
 * @flags: MAP_ flags
 * @error: the errno of a producer and of a consumer; 0: it may
 */
static const struct refusal {
	uint64_t offset;
	size_t pages;
	int prot;
	int flags;
	int error[2];
} refusals[] = {
	{ STATUS, 2, R, MAP_SHARED, { EINVAL, EINVAL } },
	{ STATUS, 1, RW, MAP_SHARED, { EACCES, EACCES } },
	{ HEAD, 3, R, MAP_SHARED, { EINVAL, EINVAL } },
	{ HEAD, 1, RW, MAP_SHARED, { 0, EACCES } },
	{ TAIL, 1, RW, MAP_SHARED, { EACCES, 0 } },
	{ TAIL + 32 * PAGE, 1, R, MAP_SHARED, { EINVAL, EINVAL } },
	{ FRAMES, 4, R, MAP_SHARED, { EINVAL, EINVAL } },
	{ FRAMES + 2 * PAGE, 2, R, MAP_SHARED, { EINVAL, EINVAL } },
	{ FRAMES, 3, RX, MAP_SHARED, { EPERM, EPERM } },
	{ FRAMES, 3, RX, MAP_PRIVATE, { EPERM, EPERM } },
	{ FRAMES, 3, RW, MAP_SHARED, { 0, EACCES } },
	{ FRAMES, 3, RW, MAP_PRIVATE, { EINVAL, EACCES } },
	{ FRAMERING_OFFSET_SLOT(4), 1, R, MAP_SHARED, { EINVAL, EINVAL } },
};

static void check_refusal(int file, const struct refusal *r, int error)
{
	void *map = mmap(NULL, r->pages * PAGE, r->prot, r->flags, file,
			 (off_t)r->offset);

	if (map == MAP_FAILED ? errno != error : error)
		FAIL("offset %#llx, %zu pages, protection %d: errno %d, not %d",
		     (unsigned long long)r->offset, r->pages, r->prot,
		     map == MAP_FAILED ? errno : 0, error);
	if (!error)
		CHECK_OK(munmap(map, r->pages * PAGE));
}

static void map_what_may_not_be(struct holder *self)
{
	unsigned int round, i;
	size_t j;

	for (round = 0; round < ROUNDS; round++)
		for (i = 0; i < self->files; i++)
			for (j = 0; j < sizeof(refusals) / sizeof(*refusals);
			     j++)
				check_refusal(self->file[i], &refusals[j],
					      refusals[j].error[i % 2]);
}

static void check_no_more_rights(const struct map *map)
{
	CHECK_ERRNO(mprotect(map->at, map->bytes, RX), EACCES);
	CHECK_ERRNO(mprotect(map->at, map->bytes, RW | PROT_EXEC), EACCES);
	CHECK_ERRNO(mremap(map->at, map->bytes, map->bytes + PAGE,
			   MREMAP_MAYMOVE), EFAULT);
	CHECK_ERRNO(mremap(map->at, 0, map->bytes, MREMAP_MAYMOVE), EFAULT);
	if (!map->writable) {
		CHECK_ERRNO(mprotect(map->at, map->bytes, RW), EACCES);
		CHECK_EQ(test_write_fault(map->at), SIGSEGV);
	}
	CHECK_EQ(test_read_fault(map->at), 0);
}

static void ask_for_more_rights(struct holder *self)
{
	unsigned int round, i;
	uint32_t j;

	for (round = 0; round < ROUNDS; round++)
		for (i = 0; i < self->files; i++)
			for (j = 0; j < self->maps[i].count; j++)
				check_no_more_rights(&self->maps[i].map[j]);
}

static int start(const struct way *way)
{
	struct framering_config config = dev_config();
	int ring = dev_open(O_RDWR);

	handed_out_start(way, ring, &config, both, 2);
	return ring;
}

static void end(int ring)
{
	holders_end();
	handed_out_wait_unused(ring);
}

TEST_VARIANTS(mapping_what_a_role_may_not_however_it_is_held_fails, ways)
{
	int ring = start(variant);

	holders_do(map_what_may_not_be);
	/* And while an io_uring has the file as well. */
	holders_do(holder_map);
	holders_do(map_what_may_not_be);
	holders_do(holder_tuck_away);
	end(ring);
}

TEST_VARIANTS(more_rights_for_a_mapping_however_its_role_is_held_fails, ways)
{
	int ring = start(variant);

	holders_do(holder_map);
	holders_do(holder_tuck_away);
	holders_do(ask_for_more_rights);
	end(ring);
}

static void fork_child(struct holder *self)
{
	unsigned int i;
	int status;
	pid_t pid;

	CHECK_OK(pid = fork());
	if (!pid) {
		for (i = 0; i < self->files; i++)
			maps_check(&self->maps[i], SIGSEGV);
		_exit(0);
	}
	CHECK_EQ(waitpid(pid, &status, 0), pid);
	CHECK_EQ(status, 0);
}

TEST_VARIANTS(child_has_no_mapping_however_its_role_is_held_ok, ways)
{
	int ring = start(variant);

	holders_do(holder_map);
	holders_do(holder_tuck_away);
	holders_do(fork_child);
	end(ring);
}

/* The role was passed on; the right to touch the card was not. */
static void map_registers(struct holder *self)
{
	int error = self->way->first_user ? EPERM : 0;
	unsigned int i;

	for (i = 0; i < self->files; i++) {
		const struct refusal own = {
			FRAMERING_OFFSET_REGISTERS, 1, R, MAP_SHARED,
			{ error, error },
		};

		check_refusal(self->file[i], &own, error);
	}
}

TEST_VARIANTS(registers_are_for_whom_may_touch_them_however_held_ok, ways)
{
	struct framering_config config = dev_config();
	int ring = rings_open(rings_pci(), O_RDWR);

	handed_out_start(variant, ring, &config, both, 2);
	holders_do(map_registers);
	end(ring);
}
