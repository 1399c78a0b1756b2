// SPDX-License-Identifier: MIT
/* The memory of a frame: memoryviews into the slot, and copies. */
#include <errno.h>

#include "ext.h"

/**
 * struct plane - what a memoryview is of
 * @frame: whose memory it is
 * @start: its first byte
 * @layout: how it is an array; buffers point to its shape and strides
 */
struct plane {
	PyObject_HEAD
	struct ext_frame *frame;
	uint8_t *start;
	struct ext_layout layout;
};

static PyTypeObject *plane_type;

static Py_ssize_t elements(const struct ext_layout *layout)
{
	Py_ssize_t all = 1;
	int i;

	for (i = 0; i < layout->ndim; i++)
		all *= layout->shape[i];
	return all;
}

static void fill(Py_buffer *view, struct plane *plane)
{
	struct ext_layout *layout = &plane->layout;

	view->buf = plane->start;
	view->len = elements(layout) * layout->itemsize;
	view->itemsize = layout->itemsize;
	view->readonly = !plane->frame->writable;
	view->ndim = layout->ndim;
	view->format = (char *)layout->format;
	view->shape = layout->shape;
	view->strides = layout->strides;
	view->suboffsets = NULL;
	view->internal = NULL;
}

/* Each of these flags is of several bits. */
static int asks(int flags, int all)
{
	return (flags & all) == all;
}

/* Leave out what was not asked for. NULL: it can be; else why not. */
static const char *reduce(Py_buffer *view, int flags)
{
	int contiguous = PyBuffer_IsContiguous(view, 'C');

	if (flags & PyBUF_WRITABLE && view->readonly)
		return "a consumer's frame is read-only";
	if (asks(flags, PyBUF_F_CONTIGUOUS) &&
	    !PyBuffer_IsContiguous(view, 'F'))
		return "the plane's rows follow each other";
	if (!contiguous && (!asks(flags, PyBUF_STRIDES) ||
			    asks(flags, PyBUF_C_CONTIGUOUS) ||
			    asks(flags, PyBUF_ANY_CONTIGUOUS)))
		return "there are gaps between the plane's rows; ask for "
		       "strides, or copy()";
	if (!(flags & PyBUF_FORMAT))
		view->format = NULL;
	if (!asks(flags, PyBUF_STRIDES))
		view->strides = NULL;
	if (!(flags & PyBUF_ND))
		view->shape = NULL;
	return NULL;
}

static int get_buffer(PyObject *self, Py_buffer *view, int flags)
{
	struct plane *plane = (struct plane *)self;
	const char *why;

	view->obj = NULL;
	if (!ext_frame_is_held(plane->frame))
		return -1;
	fill(view, plane);
	why = reduce(view, flags);
	if (why) {
		PyErr_SetString(PyExc_BufferError, why);
		return -1;
	}
	view->obj = self;
	Py_INCREF(self);
	ext_frame_view(plane->frame);
	return 0;
}

static void release_buffer(PyObject *self, Py_buffer *view)
{
	struct plane *plane = (struct plane *)self;

	(void)view;
	ext_frame_view_gone(plane->frame);
}

static void dealloc(PyObject *self)
{
	struct plane *plane = (struct plane *)self;

	Py_XDECREF((PyObject *)plane->frame);
	ext_type_free(self);
}

/* Where it is, and how it is an array; compressed planes end where they do. */
static uint8_t *find(const struct ext_frame *frame, uint32_t number,
		     struct ext_layout *layout)
{
	const struct framering_frame *f = &frame->frame;
	uint32_t used;

	if (number == EXT_META) {
		ext_layout_bytes(layout, frame->writable ?
				 frame->role->geometry.meta_bytes :
				 f->info.meta_bytes);
		return f->meta;
	}
	*layout = frame->role->layout[number];
	used = frame->writable ? 0 : f->info.plane_bytes[number];
	if (layout->ndim == 1 && used)
		ext_layout_bytes(layout, used);
	return f->plane[number];
}

