// SPDX-License-Identifier: GPL-2.0-only
/* Files of a capture node. */
#include <linux/fs.h>
#include <linux/module.h>
#include <linux/poll.h>
#include <linux/slab.h>
#include <media/v4l2-event.h>
#include <media/v4l2-ioctl.h>

#include "compat.h"
#include "reader.h"
#include "video.h"

static int fr_reader_open(struct file *file)
{
	struct fr_reader *reader = kzalloc(sizeof(*reader), GFP_KERNEL_ACCOUNT);
	int ret;

	if (!reader)
		return -ENOMEM;
	ret = fr_buffers_init(&reader->buffers, fr_video_of(file),
			      file->f_mapping);
	if (ret)
		goto err_free;
	reader->opener.number = fr_role_opener_number();
	reader->opener.uid = file->f_cred->uid;
	reader->buffers.uid = file->f_cred->uid;
	fr_reader_init(reader);
	ret = fr_reader_queue_init(reader);
	if (ret)
		goto err_buffers;
	v4l2_fh_init(&reader->fh, video_devdata(file));
	fr_v4l2_fh_add(&reader->fh, file);
	return 0;

err_buffers:
	fr_buffers_exit(&reader->buffers);
err_free:
	kfree(reader);
	return ret;
}

/* Nothing of it is mapped any more: each mapping held the file. */
static int fr_reader_release(struct file *file)
{
	struct fr_reader *reader = fr_reader_of(file);

	mutex_lock(&reader->lock);
	vb2_queue_release(&reader->queue);
	/* What a read(), or a wish, began. */
	fr_reader_stop(reader);
	mutex_unlock(&reader->lock);
	fr_v4l2_fh_del(&reader->fh, file);
	v4l2_fh_exit(&reader->fh);
	fr_buffers_exit(&reader->buffers);
	kfree(reader);
	return 0;
}

static __poll_t fr_reader_poll_queue(struct fr_reader *reader)
{
	int ret = fr_reader_fill(reader);

	switch (ret) {
	case 0:
	case -EPIPE:
	/* It has not looked to the end, and asked for no wake-up. */
	case -ERESTARTSYS:
		return EPOLLIN | EPOLLRDNORM;
	case -EAGAIN:
		return 0;
	default:
		return EPOLLERR;
	}
}

/* A program that polls for frames without buffers is going to read(). */
static __poll_t fr_reader_poll(struct file *file, poll_table *table)
{
	struct fr_reader *reader = fr_reader_of(file);
	__poll_t wanted = poll_requested_events(table), mask = 0;

	poll_wait(file, &reader->wait, table);
	poll_wait(file, &reader->fh.wait, table);
	mutex_lock(&reader->lock);
	if (vb2_is_busy(&reader->queue) || reader->reading ||
	    !(wanted & (EPOLLIN | EPOLLRDNORM)))
		mask = reader->reading ? fr_reader_poll_read(reader) :
					 fr_reader_poll_queue(reader);
	else
		mask = fr_reader_poll_read(reader);
	mutex_unlock(&reader->lock);
	if (v4l2_event_pending(&reader->fh))
		mask |= EPOLLPRI;
	return mask;
}

static int fr_reader_mmap(struct file *file, struct vm_area_struct *vma)
{
	return vb2_mmap(&fr_reader_of(file)->queue, vma);
}

const struct v4l2_file_operations fr_reader_fops = {
	.owner = THIS_MODULE,
	.open = fr_reader_open,
	.release = fr_reader_release,
	.read = fr_reader_read,
	.poll = fr_reader_poll,
	.mmap = fr_reader_mmap,
	.unlocked_ioctl = video_ioctl2,
};
