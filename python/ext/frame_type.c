// SPDX-License-Identifier: MIT
/* The Python type of frames. */
#include "ext.h"

static PyTypeObject *frame_type;

struct ext_frame *ext_frame_new(struct ext_role *role)
{
	allocfunc alloc = (allocfunc)PyType_GetSlot(frame_type, Py_tp_alloc);
	struct ext_frame *frame = (struct ext_frame *)alloc(frame_type, 0);

	if (!frame)
		return NULL;
	frame->role = ext_role_get(role);
	frame->writable = role->producer != NULL;
	frame->state = EXT_FRAME_DONE;
	return frame;
}

struct ext_frame *ext_frame_from(PyObject *object, struct ext_role *role)
{
	struct ext_frame *frame = (struct ext_frame *)object;

	if (!PyObject_TypeCheck(object, frame_type)) {
		PyErr_Format(PyExc_TypeError, "%R is no Frame", object);
		return NULL;
	}
	if (frame->role == role)
		return frame;
	PyErr_SetString(PyExc_ValueError, "the frame is of another role");
	return NULL;
}

static PyObject *frame_release(PyObject *self, PyObject *unused)
{
	(void)unused;
	return ext_frame_release((struct ext_frame *)self);
}

static PyObject *frame_submit(PyObject *self, PyObject *unused)
{
	(void)unused;
	return ext_frame_submit((struct ext_frame *)self);
}

static PyObject *frame_cancel(PyObject *self, PyObject *unused)
{
	struct ext_frame *frame = (struct ext_frame *)self;

	(void)unused;
	if (!frame->writable) {
		PyErr_SetString(PyExc_TypeError, "a consumer's frame is "
				"released, not cancelled");
		return NULL;
	}
	ext_frame_cancel(frame);
	return ext_none();
}

static PyObject *frame_check(PyObject *self, PyObject *unused)
{
	struct ext_frame *frame = (struct ext_frame *)self;
	int ret = 0;

	(void)unused;
	if (frame->state == EXT_FRAME_DONE || !frame->role->consumer) {
		if (!ext_frame_is_held(frame))
			return NULL;
		return ext_none();
	}
	ret = framering_consumer_check(frame->role->consumer, &frame->frame);
	if (ret)
		return ext_role_raise(frame->role, ret);
	return ext_none();
}

static PyObject *frame_enter(PyObject *self, PyObject *unused)
{
	(void)unused;
	Py_INCREF(self);
	return self;
}

static PyObject *frame_exit(PyObject *self, PyObject *args)
{
	struct ext_frame *frame = (struct ext_frame *)self;
	PyObject *kind = NULL, *value, *trace, *done;

	if (!PyArg_ParseTuple(args, "OOO", &kind, &value, &trace))
		return NULL;
	if (kind != Py_None || frame->state != EXT_FRAME_HELD) {
		done = frame->writable ? frame_cancel(self, NULL) :
					 frame_release(self, NULL);
		/* What the block raises comes first. */
		if (!done && kind != Py_None)
			PyErr_Clear();
		else if (!done)
			return NULL;
	} else {
		done = frame->writable ? frame_submit(self, NULL) :
					 frame_release(self, NULL);
		if (!done)
			return NULL;
	}
	Py_XDECREF(done);
	return ext_none();
}

static int number_of(struct ext_frame *frame, PyObject *args, uint32_t *plane)
{
	unsigned int number = 0;

	if (!PyArg_ParseTuple(args, "|I", &number))
		return -1;
	if (number >= frame->role->geometry.planes) {
		PyErr_Format(PyExc_IndexError, "the frame has %u planes",
			     frame->role->geometry.planes);
		return -1;
	}
	*plane = number;
	return 0;
}

static PyObject *frame_plane(PyObject *self, PyObject *args)
{
	struct ext_frame *frame = (struct ext_frame *)self;
	uint32_t plane;

	if (number_of(frame, args, &plane))
		return NULL;
	return ext_plane_view(frame, plane);
}

