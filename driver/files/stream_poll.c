// SPDX-License-Identifier: GPL-2.0-only
/*
 * poll() on a ring file: what read() and write() would do now. A program that
 * asks for POLLIN gets a consumer's role, as its first read() would give it:
 * without one there is no frame that it could wait for. Nobody becomes the
 * producer by asking for POLLOUT.
 */
#include <linux/fs.h>
#include <linux/mutex.h>
#include <linux/poll.h>

#include "poll.h"
#include "ring/generation.h"
#include "ring/ring.h"
#include "ring/wait.h"
#include "ring_file.h"
#include "stream.h"

#define FR_POLL_READ	(EPOLLIN | EPOLLRDNORM)
#define FR_POLL_WRITE	(EPOLLOUT | EPOLLWRNORM)

/* read() leaves a generation that was replaced, once it has read its frames. */
static bool fr_stream_poll_stale(struct fr_role *role)
{
	u32 events;

	if (!fr_generation_stale(role->gen))
		return false;
	/* None is submitted any more that could be overlooked. */
	events = fr_role_events(role, 0, FR_ARM_NEVER);
	return events & FRAMERING_EVENT_HUP || !(events & FRAMERING_EVENT_IN);
}

static __poll_t fr_stream_poll_read(struct fr_ring_file *rf, enum fr_arm arm)
{
	struct fr_stream *stream = &rf->reader;
	u32 events;

	if (stream->slot >= 0)
		return FR_POLL_READ;
	if (stream->role && fr_stream_poll_stale(stream->role))
		fr_stream_detach(stream);
	if (fr_stream_attach(rf, stream, FRAMERING_ROLE_CONSUMER))
		return FR_POLL_READ | EPOLLERR;
	events = fr_role_events(stream->role, FRAMERING_EVENT_IN, arm);
	if (events & (FRAMERING_EVENT_HUP | FRAMERING_EVENT_ERR))
		return FR_POLL_READ | EPOLLERR;
	/*
	 * Replaced meanwhile: read() looks what there is in the next one. After
	 * a stream it says again that there is nothing.
	 */
	return events || stream->over ? FR_POLL_READ : 0;
}

static __poll_t fr_stream_poll_write(struct fr_ring_file *rf, enum fr_arm arm)
{
	struct fr_stream *stream = &rf->writer;

	if (stream->slot >= 0 || stream->error)
		return FR_POLL_WRITE;
	if (stream->role)
		return fr_role_events(stream->role, FRAMERING_EVENT_OUT, arm) ?
		       FR_POLL_WRITE : 0;
	/* Readers make way for a producer alone: write() has to become it. */
	return fr_ring_vacant(rf->ring) ? FR_POLL_WRITE | EPOLLERR :
	       FR_POLL_WRITE;
}

/* A call that is under way would have to be waited for: its end wakes. */
static __poll_t fr_stream_poll_one(struct fr_ring_file *rf,
				   struct fr_stream *stream, enum fr_arm arm,
				   __poll_t (*look)(struct fr_ring_file *rf,
						    enum fr_arm arm))
{
	__poll_t mask = 0;

	mutex_lock(&stream->lock);
	if (stream->busy)
		stream->polled = true;
	else
		mask = look(rf, arm);
	mutex_unlock(&stream->lock);
	return mask;
}

/**
 * fr_stream_poll - whether read() and write() would sleep
 * @file: the ring file
 * @table: the caller's; a wake-up comes to ring->stream_wait
 *
 * Return: POLLIN, POLLOUT, as far as they are asked for; with POLLERR where the
 * call would fail at once.
 */
__poll_t fr_stream_poll(struct file *file, poll_table *table)
{
	struct fr_ring_file *rf = file->private_data;
	__poll_t wanted = poll_requested_events(table), mask = 0;
	enum fr_arm arm;

	poll_wait(file, &rf->ring->stream_wait, table);
	arm = fr_poll_arm(&rf->ring->stream_wait, table);
	if (wanted & FR_POLL_READ && file->f_mode & FMODE_READ)
		mask |= fr_stream_poll_one(rf, &rf->reader, arm,
					   fr_stream_poll_read);
	if (wanted & FR_POLL_WRITE && file->f_mode & FMODE_WRITE)
		mask |= fr_stream_poll_one(rf, &rf->writer, arm,
					   fr_stream_poll_write);
	return mask;
}
