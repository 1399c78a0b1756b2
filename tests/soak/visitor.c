// SPDX-License-Identifier: MIT
/* Readers that come and go, well or badly behaved. */
#include <fcntl.h>
#include <unistd.h>

#include "../stress/picture.h"
#include "harness.h"
#include "soak.h"

#define PATIENCE_NS	200000000LL
#define FRAMES		300

/* How a visitor reads, and how it leaves. */
enum manner { LIVE, LATEST, LOSSLESS, MANNERS };
enum leave { DETACH, JUST_EXIT, EXIT_WITH_FRAME, SIT_IN_THE_WAY, LEAVES };

/* Steele's and Vigna's splitmix64: every seed is as good as another. */
uint64_t soak_random(uint64_t *state)
{
	uint64_t z = (*state += 0x9e3779b97f4a7c15ULL);

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
	return z ^ (z >> 31);
}

static struct framering_consumer *come(uint64_t *random)
{
	static const uint32_t flags[MANNERS] = {
		[LATEST] = FRAMERING_CONSUMER_LATEST,
		[LOSSLESS] = FRAMERING_CONSUMER_LOSSLESS,
	};
	uint32_t manner = soak_random(random) % MANNERS;
	struct framering_consumer *consumer;
	struct framering *ring;

	CHECK_EQ(framering_open(&ring, NULL,
				manner == LOSSLESS ? O_RDWR : O_RDONLY), 0);
	CHECK_EQ(framering_consumer_attach(&consumer, ring, flags[manner]), 0);
	framering_close(ring);
	return consumer;
}

/* Not zero: thrown out. */
static int look(struct soak *soak, struct framering_consumer *consumer,
		struct framering_frame *frame)
{
	int error = framering_consumer_acquire(consumer, frame);

	while (error == -EAGAIN) {
		if (soak_stops(soak))
			return -EAGAIN;
		error = framering_consumer_wait(consumer, PATIENCE_NS);
		if (!error || error == -ETIMEDOUT)
			error = framering_consumer_acquire(consumer, frame);
	}
	/* Nobody but whoever sits in the way is evicted, or was stopped. */
	if (error) {
		CHECK_EQ(error, -ESTALE);
		return error;
	}
	picture_check(frame->data, SOAK_BYTES, frame->frame);
	soak_add(&soak->looked, 1);
	return 0;
}

/* Until the producer's patience is over: all waits end then. */
static void sit(struct soak *soak, struct framering_consumer *consumer)
{
	while (!soak_stops(soak)) {
		if (framering_consumer_wait(consumer, PATIENCE_NS) == -ESTALE) {
			soak_add(&soak->evicted, 1);
			break;
		}
	}
}

void soak_visit(struct soak *soak, uint64_t seed)
{
	struct framering_consumer *consumer = come(&seed);
	uint32_t frames = (uint32_t)(soak_random(&seed) % FRAMES);
	enum leave leave = soak_random(&seed) % LEAVES;
	struct framering_frame frame;
	int error = 0;

	for (; frames && !error && !soak_stops(soak); frames--) {
		error = look(soak, consumer, &frame);
		if (!error && leave == EXIT_WITH_FRAME && frames == 1)
			_exit(0);
		if (!error)
			CHECK_EQ(framering_consumer_release(consumer, &frame),
				 0);
	}
	/* Seldom, for it costs everybody the producer's patience. */
	if (!error && leave == SIT_IN_THE_WAY && soak_random(&seed) % 64 == 0)
		sit(soak, consumer);
	if (leave == DETACH)
		framering_consumer_detach(consumer);
	_exit(0);
}
