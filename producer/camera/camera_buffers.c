// SPDX-License-Identifier: MIT
/*
 * A camera's buffers: the slots themselves, exported once and queued again and
 * again; or, where the camera or the ring cannot, buffers of its own.
 */
#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "camera.h"

static struct v4l2_buffer buffer_of(const struct camera *camera, uint32_t index)
{
	return (struct v4l2_buffer){
		.type = V4L2_BUF_TYPE_VIDEO_CAPTURE,
		.memory = camera->memory,
		.index = index,
	};
}

int camera_queue(const struct camera *camera, uint32_t index)
{
	struct v4l2_buffer buffer = buffer_of(camera, index);

	if (camera->memory == V4L2_MEMORY_DMABUF)
		buffer.m.fd = camera->buffer[index].dmabuf;
	return camera_call(camera, VIDIOC_QBUF, &buffer);
}

static int request(struct camera *camera, uint32_t memory, uint32_t *count)
{
	struct v4l2_requestbuffers request = {
		.type = V4L2_BUF_TYPE_VIDEO_CAPTURE,
		.memory = memory,
		.count = *count,
	};
	int ret = camera_call(camera, VIDIOC_REQBUFS, &request);

	if (ret)
		return ret;
	camera->memory = memory;
	*count = request.count;
	return 0;
}

static void forget_buffers(struct camera *camera)
{
	uint32_t none = 0, i;

	for (i = 0; i < camera->buffers; i++) {
		struct camera_buffer *b = &camera->buffer[i];

		if (b->data)
			munmap(b->data, b->bytes);
		else if (b->dmabuf >= 0)
			close(b->dmabuf);
	}
	if (camera->buffers)
		request(camera, camera->memory, &none);
	camera->buffers = 0;
}

/* A buffer for each slot: 0, or a negative errno. */
static int share_slots(struct camera *camera,
		       struct framering_producer *producer)
{
	uint32_t slots = framering_producer_status(producer)->slots;
	uint32_t count = slots;
	int ret = request(camera, V4L2_MEMORY_DMABUF, &count);

	if (ret)
		return ret;
	for (; !ret && camera->buffers < slots; camera->buffers++) {
		struct camera_buffer *b = &camera->buffer[camera->buffers];

		*b = (struct camera_buffer){ .dmabuf = -1 };
		ret = framering_producer_export(producer, camera->buffers, 0);
		if (ret < 0)
			break;
		b->dmabuf = ret;
		ret = 0;
	}
	if (!ret && count < slots)
		ret = -ENOBUFS;
	return ret;
}

/* Not zero, a negative errno: the camera cannot use that memory after all. */
static int try_slot(struct camera *camera, struct framering_producer *producer)
{
	struct framering_frame frame;
	int ret = framering_producer_reserve(producer, &frame);

	if (ret)
		return ret == -EAGAIN ? 0 : ret;
	ret = camera_queue(camera, frame.slot);
	if (!ret)
		camera->queue[camera->queued++] =
			(struct camera_frame){ .frame = frame };
	else
		framering_producer_cancel(producer);
	return ret;
}

static int map_buffer(struct camera *camera, struct camera_buffer *b)
{
	struct v4l2_buffer buffer = buffer_of(camera, camera->buffers);
	int ret = camera_call(camera, VIDIOC_QUERYBUF, &buffer);
	void *data;

	if (ret)
		return ret;
	data = mmap(NULL, buffer.length, PROT_READ, MAP_SHARED, camera->fd,
		    (off_t)buffer.m.offset);
	if (data == MAP_FAILED)
		return -errno;
	*b = (struct camera_buffer){ -1, data, buffer.length };
	return 0;
}

/* Buffers of the camera's own: 0, or a negative errno. */
static int make_own(struct camera *camera)
{
	uint32_t count = CAMERA_QUEUE;
	int ret = request(camera, V4L2_MEMORY_MMAP, &count);

	if (!ret && count > FRAMERING_MAX_SLOTS)
		ret = -ENOBUFS;
	while (!ret && camera->buffers < count) {
		ret = map_buffer(camera, &camera->buffer[camera->buffers]);
		if (!ret)
			ret = camera_queue(camera, camera->buffers++);
	}
	return ret;
}

static const char *why(int error)
{
	switch (error) {
	case -EOPNOTSUPP:
		return "this kind of memory cannot be shared";
	case -EINVAL:
		return "the camera takes no memory of others";
	default:
		return strerror(-error);
	}
}

enum outcome camera_start(struct camera *camera,
			  struct framering_producer *producer)
{
	int type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
	int ret = share_slots(camera, producer), gone;

	if (!ret)
		ret = try_slot(camera, producer);
	gone = ret ? camera_ring_gone(producer) : 0;
	if (gone)
		return fail(OUTCOME_DEVICE, "%s", framering_error_text(gone));
	if (ret == -ENODEV)
		return camera_failed(camera, ret);
	if (ret) {
		forget_buffers(camera);
		say("%s: frames are copied into the slots: %s", camera->name,
		    why(ret));
		ret = make_own(camera);
	}
	if (!ret)
		ret = camera_call(camera, VIDIOC_STREAMON, &type);
	if (ret == -EBUSY)
		return camera_failed(camera, ret);
	if (ret)
		return fail(OUTCOME_INPUT, "%s: does not begin to stream",
			    camera->name);
	camera->streaming = 1;
	camera->sequence = UINT32_MAX;
	camera->gap = 0;
	return OUTCOME_OK;
}

void camera_stop(struct camera *camera)
{
	int type = V4L2_BUF_TYPE_VIDEO_CAPTURE;

	/* It gives all buffers back, filled or not. */
	if (camera->streaming)
		camera_call(camera, VIDIOC_STREAMOFF, &type);
	camera->streaming = 0;
	camera->queued = 0;
	forget_buffers(camera);
}
