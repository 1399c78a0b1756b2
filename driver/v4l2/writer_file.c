// SPDX-License-Identifier: GPL-2.0-only
/* Files of an output node. */
#include <linux/fs.h>
#include <linux/module.h>
#include <linux/poll.h>
#include <linux/slab.h>
#include <media/v4l2-event.h>
#include <media/v4l2-ioctl.h>

#include "compat.h"
#include "video.h"
#include "writer.h"

static int fr_writer_open(struct file *file)
{
	struct fr_writer *writer = kzalloc(sizeof(*writer), GFP_KERNEL_ACCOUNT);
	int ret;

	if (!writer)
		return -ENOMEM;
	ret = fr_buffers_init(&writer->buffers, fr_video_of(file),
			      file->f_mapping);
	if (ret)
		goto err_free;
	writer->opener.number = fr_role_opener_number();
	writer->opener.uid = file->f_cred->uid;
	writer->buffers.uid = file->f_cred->uid;
	writer->opener.writes = file->f_mode & FMODE_WRITE;
	fr_writer_init(writer);
	fr_writer_offer(fr_video_of(file));
	ret = fr_writer_queue_init(writer);
	if (ret)
		goto err_buffers;
	v4l2_fh_init(&writer->fh, video_devdata(file));
	fr_v4l2_fh_add(&writer->fh, file);
	return 0;

err_buffers:
	fr_buffers_exit(&writer->buffers);
err_free:
	kfree(writer);
	return ret;
}

/* Nothing of it is mapped any more: each mapping held the file. */
static int fr_writer_release(struct file *file)
{
	struct fr_writer *writer = fr_writer_of(file);

	mutex_lock(&writer->lock);
	vb2_queue_release(&writer->queue);
	fr_writer_end(writer);
	mutex_unlock(&writer->lock);
	fr_v4l2_fh_del(&writer->fh, file);
	v4l2_fh_exit(&writer->fh);
	fr_buffers_exit(&writer->buffers);
	kfree(writer);
	return 0;
}

static __poll_t fr_writer_poll_queue(struct fr_writer *writer)
{
	int ret = fr_writer_fill(writer);

	if (!ret)
		return EPOLLOUT | EPOLLWRNORM;
	return ret == -EAGAIN ? 0 : EPOLLERR;
}

static __poll_t fr_writer_poll(struct file *file, poll_table *table)
{
	struct fr_writer *writer = fr_writer_of(file);
	__poll_t mask;

	poll_wait(file, &writer->wait, table);
	poll_wait(file, &writer->fh.wait, table);
	mutex_lock(&writer->lock);
	mask = vb2_is_busy(&writer->queue) ? fr_writer_poll_queue(writer) :
					     fr_writer_poll_write(writer);
	mutex_unlock(&writer->lock);
	if (v4l2_event_pending(&writer->fh))
		mask |= EPOLLPRI;
	return mask;
}

static int fr_writer_mmap(struct file *file, struct vm_area_struct *vma)
{
	return vb2_mmap(&fr_writer_of(file)->queue, vma);
}

const struct v4l2_file_operations fr_writer_fops = {
	.owner = THIS_MODULE,
	.open = fr_writer_open,
	.release = fr_writer_release,
	.write = fr_writer_write,
	.poll = fr_writer_poll,
	.mmap = fr_writer_mmap,
	.unlocked_ioctl = video_ioctl2,
};
