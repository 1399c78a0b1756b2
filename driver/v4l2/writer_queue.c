// SPDX-License-Identifier: GPL-2.0-only
/* A writer's queue: buffers are submitted as they are queued. */
#include <linux/err.h>
#include <linux/mm.h>

#include "writer.h"

/* The ring needs a few slots beside those that are filled. */
#define FR_WRITER_BUFFERS	(FRAMERING_MAX_SLOTS - 2U)

static struct fr_writer *fr_writer_of_queue(struct vb2_queue *queue)
{
	return container_of(queue, struct fr_writer, client.queue);
}

static struct fr_writer_buffer *fr_writer_buffer_of(struct vb2_buffer *vb)
{
	return container_of(to_vb2_v4l2_buffer(vb), struct fr_writer_buffer,
			    vb);
}

static int fr_writer_queue_setup(struct vb2_queue *queue, unsigned int *buffers,
				 unsigned int *planes, unsigned int sizes[],
				 struct device *devices[])
{
	struct fr_writer *writer = fr_writer_of_queue(queue);
	int ret;

	if (*planes)
		return -EINVAL;
	*buffers = min(*buffers, FR_WRITER_BUFFERS);
	ret = fr_writer_begin(writer, *buffers);
	if (ret)
		return ret;
	if (queue->memory != VB2_MEMORY_MMAP)
		writer->in_place = false;
	*planes = 1;
	sizes[0] = writer->pix.sizeimage;
	return 0;
}

static int fr_writer_buffer_init(struct vb2_buffer *vb)
{
	struct fr_writer_buffer *buffer = fr_writer_buffer_of(vb);

	INIT_LIST_HEAD(&buffer->node);
	buffer->slot = -1;
	buffer->late = false;
	return 0;
}

static void fr_writer_buffer_cleanup(struct vb2_buffer *vb)
{
	struct fr_writer *writer = fr_writer_of_queue(vb->vb2_queue);

	fr_writer_leave(writer, fr_writer_buffer_of(vb));
}

/* Programs must say how much they wrote; of pixels it is all. */
static int fr_writer_buffer_prepare(struct vb2_buffer *vb)
{
	struct fr_writer *writer = fr_writer_of_queue(vb->vb2_queue);
	struct fr_writer_buffer *buffer = fr_writer_buffer_of(vb);

	if (writer->pix.bytesperline &&
	    vb2_get_plane_payload(vb, 0) < writer->pix.sizeimage)
		return -EINVAL;
	if (buffer->vb.field == V4L2_FIELD_ANY)
		buffer->vb.field = writer->pix.field;
	return 0;
}

/* It is the program's no more: its frame is the ring's from now on. */
static void fr_writer_buffer_queue(struct vb2_buffer *vb)
{
	struct fr_writer *writer = fr_writer_of_queue(vb->vb2_queue);
	struct fr_writer_buffer *buffer = fr_writer_buffer_of(vb);
	int ret;

	ret = fr_writer_submit(writer, buffer);
	buffer->lost = ret && ret != -EAGAIN && ret != -ENODEV;
	vb->timestamp = ktime_get_ns();
	buffer->vb.sequence = writer->frames++;
	list_add_tail(&buffer->node, &writer->queued);
	fr_client_wake(&writer->client);
}

static int fr_writer_start_streaming(struct vb2_queue *queue,
				     unsigned int count)
{
	return 0;
}

/* The program has them again, and fills them perhaps. */
static void fr_writer_stop_streaming(struct vb2_queue *queue)
{
	struct fr_writer *writer = fr_writer_of_queue(queue);
	struct fr_writer_buffer *buffer, *next;

	list_for_each_entry_safe(buffer, next, &writer->queued, node) {
		list_del_init(&buffer->node);
		fr_writer_reserve(writer, buffer);
		vb2_buffer_done(&buffer->vb.vb2_buf, VB2_BUF_STATE_ERROR);
	}
	fr_client_wake(&writer->client);
}

const struct vb2_ops fr_writer_queue_ops = {
	.queue_setup = fr_writer_queue_setup,
	.buf_init = fr_writer_buffer_init,
	.buf_cleanup = fr_writer_buffer_cleanup,
	.buf_prepare = fr_writer_buffer_prepare,
	.buf_queue = fr_writer_buffer_queue,
	.start_streaming = fr_writer_start_streaming,
	.stop_streaming = fr_writer_stop_streaming,
};

/* Each buffer gets a slot before the program can fill it. */
static int fr_writer_reserve_all(struct fr_writer *writer, unsigned int count)
{
	struct vb2_buffer *vb;
	unsigned int i;
	int ret;

	for (i = 0; i < count; i++) {
		vb = vb2_get_buffer(&writer->client.queue, i);
		ret = vb ? fr_writer_reserve(writer, fr_writer_buffer_of(vb)) :
			   0;
		/* One without a slot is copied when it is queued. */
		if (ret && ret != -EAGAIN)
			return ret;
	}
	return 0;
}

/**
 * fr_writer_reqbufs - VIDIOC_REQBUFS
 * @client: the writer's; its lock is held
 * @request: the program's
 *
 * Return: 0 or a negative errno.
 */
int fr_writer_reqbufs(struct fr_client *client,
		      struct v4l2_requestbuffers *request)
{
	struct fr_writer *writer =
		container_of(client, struct fr_writer, client);
	struct v4l2_requestbuffers none = *request;
	int ret = 0;

	if (writer->writing || fr_writer_busy(writer))
		return -EBUSY;
	/* More of them may need a ring of more slots. */
	none.count = 0;
	if (vb2_is_busy(&writer->client.queue))
		ret = vb2_reqbufs(&writer->client.queue, &none);
	if (ret)
		return ret;
	fr_writer_end(writer);
	ret = vb2_reqbufs(&writer->client.queue, request);
	if (!ret && vb2_is_busy(&writer->client.queue))
		ret = fr_writer_reserve_all(writer, request->count);
	if (!vb2_is_busy(&writer->client.queue))
		fr_writer_end(writer);
	return ret;
}

/**
 * fr_writer_fill - have a buffer that can be dequeued
 * @client: the writer's; its lock is held
 *
 * Return: 0; -EAGAIN: none yet; -EINVAL: it does not stream; -ENODEV.
 */
int fr_writer_fill(struct fr_client *client)
{
	struct fr_writer *writer =
		container_of(client, struct fr_writer, client);
	struct fr_writer_buffer *buffer;
	int ret;

	if (!list_empty(&writer->client.queue.done_list))
		return 0;
	if (!vb2_start_streaming_called(&writer->client.queue))
		return -EINVAL;
	if (list_empty(&writer->queued))
		return -EAGAIN;
	buffer = list_first_entry(&writer->queued, struct fr_writer_buffer,
				  node);
	list_del_init(&buffer->node);
	ret = fr_writer_reserve(writer, buffer);
	/* The first one has asked for a wake-up. */
	if (ret == -EAGAIN)
		ret = fr_writer_reserve(writer, buffer);
	if (ret) {
		list_add(&buffer->node, &writer->queued);
		return ret;
	}
	vb2_buffer_done(&buffer->vb.vb2_buf, buffer->lost ?
			VB2_BUF_STATE_ERROR : VB2_BUF_STATE_DONE);
	return 0;
}
