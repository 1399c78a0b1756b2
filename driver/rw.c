// SPDX-License-Identifier: GPL-2.0-only
/*
 * read() and write() of whole frames on a ring file, so that plain shell tools
 * work. This is the slow path: it copies every frame, and reads of
 * write-combined memory crawl. Programs map the slots instead.
 */
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/ktime.h>
#include <linux/pagemap.h>
#include <linux/sched/signal.h>
#include <linux/uaccess.h>

#include <framering_format.h>

#include "chrdev.h"
#include "generation.h"
#include "mem.h"
#include "ring.h"
#include "role.h"

/* Copied in one go: the page faults of so much are off, and no signal taken. */
#define FR_STREAM_PIECE	65536U

void fr_stream_init(struct fr_stream *stream)
{
	mutex_init(&stream->lock);
	stream->slot = -1;
}

static void fr_stream_detach(struct fr_stream *stream)
{
	if (stream->role)
		fr_role_detach(stream->role);
	stream->role = NULL;
	stream->slot = -1;
	stream->done = 0;
}

/* Attach if need be; a role of a replaced generation is of no use. */
static int fr_stream_attach(struct fr_ring_file *rf, struct fr_stream *stream,
			    u32 kind)
{
	struct fr_role *role;

	if (stream->role)
		return 0;
	role = fr_role_attach(rf->ring, kind, 0, &rf->opener);
	if (IS_ERR(role))
		return PTR_ERR(role);
	stream->role = role;
	return 0;
}

/* Sleep until the role can go on, or has to go. */
static int fr_stream_wait(struct file *file, struct fr_role *role, u32 events)
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
static u32 fr_stream_next(struct fr_stream *stream, struct fr_mem *mem,
			  void **at)
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

	if (signal_pending(current))
		return -ERESTARTSYS;
	cond_resched();
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

/* The ring file is closed: nobody else can be in read() or write(). */
void fr_stream_end_reader(struct fr_ring_file *rf)
{
	if (rf->reader.slot >= 0)
		fr_role_release(rf->reader.role, rf->reader.slot);
	fr_stream_detach(&rf->reader);
}

/* A frame that is not whole is dropped; readers see the end of the stream. */
void fr_stream_end_writer(struct fr_ring_file *rf)
{
	struct fr_stream *stream = &rf->writer;

	if (stream->role) {
		if (stream->slot < 0)
			stream->slot = fr_role_reserve(stream->role);
		if (stream->slot >= 0)
			fr_write_submit(stream, 0, FRAMERING_FRAME_LAST);
	}
	fr_stream_detach(stream);
}
