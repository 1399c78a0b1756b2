// SPDX-License-Identifier: MIT
/* The module's C part: its types, names of formats, numbers. */
#include <string.h>

#include "ext.h"

static PyObject *format_code(PyObject *self, PyObject *args)
{
	static const uint32_t compressed[] = {
		FRAMERING_FORMAT_JPEG, FRAMERING_FORMAT_H264,
		FRAMERING_FORMAT_HEVC,
	};
	const struct framering_format *format;
	const char *name;
	size_t i;

	(void)self;
	if (!PyArg_ParseTuple(args, "s", &name))
		return NULL;
	format = framering_format_by_name(name);
	if (format)
		return PyLong_FromUnsignedLong(format->fourcc);
	for (i = 0; i < EXT_ELEMENTS(compressed); i++)
		if (!strcmp(name, framering_compressed_name(compressed[i])))
			return PyLong_FromUnsignedLong(compressed[i]);
	PyErr_Format(PyExc_ValueError, "there is no pixel format %s", name);
	return NULL;
}

static PyObject *format_name(PyObject *self, PyObject *args)
{
	const struct framering_format *format;
	unsigned int code;
	const char *name;

	(void)self;
	if (!PyArg_ParseTuple(args, "I", &code))
		return NULL;
	format = framering_format_find(code);
	name = format ? format->name : framering_compressed_name(code);
	if (!name)
		return ext_none();
	return PyUnicode_FromString(name);
}

static PyObject *formats(PyObject *self, PyObject *unused)
{
	PyObject *all = PyTuple_New(FRAMERING_FORMATS), *name;
	size_t i;

	(void)self;
	(void)unused;
	for (i = 0; all && i < FRAMERING_FORMATS; i++) {
		name = PyUnicode_FromString(framering_formats[i].name);
		if (!name || PyTuple_SetItem(all, (Py_ssize_t)i, name))
			Py_CLEAR(all);
	}
	return all;
}

static PyObject *memory_name(PyObject *self, PyObject *args)
{
	unsigned int number;

	(void)self;
	if (!PyArg_ParseTuple(args, "I", &number))
		return NULL;
	return PyUnicode_FromString(framering_memory_name(number));
}

static PyObject *cache_name(PyObject *self, PyObject *args)
{
	unsigned int number;

	(void)self;
	if (!PyArg_ParseTuple(args, "I", &number))
		return NULL;
	return PyUnicode_FromString(framering_cache_name(number));
}

static PyObject *picture_number(PyObject *self, PyObject *args)
{
	const char *what, *word;
	int number;

	(void)self;
	if (!PyArg_ParseTuple(args, "ss", &what, &word))
		return NULL;
	number = framering_picture_number(what, word);
	if (number >= 0)
		return PyLong_FromLong(number);
	PyErr_Format(PyExc_ValueError, "%s: there is no word %s", what, word);
	return NULL;
}

static PyObject *raise_error(PyObject *self, PyObject *args)
{
	int number;
	PyObject *path;

	(void)self;
	if (!PyArg_ParseTuple(args, "iO", &number, &path))
		return NULL;
	return ext_raise(-number, 0, path);
}

static PyMethodDef functions[] = {
	{ "format_code", format_code, METH_VARARGS,
	  "format_code(name)\n--\n\n"
	  "The code of a pixel format, by its own name as in \"XR24\", or\n"
	  "that of ffmpeg (\"bgr0\"), GStreamer (\"BGRx\") or V4L2\n"
	  "(\"YUYV\")." },
	{ "format_name", format_name, METH_VARARGS,
	  "format_name(code)\n--\n\n"
	  "The name of a pixel format; None if it is not known." },
	{ "formats", formats, METH_NOARGS,
	  "formats()\n--\n\n"
	  "The names of all pixel formats that can be laid out." },
	{ "memory_name", memory_name, METH_VARARGS, NULL },
	{ "cache_name", cache_name, METH_VARARGS, NULL },
	{ "raise_error", raise_error, METH_VARARGS,
	  "raise_error(errno, path)\n--\n\n"
	  "Raise what the library says of an errno." },
	{ "picture_number", picture_number, METH_VARARGS, NULL },
	{ NULL, NULL, 0, NULL },
};

static const struct {
	const char *name;
	long value;
} numbers[] = {
	{ "LOSSLESS", FRAMERING_CONSUMER_LOSSLESS },
	{ "LATEST", FRAMERING_CONSUMER_LATEST },
	{ "NEWEST", FRAMERING_CONSUMER_NEWEST },
	{ "UNENDED", FRAMERING_CONSUMER_UNENDED },
	{ "LOSSLESS_FOR_ALL", FRAMERING_CONFIG_LOSSLESS_FOR_ALL },
	{ "LAYOUT", FRAMERING_CONFIG_LAYOUT },
	{ "EXPORT_FOR_ALL", FRAMERING_CONFIG_EXPORT_FOR_ALL },
	{ "STALE", FRAMERING_STATE_STALE },
	{ "PRODUCER", FRAMERING_STATE_PRODUCER },
	{ "REVOKED", FRAMERING_STATE_REVOKED },
	{ "GONE", FRAMERING_STATE_GONE },
	{ "MEMORIES", FRAMERING_MEMORIES },
	{ "CACHE_UC", FRAMERING_CACHE_UC },
	{ "KEY", FRAMERING_FRAME_KEY },
	{ "DISCONTINUITY", FRAMERING_FRAME_DISCONTINUITY },
	{ "ERROR", FRAMERING_FRAME_ERROR },
	{ "PTS", FRAMERING_FRAME_PTS },
	{ "DAMAGE", FRAMERING_FRAME_DAMAGE },
	{ "CLOCK_MONOTONIC", FRAMERING_CLOCK_MONOTONIC },
	{ "CLOCK_REALTIME", FRAMERING_CLOCK_REALTIME },
	{ "CLOCK_TAI", FRAMERING_CLOCK_TAI },
	{ "CLOCK_BOOTTIME", FRAMERING_CLOCK_BOOTTIME },
	{ "CLOCK_DEVICE", FRAMERING_CLOCK_DEVICE },
	{ "MOMENT_SUBMIT", FRAMERING_MOMENT_SUBMIT },
	{ "MOMENT_EXPOSURE_START", FRAMERING_MOMENT_EXPOSURE_START },
	{ "MOMENT_EXPOSURE_END", FRAMERING_MOMENT_EXPOSURE_END },
	{ "MOMENT_RECEIVED", FRAMERING_MOMENT_RECEIVED },
};

static int add_numbers(PyObject *module)
{
	size_t i;

	for (i = 0; i < EXT_ELEMENTS(numbers); i++)
		if (PyModule_AddIntConstant(module, numbers[i].name,
					    numbers[i].value))
			return -1;
	return PyModule_AddStringConstant(module, "DEFAULT_PATH",
					  FRAMERING_DEFAULT_PATH);
}

static struct PyModuleDef definition = {
	PyModuleDef_HEAD_INIT,
	.m_name = "framering._ext",
	.m_size = -1,
	.m_methods = functions,
};

PyMODINIT_FUNC PyInit__ext(void);

PyMODINIT_FUNC PyInit__ext(void)
{
	PyObject *module = PyModule_Create(&definition);

	if (!module)
		return NULL;
	if (ext_errors_init() || ext_frame_init(module) ||
	    ext_plane_init(module) || ext_ring_init(module) ||
	    ext_role_type_init(module) || ext_producer_init(module) ||
	    ext_consumer_init(module) || add_numbers(module)) {
		Py_DECREF(module);
		return NULL;
	}
	return module;
}