PyObject *ext_plane_view(struct ext_frame *frame, uint32_t number)
{
	allocfunc alloc = (allocfunc)PyType_GetSlot(plane_type, Py_tp_alloc);
	struct plane *plane;
	PyObject *view;

	if (!ext_frame_is_held(frame))
		return NULL;
	plane = (struct plane *)alloc(plane_type, 0);
	if (!plane)
		return NULL;
	plane->frame = frame;
	Py_INCREF((PyObject *)frame);
	plane->start = find(frame, number, &plane->layout);
	view = PyMemoryView_FromObject((PyObject *)plane);
	Py_DECREF((PyObject *)plane);
	return view;
}

/* All rows, without the gaps between them. */
static void load(uint8_t *to, const uint8_t *from,
		 const struct ext_layout *layout, uint32_t cache)
{
	size_t row = (size_t)layout->row_bytes;
	Py_ssize_t i;

	if (layout->ndim == 1 || layout->row_bytes == layout->strides[0]) {
		framering_load(to, from, (size_t)(elements(layout) *
						  layout->itemsize), cache);
		return;
	}
	for (i = 0; i < layout->shape[0]; i++)
		framering_load(to + i * layout->row_bytes,
			       from + i * layout->strides[0], row, cache);
}

/* @bytes, a bytearray, as an array; takes the reference over. */
static PyObject *shaped(PyObject *bytes, const struct ext_layout *layout)
{
	PyObject *flat = PyMemoryView_FromObject(bytes), *view = NULL;
	PyObject *shape = PyTuple_New(layout->ndim), *side;
	int i, ret = shape ? 0 : -1;

	for (i = 0; !ret && i < layout->ndim; i++) {
		side = PyLong_FromSsize_t(layout->shape[i]);
		ret = side ? PyTuple_SetItem(shape, i, side) : -1;
	}
	if (flat && !ret)
		view = PyObject_CallMethod(flat, "cast", "sO", layout->format,
					   shape);
	Py_XDECREF(flat);
	Py_XDECREF(shape);
	Py_DECREF(bytes);
	return view;
}

PyObject *ext_plane_copy(struct ext_frame *frame, uint32_t number)
{
	struct ext_layout layout;
	const uint8_t *from;
	PyObject *bytes;
	uint8_t *to;
	int ret = 0;

	if (!ext_frame_is_held(frame))
		return NULL;
	from = find(frame, number, &layout);
	bytes = PyByteArray_FromStringAndSize(NULL, elements(&layout) *
						    layout.itemsize);
	if (!bytes)
		return NULL;
	to = (uint8_t *)PyByteArray_AsString(bytes);
	ext_frame_view(frame);
	Py_BEGIN_ALLOW_THREADS
	load(to, from, &layout, frame->role->cache);
	Py_END_ALLOW_THREADS
	if (!frame->writable)
		ret = framering_consumer_check(frame->role->consumer,
					       &frame->frame);
	ext_frame_view_gone(frame);
	if (!ret)
		return shaped(bytes, &layout);
	Py_DECREF(bytes);
	return ext_role_raise(frame->role, ret);
}

PyObject *ext_plane_each(struct ext_frame *frame,
			 PyObject *(*get)(struct ext_frame *, uint32_t))
{
	uint32_t i, planes = frame->role->geometry.planes;
	PyObject *all = PyTuple_New(planes), *one;

	for (i = 0; all && i < planes; i++) {
		one = get(frame, i);
		if (!one || PyTuple_SetItem(all, i, one))
			Py_CLEAR(all);
	}
	return all;
}

int ext_plane_init(PyObject *module)
{
	PyType_Slot slots[] = {
		{ Py_tp_dealloc, dealloc },
		{ Py_bf_getbuffer, get_buffer },
		{ Py_bf_releasebuffer, release_buffer },
		{ Py_tp_doc, (void *)"What a memoryview is of." },
		{ 0, NULL },
	};
	PyType_Spec spec = {
		.name = "framering._ext.Plane",
		.basicsize = sizeof(struct plane),
		.flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION,
		.slots = slots,
	};

	plane_type = ext_type_add(module, &spec);
	return plane_type ? 0 : -1;
}
