// SPDX-License-Identifier: MIT
/* The role that fills slots. */
#include <errno.h>

#include "ext.h"

static struct ext_role *role_of(PyObject *self)
{
	return ((struct ext_attached *)self)->role;
}

static PyObject *producer_new(PyTypeObject *type, PyObject *args,
			      PyObject *words)
{
	struct framering_producer *producer = NULL;
	struct ext_ring *ring;
	PyObject *object;
	int ret;

	(void)words;
	if (!PyArg_ParseTuple(args, "O", &object))
		return NULL;
	ring = ext_ring_from(object);
	if (!ring)
		return NULL;
	ext_ring_begin(ring);
	Py_BEGIN_ALLOW_THREADS
	ret = framering_producer_attach(&producer, ring->ring);
	Py_END_ALLOW_THREADS
	ext_ring_end(ring);
	if (ret)
		return ext_raise(ret, 0, ring->path);
	return ext_attached_new(type, ext_role_new(producer, NULL, ring->path));
}

/* 0, or -1 with an exception. */
static int reserve(struct ext_role *role, struct ext_frame *frame,
		   int64_t deadline)
{
	int ret;

	while (ext_role_is_open(role)) {
		ret = framering_producer_reserve(role->producer, &frame->frame);
		if (!ret)
			return 0;
		if (ret != -EAGAIN) {
			ext_role_raise(role, ret);
			return -1;
		}
		if (ext_role_wait(role, deadline))
			return -1;
	}
	return -1;
}

static PyObject *producer_reserve(PyObject *self, PyObject *args,
				  PyObject *words)
{
	static char *names[] = { EXT_WORD("timeout"), NULL };
	struct ext_role *role = role_of(self);
	PyObject *timeout = NULL;
	struct ext_frame *frame;
	int64_t deadline;

	if (!PyArg_ParseTupleAndKeywords(args, words, "|O", names, &timeout) ||
	    ext_deadline(timeout, &deadline) || !ext_role_is_open(role))
		return NULL;
	frame = ext_frame_new(role);
	if (!frame)
		return NULL;
	if (reserve(role, frame, deadline))
		Py_CLEAR(frame);
	else
		ext_frame_begin(frame);
	return (PyObject *)frame;
}

static PyObject *producer_submit(PyObject *self, PyObject *object)
{
	struct ext_frame *frame = ext_frame_from(object, role_of(self));

	return frame ? ext_frame_submit(frame) : NULL;
}

static PyObject *producer_end(PyObject *self, PyObject *unused)
{
	struct ext_role *role = role_of(self);
	int ret;

	(void)unused;
	if (!ext_role_is_open(role))
		return NULL;
	ret = framering_producer_end(role->producer);
	if (ret)
		return ext_role_raise(role, ret);
	return ext_none();
}

static PyObject *producer_export(PyObject *self, PyObject *args)
{
	struct ext_role *role = role_of(self);
	unsigned int slot;
	int fd;

	if (!PyArg_ParseTuple(args, "I", &slot) || !ext_role_is_open(role))
		return NULL;
	fd = framering_producer_export(role->producer, slot, 0);
	return fd < 0 ? ext_role_raise(role, fd) : PyLong_FromLong(fd);
}

static PyMethodDef methods[] = {
	{ "reserve", EXT_FUNCTION(producer_reserve),
	  METH_VARARGS | METH_KEYWORDS,
	  "reserve(timeout=None)\n--\n\n"
	  "Get a slot to fill, and wait for one to be free. Several may be\n"
	  "reserved at a time, as many as there are slots but one.\n\n"
	  "Args: timeout: seconds; None waits for ever, 0 looks.\n"
	  "Returns: a Frame; its bytes are what an older frame left there.\n"
	  "Raises: as wait(); BusyError: no slot is free, but some are\n"
	  "reserved: submit or cancel them first." },
	{ "submit", producer_submit, METH_O,
	  "submit(frame)\n--\n\n"
	  "The same as frame.submit()." },
	{ "end", producer_end, METH_NOARGS,
	  "end()\n--\n\n"
	  "End the stream: consumers are told when they have read its\n"
	  "frames. What is submitted afterwards is another stream.\n\n"
	  "Raises: StaleError: the stream goes on in the ring's new\n"
	  "configuration; EvictedError; GoneError." },
	{ "export", producer_export, METH_VARARGS,
	  "export(slot)\n--\n\n"
	  "A slot as a dma-buf, for devices and programs. Whatever frame is\n"
	  "in the slot, it is the same, until the role ends.\n\n"
	  "Returns: a descriptor, open for reading and writing; os.close()\n"
	  "it.\n"
	  "Raises: Error if the memory kind cannot, or there is no such\n"
	  "slot; StaleError; GoneError." },
	{ NULL, NULL, 0, NULL },
};

int ext_producer_init(PyObject *module)
{
	PyType_Slot slots[] = {
		{ Py_tp_new, producer_new },
		{ Py_tp_methods, methods },
		{ 0, NULL },
	};
	PyType_Spec spec = {
		.name = "framering._ext.Producer",
		.basicsize = sizeof(struct ext_attached),
		.flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE,
		.slots = slots,
	};

	return ext_role_type_add(module, &spec);
}
