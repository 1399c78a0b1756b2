// SPDX-License-Identifier: MIT
/* Exceptions, with the library's words. */
#include <errno.h>

#include "ext.h"

/* The class of each errno, and that of an eviction; all others are Error. */
static PyObject *classes;
static PyObject *base;
static PyObject *evicted_class;

int ext_errors_init(void)
{
	PyObject *module = PyImport_ImportModule("framering.errors");

	if (!module)
		return -1;
	classes = PyObject_GetAttrString(module, "BY_ERRNO");
	base = PyObject_GetAttrString(module, "Error");
	evicted_class = PyObject_GetAttrString(module, "EvictedError");
	Py_DECREF(module);
	return classes && base && evicted_class ? 0 : -1;
}

/* Borrowed. */
static PyObject *class_of(int number)
{
	PyObject *key = PyLong_FromLong(number), *found;

	if (!key)
		return NULL;
	found = PyDict_GetItemWithError(classes, key);
	Py_DECREF(key);
	if (!found && !PyErr_Occurred())
		found = base;
	return found;
}

PyObject *ext_raise_text(int error, int evicted, const char *text,
			 PyObject *path)
{
	PyObject *class, *exception;

	class = evicted && error == -ESTALE ? evicted_class : class_of(-error);
	if (!class)
		return NULL;
	exception = path ? PyObject_CallFunction(class, "isO", -error, text,
						 path) :
			   PyObject_CallFunction(class, "is", -error, text);
	if (!exception)
		return NULL;
	PyErr_SetObject(class, exception);
	Py_DECREF(exception);
	return NULL;
}

PyObject *ext_raise(int error, int evicted, PyObject *path)
{
	return ext_raise_text(error, evicted, framering_error_text(error),
			      path);
}
