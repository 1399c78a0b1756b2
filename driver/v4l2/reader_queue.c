// SPDX-License-Identifier: GPL-2.0-only
/*
 * A reader's queue. A frame is acquired when somebody dequeues or polls, and
 * not before: what waits in a queue would be old when it is seen.
 */
#include <linux/err.h>
#include <linux/mm.h>

#include "lease.h"
#include "reader.h"
#include "video.h"

static struct fr_reader *fr_reader_of_queue(struct vb2_queue *queue)
{
	return container_of(queue, struct fr_reader, client.queue);
}

static struct fr_reader_buffer *fr_reader_buffer_of(struct vb2_buffer *vb)
{
	return container_of(to_vb2_v4l2_buffer(vb), struct fr_reader_buffer,
			    vb);
}

/* As many as are asked for: they are no memory. */
static int fr_reader_queue_setup(struct vb2_queue *queue, unsigned int *buffers,
				 unsigned int *planes, unsigned int sizes[],
				 struct device *devices[])
{
	struct fr_reader *reader = fr_reader_of_queue(queue);
	u32 bytes = PAGE_ALIGN(reader->format.pix.sizeimage);

	if (*planes)
		return -EINVAL;
	/* V4L2 numbers their bytes, all together, by 32 bits. */
	*buffers = min(*buffers, U32_MAX / bytes);
	*planes = 1;
	sizes[0] = reader->format.pix.sizeimage;
	return 0;
}

/* It is the program's no more: what it showed can be given back. */
static void fr_reader_buffer_queue(struct vb2_buffer *vb)
{
	struct fr_reader *reader = fr_reader_of_queue(vb->vb2_queue);

	fr_buffer_show(vb->planes[0].mem_priv, NULL);
	list_add_tail(&fr_reader_buffer_of(vb)->node, &reader->queued);
	/* Somebody else may wait for a buffer. */
	fr_client_wake(&reader->client);
}

static void fr_reader_give_back(struct fr_reader *reader,
				enum vb2_buffer_state state)
{
	struct fr_reader_buffer *buffer, *next;

	list_for_each_entry_safe(buffer, next, &reader->queued, node) {
		list_del(&buffer->node);
		vb2_buffer_done(&buffer->vb.vb2_buf, state);
	}
}

static int fr_reader_start_streaming(struct vb2_queue *queue,
				     unsigned int count)
{
	struct fr_reader *reader = fr_reader_of_queue(queue);
	int ret = fr_reader_start(reader);

	if (ret)
		fr_reader_give_back(reader, VB2_BUF_STATE_QUEUED);
	return ret;
}

static void fr_reader_stop_streaming(struct vb2_queue *queue)
{
	struct fr_reader *reader = fr_reader_of_queue(queue);

	fr_reader_stop(reader);
	fr_reader_give_back(reader, VB2_BUF_STATE_ERROR);
}

const struct vb2_ops fr_reader_queue_ops = {
	.queue_setup = fr_reader_queue_setup,
	.buf_queue = fr_reader_buffer_queue,
	.start_streaming = fr_reader_start_streaming,
	.stop_streaming = fr_reader_stop_streaming,
};

/* VIDIOC_REQBUFS. */
int fr_reader_reqbufs(struct fr_client *client,
		      struct v4l2_requestbuffers *request)
{
	struct fr_reader *reader =
		container_of(client, struct fr_reader, client);

	if (reader->reading)
		return -EBUSY;
	/* For all calls that V4L2 makes of queue_setup. */
	if (!vb2_is_streaming(&client->queue))
		fr_reader_present(client->buffers.video, &reader->format);
	return vb2_reqbufs(&client->queue, request);
}

static void fr_reader_complete(struct fr_reader_buffer *buffer,
			       const struct fr_shot *shot)
{
	struct vb2_buffer *vb = &buffer->vb.vb2_buf;
	bool damaged = shot->flags & FRAMERING_FRAME_ERROR;

	list_del(&buffer->node);
	fr_buffer_show(vb->planes[0].mem_priv, shot->lease);
	vb->timestamp = shot->time_ns;
	vb2_set_plane_payload(vb, 0, shot->bytes);
	buffer->vb.sequence = shot->sequence;
	buffer->vb.field = shot->field;
	buffer->vb.flags &= ~V4L2_BUF_FLAG_KEYFRAME;
	if (shot->flags & FRAMERING_FRAME_KEY)
		buffer->vb.flags |= V4L2_BUF_FLAG_KEYFRAME;
	vb2_buffer_done(vb, damaged ? VB2_BUF_STATE_ERROR : VB2_BUF_STATE_DONE);
}

/**
 * fr_reader_fill - have a buffer that can be dequeued
 * @client: the reader's; its lock is held
 *
 * Return: 0; -EAGAIN: none yet; -EINVAL: it does not stream; or as
 * fr_reader_next().
 */
int fr_reader_fill(struct fr_client *client)
{
	struct fr_reader *reader =
		container_of(client, struct fr_reader, client);
	struct fr_reader_buffer *buffer;
	struct fr_shot shot;
	int ret;

	if (!list_empty(&reader->client.queue.done_list))
		return 0;
	if (!reader->running || reader->reading)
		return -EINVAL;
	if (list_empty(&reader->queued))
		return -EAGAIN;
	ret = fr_reader_next(reader, &shot);
	if (ret)
		return ret;
	buffer = list_first_entry(&reader->queued, struct fr_reader_buffer,
				  node);
	fr_reader_complete(buffer, &shot);
	fr_lease_put(shot.lease);
	fr_reader_settle(reader);
	return 0;
}
