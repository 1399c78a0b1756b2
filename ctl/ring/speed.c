// SPDX-License-Identifier: MIT
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "common/clock.h"
#include "speed.h"

/* Call @work until @ns have passed; mebibytes of @bytes each in a second. */
static double repeat(void (*work)(void *, void *, size_t, uint32_t),
		     void *slot, void *memory, size_t bytes, uint32_t cache,
		     int64_t ns)
{
	int64_t begin = clock_now(), now;
	uint64_t times = 0;

	do {
		work(slot, memory, bytes, cache);
		times++;
		now = clock_now();
	} while (now - begin < ns);
	return (double)times * (double)bytes / 1048576.0 * (double)NS_PER_S /
	       (double)(now - begin);
}

/* The compiler knows nothing of what is done with the bytes. */
static void touch(void *memory)
{
	__asm__ volatile("" : : "r"(memory) : "memory");
}

static void write_slot(void *slot, void *memory, size_t bytes, uint32_t cache)
{
	(void)cache;
	memcpy(slot, memory, bytes);
	touch(slot);
}

static void read_slot(void *slot, void *memory, size_t bytes, uint32_t cache)
{
	(void)cache;
	memcpy(memory, slot, bytes);
	touch(memory);
}

static void load_slot(void *slot, void *memory, size_t bytes, uint32_t cache)
{
	framering_load(memory, slot, bytes, cache);
	touch(memory);
}

static int read_all(struct loopback *loopback, void *memory, uint32_t cache,
		    int64_t ns, struct speed *speed)
{
	struct framering_frame frame;
	size_t bytes;
	int ret = framering_consumer_acquire(loopback->consumer, &frame);

	if (ret)
		return ret;
	bytes = frame.geometry->frame_bytes;
	speed->read = repeat(read_slot, frame.data, memory, bytes, cache, ns);
	speed->load = repeat(load_slot, frame.data, memory, bytes, cache, ns);
	return framering_consumer_release(loopback->consumer, &frame);
}

int speed_measure(struct loopback *loopback, int64_t ns, struct speed *speed)
{
	const struct framering_status *status =
		framering_producer_status(loopback->producer);
	struct framering_frame frame;
	struct speed found = { 0 };
	size_t bytes;
	void *memory;
	int ret = framering_producer_reserve(loopback->producer, &frame);

	if (ret)
		return ret;
	bytes = frame.geometry->frame_bytes;
	memory = malloc(bytes);
	if (!memory)
		return -ENOMEM;
	memset(memory, 1, bytes);
	found.write = repeat(write_slot, frame.data, memory, bytes,
			     status->cache_effective, ns);
	ret = framering_producer_submit(loopback->producer, &frame);
	if (!ret)
		ret = read_all(loopback, memory, status->cache_effective, ns,
			       &found);
	free(memory);
	if (!ret)
		*speed = found;
	return ret;
}
