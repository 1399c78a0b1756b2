// SPDX-License-Identifier: MIT
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdlib.h>

#include "common/clock.h"
#include "handover.h"

/* Between looks at the clock. */
#define BATCH	64
/* So long it takes a consumer to fall asleep, with room to spare. */
#define PAUSE_NS	(200 * 1000LL)
/* A machine that is so slow is not measured. */
#define PATIENCE_NS	(2 * NS_PER_S)

/**
 * struct sleeper - a consumer that sleeps before each frame
 * @consumer: its role
 * @rounds: frames that it waits for
 * @taken: is raised for each, and at an error
 * @took: nanoseconds that each took, from the time that it carries
 * @error: a negative errno, or 0
 */
struct sleeper {
	struct framering_consumer *consumer;
	unsigned int rounds;
	sem_t taken;
	int64_t took[HANDOVER_ROUNDS];
	int error;
};

static int submit(struct loopback *loopback, int64_t time)
{
	struct framering_frame frame;
	int ret = framering_producer_reserve(loopback->producer, &frame);

	if (ret)
		return ret;
	frame.info.user[0] = (uint64_t)time;
	frame.time_ns = 1;
	return framering_producer_submit(loopback->producer, &frame);
}

static int take(struct framering_consumer *consumer, int64_t *time)
{
	struct framering_frame frame;
	int ret = framering_consumer_acquire(consumer, &frame);

	if (ret)
		return ret;
	*time = (int64_t)frame.info.user[0];
	return framering_consumer_release(consumer, &frame);
}

int handover_awake(struct loopback *loopback, int64_t ns, double *each)
{
	int64_t begin = clock_now(), now, time;
	uint64_t frames = 0;
	int i, ret;

	do {
		for (i = 0; i < BATCH; i++) {
			ret = submit(loopback, 0);
			if (!ret)
				ret = take(loopback->consumer, &time);
			if (ret)
				return ret;
		}
		frames += BATCH;
		now = clock_now();
	} while (now - begin < ns);
	*each = (double)(now - begin) / (double)frames;
	return 0;
}

static void *sleeper_run(void *argument)
{
	struct sleeper *s = argument;
	unsigned int i = 0;

	while (i < s->rounds && !s->error) {
		int64_t time = 0;
		int ret = framering_consumer_wait(s->consumer, PATIENCE_NS);

		if (!ret)
			ret = take(s->consumer, &time);
		/* Woken for nothing. */
		if (ret == -EAGAIN)
			continue;
		s->error = ret;
		if (!ret)
			s->took[i++] = clock_now() - time;
		sem_post(&s->taken);
	}
	return NULL;
}

static int compare(const void *one, const void *two)
{
	int64_t a = *(const int64_t *)one, b = *(const int64_t *)two;

	return a < b ? -1 : a > b;
}

static int wake(struct loopback *loopback, struct sleeper *s)
{
	unsigned int i;
	int ret = 0;

	for (i = 0; i < s->rounds && !ret; i++) {
		clock_sleep(PAUSE_NS);
		ret = submit(loopback, clock_now());
		if (ret)
			break;
		while (sem_wait(&s->taken) && errno == EINTR)
			;
		ret = s->error;
	}
	return ret;
}

int handover_asleep(struct loopback *loopback, unsigned int rounds,
		    double *median)
{
	struct sleeper *s = calloc(1, sizeof(*s));
	pthread_t thread;
	int ret;

	if (!s)
		return -ENOMEM;
	s->consumer = loopback->consumer;
	s->rounds = rounds < HANDOVER_ROUNDS ? rounds : HANDOVER_ROUNDS;
	sem_init(&s->taken, 0, 0);
	ret = -pthread_create(&thread, NULL, sleeper_run, s);
	if (ret)
		goto free_sleeper;
	ret = wake(loopback, s);
	/* If frames are missing, it gives up by itself. */
	pthread_join(thread, NULL);
	if (ret)
		goto free_sleeper;
	qsort(s->took, s->rounds, sizeof(s->took[0]), compare);
	*median = (double)s->took[s->rounds / 2] / 1000.0;
free_sleeper:
	sem_destroy(&s->taken);
	free(s);
	return ret;
}
