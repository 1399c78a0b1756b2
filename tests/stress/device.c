// SPDX-License-Identifier: MIT
/*
 * The ring under load through the driver: processes with role files, that
 * sleep in the kernel and kick when they are told to.
 */
#include "harness.h"
#include "load.h"
#include "way.h"

static const struct load loads[] = {
	{ "200000_frames", 200000, .readers = LOAD_READERS, .patience = 2,
	  .ring = { .slots = 32 } },
	{ "20000_frames", 20000, .readers = LOAD_READERS,
	  .ring = { .slots = 32 } },
	{ "2000_frames_slots2", 2000, .readers = LOAD_READERS,
	  .ring = { .slots = 2 } },
	{ "2000_frames_cached", 2000, .readers = LOAD_READERS,
	  .ring = { .slots = 8, .cache = FRAMERING_CACHE_WB } },
};

TEST_VARIANTS(mixed_readers_see_every_frame_whole_ok, loads)
{
	test_timeout(570);
	load_run(variant, &place_device);
}

/* Nobody else is there whose kick would make up for one that is lost. */
#define ALONE(name, how)						\
	{ name, 5000, .readers = 1, .ring = { .slots = 2, .way = how } }

static const struct load alone[] = {
	ALONE("wait", &way_wait),
	ALONE("poll", &way_poll),
	ALONE("epoll", &way_epoll),
	ALONE("epoll_edge", &way_epoll_edge),
	ALONE("io_uring", &way_uring),
	ALONE("io_uring_multishot", &way_uring_multishot),
};

TEST_VARIANTS(each_frame_and_each_free_slot_wakes, alone)
{
	test_timeout(300);
	load_run(variant, &place_device);
}
