// SPDX-License-Identifier: MIT
/* The ring file. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "ext.h"
#include "number.h"

static PyTypeObject *ring_type;

struct ext_ring *ext_ring_from(PyObject *object)
{
	struct ext_ring *ring = (struct ext_ring *)object;

	if (!PyObject_TypeCheck(object, ring_type)) {
		PyErr_Format(PyExc_TypeError, "%R is no Ring", object);
		return NULL;
	}
	if (!ring->closed)
		return ring;
	PyErr_SetString(PyExc_ValueError, "the ring was closed");
	return NULL;
}

static void close_if_unused(struct ext_ring *ring)
{
	if (!ring->closed || ring->users)
		return;
	framering_close(ring->ring);
	ring->ring = NULL;
}

void ext_ring_begin(struct ext_ring *ring)
{
	ring->users++;
}

void ext_ring_end(struct ext_ring *ring)
{
	ring->users--;
	close_if_unused(ring);
}

static PyObject *ring_new(PyTypeObject *type, PyObject *args, PyObject *words)
{
	allocfunc alloc = (allocfunc)PyType_GetSlot(type, Py_tp_alloc);
	PyObject *path, *bytes = NULL;
	struct framering *opened = NULL;
	struct ext_ring *ring;
	const char *name;
	int flags, ret;

	(void)words;
	if (!PyArg_ParseTuple(args, "Oi", &path, &flags) ||
	    !PyUnicode_FSConverter(path, &bytes))
		return NULL;
	name = PyBytes_AsString(bytes);
	Py_BEGIN_ALLOW_THREADS
	ret = framering_open(&opened, name, flags);
	Py_END_ALLOW_THREADS
	Py_DECREF(bytes);
	if (ret)
		return ext_raise(ret, 0, path);
	ring = (struct ext_ring *)alloc(type, 0);
	if (!ring) {
		framering_close(opened);
		return NULL;
	}
	ring->ring = opened;
	ring->path = path;
	Py_INCREF(path);
	return (PyObject *)ring;
}

static PyObject *ring_close(PyObject *self, PyObject *unused)
{
	struct ext_ring *ring = (struct ext_ring *)self;

	(void)unused;
	ring->closed = 1;
	close_if_unused(ring);
	return ext_none();
}

static void dealloc(PyObject *self)
{
	struct ext_ring *ring = (struct ext_ring *)self;

	framering_close(ring->ring);
	Py_XDECREF(ring->path);
	ext_type_free(self);
}

static PyObject *ring_fileno(PyObject *self, PyObject *unused)
{
	struct ext_ring *ring = ext_ring_from(self);

	(void)unused;
	return ring ? PyLong_FromLong(framering_fd(ring->ring)) : NULL;
}

static PyObject *ring_query(PyObject *self, PyObject *unused)
{
	struct ext_ring *ring = ext_ring_from(self);
	struct framering_query query = { 0 };
	int ret;

	(void)unused;
	if (!ring)
		return NULL;
	ret = framering_query(ring->ring, &query);
	return ret ? ext_raise(ret, 0, ring->path) :
		     ext_describe_query(&query);
}

static PyObject *ring_configure(PyObject *self, PyObject *args)
{
	struct ext_ring *ring = ext_ring_from(self);
	struct framering_config config;
	PyObject *values;
	int ret;

	if (!ring || !PyArg_ParseTuple(args, "O!", &PyDict_Type, &values) ||
	    ext_config_from(&config, values))
		return NULL;
	ext_ring_begin(ring);
	Py_BEGIN_ALLOW_THREADS
	ret = framering_configure(ring->ring, &config);
	Py_END_ALLOW_THREADS
	if (ret)
		ext_raise_text(ret, 0,
			       framering_config_error_text(ring->ring, &config,
							   ret),
			       ring->path);
	ext_ring_end(ring);
	if (ret)
		return NULL;
	return ext_none();
}

static PyObject *ring_pattern(PyObject *self, PyObject *args)
{
	struct ext_ring *ring = ext_ring_from(self);
	unsigned long long frames = 0;
	unsigned int rate;
	int ret;

	if (!ring || !PyArg_ParseTuple(args, "I|K", &rate, &frames))
		return NULL;
	ret = framering_pattern(ring->ring, rate, frames);
	if (ret)
		return ext_raise(ret, 0, ring->path);
	return ext_none();
}

static PyObject *ring_demand(PyObject *self, PyObject *unused)
{
	struct ext_ring *ring = ext_ring_from(self);
	struct framering_demand demand = { 0 };
	int ret;

	(void)unused;
	if (!ring)
		return NULL;
	ret = framering_demand(ring->ring, &demand, 0);
	return ret ? ext_raise(ret, 0, ring->path) :
		     ext_describe_demand(&demand);
}

static PyObject *ring_consumer_info(PyObject *self, PyObject *args)
{
	struct ext_ring *ring = ext_ring_from(self);
	struct framering_consumer_info info = { 0 };
	unsigned int index;
	int ret;

	if (!ring || !PyArg_ParseTuple(args, "I", &index))
		return NULL;
	ret = framering_consumer_info(ring->ring, index, &info);
	return ret ? ext_raise(ret, 0, ring->path) :
		     ext_describe_consumer(&info);
}

static PyObject *ring_evict(PyObject *self, PyObject *args)
{
	struct ext_ring *ring = ext_ring_from(self);
	unsigned long long id = 0;
	unsigned int index;
	int ret;

	if (!ring || !PyArg_ParseTuple(args, "I|K", &index, &id))
		return NULL;
	ret = framering_evict(ring->ring, index, id);
	if (ret)
		return ext_raise(ret, 0, ring->path);
	return ext_none();
}

static PyObject *ring_closed(PyObject *self, void *unused)
{
	(void)unused;
	return PyBool_FromLong(((struct ext_ring *)self)->closed);
}

static PyObject *ring_path(PyObject *self, void *unused)
{
	PyObject *path = ((struct ext_ring *)self)->path;

	(void)unused;
	Py_INCREF(path);
	return path;
}

static PyMethodDef methods[] = {
	{ "close", ring_close, METH_NOARGS,
	  "close()\n--\n\n"
	  "Close the file. Roles that were attached through it live on. Twice\n"
	  "is fine." },
	{ "fileno", ring_fileno, METH_NOARGS,
	  "fileno()\n--\n\n"
	  "The ring file's descriptor; poll says POLLPRI when demand() would\n"
	  "tell another serial than it did." },
	{ "query", ring_query, METH_NOARGS, NULL },
	{ "configure", ring_configure, METH_VARARGS, NULL },
	{ "pattern", ring_pattern, METH_VARARGS, NULL },
	{ "demand", ring_demand, METH_NOARGS, NULL },
	{ "consumer_info", ring_consumer_info, METH_VARARGS, NULL },
	{ "evict", ring_evict, METH_VARARGS,
	  "evict(index, id=0)\n--\n\n"
	  "Take everything away from a consumer, which may attach anew. For\n"
	  "the ring's owner.\n\n"
	  "Args: index, id: as consumer_info() tells; id 0 is any consumer.\n"
	  "Raises: NotFoundError: there is no such consumer; Error." },
	{ NULL, NULL, 0, NULL },
};

static PyGetSetDef members[] = {
	{ "closed", ring_closed, NULL, "Whether close() was called.", NULL },
	{ "path", ring_path, NULL, "The ring's file.", NULL },
	{ NULL, NULL, NULL, NULL, NULL },
};

int ext_ring_init(PyObject *module)
{
	PyType_Slot slots[] = {
		{ Py_tp_new, ring_new },
		{ Py_tp_dealloc, dealloc },
		{ Py_tp_methods, methods },
		{ Py_tp_getset, members },
		{ 0, NULL },
	};
	PyType_Spec spec = {
		.name = "framering._ext.Ring",
		.basicsize = sizeof(struct ext_ring),
		.flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE,
		.slots = slots,
	};

	ring_type = ext_type_add(module, &spec);
	return ring_type ? 0 : -1;
}
