// SPDX-License-Identifier: MIT
/* What the types of roles have in common. */
#include <errno.h>

#include "ext.h"

static PyTypeObject *role_type;

static struct ext_role *role_of(PyObject *self)
{
	return ((struct ext_attached *)self)->role;
}

PyObject *ext_attached_new(PyTypeObject *type, struct ext_role *role)
{
	allocfunc alloc = (allocfunc)PyType_GetSlot(type, Py_tp_alloc);
	struct ext_attached *attached;

	if (!role)
		return NULL;
	attached = (struct ext_attached *)alloc(type, 0);
	if (attached)
		attached->role = role;
	else
		ext_role_put(role);
	return (PyObject *)attached;
}

static void drop_last(PyObject *self)
{
	struct ext_attached *attached = (struct ext_attached *)self;
	PyObject *last = (PyObject *)attached->last;

	attached->last = NULL;
	Py_XDECREF(last);
}

static void dealloc(PyObject *self)
{
	drop_last(self);
	if (role_of(self)) {
		ext_role_close(role_of(self));
		ext_role_put(role_of(self));
	}
	ext_type_free(self);
}

static PyObject *role_close(PyObject *self, PyObject *unused)
{
	(void)unused;
	drop_last(self);
	ext_role_close(role_of(self));
	return ext_none();
}

static PyObject *role_fileno(PyObject *self, PyObject *unused)
{
	(void)unused;
	if (!ext_role_is_open(role_of(self)))
		return NULL;
	return PyLong_FromLong(ext_role_fd(role_of(self)));
}

static PyObject *role_status(PyObject *self, PyObject *unused)
{
	(void)unused;
	return ext_role_describe(role_of(self));
}

static PyObject *role_wait(PyObject *self, PyObject *args, PyObject *words)
{
	static char *names[] = { EXT_WORD("timeout"), NULL };
	PyObject *timeout = NULL;
	int64_t deadline;

	if (!PyArg_ParseTupleAndKeywords(args, words, "|O", names, &timeout) ||
	    ext_deadline(timeout, &deadline) ||
	    ext_role_wait(role_of(self), deadline))
		return NULL;
	return ext_none();
}

static PyObject *role_closed(PyObject *self, void *unused)
{
	(void)unused;
	return PyBool_FromLong(role_of(self)->closed);
}

static PyObject *role_path(PyObject *self, void *unused)
{
	PyObject *path = role_of(self)->path;

	(void)unused;
	Py_INCREF(path);
	return path;
}

static PyMethodDef methods[] = {
	{ "close", role_close, METH_NOARGS,
	  "close()\n--\n\n"
	  "Detach: end the role, and release its frames. While views of\n"
	  "frames are in use, their memory stays, and the role ends with the\n"
	  "last of them. A thread that waits gets ValueError. Twice is fine." },
	{ "fileno", role_fileno, METH_NOARGS,
	  "fileno()\n--\n\n"
	  "The role's file, for poll: a consumer's can be read when a frame\n"
	  "waits, a producer's written when a slot is free." },
	{ "status", role_status, METH_NOARGS, NULL },
	{ "wait", EXT_FUNCTION(role_wait), METH_VARARGS | METH_KEYWORDS,
	  "wait(timeout=None)\n--\n\n"
	  "Sleep until acquire or reserve will give something.\n\n"
	  "Args: timeout: seconds; None waits for ever, 0 looks.\n"
	  "Raises: TimedOutError; StaleError: attach anew; EvictedError;\n"
	  "GoneError: the device is gone; what a signal's handler raises." },
	{ NULL, NULL, 0, NULL },
};

static PyGetSetDef members[] = {
	{ "closed", role_closed, NULL, "Whether close() was called.", NULL },
	{ "path", role_path, NULL, "The ring's file.", NULL },
	{ NULL, NULL, NULL, NULL, NULL },
};

int ext_role_type_init(PyObject *module)
{
	PyType_Slot slots[] = {
		{ Py_tp_dealloc, dealloc },
		{ Py_tp_methods, methods },
		{ Py_tp_getset, members },
		{ Py_tp_doc, (void *)"A producer or a consumer." },
		{ 0, NULL },
	};
	PyType_Spec spec = {
		.name = "framering._ext.Role",
		.basicsize = sizeof(struct ext_attached),
		.flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE |
			 Py_TPFLAGS_DISALLOW_INSTANTIATION,
		.slots = slots,
	};

	role_type = ext_type_add(module, &spec);
	return role_type ? 0 : -1;
}

int ext_role_type_add(PyObject *module, PyType_Spec *spec)
{
	PyObject *type = PyType_FromModuleAndSpec(module, spec,
						  (PyObject *)role_type);
	int ret = type ? PyModule_AddType(module, (PyTypeObject *)type) : -1;

	Py_XDECREF(type);
	return ret;
}
