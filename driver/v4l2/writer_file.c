// SPDX-License-Identifier: GPL-2.0-only
/* Files of an output node. */
#include <linux/fs.h>
#include <linux/module.h>
#include <linux/poll.h>
#include <linux/slab.h>
#include <media/v4l2-ioctl.h>

#include "video.h"
#include "writer.h"

static __poll_t fr_writer_poll_queue(struct fr_writer *writer)
{
	int ret = fr_writer_fill(&writer->client);

	if (!ret)
		return EPOLLOUT | EPOLLWRNORM;
	return ret == -EAGAIN ? 0 : EPOLLERR;
}

static __poll_t fr_writer_poll(struct fr_client *client, __poll_t wanted)
{
	struct fr_writer *writer =
		container_of(client, struct fr_writer, client);

	return vb2_is_busy(&client->queue) ? fr_writer_poll_queue(writer) :
					     fr_writer_poll_write(writer);
}

static const struct fr_client_ops fr_writer_client_ops = {
	.type = V4L2_BUF_TYPE_VIDEO_OUTPUT,
	.modes = VB2_MMAP | VB2_DMABUF,
	.queue = &fr_writer_queue_ops,
	.buffer_bytes = sizeof(struct fr_writer_buffer),
	.reqbufs = fr_writer_reqbufs,
	.fill = fr_writer_fill,
	.poll = fr_writer_poll,
};

static int fr_writer_open(struct file *file)
{
	struct fr_writer *writer = kzalloc(sizeof(*writer), GFP_KERNEL_ACCOUNT);
	int ret;

	if (!writer)
		return -ENOMEM;
	fr_writer_init(writer);
	ret = fr_client_open(&writer->client, file, &fr_writer_client_ops);
	if (ret) {
		kfree(writer);
		return ret;
	}
	writer->client.opener.writes = file->f_mode & FMODE_WRITE;
	fr_writer_offer(fr_video_of(file));
	return 0;
}

/* Nothing of it is mapped any more: each mapping held the file. */
static int fr_writer_release(struct file *file)
{
	struct fr_writer *writer = fr_writer_of(file);

	mutex_lock(&writer->client.lock);
	vb2_queue_release(&writer->client.queue);
	fr_writer_end(writer);
	mutex_unlock(&writer->client.lock);
	fr_client_close(&writer->client, file);
	kfree(writer);
	return 0;
}

const struct v4l2_file_operations fr_writer_fops = {
	.owner = THIS_MODULE,
	.open = fr_writer_open,
	.release = fr_writer_release,
	.write = fr_writer_write,
	.poll = fr_client_poll,
	.mmap = fr_client_mmap,
	.unlocked_ioctl = video_ioctl2,
};
