// SPDX-License-Identifier: GPL-2.0-only
/* read() of whole frames on a ring file. */
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/pagemap.h>
#include <linux/sched/signal.h>
#include <linux/uaccess.h>

#include "chrdev.h"
#include "generation.h"
#include "mem.h"
#include "stream.h"

/* Give back what was acquired. */
static void fr_read_end(struct fr_stream *stream)
{
	if (stream->slot >= 0)
		fr_role_release(stream->role, stream->slot);
	stream->over = stream->desc.flags & FRAMERING_FRAME_LAST;
	stream->slot = -1;
	stream->done = 0;
}

/* Have a frame to read from. 0: the stream is over; 1: there is one. */
static int fr_read_begin(struct file *file, struct fr_stream *stream)
{
	struct fr_ring_file *rf = file->private_data;
	int ret;

	while (stream->slot < 0) {
		/* A hostile producer may keep us busy without a frame. */
		if (signal_pending(current))
			return -ERESTARTSYS;
		cond_resched();
		ret = fr_stream_attach(rf, stream, FRAMERING_ROLE_CONSUMER);
		if (ret)
			return ret;
		ret = fr_role_acquire(stream->role, &stream->desc);
		if (ret >= 0) {
			stream->slot = ret;
			if (stream->desc.bytes)
				break;
			fr_read_end(stream);
			if (stream->over) {
				stream->over = false;
				return 0;
			}
		} else if (ret == -EAGAIN) {
			ret = fr_stream_wait(file, stream->role,
					     FRAMERING_EVENT_IN);
			if (ret)
				return ret;
		} else if (ret == -ESTALE || ret == -ENODEV) {
			bool evicted = ret == -ENODEV &&
				!fr_generation_stale(stream->role->gen);

			fr_stream_detach(stream);
			/* What it missed meanwhile, it is told once. */
			if (evicted)
				return -ESTALE;
		} else {
			return ret;
		}
	}
	return 1;
}

/*
 * Frames are pinned while they are copied, and whoever removes the ring waits
 * for that. So nothing is faulted in meanwhile: user space could make the
 * fault last for ever. Return: bytes copied; fewer than there are: fault them
 * in, then go on.
 */
static size_t fr_read_copy(struct fr_stream *stream, struct fr_mem *mem,
			   char __user *buf, size_t count)
{
	size_t total = 0, left = 0;
	void *at = NULL;

	while (total < count && !left && !signal_pending(current) &&
	       fr_role_attached(stream->role)) {
		size_t n = fr_stream_next(stream, mem, &at);

		if (!n)
			break;
		n = min3(n, count - total, (size_t)FR_STREAM_PIECE);
		pagefault_disable();
		left = __copy_to_user_inatomic(buf + total, at, n);
		pagefault_enable();
		total += n - left;
		stream->done += n - left;
		cond_resched();
	}
	return total;
}

/* Until the frame or the buffer ends; -ESTALE if the role was revoked. */
static ssize_t fr_read_rest(struct fr_stream *stream, char __user *buf,
			    size_t count)
{
	unsigned int stuck = 0;
	size_t total = 0;
	void *at = NULL;

	while (stream->slot >= 0 && total < count) {
		struct fr_mem *mem = fr_role_pin(stream->role);
		size_t left = count - total, n;

		if (!mem)
			return -ESTALE;
		n = fr_read_copy(stream, mem, buf + total, left);
		if (!fr_stream_next(stream, mem, &at))
			fr_read_end(stream);
		fr_mem_put(mem);
		total += n;
		if (signal_pending(current))
			return total ? total : -ERESTARTSYS;
		if (total == count || stream->slot < 0)
			break;
		left = min_t(size_t, left - n, PAGE_SIZE);
		/* Twice nothing: it is there, and yet not to be written. */
		stuck = n ? 0 : stuck + 1;
		if (stuck > 1 || (fr_role_attached(stream->role) &&
				  fault_in_safe_writeable(buf + total, left) ==
				  left))
			return total ? total : -EFAULT;
	}
	return total;
}

static ssize_t fr_read_frame(struct file *file, struct fr_stream *stream,
			     char __user *buf, size_t count)
{
	ssize_t ret;

	if (stream->over) {
		stream->over = false;
		return 0;
	}
	ret = fr_read_begin(file, stream);
	if (ret <= 0)
		return ret;
	ret = fr_read_rest(stream, buf, count);
	/* The pixels before the look whether the slot was ours. */
	smp_rmb();
	/* Evicted: the slot was not ours all the time. */
	if (ret == -ESTALE || !fr_role_attached(stream->role)) {
		fr_stream_detach(stream);
		return -ESTALE;
	}
	return ret;
}

/* At most one frame at a time, its visible bytes without padding. */
ssize_t fr_read(struct file *file, char __user *buf, size_t count,
		loff_t *ppos)
{
	struct fr_ring_file *rf = file->private_data;
	struct fr_stream *stream = &rf->reader;
	ssize_t ret;

	if (!count)
		return 0;
	if (mutex_lock_interruptible(&stream->lock))
		return -ERESTARTSYS;
	ret = fr_read_frame(file, stream, buf, count);
	mutex_unlock(&stream->lock);
	return ret;
}

/* The ring file is closed: nobody else can be in read() or write(). */
void fr_stream_end_reader(struct fr_ring_file *rf)
{
	if (rf->reader.slot >= 0)
		fr_role_release(rf->reader.role, rf->reader.slot);
	fr_stream_detach(&rf->reader);
}
