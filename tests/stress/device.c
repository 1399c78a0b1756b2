// SPDX-License-Identifier: MIT
/*
 * The ring under load through the driver: processes with role files, that
 * sleep in the kernel and kick when they are told to.
 */
#include "harness.h"
#include "load.h"
#include "wait_method.h"

static const struct load loads[] = {
	{ "200000_frames", 200000, .readers = LOAD_READERS, .retries = 2,
	  .ring = { .slots = 32 } },
	{ "20000_frames", 20000, .readers = LOAD_READERS,
	  .ring = { .slots = 32 } },
	{ "20000_frames_exports", 20000, .readers = LOAD_READERS,
	  .retries = 2, .exports = 8, .ahead = 4, .ring = { .slots = 32 } },
	{ "2000_frames_slots2", 2000, .readers = LOAD_READERS,
	  .ring = { .slots = 2 } },
	{ "2000_frames_cached", 2000, .readers = LOAD_READERS,
	  .ring = { .slots = 8, .cache = FRAMERING_CACHE_WB } },
};

TEST_VARIANTS(mixed_readers_see_every_frame_whole_ok, loads)
{
	test_timeout(570);
	load_run(variant, &backend_device);
}

/* No other reader is there whose kick would make up for a lost one. */
#define ONE_READER(name, how)						\
	{ name, 5000, .readers = 1, .ring = { .slots = 2, .wait_method = how } }

static const struct load one_reader[] = {
	ONE_READER("wait", &wait_method_ioctl),
	ONE_READER("poll", &wait_method_poll),
	ONE_READER("epoll", &wait_method_epoll),
	ONE_READER("epoll_edge", &wait_method_epoll_edge),
	ONE_READER("io_uring", &wait_method_uring),
	ONE_READER("io_uring_multishot", &wait_method_uring_multishot),
};

TEST_VARIANTS(each_frame_and_each_free_slot_wakes, one_reader)
{
	test_timeout(300);
	load_run(variant, &backend_device);
}
