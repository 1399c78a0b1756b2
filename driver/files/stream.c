// SPDX-License-Identifier: GPL-2.0-only
/*
 * Streams: read() and write() of whole frames on a ring file, so that plain
 * shell tools work. This is the slow path: it copies every frame, and reads of
 * write-combined memory crawl. Programs map the slots instead.
 */
#include <linux/err.h>
#include <linux/fs.h>

#include <framering_format.h>

#include "memory/mem.h"
#include "ring/generation.h"
#include "ring/ring.h"
#include "ring/role_frames.h"
#include "ring/wait.h"
#include "ring_file.h"
#include "stream.h"

void fr_stream_init(struct fr_stream *stream)
{
	mutex_init(&stream->call);
	mutex_init(&stream->lock);
	stream->slot = -1;
}

void fr_stream_detach(struct fr_stream *stream)
{
	if (stream->role)
		fr_role_detach(stream->role);
	stream->role = NULL;
	stream->slot = -1;
	stream->done = 0;
}

/*
 * Attach if need be; a role of a replaced generation is of no use. -EOPNOTSUPP:
 * nobody here knows which bytes of such frames are pixels.
 */
int fr_stream_attach(struct fr_ring_file *rf, struct fr_stream *stream,
		     u32 kind)
{
	struct fr_role *role;
	u32 flags = 0;

	if (stream->role)
		return 0;
	/* A still picture is there for whoever comes late. */
	if (kind == FRAMERING_ROLE_CONSUMER && !stream->plain)
		flags = FRAMERING_ATTACH_NEWEST | FRAMERING_ATTACH_UNENDED;
	role = fr_role_attach(rf->ring, kind, flags, &rf->opener);
	if (IS_ERR(role))
		return PTR_ERR(role);
	if (!framering_geometry_format(&role->gen->config.geometry)) {
		fr_role_detach(role);
		return -EOPNOTSUPP;
	}
	stream->plain = false;
	stream->role = role;
	return 0;
}

/* One call at a time; O_NONBLOCK does not wait for another one's end. */
int fr_stream_begin(struct file *file, struct fr_stream *stream)
{
	if (file->f_flags & O_NONBLOCK) {
		if (!mutex_trylock(&stream->call))
			return -EAGAIN;
	} else if (mutex_lock_interruptible(&stream->call)) {
		return -ERESTARTSYS;
	}
	mutex_lock(&stream->lock);
	stream->busy = true;
	mutex_unlock(&stream->lock);
	return 0;
}

/* Whoever saw the call in poll() looks again. */
void fr_stream_end(struct file *file, struct fr_stream *stream)
{
	struct fr_ring_file *rf = file->private_data;
	bool polled;

	mutex_lock(&stream->lock);
	stream->busy = false;
	polled = stream->polled;
	stream->polled = false;
	mutex_unlock(&stream->lock);
	mutex_unlock(&stream->call);
	if (polled)
		wake_up_all(&rf->ring->stream_wait);
}

/* Sleep until the role can go on, or has to go. */
int fr_stream_wait(struct file *file, struct fr_role *role, u32 events)
{
	u32 revents;

	if (file->f_flags & O_NONBLOCK)
		return -EAGAIN;
	return fr_role_wait(role, events, -1, &revents);
}

/*
 * The kernel address of the next bytes of the frame in work, and how many of
 * them follow without a break. 0: the frame is whole.
 */
u32 fr_stream_next(struct fr_stream *stream, struct fr_mem *mem, void **at)
{
	struct fr_role *role = stream->role;
	u32 offset, run, len;

	run = framering_packed_find(&role->gen->config.geometry, stream->done,
				    &offset);
	if (!run)
		return 0;
	*at = mem->ops->at(mem, stream->slot, offset, &len);
	return min(run, len);
}
