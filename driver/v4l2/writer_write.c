// SPDX-License-Identifier: GPL-2.0-only
/*
 * write() of frames, as V4L2 lays them out. Of pixels, any number of bytes: a
 * frame is submitted when its last byte came. Of a compressed format, each call
 * is a frame.
 */
#include <linux/err.h>
#include <linux/ktime.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/uaccess.h>

#include "memory/mem.h"
#include "ring/generation.h"
#include "ring/role_frames.h"
#include "video.h"
#include "writer.h"

/* Begin, unless it did before; the lock is held. */
static int fr_writer_write_start(struct fr_writer *writer)
{
	int ret;

	if (vb2_is_busy(&writer->client.queue))
		return -EBUSY;
	if (writer->client.role && fr_role_attached(writer->client.role))
		return 0;
	/* Revoked: the ring goes, or is configured anew. */
	writer->torn |= writer->done;
	fr_writer_end(writer);
	if (writer->torn)
		return -ESTALE;
	ret = fr_writer_begin(writer, 1);
	writer->writing = !ret;
	return ret;
}

/* Have a slot to write to; the lock is held. */
static int fr_writer_write_fill(struct fr_writer *writer)
{
	int ret = fr_writer_write_start(writer);

	if (ret || writer->slot >= 0)
		return ret;
	ret = fr_role_reserve(writer->client.role);
	/* The first one has asked for a wake-up. */
	if (ret == -EAGAIN)
		ret = fr_role_reserve(writer->client.role);
	if (ret < 0)
		return ret;
	writer->slot = ret;
	writer->done = 0;
	return 0;
}

/* Whether write() would sleep; nobody becomes the producer by asking. */
__poll_t fr_writer_poll_write(struct fr_writer *writer)
{
	int ret;

	if (!writer->writing)
		return EPOLLOUT | EPOLLWRNORM;
	ret = fr_writer_write_fill(writer);
	if (!ret)
		return EPOLLOUT | EPOLLWRNORM;
	return ret == -EAGAIN ? 0 : EPOLLOUT | EPOLLWRNORM | EPOLLERR;
}

static int fr_writer_write_submit(struct fr_writer *writer)
{
	struct framering_desc desc = {
		.bytes = writer->done,
		.time_ns = ktime_get_ns(),
	};

	if (!fr_role_attached(writer->client.role))
		return -ENODEV;
	fr_role_submit(writer->client.role, &desc);
	writer->slot = -1;
	writer->done = 0;
	return 0;
}

/* No fault is taken while the slots are kept. */
static size_t fr_writer_write_piece(struct fr_writer *writer,
				    struct fr_mem *mem,
				    const char __user *data, size_t count)
{
	size_t left;
	u32 run;
	void *to = mem->ops->at(mem, writer->slot, writer->done, &run);

	count = min3(count, (size_t)run, (size_t)PAGE_SIZE);
	pagefault_disable();
	left = __copy_from_user_inatomic(to, data, count);
	pagefault_enable();
	return count - left;
}

/* Until the frame or the data ends. */
static ssize_t fr_writer_write_rest(struct fr_writer *writer,
				    const char __user *data, size_t count)
{
	size_t room = writer->pix.sizeimage - writer->done, total = 0, n;
	struct fr_mem *mem;

	count = min(count, room);
	while (total < count) {
		n = min_t(size_t, count - total, PAGE_SIZE);
		if (signal_pending(current))
			return total ? total : -ERESTARTSYS;
		if (fault_in_readable(data + total, n) == n)
			return total ? total : -EFAULT;
		mem = fr_role_pin(writer->client.role);
		if (!mem)
			return total ? total : -ENODEV;
		n = fr_writer_write_piece(writer, mem, data + total,
					  count - total);
		fr_mem_put(mem);
		writer->done += n;
		total += n;
		cond_resched();
	}
	return total;
}

static int fr_writer_write_try(struct fr_client *client, void *arg)
{
	return fr_writer_write_fill(container_of(client, struct fr_writer,
					  client));
}

static ssize_t fr_writer_write_frame(struct file *file,
				     struct fr_writer *writer,
				     const char __user *data, size_t count)
{
	bool compressed;
	ssize_t ret, done;

	mutex_lock(&writer->client.lock);
	ret = fr_client_wait(file, fr_writer_write_try, NULL);
	compressed = !writer->pix.bytesperline;
	if (!ret && compressed && count > writer->pix.sizeimage)
		ret = -EMSGSIZE;
	if (!ret)
		ret = fr_writer_write_rest(writer, data, count);
	/* A part of a compressed frame is of no use. */
	if (compressed && ret > 0 && (size_t)ret < count) {
		writer->done = 0;
		ret = signal_pending(current) ? -EINTR :
		      fr_role_attached(writer->client.role) ? -EFAULT : -ENODEV;
	}
	if (ret > 0 && (compressed || writer->done == writer->pix.sizeimage)) {
		done = fr_writer_write_submit(writer);
		ret = done ? done : ret;
	}
	mutex_unlock(&writer->client.lock);
	return ret;
}

/* Of compressed formats, @data is a frame. */
ssize_t fr_writer_write(struct file *file, const char __user *data,
			size_t count, loff_t *offset)
{
	struct fr_writer *writer = fr_writer_of(file);
	size_t total = 0;
	ssize_t ret = 0;

	if (!access_ok(data, count))
		return -EFAULT;
	if (mutex_lock_interruptible(&writer->client.call))
		return -ERESTARTSYS;
	while (total < count) {
		ret = fr_writer_write_frame(file, writer, data + total,
					    count - total);
		if (ret <= 0)
			break;
		total += ret;
	}
	/* Said once, by a call that has nothing else to say. */
	if (ret == -ESTALE && !total)
		writer->torn = false;
	mutex_unlock(&writer->client.call);
	return total ? total : ret;
}
