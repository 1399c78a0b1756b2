// SPDX-License-Identifier: MIT
/* Numbers of C structures, by tables of their places. */
#include <string.h>

#include "ext.h"
#include "number.h"

static PyObject *get_one(const uint8_t *at, const struct ext_number *n)
{
	uint64_t value = 0;
	uint16_t two;
	uint32_t four;

	switch (n->bytes) {
	case 1:
		value = *at;
		break;
	case 2:
		memcpy(&two, at, sizeof(two));
		value = two;
		break;
	case 4:
		memcpy(&four, at, sizeof(four));
		value = four;
		break;
	default:
		memcpy(&value, at, sizeof(value));
		break;
	}
	if (n->is_signed)
		return PyLong_FromLongLong((int64_t)value);
	return PyLong_FromUnsignedLongLong(value);
}

PyObject *ext_number_get(const void *base, const struct ext_number *n)
{
	const uint8_t *at = (const uint8_t *)base + n->offset;
	PyObject *tuple, *one;
	Py_ssize_t i;

	if (!n->count)
		return get_one(at, n);
	tuple = PyTuple_New(n->count);
	for (i = 0; tuple && i < n->count; i++) {
		one = get_one(at + i * n->bytes, n);
		if (!one || PyTuple_SetItem(tuple, i, one)) {
			Py_DECREF(tuple);
			return NULL;
		}
	}
	return tuple;
}

/* The number that @value is, in 64 bits. */
static int convert(const struct ext_number *n, PyObject *value, uint64_t *bits)
{
	if (n->is_signed)
		*bits = (uint64_t)PyLong_AsLongLong(value);
	else
		*bits = PyLong_AsUnsignedLongLong(value);
	if (*bits == UINT64_MAX && PyErr_Occurred())
		return -1;
	if (n->bytes < 8 && *bits >> 8 * n->bytes) {
		PyErr_Format(PyExc_OverflowError, "%s: %R has more than %d "
			     "bits", n->name, value, 8 * n->bytes);
		return -1;
	}
	return 0;
}

static void set_one(uint8_t *at, const struct ext_number *n, uint64_t bits)
{
	uint16_t two = (uint16_t)bits;
	uint32_t four = (uint32_t)bits;

	switch (n->bytes) {
	case 1:
		*at = (uint8_t)bits;
		break;
	case 2:
		memcpy(at, &two, sizeof(two));
		break;
	case 4:
		memcpy(at, &four, sizeof(four));
		break;
	default:
		memcpy(at, &bits, sizeof(bits));
		break;
	}
}

/* The longest tuple is shorter. */
#define MOST	8

static int set_all(uint8_t *at, const struct ext_number *n, PyObject *value)
{
	Py_ssize_t count = PySequence_Size(value), i;
	uint64_t bits[MOST];
	PyObject *one;
	int ret;

	if (count < 0)
		return -1;
	if (count > n->count || count > MOST) {
		PyErr_Format(PyExc_ValueError, "%s: at most %d numbers",
			     n->name, n->count);
		return -1;
	}
	for (i = 0; i < count; i++) {
		one = PySequence_GetItem(value, i);
		if (!one)
			return -1;
		ret = convert(n, one, &bits[i]);
		Py_DECREF(one);
		if (ret)
			return ret;
	}
	for (i = 0; i < n->count; i++)
		set_one(at + i * n->bytes, n, i < count ? bits[i] : 0);
	return 0;
}

int ext_number_set(void *base, const struct ext_number *n, PyObject *value)
{
	uint8_t *at = (uint8_t *)base + n->offset;
	uint64_t bits;

	if (!value) {
		PyErr_Format(PyExc_AttributeError, "%s cannot be deleted",
			     n->name);
		return -1;
	}
	if (n->count)
		return set_all(at, n, value);
	if (convert(n, value, &bits))
		return -1;
	set_one(at, n, bits);
	return 0;
}

PyObject *ext_numbers_get(const void *base, const struct ext_number *numbers)
{
	PyObject *all = PyDict_New(), *one;
	int ret = 0;

	for (; all && numbers->name && !ret; numbers++) {
		one = ext_number_get(base, numbers);
		ret = one ? PyDict_SetItemString(all, numbers->name, one) : -1;
		Py_XDECREF(one);
	}
	if (ret)
		Py_CLEAR(all);
	return all;
}

int ext_numbers_set(void *base, const struct ext_number *numbers,
		    PyObject *values)
{
	PyObject *one;

	for (; numbers->name; numbers++) {
		/* Borrowed. */
		one = PyDict_GetItemString(values, numbers->name);
		if (one && ext_number_set(base, numbers, one))
			return -1;
	}
	return 0;
}
