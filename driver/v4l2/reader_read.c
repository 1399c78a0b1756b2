// SPDX-License-Identifier: GPL-2.0-only
/* read() of whole frames, as V4L2 lays them out. */
#include <linux/err.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/uaccess.h>

#include "lease.h"
#include "reader.h"
#include "video.h"

/* Copied in one go; what has to be faulted in is so before. */
#define FR_READER_PIECE		PAGE_SIZE

/* Begin, unless it did before; the lock is held. */
static int fr_reader_read_start(struct fr_reader *reader)
{
	int ret;

	if (vb2_is_busy(&reader->client.queue))
		return -EBUSY;
	if (reader->reading)
		return 0;
	fr_reader_present(reader->client.buffers.video, &reader->format);
	ret = fr_reader_start(reader);
	reader->reading = !ret;
	return ret;
}

/* Have a frame to read from; the lock is held. */
static int fr_reader_read_fill(struct fr_reader *reader)
{
	struct fr_shot shot;
	int ret = fr_reader_read_start(reader);

	if (ret || reader->frame)
		return ret;
	/* The rest of that is gone. */
	if (reader->done)
		return -EIO;
	ret = fr_reader_next(reader, &shot);
	/* read() has no word for a format: it takes what there is. */
	if (ret == -EPIPE) {
		fr_reader_stop(reader);
		reader->reading = false;
		return -EPIPE;
	}
	if (ret)
		return ret;
	fr_reader_set_frame(reader, shot.lease, shot.bytes);
	fr_reader_settle(reader);
	return reader->frame ? 0 : -EAGAIN;
}

/* Whether read() would sleep; the lock is held. */
__poll_t fr_reader_poll_read(struct fr_reader *reader)
{
	int ret = fr_reader_read_fill(reader);

	if (!ret || ret == -ERESTARTSYS)
		return EPOLLIN | EPOLLRDNORM;
	return ret == -EAGAIN ? 0 : EPOLLIN | EPOLLRDNORM | EPOLLERR;
}

/* The frame in work, a user more; or NULL: its role was revoked. */
static struct fr_lease *fr_reader_read_lease(struct fr_reader *reader)
{
	struct fr_video *video = reader->client.buffers.video;
	struct fr_lease *lease;

	down_write(&video->map_lock);
	lease = reader->frame;
	if (lease)
		lease->users++;
	up_write(&video->map_lock);
	return lease;
}

/*
 * Up to the end of a page, of the frame in work. No fault is taken while it is
 * kept. Return: how much; -EIO: it is gone; 0: a page has to be faulted in, or
 * the frame is through.
 */
static ssize_t fr_reader_read_piece(struct fr_reader *reader, char __user *data,
				    size_t count)
{
	struct fr_lease *lease = fr_reader_read_lease(reader);
	size_t in_page = offset_in_page(reader->done), left;
	struct fr_video *video = reader->client.buffers.video;
	void *from;

	if (!lease)
		return -EIO;
	count = min3(count, FR_READER_PIECE - in_page,
		     (size_t)(reader->frame_bytes - reader->done));
	down_read(&video->map_lock);
	pagefault_disable();
	from = fr_lease_at(lease, PFN_DOWN(reader->done));
	/* A frame that was lost is zeros. */
	left = from ? __copy_to_user_inatomic(data, from + in_page, count) :
		      __clear_user(data, count);
	pagefault_enable();
	up_read(&video->map_lock);
	fr_lease_put(lease);
	reader->done += count - left;
	return count - left;
}

static ssize_t fr_reader_read_rest(struct fr_reader *reader, char __user *data,
				   size_t count)
{
	size_t total = 0;
	bool through;
	ssize_t n;

	while (total < count) {
		size_t rest = min_t(size_t, count - total, FR_READER_PIECE);

		if (signal_pending(current))
			return total ? total : -ERESTARTSYS;
		if (fault_in_writeable(data + total, rest) == rest)
			return total ? total : -EFAULT;
		mutex_lock(&reader->client.lock);
		n = fr_reader_read_piece(reader, data + total, count - total);
		through = n >= 0 && reader->done >= reader->frame_bytes;
		if (through)
			fr_reader_set_frame(reader, NULL, 0);
		mutex_unlock(&reader->client.lock);
		if (n < 0)
			return total ? total : n;
		total += n;
		if (through)
			break;
		cond_resched();
	}
	return total;
}

static int fr_reader_read_try(struct fr_client *client, void *arg)
{
	return fr_reader_read_fill(container_of(client, struct fr_reader,
					  client));
}

/* At most one frame at a time. */
ssize_t fr_reader_read(struct file *file, char __user *data, size_t count,
		       loff_t *offset)
{
	struct fr_reader *reader = fr_reader_of(file);
	ssize_t ret;

	if (!count)
		return 0;
	if (!access_ok(data, count))
		return -EFAULT;
	if (mutex_lock_interruptible(&reader->client.call))
		return -ERESTARTSYS;
	mutex_lock(&reader->client.lock);
	ret = fr_client_wait(file, fr_reader_read_try, NULL);
	/* Said once. */
	if (ret == -EIO)
		reader->done = 0;
	mutex_unlock(&reader->client.lock);
	if (!ret)
		ret = fr_reader_read_rest(reader, data, count);
	mutex_unlock(&reader->client.call);
	return ret;
}
