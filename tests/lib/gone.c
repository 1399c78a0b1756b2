// SPDX-License-Identifier: MIT
/* A role goes while another thread releases; for ThreadSanitizer. */
#include <errno.h>
#include <pthread.h>

#include "fake_device.h"
#include "fake_ring.h"
#include "harness.h"

/* Ends once the wait has told. */
static void *release(void *consumer)
{
	struct framering_frame frame = { .slot = 0 };

	while (framering_consumer_release(consumer, &frame) != -ESTALE)
		;
	return NULL;
}

TEST(evicted_while_another_thread_releases_ok)
{
	struct framering *ring = fake_ring_open(FRAMERING_CACHE_WC);
	struct framering_producer *producer = fake_ring_producer(ring);
	struct framering_consumer *consumer = fake_ring_consumer(ring, 0);
	pthread_t thread;

	CHECK_EQ(pthread_create(&thread, NULL, release, consumer), 0);
	fake_device.wait_revents = FRAMERING_EVENT_HUP | FRAMERING_EVENT_PRI;
	CHECK_EQ(framering_consumer_wait(consumer, -1), -ESTALE);
	CHECK_EQ(pthread_join(thread, NULL), 0);
	fake_ring_end(ring, producer, consumer);
}
