// SPDX-License-Identifier: GPL-2.0-only
/* write() of whole frames on a ring file. */
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/ktime.h>
#include <linux/pagemap.h>
#include <linux/sched/signal.h>
#include <linux/uaccess.h>
#include <linux/uio.h>

#include "memory/mem.h"
#include "ring/generation.h"
#include "ring/role_frames.h"
#include "ring_file.h"
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
		/* A hostile reader may keep this busy without a slot. */
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

static void fr_write_submit(struct fr_stream *stream)
{
	struct framering_desc desc = {
		.bytes = stream->role->gen->config.geometry.frame_bytes,
		.time_ns = ktime_get_ns(),
	};

	fr_role_submit(stream->role, &desc);
	stream->slot = -1;
	stream->done = 0;
}

/* Up to the end of a frame. 0: as fr_read_copy(). */
static size_t fr_write_copy(struct fr_stream *stream, struct fr_mem *mem,
			    struct iov_iter *from)
{
	void *at = NULL;
	size_t n;

	n = min3((size_t)fr_stream_next(stream, mem, &at),
		 iov_iter_count(from), (size_t)FR_STREAM_PIECE);
	pagefault_disable();
	n = copy_from_iter(at, n, from);
	pagefault_enable();
	stream->done += n;
	if (n && !fr_stream_next(stream, mem, &at))
		fr_write_submit(stream);
	return n;
}

static ssize_t fr_write_some(struct file *file, struct fr_stream *stream,
			     struct iov_iter *from)
{
	struct fr_mem *mem;
	size_t count;
	ssize_t ret;

	ret = fr_write_begin(file, stream);
	if (ret)
		return ret;
	mem = fr_role_pin(stream->role);
	if (!mem) {
		fr_stream_detach(stream);
		return -ESTALE;
	}
	ret = fr_write_copy(stream, mem, from);
	fr_mem_put(mem);
	if (ret)
		return ret;
	count = min_t(size_t, iov_iter_count(from), PAGE_SIZE);
	return fault_in_iov_iter_readable(from, count) == count ? -EFAULT : 0;
}

static ssize_t fr_write_frames(struct file *file, struct fr_stream *stream,
			       struct iov_iter *from)
{
	size_t total = 0;

	while (iov_iter_count(from)) {
		ssize_t n = stream->error;

		stream->error = 0;
		if (!n)
			n = fr_write_some(file, stream, from);
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
ssize_t fr_write(struct kiocb *call, struct iov_iter *from)
{
	struct file *file = call->ki_filp;
	struct fr_ring_file *rf = file->private_data;
	struct fr_stream *stream = &rf->writer;
	ssize_t ret;

	ret = fr_stream_begin(file, stream);
	if (ret)
		return ret;
	ret = fr_write_frames(file, stream, from);
	fr_stream_end(file, stream);
	return ret;
}

/* The ring file is closed. A frame that is not whole is dropped. */
void fr_stream_end_writer(struct fr_ring_file *rf)
{
	fr_stream_detach(&rf->writer);
}