static PyObject *frame_copy(PyObject *self, PyObject *args)
{
	struct ext_frame *frame = (struct ext_frame *)self;
	uint32_t plane;

	if (!PyTuple_Size(args))
		return ext_plane_each(frame, ext_plane_copy);
	if (number_of(frame, args, &plane))
		return NULL;
	return ext_plane_copy(frame, plane);
}

static PyObject *frame_repr(PyObject *self)
{
	static const char * const states[] = {
		[EXT_FRAME_HELD] = "held",
		[EXT_FRAME_LEFT] = "released, but viewed",
		[EXT_FRAME_DONE] = "done",
	};
	struct ext_frame *frame = (struct ext_frame *)self;

	return PyUnicode_FromFormat("<framering.Frame %llu in slot %u, %s>",
				    (unsigned long long)frame->frame.frame,
				    frame->frame.slot, states[frame->state]);
}

static void frame_dealloc(PyObject *self)
{
	struct ext_frame *frame = (struct ext_frame *)self;

	ext_frame_finish(frame);
	ext_type_free(self);
}

static const char text[] =
	"A slot of a ring, from acquire or reserve.\n\n"
	"In a with block it is released, or submitted, at the end; or\n"
	"cancelled, if the block raises something.";

static PyMethodDef methods[] = {
	{ "release", frame_release, METH_NOARGS,
	  "release()\n--\n\n"
	  "Give a consumer's frame back to the ring.\n\n"
	  "While views of it are in use, the slot stays held, and goes back\n"
	  "with the last of them. Twice is fine.\n\n"
	  "Returns: True if it is back, False if views are in use.\n"
	  "Raises: OverwrittenError: given back, but what was read of it may\n"
	  "be of two frames; EvictedError, GoneError: it may have become\n"
	  "zeros while it was read." },
	{ "submit", frame_submit, METH_NOARGS,
	  "submit()\n--\n\n"
	  "Show a producer's frame to the consumers. Frames that were\n"
	  "reserved before it are given up. What is written to its views\n"
	  "afterwards, consumers may see.\n\n"
	  "Raises: StaleError: the ring was configured anew; attach anew and\n"
	  "submit again. Error: what is told of the frame cannot be." },
	{ "cancel", frame_cancel, METH_NOARGS,
	  "cancel()\n--\n\n"
	  "Give a producer's frame up: nobody will see it." },
	{ "check", frame_check, METH_NOARGS,
	  "check()\n--\n\n"
	  "Whether what was read of the frame so far is of this frame.\n\n"
	  "Raises: OverwrittenError, EvictedError, GoneError if it may not\n"
	  "be; ValueError if it was released." },
	{ "plane", frame_plane, METH_VARARGS,
	  "plane(number=0)\n--\n\n"
	  "One plane as a memoryview, see planes." },
	{ "copy", frame_copy, METH_VARARGS,
	  "copy([number])\n--\n\n"
	  "Copy the frame out of its slot, by loads that are fast for\n"
	  "write-combined memory, too.\n\n"
	  "Returns: for each plane a writable memoryview of memory of its\n"
	  "own, of the plane's shape, without gaps; with a number that of\n"
	  "one plane.\n"
	  "Raises: as check()." },
	{ "__enter__", frame_enter, METH_NOARGS, NULL },
	{ "__exit__", frame_exit, METH_VARARGS, NULL },
	{ NULL, NULL, 0, NULL },
};

int ext_frame_init(PyObject *module)
{
	PyType_Slot slots[] = {
		{ Py_tp_dealloc, frame_dealloc },
		{ Py_tp_repr, frame_repr },
		{ Py_tp_methods, methods },
		{ Py_tp_getset, ext_frame_attributes },
		{ Py_tp_doc, (void *)text },
		{ 0, NULL },
	};
	PyType_Spec spec = {
		.name = "framering.Frame",
		.basicsize = sizeof(struct ext_frame),
		.flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION,
		.slots = slots,
	};

	frame_type = ext_type_add(module, &spec);
	return frame_type ? 0 : -1;
}
