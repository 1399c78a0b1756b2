// SPDX-License-Identifier: MIT
/* Transient readers, well or badly behaved. */
#include <fcntl.h>
#include <unistd.h>

#include "../stress/picture.h"
#include "harness.h"
#include "soak.h"

#define WAIT_NS		200000000LL
#define FRAMES		300

/* How a transient reader reads, and how it exits. */
enum reader_mode { LIVE, LATEST, LOSSLESS, READER_MODES };
enum exit_mode {
	DETACH,
	EXIT,
	EXIT_WITH_FRAME,
	BLOCK_THE_PRODUCER,
	EXIT_MODES
};

/* Steele's and Vigna's splitmix64: every seed is as good as another. */
uint64_t soak_random(uint64_t *state)
{
	uint64_t z = (*state += 0x9e3779b97f4a7c15ULL);

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
	return z ^ (z >> 31);
}

static struct framering_consumer *attach_reader(uint64_t *random)
{
	static const uint32_t flags[READER_MODES] = {
		[LATEST] = FRAMERING_CONSUMER_LATEST,
		[LOSSLESS] = FRAMERING_CONSUMER_LOSSLESS,
	};
	uint32_t reader_mode = soak_random(random) % READER_MODES;
	struct framering_consumer *consumer;
	struct framering *ring;

	/* Those of one user who may only read would not be protected. */
	CHECK_EQ(framering_open(&ring, NULL, O_RDWR), 0);
	CHECK_EQ(framering_consumer_attach(&consumer, ring, flags[reader_mode]),
		 0);
	framering_close(ring);
	return consumer;
}

/* Not zero: evicted, or told to stop. */
static int read_frame(struct soak *soak, struct framering_consumer *consumer,
		      struct framering_frame *frame)
{
	int error = framering_consumer_acquire(consumer, frame);

	while (error == -EAGAIN || error == -EPIPE) {
		if (soak_is_stopped(soak))
			return -EAGAIN;
		error = framering_consumer_wait(consumer, WAIT_NS);
		if (!error || error == -ETIMEDOUT)
			error = framering_consumer_acquire(consumer, frame);
	}
	/* Only readers that block the producer, or stopped, are evicted. */
	if (error) {
		CHECK_EQ(error, -ESTALE);
		return error;
	}
	picture_check(frame->data, SOAK_BYTES, frame->frame);
	soak_add(&soak->transient_frames, 1);
	return 0;
}

/* Until the stall time-out: all waits end then. */
static void wait_for_eviction(struct soak *soak,
			      struct framering_consumer *consumer)
{
	while (!soak_is_stopped(soak)) {
		if (framering_consumer_wait(consumer, WAIT_NS) == -ESTALE) {
			soak_add(&soak->evicted, 1);
			break;
		}
	}
}

void soak_run_transient(struct soak *soak, uint64_t seed)
{
	struct framering_consumer *consumer = attach_reader(&seed);
	uint32_t frames = (uint32_t)(soak_random(&seed) % FRAMES);
	enum exit_mode exit_mode = soak_random(&seed) % EXIT_MODES;
	struct framering_frame frame;
	int error = 0;

	for (; frames && !error && !soak_is_stopped(soak); frames--) {
		error = read_frame(soak, consumer, &frame);
		if (!error && exit_mode == EXIT_WITH_FRAME && frames == 1)
			_exit(0);
		if (!error)
			CHECK_EQ(framering_consumer_release(consumer, &frame),
				 0);
	}
	/* Seldom, for the producer stalls until the time-out each time. */
	if (!error && exit_mode == BLOCK_THE_PRODUCER &&
	    soak_random(&seed) % 64 == 0)
		wait_for_eviction(soak, consumer);
	if (exit_mode == DETACH)
		framering_consumer_detach(consumer);
	_exit(0);
}
