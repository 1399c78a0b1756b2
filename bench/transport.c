// SPDX-License-Identifier: MIT
#include <errno.h>
#include <sched.h>
#include <unistd.h>

#include "clock.h"
#include "transport.h"

#define TIMEOUT_NS	(20 * 1000000000LL)
#define GRACE_NS	300000000
#define EXIT_NS		(10 * 1000000000LL)
/* Polls between two looks at the clock. */
#define POLLS		(1U << 16)

const uint32_t *transport_stop;
int64_t transport_grace_ns = GRACE_NS;

/* The process that is waited for may need this processor. */
static void relax(const struct transport *transport)
{
	static int one_processor = -1;

	if (one_processor < 0)
		one_processor = sysconf(_SC_NPROCESSORS_ONLN) < 2;
	if (one_processor || transport->shape.readers > 1)
		sched_yield();
#if defined(__x86_64__) || defined(__i386__)
	else
		__builtin_ia32_pause();
#endif
}

static int is_stopped(void)
{
	return transport_stop &&
	       __atomic_load_n(transport_stop, __ATOMIC_RELAXED);
}

/* After -EAGAIN number @polls + 1: 0 to try again, or a negative errno. */
static int wait(struct transport *transport,
		int (*sleep)(struct channel *channel), uint32_t polls,
		int64_t *end)
{
	int sleeps = (transport->shape.flags & SHAPE_SLEEP) != 0;

	if (sleeps && is_stopped())
		return -ECANCELED;
	if (sleeps && sleep)
		return sleep(transport->channel);
	relax(transport);
	if (polls % POLLS != POLLS - 1)
		return 0;
	if (is_stopped())
		return -ECANCELED;
	if (!*end)
		*end = clock_now() + TIMEOUT_NS;
	return clock_now() < *end ? 0 : -ETIMEDOUT;
}

int transport_open(struct transport *transport, const struct system *system,
		   const struct shape *shape)
{
	transport->system = system;
	transport->shape = *shape;
	transport_grace_ns = system->can & SYSTEM_MUST_EXIT ? EXIT_NS :
							      GRACE_NS;
	return system->open(&transport->channel, shape);
}

int transport_reserve(struct transport *transport, void **frame)
{
	int64_t end = 0;
	uint32_t polls = 0;
	int error;

	do {
		error = transport->system->reserve(transport->channel, frame);
		if (error != -EAGAIN)
			return error;
		error = wait(transport, transport->system->wait_room, polls++,
			     &end);
	} while (!error);
	return error;
}

int transport_acquire(struct transport *transport, const void **frame)
{
	int64_t end = 0;
	uint32_t polls = 0;
	int error;

	do {
		error = transport->system->acquire(transport->channel, frame);
		if (error != -EAGAIN)
			return error;
		error = wait(transport, transport->system->wait_frame, polls++,
			     &end);
	} while (!error);
	return error;
}

int transport_submit(struct transport *transport)
{
	return transport->system->submit(transport->channel);
}

int transport_release(struct transport *transport)
{
	return transport->system->release(transport->channel);
}

void transport_close(struct transport *transport)
{
	transport->system->close(transport->channel);
}

int transport_streams(const struct transport *transport)
{
	return transport->system->streams &&
	       transport->system->streams(transport->channel);
}

int transport_join_producer(struct transport *transport)
{
	return transport->system->join_producer(transport->channel);
}

int transport_join_reader(struct transport *transport, uint32_t index)
{
	return transport->system->join_reader(transport->channel, index);
}

int transport_send(struct transport *transport)
{
	void *frame;
	int error = transport_reserve(transport, &frame);

	return error ? error : transport_submit(transport);
}

int transport_receive(struct transport *transport)
{
	const void *frame;
	int error = transport_acquire(transport, &frame);

	return error ? error : transport_release(transport);
}
