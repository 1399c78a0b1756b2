// SPDX-License-Identifier: MIT
/* The role that reads slots. */
#include <errno.h>

#include "ext.h"
#include "number.h"

static struct ext_role *role_of(PyObject *self)
{
	return ((struct ext_attached *)self)->role;
}

static PyObject *consumer_new(PyTypeObject *type, PyObject *args,
			      PyObject *words)
{
	struct framering_consumer *consumer = NULL;
	struct ext_ring *ring;
	unsigned int flags;
	PyObject *object;
	int ret;

	(void)words;
	if (!PyArg_ParseTuple(args, "OI", &object, &flags))
		return NULL;
	ring = ext_ring_from(object);
	if (!ring)
		return NULL;
	ext_ring_begin(ring);
	Py_BEGIN_ALLOW_THREADS
	ret = framering_consumer_attach(&consumer, ring->ring, flags);
	Py_END_ALLOW_THREADS
	ext_ring_end(ring);
	if (ret)
		return ext_raise(ret, 0, ring->path);
	return ext_attached_new(type, ext_role_new(NULL, consumer, ring->path));
}

/* 0; -EPIPE: the stream has ended; -1 with an exception. */
static int acquire(struct ext_role *role, struct ext_frame *frame,
		   int64_t deadline)
{
	int ret;

	while (ext_role_is_open(role)) {
		ret = framering_consumer_acquire(role->consumer, &frame->frame);
		if (!ret || ret == -EPIPE)
			return ret;
		if (ret != -EAGAIN) {
			ext_role_raise(role, ret);
			return -1;
		}
		if (ext_role_wait(role, deadline))
			return -1;
	}
	return -1;
}

/* NULL without an exception: the stream has ended. */
static struct ext_frame *take(struct ext_role *role, int64_t deadline)
{
	struct ext_frame *frame;

	if (!ext_role_is_open(role))
		return NULL;
	frame = ext_frame_new(role);
	if (frame && acquire(role, frame, deadline))
		Py_CLEAR(frame);
	if (frame)
		ext_frame_begin(frame);
	return frame;
}

static PyObject *consumer_acquire(PyObject *self, PyObject *args,
				  PyObject *words)
{
	static char *names[] = { EXT_WORD("timeout"), NULL };
	PyObject *timeout = NULL;
	struct ext_frame *frame;
	int64_t deadline;

	if (!PyArg_ParseTupleAndKeywords(args, words, "|O", names, &timeout) ||
	    ext_deadline(timeout, &deadline))
		return NULL;
	frame = take(role_of(self), deadline);
	if (!frame && !PyErr_Occurred())
		return ext_role_raise(role_of(self), -EPIPE);
	return (PyObject *)frame;
}

static PyObject *consumer_release(PyObject *self, PyObject *object)
{
	struct ext_frame *frame = ext_frame_from(object, role_of(self));

	return frame ? ext_frame_release(frame) : NULL;
}

static PyObject *consumer_iter(PyObject *self)
{
	Py_INCREF(self);
	return self;
}

/* The frame before is released: nobody asks for two at a time. */
static int release_last(struct ext_attached *attached)
{
	struct ext_frame *last = attached->last;
	PyObject *done = NULL;

	attached->last = NULL;
	if (!last)
		return 0;
	done = ext_frame_release(last);
	Py_DECREF((PyObject *)last);
	Py_XDECREF(done);
	return done ? 0 : -1;
}

static PyObject *consumer_next(PyObject *self)
{
	struct ext_attached *attached = (struct ext_attached *)self;
	struct ext_frame *frame, *before;

	if (release_last(attached))
		return NULL;
	frame = take(attached->role, -1);
	if (!frame)
		return NULL;
	/* Another thread may have iterated meanwhile. */
	before = attached->last;
	Py_INCREF((PyObject *)frame);
	attached->last = frame;
	Py_XDECREF((PyObject *)before);
	return (PyObject *)frame;
}

static PyObject *consumer_counts(PyObject *self, PyObject *unused)
{
	struct ext_role *role = role_of(self);
	uint64_t delivered, dropped;

	(void)unused;
	if (!ext_role_is_open(role))
		return NULL;
	framering_consumer_counts(role->consumer, &delivered, &dropped);
	return Py_BuildValue("KK", (unsigned long long)delivered,
			     (unsigned long long)dropped);
}

