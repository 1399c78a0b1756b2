/* SPDX-License-Identifier: MIT */
/*
 * The C part of the Python module: what its files share. It keeps to the stable
 * ABI of Python 3.11, so that one build serves all later versions.
 *
 * All calls of libframering for a role are made with the interpreter's lock
 * held, which is how a role is used by one thread at a time. Only sleeping and
 * copying, neither of which touches the role, give that lock away.
 */
#ifndef PYTHON_EXT_H
#define PYTHON_EXT_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <libframering.h>

#define EXT_ELEMENTS(array)	(sizeof(array) / sizeof((array)[0]))
/* PyArg_ParseTupleAndKeywords() takes lists of names that are not const. */
#define EXT_WORD(name)	((char *)(name))
#define EXT_FUNCTION(f)	((PyCFunction)(void (*)(void))(f))

/* --- error.c: exceptions --- */

/* The classes, from the package's Python part. 0, or -1 with an exception. */
int ext_errors_init(void);

/**
 * ext_raise - raise what the library returned
 * @error: a negative errno
 * @evicted: not zero: ESTALE means that the role was evicted
 * @path: the ring's, or NULL
 *
 * Return: NULL, for the caller to return.
 */
PyObject *ext_raise(int error, int evicted, PyObject *path);

/* The same with words of the caller's. */
PyObject *ext_raise_text(int error, int evicted, const char *text,
			 PyObject *path);

/* --- type.c: what all types of the module do alike --- */

/* Make a type and add it to @module; NULL with an exception. */
PyTypeObject *ext_type_add(PyObject *module, PyType_Spec *spec);
/* The end of each dealloc. */
void ext_type_free(PyObject *self);
/* A new reference: what a method without a result returns. */
PyObject *ext_none(void);

/* --- layout.c: planes as arrays --- */

/**
 * struct ext_layout - how a plane is an array
 * @format: of an element, as the module struct has it
 * @itemsize: bytes of an element
 * @ndim: dimensions: (rows, columns, elements of a pixel), the last only if
 *	there are several; or (bytes,)
 * @shape: elements
 * @strides: bytes
 * @row_bytes: bytes of a row without what is behind it
 */
struct ext_layout {
	const char *format;
	Py_ssize_t itemsize;
	int ndim;
	Py_ssize_t shape[3];
	Py_ssize_t strides[3];
	Py_ssize_t row_bytes;
};

void ext_layout_fill(struct ext_layout *layout,
		     const struct framering_geometry *geometry, uint32_t plane);
/* A row of @bytes bytes. */
void ext_layout_bytes(struct ext_layout *layout, Py_ssize_t bytes);

/* --- sleep.c: sleeping without the interpreter's lock --- */

/*
 * When a time-out, seconds or None, is over, in nanoseconds of CLOCK_MONOTONIC;
 * negative: never. 0, or -1 with an exception.
 */
int ext_deadline(PyObject *timeout, int64_t *deadline);

/**
 * ext_sleep - sleep until a file is ready
 * @fd: the file
 * @events: of poll(2)
 * @wake: another file that ends it when it can be read
 * @deadline: from ext_deadline()
 *
 * Return: 0, -ETIMEDOUT; -EINTR with an exception, of a signal's handler.
 */
int ext_sleep(int fd, short events, int wake, int64_t deadline);

/* --- role.c --- */

/**
 * struct ext_role - a role; frames share it with the Consumer or Producer
 * @references: how many of those there are
 * @producer: the role, or NULL
 * @consumer: the role, or NULL; both are NULL once it was detached
 * @geometry: where the pixels lie
 * @cache: the slots' cache mode
 * @layout: of each plane
 * @path: the ring's, for exceptions
 * @wake: a file that ends sleeps; -1 before the first
 * @views: buffers of its frames that are in use: they keep it attached
 * @sleepers: threads that sleep for it
 * @reserved: frames that are reserved
 * @closed: not zero: detach when the last view and sleeper have gone
 */
struct ext_role {
	Py_ssize_t references;
	struct framering_producer *producer;
	struct framering_consumer *consumer;
	struct framering_geometry geometry;
	uint32_t cache;
	struct ext_layout layout[FRAMERING_MAX_PLANES];
	PyObject *path;
	int wake;
	Py_ssize_t views;
	unsigned int sleepers;
	unsigned int reserved;
	int closed;
};

/* Takes over @producer or @consumer; NULL with an exception. */
struct ext_role *ext_role_new(struct framering_producer *producer,
			      struct framering_consumer *consumer,
			      PyObject *path);
struct ext_role *ext_role_get(struct ext_role *role);
/* NULL is fine. */
void ext_role_put(struct ext_role *role);

/* Detach as soon as nothing uses the slots any more. */
void ext_role_close(struct ext_role *role);
void ext_role_view_gone(struct ext_role *role);

