// SPDX-License-Identifier: MIT
/* Frames: slots that may be touched, until they are released or submitted. */
#include <errno.h>

#include "ext.h"

void ext_frame_begin(struct ext_frame *frame)
{
	frame->state = EXT_FRAME_HELD;
	frame->role->reserved += frame->writable != 0;
}

int ext_frame_is_held(const struct ext_frame *frame)
{
	if (frame->state != EXT_FRAME_HELD) {
		PyErr_Format(PyExc_ValueError, "the frame was %s",
			     frame->writable ? "submitted or cancelled" :
					       "released");
		return 0;
	}
	if (!ext_role_is_open(frame->role))
		return 0;
	/* In a child by fork() its memory is not mapped. */
	if (!ext_role_status(frame->role)) {
		ext_role_raise(frame->role, -ECHILD);
		return 0;
	}
	return 1;
}

void ext_frame_view(struct ext_frame *frame)
{
	frame->views++;
	frame->role->views++;
}

/* Give the slot back; 0 or a negative errno. */
static int give_back(struct ext_frame *frame)
{
	struct ext_role *role = frame->role;

	frame->state = EXT_FRAME_DONE;
	if (frame->writable) {
		/*
		 * The library gives all reservations up at once. What is left
		 * out here goes with the next submit, or with the last frame.
		 */
		if (!--role->reserved && role->producer)
			framering_producer_cancel(role->producer);
		return 0;
	}
	/* A role that was detached has released everything. */
	return role->consumer ? framering_consumer_release(role->consumer,
							   &frame->frame) : 0;
}

void ext_frame_view_gone(struct ext_frame *frame)
{
	/* Nobody waits for what this says; check() says it before. */
	if (!--frame->views && frame->state == EXT_FRAME_LEFT)
		give_back(frame);
	ext_role_view_gone(frame->role);
}

void ext_frame_finish(struct ext_frame *frame)
{
	/* No view is left: each refers to its frame. */
	if (frame->state != EXT_FRAME_DONE)
		give_back(frame);
	ext_role_put(frame->role);
}

PyObject *ext_frame_release(struct ext_frame *frame)
{
	int ret;

	if (frame->writable) {
		PyErr_SetString(PyExc_TypeError, "a producer's frame is "
				"submitted or cancelled, not released");
		return NULL;
	}
	if (frame->state == EXT_FRAME_HELD && frame->views)
		frame->state = EXT_FRAME_LEFT;
	if (frame->state != EXT_FRAME_HELD)
		return PyBool_FromLong(frame->state == EXT_FRAME_DONE);
	ret = give_back(frame);
	return ret ? ext_role_raise(frame->role, ret) : PyBool_FromLong(1);
}

void ext_frame_cancel(struct ext_frame *frame)
{
	if (frame->state == EXT_FRAME_HELD)
		give_back(frame);
}

PyObject *ext_frame_submit(struct ext_frame *frame)
{
	struct ext_role *role = frame->role;
	int ret;

	if (!frame->writable) {
		PyErr_SetString(PyExc_TypeError, "a consumer's frame is "
				"released, not submitted");
		return NULL;
	}
	if (!ext_frame_is_held(frame))
		return NULL;
	ret = framering_producer_submit(role->producer, &frame->frame);
	if (ret == -EINVAL)
		return ext_raise_text(ret, 0, "a later frame was submitted "
				      "before this one, or what is told of it "
				      "cannot be; check flags, bytes, "
				      "plane_bytes and meta_bytes", role->path);
	give_back(frame);
	if (ret)
		return ext_role_raise(role, ret);
	return ext_none();
}
