// SPDX-License-Identifier: MIT
/* Descriptions, as dictionaries of numbers; the package makes them objects. */
#include <string.h>

#include "ext.h"
#include "number.h"

static const struct ext_number geometry_numbers[] = {
	EXT_NUMBER(framering_geometry, fourcc),
	EXT_NUMBER(framering_geometry, planes),
	EXT_NUMBER(framering_geometry, modifier),
	EXT_NUMBER(framering_geometry, width),
	EXT_NUMBER(framering_geometry, height),
	EXT_NUMBERS(framering_geometry, stride, uint32_t, FRAMERING_MAX_PLANES),
	EXT_NUMBERS(framering_geometry, offset, uint32_t, FRAMERING_MAX_PLANES),
	EXT_NUMBERS(framering_geometry, plane_bytes, uint32_t,
		    FRAMERING_MAX_PLANES),
	EXT_NUMBER(framering_geometry, frame_bytes),
	EXT_NUMBER(framering_geometry, slot_bytes),
	EXT_NUMBER(framering_geometry, meta_bytes),
	{ 0 },
};

static const struct ext_number picture_numbers[] = {
	EXT_NUMBERS(framering_picture, visible, uint32_t, 4),
	EXT_NUMBERS(framering_picture, aspect, uint32_t, 2),
	EXT_NUMBERS(framering_picture, rate, uint32_t, 2),
	EXT_NUMBERS(framering_picture, time_base, uint32_t, 2),
	EXT_NUMBER(framering_picture, primaries),
	EXT_NUMBER(framering_picture, transfer),
	EXT_NUMBER(framering_picture, matrix),
	EXT_NUMBER(framering_picture, range),
	EXT_NUMBER(framering_picture, siting),
	EXT_NUMBER(framering_picture, field),
	EXT_NUMBER(framering_picture, rotation),
	EXT_NUMBER(framering_picture, flip),
	{ 0 },
};

static const struct ext_number status_numbers[] = {
	EXT_NUMBER(framering_status, ring),
	EXT_NUMBER(framering_status, generation),
	EXT_NUMBER(framering_status, memory),
	EXT_NUMBER(framering_status, cache_asked),
	EXT_NUMBER(framering_status, cache_effective),
	EXT_NUMBER(framering_status, slots),
	EXT_NUMBER(framering_status, max_held),
	EXT_NUMBER(framering_status, stall_ms),
	EXT_NUMBER(framering_status, state),
	EXT_NUMBER(framering_status, features),
	{ 0 },
};

static const struct ext_number query_numbers[] = {
	EXT_NUMBER(framering_query, ring),
	EXT_NUMBER(framering_query, generation),
	EXT_NUMBER(framering_query, memory),
	EXT_NUMBER(framering_query, cache_asked),
	EXT_NUMBER(framering_query, cache_effective),
	EXT_NUMBER(framering_query, slots),
	EXT_NUMBER(framering_query, max_held),
	EXT_NUMBER(framering_query, stall_ms),
	EXT_NUMBER(framering_query, state),
	EXT_NUMBER(framering_query, features),
	EXT_NUMBER(framering_query, consumers),
	EXT_NUMBER(framering_query, max_consumers),
	EXT_NUMBER(framering_query, max_bytes),
	{ 0 },
};

static const struct ext_number wish_numbers[] = {
	EXT_NUMBER(framering_wish, fourcc),
	EXT_NUMBER(framering_wish, width),
	EXT_NUMBER(framering_wish, height),
	EXT_NUMBER(framering_wish, rate),
	{ 0 },
};

static const struct ext_number demand_numbers[] = {
	EXT_NUMBER(framering_demand, serial),
	EXT_NUMBER(framering_demand, generation),
	EXT_NUMBER(framering_demand, consumers),
	EXT_NUMBER(framering_demand, lossless),
	EXT_NUMBER(framering_demand, wishes),
	{ 0 },
};

