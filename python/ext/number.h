/* SPDX-License-Identifier: MIT */
/* Numbers of C structures as Python has them, and what is described by them. */
#ifndef PYTHON_NUMBER_H
#define PYTHON_NUMBER_H

#include "ext.h"

/**
 * struct ext_number - a number, or several, in a structure
 * @name: what Python calls it
 * @offset: in the structure
 * @bytes: of one number: 1, 2, 4 or 8
 * @is_signed: not zero: it may be negative
 * @count: 0 for a number, else of so many, which are a tuple
 */
struct ext_number {
	const char *name;
	size_t offset;
	unsigned char bytes;
	unsigned char is_signed;
	unsigned char count;
};

#define EXT_NUMBER(type, member)	\
	{ #member, offsetof(struct type, member),	\
	  sizeof(((struct type *)0)->member), 0, 0 }
#define EXT_NUMBERS(type, member, element, many)	\
	{ #member, offsetof(struct type, member), sizeof(element), 0, many }

PyObject *ext_number_get(const void *base, const struct ext_number *number);
/* 0, or -1 with an exception, and nothing is changed. */
int ext_number_set(void *base, const struct ext_number *number,
		   PyObject *value);

/* A new dictionary of all @numbers, up to one without a name. */
PyObject *ext_numbers_get(const void *base, const struct ext_number *numbers);
/* From @values, a dictionary; what it lacks stays as it is. */
int ext_numbers_set(void *base, const struct ext_number *numbers,
		    PyObject *values);

/* describe.c: descriptions as dictionaries. */

PyObject *ext_describe_status(const struct framering_status *status);
PyObject *ext_describe_query(const struct framering_query *query);
PyObject *ext_describe_demand(const struct framering_demand *demand);
PyObject *ext_describe_consumer(const struct framering_consumer_info *info);
int ext_config_from(struct framering_config *config, PyObject *values);
int ext_wish_from(struct framering_wish *wish, PyObject *values);

#endif /* PYTHON_NUMBER_H */
