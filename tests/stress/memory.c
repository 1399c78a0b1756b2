// SPDX-License-Identifier: MIT
/*
 * The ring under load without the driver: processes that share memory; or,
 * with ThreadSanitizer, threads. A side that finds nothing sleeps at once,
 * where few frames are enough to try that; for the many it looks twice more, so
 * that a processor does something else than change from one process to the
 * next.
 */
#include "harness.h"
#include "load.h"
#include "workers.h"

/* Sanitizers are slow. */
#if WORKERS_ARE_THREADS
#define MANY		200000
#define MANY_NAME	"200000_frames"
#define FEW		20000
#elif defined(__SANITIZE_ADDRESS__)
#define MANY		1000000
#define MANY_NAME	"1000000_frames"
#define FEW		100000
#else
#define MANY		10000000
#define MANY_NAME	"10000000_frames"
#define FEW		100000
#endif

static const struct load loads[] = {
	{ MANY_NAME, MANY, .readers = LOAD_READERS, .retries = 2,
	  .ring = { .slots = 32 } },
	{ "exports_and_reservations", MANY, .readers = LOAD_READERS,
	  .retries = 2, .exports = 8, .ahead = 4, .ring = { .slots = 32 } },
	/* Readers sleep with frames kept and held: slots must remain. */
	{ "exports_and_reservations_wrap", FEW, .readers = LOAD_READERS,
	  .exports = 4, .ahead = 3,
	  .ring = { .slots = 32, .start = 0xfffff000 } },
	{ "slots2_wrap", FEW, .readers = LOAD_READERS,
	  .ring = { .slots = 2, .start = 0xfffffff0 } },
	{ "slots8_wrap", FEW, .readers = LOAD_READERS,
	  .ring = { .slots = 8, .start = 0xfffff000 } },
	{ "slots32_wrap", FEW, .readers = LOAD_READERS,
	  .ring = { .slots = 32, .start = 0xfffff000 } },
	{ "slots2_lossless_alone", FEW, .readers = 1,
	  .ring = { .slots = 2 } },
};

TEST_VARIANTS(mixed_readers_see_every_frame_whole_ok, loads)
{
	test_timeout(570);
	load_run(variant, &backend_memory);
}
