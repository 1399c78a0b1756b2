// SPDX-License-Identifier: MIT
/* Frames of a camera, one after the other. */
#include <errno.h>
#include <poll.h>
#include <string.h>

#include "camera.h"
#include "common/stop.h"

/* How long a frame is waited for before slots and consumers are looked at. */
#define PATIENCE_NS	200000000
/* The same while there was no slot to give: it has others until then. */
#define SHORT_NS	20000000

static void set_time(const struct v4l2_buffer *buffer,
		     struct framering_frame *frame)
{
	frame->time_ns = (uint64_t)buffer->timestamp.tv_sec * 1000000000U +
			 (uint64_t)buffer->timestamp.tv_usec * 1000U;
	frame->info.clock =
		(buffer->flags & V4L2_BUF_FLAG_TIMESTAMP_MASK) ==
		V4L2_BUF_FLAG_TIMESTAMP_MONOTONIC ?
		FRAMERING_CLOCK_MONOTONIC : FRAMERING_CLOCK_DEVICE;
	frame->info.moment =
		(buffer->flags & V4L2_BUF_FLAG_TSTAMP_SRC_MASK) ==
		V4L2_BUF_FLAG_TSTAMP_SRC_SOE ?
		FRAMERING_MOMENT_EXPOSURE_START : FRAMERING_MOMENT_RECEIVED;
}

/* Frames that the camera has left out since the last one, this one damaged? */
static void count(struct camera *camera, const struct v4l2_buffer *buffer,
		  int damaged)
{
	uint32_t lost = buffer->sequence - camera->sequence;

	if (camera->sequence == UINT32_MAX || lost > UINT32_MAX / 2)
		lost = 0;
	camera->lost += lost + (damaged != 0);
	camera->gap |= lost || damaged;
	camera->sequence = buffer->sequence + 1;
}

/* Also one that has too few bytes, or more than there is room for. */
static int is_damaged(const struct camera *camera,
		      const struct v4l2_buffer *buffer,
		      const struct framering_geometry *g)
{
	uint64_t wanted = 0;
	uint32_t i;

	if (buffer->flags & V4L2_BUF_FLAG_ERROR)
		return 1;
	if (framering_compressed_name(camera->fourcc))
		return !buffer->bytesused || buffer->bytesused > g->frame_bytes;
	for (i = 0; i < g->planes; i++)
		wanted += g->plane_bytes[i];
	return buffer->bytesused < wanted;
}

static void describe(struct camera *camera, const struct v4l2_buffer *buffer,
		     struct framering_frame *frame)
{
	set_time(buffer, frame);
	if (camera->gap)
		frame->flags |= FRAMERING_FRAME_DISCONTINUITY;
	camera->gap = 0;
	if (buffer->field != camera->format.field)
		frame->info.field = (uint8_t)buffer->field;
	if (!framering_compressed_name(camera->fourcc))
		return;
	frame->bytes = buffer->bytesused;
	frame->info.plane_bytes[0] = buffer->bytesused;
	if (camera->fourcc == FRAMERING_FORMAT_JPEG ||
	    buffer->flags & V4L2_BUF_FLAG_KEYFRAME)
		frame->flags |= FRAMERING_FRAME_KEY;
}

/*
 * A buffer that the camera is done with. OUTCOME_LATER: there is none for a
 * while; meanwhile a slot may have come free that it waits for.
 */
static enum outcome take(struct camera *camera, struct v4l2_buffer *buffer)
{
	int64_t patience = camera->memory == V4L2_MEMORY_DMABUF &&
			   camera->queued < CAMERA_QUEUE ? SHORT_NS :
							   PATIENCE_NS;
	int ret = stop_poll(camera->fd, POLLIN, patience);

	if (ret == -EINTR)
		return OUTCOME_STOP;
	if (!ret)
		return OUTCOME_LATER;
	*buffer = (struct v4l2_buffer){
		.type = V4L2_BUF_TYPE_VIDEO_CAPTURE,
		.memory = camera->memory,
	};
	ret = camera_call(camera, VIDIOC_DQBUF, buffer);
	if (ret == -EAGAIN)
		return OUTCOME_LATER;
	return ret ? camera_failed(camera, ret) : OUTCOME_OK;
}