/* Not zero: it can be used. Zero: with an exception. */
int ext_role_is_open(const struct ext_role *role);
/* NULL in a child of the process that attached it, or once detached. */
const struct framering_status *ext_role_status(const struct ext_role *role);
int ext_role_fd(const struct ext_role *role);
/* As ext_raise(). */
PyObject *ext_role_raise(const struct ext_role *role, int error);
/* 0, or -1 with an exception. */
int ext_role_wait(struct ext_role *role, int64_t deadline);
PyObject *ext_role_describe(const struct ext_role *role);

/* --- frame.c --- */

/**
 * enum ext_frame_state - what became of a frame
 * @EXT_FRAME_HELD: acquired, or reserved
 * @EXT_FRAME_LEFT: released while views of it are in use: the last one takes
 *	it back to the ring
 * @EXT_FRAME_DONE: released, submitted, cancelled
 */
enum ext_frame_state {
	EXT_FRAME_HELD = 0,
	EXT_FRAME_LEFT = 1,
	EXT_FRAME_DONE = 2,
};

/**
 * struct ext_frame - a Frame
 * @role: of which role
 * @frame: the library's
 * @views: buffers of it that are in use
 * @state: enum ext_frame_state
 * @writable: not zero: it is a producer's
 */
struct ext_frame {
	PyObject_HEAD
	struct ext_role *role;
	struct framering_frame frame;
	Py_ssize_t views;
	int state;
	int writable;
};

/* It was filled: from now on the slot is given back when the Frame goes. */
void ext_frame_begin(struct ext_frame *frame);
/* A new reference, or NULL with an exception. */
PyObject *ext_frame_release(struct ext_frame *frame);
PyObject *ext_frame_submit(struct ext_frame *frame);
void ext_frame_cancel(struct ext_frame *frame);
/* Nobody refers to it any more. */
void ext_frame_finish(struct ext_frame *frame);

/* Not zero: its memory can be touched. Zero: with an exception. */
int ext_frame_is_held(const struct ext_frame *frame);
/* A buffer of it is used from now on, or no more. */
void ext_frame_view(struct ext_frame *frame);
void ext_frame_view_gone(struct ext_frame *frame);

/* --- frame_type.c, frame_attributes.c: their Python type --- */

extern PyGetSetDef ext_frame_attributes[];

int ext_frame_init(PyObject *module);
/* A new Frame of @role, to be filled by acquire or reserve; or NULL. */
struct ext_frame *ext_frame_new(struct ext_role *role);
/* The Frame that @object is, of @role; or NULL with an exception. */
struct ext_frame *ext_frame_from(PyObject *object, struct ext_role *role);

/* --- plane.c: the memory of a frame --- */

/* Beside the planes: the data beside the frame. */
#define EXT_META	FRAMERING_MAX_PLANES

int ext_plane_init(PyObject *module);
/* A memoryview of one plane, or of EXT_META. */
PyObject *ext_plane_view(struct ext_frame *frame, uint32_t plane);
/* A memoryview of a copy, whose rows follow each other without a gap. */
PyObject *ext_plane_copy(struct ext_frame *frame, uint32_t plane);
/* A tuple of what @get, one of these, gives for each plane. */
PyObject *ext_plane_each(struct ext_frame *frame,
			 PyObject *(*get)(struct ext_frame *, uint32_t));

/* --- ring.c: the ring file --- */

int ext_ring_init(PyObject *module);

/**
 * struct ext_ring - a Ring
 * @ring: the library's, NULL once it was closed
 * @path: its file, or None
 * @users: calls that are going on: they keep it open
 * @closed: not zero: close it when the last of them has ended
 */
struct ext_ring {
	PyObject_HEAD
	struct framering *ring;
	PyObject *path;
	unsigned int users;
	int closed;
};

/* Borrowed; NULL with an exception if @object is none, or closed. */
struct ext_ring *ext_ring_from(PyObject *object);
/* Around what gives the interpreter's lock away: close() waits for the end. */
void ext_ring_begin(struct ext_ring *ring);
void ext_ring_end(struct ext_ring *ring);

/* --- role_type.c: what the types of roles have in common --- */

/**
 * struct ext_attached - a Producer or a Consumer
 * @role: what it shares with its frames
 * @last: the Frame that a Consumer gave in an iteration, or NULL
 */
struct ext_attached {
	PyObject_HEAD
	struct ext_role *role;
	struct ext_frame *last;
};

int ext_role_type_init(PyObject *module);
/* A type of roles: 0, or -1 with an exception. */
int ext_role_type_add(PyObject *module, PyType_Spec *spec);
/* An object of @type that takes @role over; NULL if that is NULL. */
PyObject *ext_attached_new(PyTypeObject *type, struct ext_role *role);

/* --- producer.c, consumer.c --- */

int ext_producer_init(PyObject *module);
int ext_consumer_init(PyObject *module);

#endif /* PYTHON_EXT_H */
