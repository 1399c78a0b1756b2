/* SPDX-License-Identifier: MIT */
/* What the processes of the soak share. */
#ifndef TESTS_SOAK_H
#define TESTS_SOAK_H

#include <stdint.h>

#include <libframering.h>

#define SOAK_PERMANENT	2
#define SOAK_BYTES	(64 * 64 * 4)
/*
 * What a reader that blocks the producer costs, in milliseconds: longer than a
 * busy machine lets a permanent reader wait for a processor.
 */
#define SOAK_STALL_MS	2000

/**
 * struct soak - in shared memory
 * @stop: not zero: come to an end
 * @produced: frames submitted
 * @seen: by permanent reader: frames acquired; the first is not counted
 * @lost: by permanent reader: numbers that were missing
 * @transient_readers: transient readers that were started
 * @transient_frames: frames that they acquired
 * @evicted: transient readers that were evicted
 */
struct soak {
	uint32_t stop;
	uint64_t produced;
	uint64_t seen[SOAK_PERMANENT];
	uint64_t lost[SOAK_PERMANENT];
	uint64_t transient_readers;
	uint64_t transient_frames;
	uint64_t evicted;
};

static inline int soak_is_stopped(const struct soak *soak)
{
	return __atomic_load_n(&soak->stop, __ATOMIC_RELAXED) != 0;
}

static inline void soak_add(uint64_t *count, uint64_t n)
{
	__atomic_fetch_add(count, n, __ATOMIC_RELAXED);
}

/* Processes of the soak; they do not return, and fail the case by _exit(1). */
void soak_produce(struct soak *soak);
void soak_read_all(struct soak *soak, uint32_t index);
/* Attaches, reads for a while, and exits, as @seed tells. */
void soak_run_transient(struct soak *soak, uint64_t seed);

/* The next number of a sequence that @state keeps. */
uint64_t soak_random(uint64_t *state);

/* Memory of the kernel that is not a cache, in KiB. */
long soak_kernel_kib(void);
/* Memory of a process that is its own, not of a file or of a ring, in KiB. */
long soak_process_kib(int pid);

#endif /* TESTS_SOAK_H */