static PyObject *consumer_wish(PyObject *self, PyObject *args)
{
	struct ext_role *role = role_of(self);
	struct framering_wish wish;
	PyObject *values;
	int ret;

	if (!PyArg_ParseTuple(args, "O!", &PyDict_Type, &values) ||
	    ext_wish_from(&wish, values) || !ext_role_is_open(role))
		return NULL;
	ret = framering_consumer_wish(role->consumer, &wish);
	if (ret)
		return ext_role_raise(role, ret);
	return ext_none();
}

static PyObject *consumer_export(PyObject *self, PyObject *args)
{
	struct ext_role *role = role_of(self);
	unsigned int slot;
	int fd, hold = 0;

	if (!PyArg_ParseTuple(args, "I|p", &slot, &hold) ||
	    !ext_role_is_open(role))
		return NULL;
	fd = framering_consumer_export(role->consumer, slot,
				       hold ? FRAMERING_EXPORT_HOLD : 0);
	return fd < 0 ? ext_role_raise(role, fd) : PyLong_FromLong(fd);
}

static PyObject *consumer_cut(PyObject *self, void *unused)
{
	struct ext_role *role = role_of(self);

	(void)unused;
	if (!ext_role_is_open(role))
		return NULL;
	return PyBool_FromLong(framering_consumer_cut(role->consumer));
}

static PyObject *consumer_evicted(PyObject *self, void *unused)
{
	struct ext_role *role = role_of(self);

	(void)unused;
	if (!ext_role_is_open(role))
		return NULL;
	return PyBool_FromLong(framering_consumer_evicted(role->consumer));
}

static PyObject *consumer_unprotected(PyObject *self, void *unused)
{
	struct ext_role *role = role_of(self);

	(void)unused;
	if (!ext_role_is_open(role))
		return NULL;
	return PyLong_FromUnsignedLongLong(
		framering_consumer_unprotected(role->consumer));
}

static PyMethodDef methods[] = {
	{ "acquire", EXT_FUNCTION(consumer_acquire),
	  METH_VARARGS | METH_KEYWORDS,
	  "acquire(timeout=None)\n--\n\n"
	  "Take a frame, and wait for one. It does not change until it is\n"
	  "released, or release() and check() say that it did.\n\n"
	  "Args: timeout: seconds; None waits for ever, 0 looks.\n"
	  "Returns: a Frame; release() it, or use it in a with block.\n"
	  "Raises: EndedError: the stream has ended, told once; HeldError:\n"
	  "release one first; else as wait()." },
	{ "release", consumer_release, METH_O,
	  "release(frame)\n--\n\n"
	  "The same as frame.release()." },
	{ "counts", consumer_counts, METH_NOARGS,
	  "counts()\n--\n\n"
	  "Returns: (frames acquired, frames that were missed)." },
	{ "wish", consumer_wish, METH_VARARGS, NULL },
	{ "export", consumer_export, METH_VARARGS,
	  "export(slot, hold=False)\n--\n\n"
	  "A slot as a dma-buf, for devices and programs.\n\n"
	  "Args: hold: of the frame that is held in the slot now: the slot\n"
	  "stays out of the ring until the dma-buf is gone everywhere.\n"
	  "Returns: a descriptor; os.close() it. It goes with the role, but\n"
	  "for hold.\n"
	  "Raises: Error if the memory kind, or this user, cannot." },
	{ NULL, NULL, 0, NULL },
};

static PyGetSetDef members[] = {
	{ "cut", consumer_cut, NULL,
	  "After a stream has ended: whether its producer went without\n"
	  "ending it, as one does that is killed.", NULL },
	{ "evicted", consumer_evicted, NULL,
	  "Whether the role's memory was taken away.", NULL },
	{ "unprotected", consumer_unprotected, NULL,
	  "Until when frames that are held may be overwritten, in\n"
	  "nanoseconds of CLOCK_MONOTONIC; 0: they may not.", NULL },
	{ NULL, NULL, NULL, NULL, NULL },
};

int ext_consumer_init(PyObject *module)
{
	PyType_Slot slots[] = {
		{ Py_tp_new, consumer_new },
		{ Py_tp_iter, consumer_iter },
		{ Py_tp_iternext, consumer_next },
		{ Py_tp_methods, methods },
		{ Py_tp_getset, members },
		{ 0, NULL },
	};
	PyType_Spec spec = {
		.name = "framering._ext.Consumer",
		.basicsize = sizeof(struct ext_attached),
		.flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE,
		.slots = slots,
	};

	return ext_role_type_add(module, &spec);
}
