// SPDX-License-Identifier: MIT
#include <errno.h>
#include <sched.h>
#include <unistd.h>

#include "carry.h"
#include "clock.h"

#define PATIENCE_NS	(20 * 1000000000LL)
#define GRACE_NS	300000000
#define LEAVE_NS	(10 * 1000000000LL)
/* Looks at the ring between two looks at the clock. */
#define LOOKS		(1U << 16)

const uint32_t *carry_stop;
int64_t carry_grace_ns = GRACE_NS;

/* Whoever may be waited for on this processor must get it. */
static void relax(const struct carry *carry)
{
	static int alone = -1;

	if (alone < 0)
		alone = sysconf(_SC_NPROCESSORS_ONLN) < 2;
	if (alone || carry->shape.readers > 1)
		sched_yield();
#if defined(__x86_64__) || defined(__i386__)
	else
		__builtin_ia32_pause();
#endif
}

static int is_stopped(void)
{
	return carry_stop && __atomic_load_n(carry_stop, __ATOMIC_RELAXED);
}

/* After -EAGAIN number @looks + 1: 0 to try again, or a negative errno. */
static int wait(struct carry *carry, int (*sleep)(struct way *way),
		uint32_t looks, int64_t *end)
{
	int sleeps = (carry->shape.flags & SHAPE_SLEEP) != 0;

	if (sleeps && is_stopped())
		return -ECANCELED;
	if (sleeps && sleep)
		return sleep(carry->way);
	relax(carry);
	if (looks % LOOKS != LOOKS - 1)
		return 0;
	if (is_stopped())
		return -ECANCELED;
	if (!*end)
		*end = clock_now() + PATIENCE_NS;
	return clock_now() < *end ? 0 : -ETIMEDOUT;
}

int carry_open(struct carry *carry, const struct system *system,
	       const struct shape *shape)
{
	carry->system = system;
	carry->shape = *shape;
	carry_grace_ns = system->can & SYSTEM_LEAVES ? LEAVE_NS : GRACE_NS;
	return system->open(&carry->way, shape);
}

int carry_reserve(struct carry *carry, void **frame)
{
	int64_t end = 0;
	uint32_t looks = 0;
	int error;

	do {
		error = carry->system->reserve(carry->way, frame);
		if (error != -EAGAIN)
			return error;
		error = wait(carry, carry->system->wait_room, looks++, &end);
	} while (!error);
	return error;
}

int carry_acquire(struct carry *carry, const void **frame)
{
	int64_t end = 0;
	uint32_t looks = 0;
	int error;

	do {
		error = carry->system->acquire(carry->way, frame);
		if (error != -EAGAIN)
			return error;
		error = wait(carry, carry->system->wait_frame, looks++, &end);
	} while (!error);
	return error;
}

int carry_submit(struct carry *carry)
{
	return carry->system->submit(carry->way);
}

int carry_release(struct carry *carry)
{
	return carry->system->release(carry->way);
}

void carry_close(struct carry *carry)
{
	carry->system->close(carry->way);
}

int carry_streams(const struct carry *carry)
{
	return carry->system->streams && carry->system->streams(carry->way);
}

int carry_join_producer(struct carry *carry)
{
	return carry->system->join_producer(carry->way);
}

int carry_join_reader(struct carry *carry, uint32_t index)
{
	return carry->system->join_reader(carry->way, index);
}

int carry_send(struct carry *carry)
{
	void *frame;
	int error = carry_reserve(carry, &frame);

	return error ? error : carry_submit(carry);
}

int carry_receive(struct carry *carry)
{
	const void *frame;
	int error = carry_acquire(carry, &frame);

	return error ? error : carry_release(carry);
}
