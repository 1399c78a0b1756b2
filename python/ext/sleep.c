// SPDX-License-Identifier: MIT
/* Sleeping without the interpreter's lock. */
#include <errno.h>
#include <poll.h>
#include <time.h>

#include "ext.h"

#define SECOND_NS	1000000000LL

static int64_t now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * SECOND_NS + now.tv_nsec;
}

int ext_deadline(PyObject *timeout, int64_t *deadline)
{
	double seconds;

	*deadline = -1;
	if (!timeout || timeout == Py_None)
		return 0;
	seconds = PyFloat_AsDouble(timeout);
	if (PyErr_Occurred())
		return -1;
	if (!(seconds >= 0)) {
		PyErr_SetString(PyExc_ValueError,
				"timeout must be None, or 0 or more seconds");
		return -1;
	}
	/* Centuries are as good as for ever. */
	if (seconds < 1e10 && seconds > 0)
		*deadline = now_ns() + (int64_t)(seconds * 1e9);
	else if (seconds == 0)
		*deadline = 0;
	return 0;
}

int ext_sleep(int fd, short events, int wake, int64_t deadline)
{
	struct pollfd fds[] = {
		{ .fd = fd, .events = events },
		{ .fd = wake, .events = POLLIN },
	};
	int64_t left = deadline < 0 ? 0 : deadline - now_ns();
	struct timespec timeout = {
		.tv_sec = (time_t)(left / SECOND_NS),
		.tv_nsec = (long)(left % SECOND_NS),
	};
	int ret, error;

	if (deadline >= 0 && left <= 0)
		return -ETIMEDOUT;
	Py_BEGIN_ALLOW_THREADS
	ret = ppoll(fds, EXT_ELEMENTS(fds), deadline < 0 ? NULL : &timeout,
		    NULL);
	error = ret < 0 ? errno : 0;
	Py_END_ALLOW_THREADS
	if (error && error != EINTR)
		return -error;
	/* A handler that raises nothing lets the sleep go on. */
	if (error && PyErr_CheckSignals())
		return -EINTR;
	return ret || error ? 0 : -ETIMEDOUT;
}