/* Give the camera all slots that there are, up to CAMERA_QUEUE. */
static enum outcome fill_queue(struct camera *camera,
			       struct framering_producer *producer)
{
	while (camera->queued < CAMERA_QUEUE) {
		struct camera_frame *next = &camera->queue[camera->queued];
		int ret;

		*next = (struct camera_frame){ 0 };
		ret = framering_producer_reserve(producer, &next->frame);
		if (ret == -EAGAIN)
			break;
		if (ret)
			return fail(OUTCOME_DEVICE, "%s",
				    framering_error_text(ret));
		ret = camera_queue(camera, next->frame.slot);
		if (ret)
			return camera_failed(camera, ret);
		camera->queued++;
	}
	return camera->queued ? OUTCOME_OK : OUTCOME_FULL;
}

/* Buffers may come back in any order; frames go on in that of their slots. */
static void note_done(struct camera *camera, const struct v4l2_buffer *buffer)
{
	uint32_t i;

	for (i = 0; i < camera->queued; i++) {
		struct camera_frame *f = &camera->queue[i];

		if (f->frame.slot != buffer->index || f->done)
			continue;
		f->done = 1;
		f->buffer = *buffer;
		return;
	}
}

static void forget_first(struct camera *camera)
{
	camera->queued--;
	memmove(camera->queue, camera->queue + 1,
		camera->queued * sizeof(*camera->queue));
}

/* What is damaged is left out, and so a hole in the ring. */
static enum outcome next_shared(struct camera *camera,
				struct framering_producer *producer,
				struct framering_frame *frame)
{
	struct camera_frame first;
	struct v4l2_buffer buffer;
	enum outcome outcome;
	int damaged;

	for (;;) {
		outcome = fill_queue(camera, producer);
		if (outcome)
			return outcome;
		if (!camera->queue[0].done) {
			outcome = take(camera, &buffer);
			if (outcome)
				return outcome;
			note_done(camera, &buffer);
			continue;
		}
		first = camera->queue[0];
		forget_first(camera);
		damaged = is_damaged(camera, &first.buffer,
				     first.frame.geometry);
		count(camera, &first.buffer, damaged);
		if (!damaged)
			break;
		/* It was the only one that is reserved: nothing follows it. */
		if (!camera->queued)
			framering_producer_cancel(producer);
	}
	*frame = first.frame;
	describe(camera, &first.buffer, frame);
	return OUTCOME_OK;
}

static enum outcome copy(struct camera *camera,
			 const struct v4l2_buffer *buffer,
			 struct framering_frame *frame)
{
	const struct camera_buffer *from = &camera->buffer[buffer->index];
	size_t bytes = buffer->bytesused;
	int ret;

	if (bytes > from->bytes)
		bytes = from->bytes;
	if (bytes > frame->geometry->frame_bytes)
		bytes = frame->geometry->frame_bytes;
	memcpy(frame->data, from->data, bytes);
	camera->copied += bytes;
	describe(camera, buffer, frame);
	ret = camera_queue(camera, buffer->index);
	return ret ? camera_failed(camera, ret) : OUTCOME_OK;
}

static enum outcome next_copied(struct camera *camera,
				struct framering_producer *producer,
				struct framering_frame *frame)
{
	struct v4l2_buffer buffer;
	enum outcome outcome;
	int damaged, ret = framering_producer_reserve(producer, frame);

	if (ret == -EAGAIN)
		return OUTCOME_FULL;
	if (ret)
		return fail(OUTCOME_DEVICE, "%s", framering_error_text(ret));
	outcome = take(camera, &buffer);
	if (!outcome) {
		damaged = is_damaged(camera, &buffer, frame->geometry);
		count(camera, &buffer, damaged);
		if (!damaged)
			return copy(camera, &buffer, frame);
		ret = camera_queue(camera, buffer.index);
		outcome = ret ? camera_failed(camera, ret) : OUTCOME_LATER;
	}
	framering_producer_cancel(producer);
	return outcome;
}

enum outcome camera_next(struct camera *camera,
			 struct framering_producer *producer,
			 struct framering_frame *frame)
{
	enum outcome outcome = OUTCOME_OK;
	int gone;

	if (!camera->streaming)
		outcome = camera_start(camera, producer);
	if (outcome)
		return outcome;
	outcome = camera->memory == V4L2_MEMORY_DMABUF ?
		  next_shared(camera, producer, frame) :
		  next_copied(camera, producer, frame);
	gone = outcome == OUTCOME_LATER ? camera_ring_gone(producer) : 0;
	return gone ? fail(OUTCOME_DEVICE, "%s", framering_error_text(gone)) :
		      outcome;
}

void camera_pause(struct camera *camera, struct framering_producer *producer)
{
	camera_stop(camera);
	framering_producer_cancel(producer);
}
