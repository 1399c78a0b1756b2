// SPDX-License-Identifier: MIT
/* What is told of a frame, and its memory, as attributes. */
#include <string.h>

#include "ext.h"
#include "number.h"

/**
 * struct attribute - what is told of a frame
 * @number: where in struct framering_frame
 * @flag: the FRAMERING_FRAME_ bit that it holds with; 0: always
 */
struct attribute {
	struct ext_number number;
	uint32_t flag;
};

#define IN(member, size, is_signed, count) \
	{ #member, offsetof(struct framering_frame, member), size, is_signed, \
	  count }
#define IN_INFO(member, size, is_signed, count) \
	{ #member, offsetof(struct framering_frame, info.member), size, \
	  is_signed, count }

static const struct attribute
	number = { { "number", offsetof(struct framering_frame, frame), 8, 0,
		     0 }, 0 },
	slot = { IN(slot, 4, 0, 0), 0 },
	flags = { IN(flags, 4, 0, 0), 0 },
	time_ns = { IN(time_ns, 8, 0, 0), 0 },
	bytes = { IN(bytes, 4, 0, 0), 0 },
	clock_of = { IN_INFO(clock, 1, 0, 0), 0 },
	moment = { IN_INFO(moment, 1, 0, 0), 0 },
	field = { IN_INFO(field, 1, 0, 0), 0 },
	pts = { IN_INFO(pts, 8, 1, 0), FRAMERING_FRAME_PTS },
	damage = { IN_INFO(damage, 2, 0, 4), FRAMERING_FRAME_DAMAGE },
	plane_bytes = { IN_INFO(plane_bytes, 4, 0, FRAMERING_MAX_PLANES), 0 },
	meta_bytes = { IN_INFO(meta_bytes, 4, 0, 0), 0 },
	user = { IN_INFO(user, 8, 0, 4), 0 };

static PyObject *get(PyObject *self, void *closure)
{
	const struct ext_frame *frame = (const struct ext_frame *)self;
	const struct attribute *a = closure;

	if (a->flag && !(frame->frame.flags & a->flag))
		return ext_none();
	return ext_number_get(&frame->frame, &a->number);
}

static int set(PyObject *self, PyObject *value, void *closure)
{
	struct ext_frame *frame = (struct ext_frame *)self;
	const struct attribute *a = closure;

	if (!frame->writable) {
		PyErr_Format(PyExc_AttributeError, "%s of a consumer's frame "
			     "cannot be set", a->number.name);
		return -1;
	}
	if (!ext_frame_is_held(frame))
		return -1;
	if (a->flag && value == Py_None) {
		frame->frame.flags &= ~a->flag;
		memset((uint8_t *)&frame->frame + a->number.offset, 0, 8);
		return 0;
	}
	if (ext_number_set(&frame->frame, &a->number, value))
		return -1;
	frame->frame.flags |= a->flag;
	return 0;
}

static PyObject *frame_planes(PyObject *self, void *unused)
{
	(void)unused;
	return ext_plane_each((struct ext_frame *)self, ext_plane_view);
}

static PyObject *frame_meta(PyObject *self, void *unused)
{
	struct ext_frame *frame = (struct ext_frame *)self;

	(void)unused;
	if (!frame->role->geometry.meta_bytes)
		return ext_none();
	return ext_plane_view(frame, EXT_META);
}

static PyObject *frame_held(PyObject *self, void *unused)
{
	struct ext_frame *frame = (struct ext_frame *)self;

	(void)unused;
	return PyBool_FromLong(frame->state == EXT_FRAME_HELD &&
			       !frame->role->closed);
}

#define ATTRIBUTE(name, setter, variable, doc)	\
	{ name, get, setter, doc, (void *)(variable) }

PyGetSetDef ext_frame_attributes[] = {
	ATTRIBUTE("number", NULL, &number,
		  "Number of the frame in its ring, without holes: a gap is a\n"
		  "frame that was missed. Reserved: what it is going to be."),
	ATTRIBUTE("slot", NULL, &slot, "Number of the slot."),
	ATTRIBUTE("flags", set, &flags, "FrameFlag bits."),
	ATTRIBUTE("time_ns", set, &time_ns,
		  "Time of capture in nanoseconds, by the clock and at the\n"
		  "moment that are told. 0 at submit: now, by\n"
		  "CLOCK_MONOTONIC."),
	ATTRIBUTE("bytes", set, &bytes,
		  "Bytes of the frame; 0 at submit: all of it."),
	ATTRIBUTE("clock", set, &clock_of, "A Clock."),
	ATTRIBUTE("moment", set, &moment, "A Moment."),
	ATTRIBUTE("field", set, &field,
		  "V4L2's number, if it is this frame's own; else 0."),
	ATTRIBUTE("pts", set, &pts,
		  "Presentation time by the source, in units of the picture's\n"
		  "time base; None if it is not told."),
	ATTRIBUTE("damage", set, &damage,
		  "(x, y, width, height) that differs from the frame before;\n"
		  "None if it is not told."),
	ATTRIBUTE("plane_bytes", set, &plane_bytes,
		  "Bytes in use of each of four planes; 0: all of it."),
	ATTRIBUTE("meta_bytes", set, &meta_bytes,
		  "Bytes in use of meta."),
	ATTRIBUTE("user", set, &user,
		  "Four numbers of 64 bits, the producer's own."),
{ "planes", frame_planes, NULL,
	  "The planes as memoryviews into the slot, without a copy: read-only\n"
	  "for a consumer, writable for a producer.\n\n"
	  "Shapes are (rows, columns, elements of a pixel), or (rows,\n"
	  "columns) where that is one: XR24 (height, width, 4) uint8; NV12\n"
	  "(height, width) and (height / 2, width / 2, 2) uint8; P010 the\n"
	  "same in uint16; YUYV (height, width, 2); RG16 (height, width)\n"
	  "uint16; XR30 (height, width) uint32. Where a pixel is no whole\n"
	  "number of bytes (v210, Mono10p): (rows, bytes of a row).\n"
	  "Compressed, or of a layout that is not known: (bytes,).", NULL },
	{ "meta", frame_meta, NULL,
	  "What lies beside the frame, as a memoryview of bytes: for a\n"
	  "consumer those in use, for a producer all that there is room for.\n"
	  "None if the ring has no such room.", NULL },
	{ "held", frame_held, NULL,
	  "Whether it is neither released, submitted nor cancelled.", NULL },
	{ NULL, NULL, NULL, NULL, NULL },
};