static const struct ext_number consumer_numbers[] = {
	EXT_NUMBER(framering_consumer_info, index),
	EXT_NUMBER(framering_consumer_info, pid),
	EXT_NUMBER(framering_consumer_info, id),
	EXT_NUMBER(framering_consumer_info, attached_ns),
	EXT_NUMBER(framering_consumer_info, uid),
	EXT_NUMBER(framering_consumer_info, lag),
	EXT_NUMBER(framering_consumer_info, held),
	EXT_NUMBER(framering_consumer_info, delivered),
	EXT_NUMBER(framering_consumer_info, dropped),
	EXT_NUMBER(framering_consumer_info, unprotected_ns),
	{ 0 },
};

static const struct ext_number config_numbers[] = {
	EXT_NUMBER(framering_config, flags),
	EXT_NUMBER(framering_config, fourcc),
	EXT_NUMBER(framering_config, width),
	EXT_NUMBER(framering_config, height),
	EXT_NUMBER(framering_config, slots),
	EXT_NUMBER(framering_config, stride_align),
	EXT_NUMBER(framering_config, memory),
	EXT_NUMBER(framering_config, cache),
	EXT_NUMBER(framering_config, max_held),
	EXT_NUMBER(framering_config, stall_ms),
	EXT_NUMBER(framering_config, meta_bytes),
	{ 0 },
};

/* Put @value into @all as @name and give the reference up; 0 or -1. */
static int put(PyObject *all, const char *name, PyObject *value)
{
	int ret = all && value ? PyDict_SetItemString(all, name, value) : -1;

	Py_XDECREF(value);
	return ret;
}

/* @all, with how the pixels lie and what they mean. */
static PyObject *describe(PyObject *all,
			  const struct framering_geometry *geometry,
			  const struct framering_picture *picture)
{
	if (put(all, "geometry", ext_numbers_get(geometry, geometry_numbers)) ||
	    put(all, "picture", ext_numbers_get(picture, picture_numbers)))
		Py_CLEAR(all);
	return all;
}

PyObject *ext_describe_status(const struct framering_status *status)
{
	return describe(ext_numbers_get(status, status_numbers),
			&status->geometry, &status->picture);
}

PyObject *ext_describe_query(const struct framering_query *query)
{
	PyObject *all = describe(ext_numbers_get(query, query_numbers),
				 &query->geometry, &query->picture);

	if (put(all, "name", PyUnicode_FromString(query->name)))
		Py_CLEAR(all);
	return all;
}

PyObject *ext_describe_demand(const struct framering_demand *demand)
{
	PyObject *all = ext_numbers_get(demand, demand_numbers);

	if (put(all, "wish", ext_numbers_get(&demand->wish, wish_numbers)))
		Py_CLEAR(all);
	return all;
}

PyObject *ext_describe_consumer(const struct framering_consumer_info *info)
{
	PyObject *all = ext_numbers_get(info, consumer_numbers);
	/* Whatever bytes a process calls itself. */
	PyObject *name = PyUnicode_DecodeLocale(info->name, "surrogateescape");

	if (put(all, "name", name) ||
	    put(all, "wish", ext_numbers_get(&info->wish, wish_numbers)))
		Py_CLEAR(all);
	return all;
}

int ext_config_from(struct framering_config *config, PyObject *values)
{
	/* Borrowed. */
	PyObject *picture = PyDict_GetItemString(values, "picture");
	PyObject *geometry = PyDict_GetItemString(values, "geometry");

	memset(config, 0, sizeof(*config));
	if (ext_numbers_set(config, config_numbers, values) ||
	    (picture && ext_numbers_set(&config->picture, picture_numbers,
					picture)) ||
	    (geometry && ext_numbers_set(&config->geometry, geometry_numbers,
					 geometry)))
		return -1;
	return 0;
}

int ext_wish_from(struct framering_wish *wish, PyObject *values)
{
	memset(wish, 0, sizeof(*wish));
	return ext_numbers_set(wish, wish_numbers, values);
}
