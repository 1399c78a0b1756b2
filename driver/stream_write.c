// SPDX-License-Identifier: GPL-2.0-only
/* write() of whole frames on a ring file. */
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/ktime.h>
#include <linux/pagemap.h>
#include <linux/sched/signal.h>
#include <linux/uaccess.h>

#include "chrdev.h"
#include "generation.h"
#include "mem.h"
#include "stream.h"

/* Reserve, or sleep until that may work. 0: try again, or there is a slot. */
static int fr_write_reserve(struct file *file, struct fr_stream *stream)
{
	int slot = fr_role_reserve(stream->role);

	if (slot == -EAGAIN)
		return fr_stream_wait(file, stream->role, FRAMERING_EVENT_OUT);
	if (slot < 0)
		return slot;
	stream->slot = slot;
	return 0;
}

/* Have a slot to write to. */
static int fr_write_begin(struct file *file, struct fr_stream *stream)
{
	struct fr_ring_file *rf = file->private_data;
	int ret;

	do {
		/* A hostile reader may keep us busy without a slot. */
		if (signal_pending(current))
			return -ERESTARTSYS;
		cond_resched();
		if (stream->role && fr_generation_stale(stream->role->gen)) {
			bool torn = stream->done;

			fr_stream_detach(stream);
			if (torn)
				return -ESTALE;
		}
		if (stream->slot >= 0)
			return 0;
		ret = fr_stream_attach(rf, stream, FRAMERING_ROLE_PRODUCER);
		if (!ret)
			ret = fr_write_reserve(file, stream);
	} while (!ret);
	return ret;
}

static void fr_write_submit(struct fr_stream *stream, u32 bytes, u32 flags)
{
	struct framering_desc desc = {
		.flags = flags,
		.bytes = bytes,
		.time_ns = ktime_get_ns(),
	};

	fr_role_submit(stream->role, &desc);
	stream->slot = -1;
	stream->done = 0;
}

static void fr_write_frame(struct fr_stream *stream)
{
	struct framering_config *config = &stream->role->gen->config;

	fr_write_submit(stream, config->geometry.frame_bytes, 0);
}

/* Up to the end of a frame. 0: as fr_read_copy(). */
static size_t fr_write_copy(struct fr_stream *stream, struct fr_mem *mem,
			    const char __user *buf, size_t count)
{
	void *at = NULL;
	size_t n, left;

	n = min3((size_t)fr_stream_next(stream, mem, &at), count,
		 (size_t)FR_STREAM_PIECE);
	pagefault_disable();
	left = __copy_from_user_inatomic(at, buf, n);
	pagefault_enable();
	n -= left;
	stream->done += n;
	if (n && !fr_stream_next(stream, mem, &at))
		fr_write_frame(stream);
	return n;
}

static ssize_t fr_write_some(struct file *file, struct fr_stream *stream,
			     const char __user *buf, size_t count)
{
	struct fr_mem *mem;
	ssize_t ret;

	ret = fr_write_begin(file, stream);
	if (ret)
		return ret;
	mem = fr_role_pin(stream->role);
	if (!mem) {
		fr_stream_detach(stream);
		return -ESTALE;
	}
	ret = fr_write_copy(stream, mem, buf, count);
	fr_mem_put(mem);
	if (ret)
		return ret;
	count = min_t(size_t, count, PAGE_SIZE);
	return fault_in_readable(buf, count) == count ? -EFAULT : 0;
}

static ssize_t fr_write_frames(struct file *file, struct fr_stream *stream,
			       const char __user *buf, size_t count)
{
	size_t total = 0;

	while (total < count) {
		ssize_t n = stream->error;

		stream->error = 0;
		if (!n)
			n = fr_write_some(file, stream, buf + total,
					  count - total);
		if (n == -ESTALE && total)
			/* Bytes were lost: the next call must say so. */
			stream->error = n;
		if (n < 0)
			return total ? total : n;
		total += n;
	}
	return total;
}

/* Any number of bytes: a frame is submitted when its last byte came. */
ssize_t fr_write(struct file *file, const char __user *buf, size_t count,
		 loff_t *ppos)
{
	struct fr_ring_file *rf = file->private_data;
	struct fr_stream *stream = &rf->writer;
	ssize_t ret;

	if (mutex_lock_interruptible(&stream->lock))
		return -ERESTARTSYS;
	ret = fr_write_frames(file, stream, buf, count);
	mutex_unlock(&stream->lock);
	return ret;
}

/*
 * A slot for the end mark. Readers that lag are waited for, as long as the
 * stall clock lets them; but whoever exits can be killed no more, and must not
 * sleep here.
 */
static int fr_write_reserve_mark(struct file *file, struct fr_role *role)
{
	u64 most = 3ULL * NSEC_PER_MSEC * role->gen->config.stall_ms;
	s64 deadline = ktime_get_ns() + most;
	int slot = fr_role_reserve(role);
	u32 revents;

	if (file->f_flags & O_NONBLOCK ||
	    current->flags & (PF_EXITING | PF_KTHREAD))
		return slot;
	while (slot == -EAGAIN &&
	       !fr_role_wait(role, FRAMERING_EVENT_OUT, deadline, &revents) &&
	       revents == FRAMERING_EVENT_OUT)
		slot = fr_role_reserve(role);
	return slot;
}

/* A frame that is not whole is dropped; readers see the end of the stream. */
void fr_stream_end_writer(struct file *file)
{
	struct fr_ring_file *rf = file->private_data;
	struct fr_stream *stream = &rf->writer;

	if (stream->role) {
		if (stream->slot < 0)
			stream->slot = fr_write_reserve_mark(file,
							     stream->role);
		if (stream->slot >= 0)
			fr_write_submit(stream, 0, FRAMERING_FRAME_LAST);
	}
	fr_stream_detach(stream);
}
