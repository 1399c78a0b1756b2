// SPDX-License-Identifier: GPL-2.0-only
/* read() of whole frames on a ring file. */
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/pagemap.h>
#include <linux/sched/signal.h>
#include <linux/uaccess.h>
#include <linux/uio.h>

#include "memory/mem.h"
#include "ring/generation.h"
#include "ring/role_frames.h"
#include "ring_file.h"
#include "stream.h"

/* Give back what was acquired. */
static void fr_read_end(struct fr_stream *stream)
{
	if (stream->slot >= 0)
		fr_role_release(stream->role, stream->slot);
	stream->slot = -1;
	stream->done = 0;
}

/* Have a frame to read from. 0: the stream is over; 1: there is one. */
static int fr_read_begin(struct file *file, struct fr_stream *stream)
{
	struct fr_ring_file *rf = file->private_data;
	int ret;

	while (stream->slot < 0) {
		/* A hostile producer may keep this busy without a frame. */
		if (signal_pending(current))
			return -ERESTARTSYS;
		cond_resched();
		ret = fr_stream_attach(rf, stream, FRAMERING_ROLE_CONSUMER);
		if (ret)
			return ret;
		ret = fr_role_acquire(stream->role, &stream->desc);
		if (ret >= 0) {
			stream->slot = ret;
			stream->over = false;
			if (stream->desc.bytes)
				break;
			fr_read_end(stream);
		} else if (ret == -EPIPE) {
			stream->over = true;
			return 0;
		} else if (ret == -EAGAIN && stream->over) {
			/* Said again to a reader that asks once more. */
			return 0;
		} else if (ret == -EAGAIN) {
			ret = fr_stream_wait(file, stream->role,
					     FRAMERING_EVENT_IN);
			if (ret)
				return ret;
		} else if (ret == -ESTALE || ret == -ENODEV) {
			bool evicted = ret == -ENODEV &&
				!fr_generation_stale(stream->role->gen);

			fr_stream_detach(stream);
			stream->plain = evicted;
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
 * Frames are pinned while they are copied, and the removal of the ring waits
 * for that. So nothing is faulted in meanwhile: user space could make the
 * fault last for ever. Return: bytes copied; fewer than there are: fault them
 * in, then go on.
 *
 * x86 orders loads, but not those of write-combined memory: smp_rmb(), or the
 * acquire and release of the ring, would only keep the compiler from mixing
 * them up with others.
 */
static size_t fr_read_copy(struct fr_stream *stream, struct fr_mem *mem,
			   struct iov_iter *to)
{
	size_t total = 0, n, copied;
	void *at = NULL;

	/* The pixels after the head that shows them. */
	rmb();
	do {
		n = fr_stream_next(stream, mem, &at);
		n = min3(n, iov_iter_count(to), (size_t)FR_STREAM_PIECE);
		pagefault_disable();
		copied = copy_to_iter(at, n, to);
		pagefault_enable();
		total += copied;
		stream->done += copied;
		cond_resched();
	} while (n && copied == n && !signal_pending(current) &&
		 fr_role_attached(stream->role));
	/* And before the slot is given back, or seen to be ours no more. */
	rmb();
	return total;
}

/*
 * Until the frame or the buffer ends; -ESTALE if the role was revoked, -EBADMSG
 * if the frame was overwritten, and is given back.
 */
static ssize_t fr_read_rest(struct fr_stream *stream, struct iov_iter *to)
{
	unsigned int stuck = 0;
	size_t total = 0;
	void *at = NULL;

	while (stream->slot >= 0 && iov_iter_count(to)) {
		struct fr_mem *mem = fr_role_pin(stream->role);
		int overwritten;
		size_t left, n;

		if (!mem)
			return -ESTALE;
		n = fr_read_copy(stream, mem, to);
		overwritten = fr_role_check(stream->role, stream->slot);
		if (overwritten || !fr_stream_next(stream, mem, &at))
			fr_read_end(stream);
		fr_mem_put(mem);
		if (overwritten)
			return overwritten;
		total += n;
		if (signal_pending(current))
			return total ? total : -ERESTARTSYS;
		left = min_t(size_t, iov_iter_count(to), PAGE_SIZE);
		if (!left || stream->slot < 0)
			break;
		/* Twice nothing: it is there, and yet not to be written. */
		stuck = n ? 0 : stuck + 1;
		if (stuck > 1 || (fr_role_attached(stream->role) &&
				  fault_in_iov_iter_writeable(to, left) ==
				  left))
			return total ? total : -EFAULT;
	}
	return total;
}

static ssize_t fr_read_frame(struct file *file, struct fr_stream *stream,
			     struct iov_iter *to)
{
	ssize_t ret;

	ret = fr_read_begin(file, stream);
	if (ret <= 0)
		return ret;
	ret = fr_read_rest(stream, to);
	/* Evicted: the slot was not ours all the time. */
	if (ret == -ESTALE || !fr_role_attached(stream->role)) {
		fr_stream_detach(stream);
		stream->plain = true;
		return -ESTALE;
	}
	return ret;
}

/* At most one frame at a time, its visible bytes without padding. */
ssize_t fr_read(struct kiocb *call, struct iov_iter *to)
{
	struct file *file = call->ki_filp;
	struct fr_ring_file *rf = file->private_data;
	struct fr_stream *stream = &rf->reader;
	size_t room = iov_iter_count(to);
	bool whole;
	ssize_t ret;

	if (!room)
		return 0;
	ret = fr_stream_begin(file, stream);
	if (ret)
		return ret;
	/* A frame of which no byte was handed out yet is one that it missed. */
	for (;;) {
		whole = !stream->done;
		ret = fr_read_frame(file, stream, to);
		if (ret != -EBADMSG || !whole)
			break;
		iov_iter_revert(to, room - iov_iter_count(to));
	}
	fr_stream_end(file, stream);
	return ret;
}

/* The ring file is closed: no call of read() or write() is under way. */
void fr_stream_end_reader(struct fr_ring_file *rf)
{
	if (rf->reader.slot >= 0)
		fr_role_release(rf->reader.role, rf->reader.slot);
	fr_stream_detach(&rf->reader);
}
