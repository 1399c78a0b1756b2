// SPDX-License-Identifier: GPL-2.0-only
/* Files of a capture node. */
#include <linux/fs.h>
#include <linux/module.h>
#include <linux/poll.h>
#include <linux/slab.h>
#include <media/v4l2-ioctl.h>

#include "reader.h"
#include "video.h"

static __poll_t fr_reader_poll_queue(struct fr_reader *reader)
{
	int ret = fr_reader_fill(&reader->client);

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
static __poll_t fr_reader_poll(struct fr_client *client, __poll_t wanted)
{
	struct fr_reader *reader =
		container_of(client, struct fr_reader, client);
	bool reads = !vb2_is_busy(&client->queue) &&
		     wanted & (EPOLLIN | EPOLLRDNORM);

	return reader->reading || reads ? fr_reader_poll_read(reader) :
					  fr_reader_poll_queue(reader);
}

static const struct fr_client_ops fr_reader_client_ops = {
	.type = V4L2_BUF_TYPE_VIDEO_CAPTURE,
	.modes = VB2_MMAP,
	.queue = &fr_reader_queue_ops,
	.buffer_bytes = sizeof(struct fr_reader_buffer),
	.reqbufs = fr_reader_reqbufs,
	.fill = fr_reader_fill,
	.poll = fr_reader_poll,
};

static int fr_reader_open(struct file *file)
{
	struct fr_reader *reader = kzalloc(sizeof(*reader), GFP_KERNEL_ACCOUNT);
	int ret;

	if (!reader)
		return -ENOMEM;
	fr_reader_init(reader);
	ret = fr_client_open(&reader->client, file, &fr_reader_client_ops);
	if (ret) {
		kfree(reader);
		return ret;
	}
	return 0;
}

/* Nothing of it is mapped any more: each mapping held the file. */
static int fr_reader_release(struct file *file)
{
	struct fr_reader *reader = fr_reader_of(file);

	mutex_lock(&reader->client.lock);
	vb2_queue_release(&reader->client.queue);
	/* What a read(), or a wish, began. */
	fr_reader_stop(reader);
	mutex_unlock(&reader->client.lock);
	fr_client_close(&reader->client, file);
	kfree(reader);
	return 0;
}

const struct v4l2_file_operations fr_reader_fops = {
	.owner = THIS_MODULE,
	.open = fr_reader_open,
	.release = fr_reader_release,
	.read = fr_reader_read,
	.poll = fr_client_poll,
	.mmap = fr_client_mmap,
	.unlocked_ioctl = video_ioctl2,
};
