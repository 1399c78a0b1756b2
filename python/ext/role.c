// SPDX-License-Identifier: MIT
/* What Producer and Consumer have in common. */
#include <errno.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "ext.h"
#include "number.h"

const struct framering_status *ext_role_status(const struct ext_role *role)
{
	if (role->consumer)
		return framering_consumer_status(role->consumer);
	return role->producer ? framering_producer_status(role->producer) :
				NULL;
}

int ext_role_fd(const struct ext_role *role)
{
	return role->consumer ? framering_consumer_fd(role->consumer) :
				framering_producer_fd(role->producer);
}

struct ext_role *ext_role_new(struct framering_producer *producer,
			      struct framering_consumer *consumer,
			      PyObject *path)
{
	struct ext_role *role = PyMem_Calloc(1, sizeof(*role));
	const struct framering_status *status;
	uint32_t i;

	if (!role) {
		framering_producer_detach(producer);
		framering_consumer_detach(consumer);
		PyErr_NoMemory();
		return NULL;
	}
	role->references = 1;
	role->producer = producer;
	role->consumer = consumer;
	role->wake = -1;
	role->path = path;
	Py_XINCREF(path);
	status = ext_role_status(role);
	if (status) {
		role->cache = status->cache_effective;
		role->geometry = status->geometry;
	}
	for (i = 0; i < FRAMERING_MAX_PLANES; i++)
		ext_layout_fill(&role->layout[i], &role->geometry, i);
	return role;
}

struct ext_role *ext_role_get(struct ext_role *role)
{
	role->references++;
	return role;
}

static void detach(struct ext_role *role)
{
	framering_producer_detach(role->producer);
	framering_consumer_detach(role->consumer);
	role->producer = NULL;
	role->consumer = NULL;
	if (role->wake >= 0)
		close(role->wake);
	role->wake = -1;
}

void ext_role_put(struct ext_role *role)
{
	if (!role || --role->references)
		return;
	/* A view has a frame, and a sleeper a role: none is left. */
	detach(role);
	Py_XDECREF(role->path);
	PyMem_Free(role);
}

static void detach_if_unused(struct ext_role *role)
{
	if (role->closed && !role->views && !role->sleepers)
		detach(role);
}

void ext_role_close(struct ext_role *role)
{
	role->closed = 1;
	if (role->wake >= 0 && role->sleepers)
		eventfd_write(role->wake, 1);
	detach_if_unused(role);
}

void ext_role_view_gone(struct ext_role *role)
{
	role->views--;
	detach_if_unused(role);
}

int ext_role_is_open(const struct ext_role *role)
{
	if (role && !role->closed)
		return 1;
	PyErr_SetString(PyExc_ValueError, "the role was closed");
	return 0;
}

/* Not zero: the driver took the memory away. */
static int is_revoked(const struct ext_role *role)
{
	const struct framering_status *status = ext_role_status(role);

	return (role->consumer && framering_consumer_evicted(role->consumer)) ||
	       (status && status->state & FRAMERING_STATE_REVOKED);
}

PyObject *ext_role_raise(const struct ext_role *role, int error)
{
	return ext_raise(error, is_revoked(role), role->path);
}

static int look(struct ext_role *role)
{
	int ret = role->consumer ? framering_consumer_wait(role->consumer, 0) :
				   framering_producer_wait(role->producer, 0);

	/* The signal is handled where the sleep ends. */
	return ret == -EINTR ? -ETIMEDOUT : ret;
}

/* 0, a negative errno, or 1 with an exception. */
static int sleep_once(struct ext_role *role, int64_t deadline)
{
	short events = role->consumer ? POLLIN | POLLPRI : POLLOUT | POLLPRI;
	int ret;

	if (role->wake < 0)
		role->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (role->wake < 0)
		return -errno;
	role->sleepers++;
	ret = ext_sleep(ext_role_fd(role), events, role->wake, deadline);
	role->sleepers--;
	/* close() in another thread, or in a signal's handler. */
	detach_if_unused(role);
	if (ret == -EINTR)
		return 1;
	return ext_role_is_open(role) ? ret : 1;
}

int ext_role_wait(struct ext_role *role, int64_t deadline)
{
	int ret;

	if (!ext_role_is_open(role))
		return -1;
	for (;;) {
		ret = look(role);
		if (!ret)
			return 0;
		if (ret == -ETIMEDOUT && deadline)
			ret = sleep_once(role, deadline);
		if (ret > 0)
			return -1;
		if (ret == -EBUSY) {
			ext_raise_text(ret, 0, "slots are reserved; submit or "
				       "cancel them before waiting for more",
				       role->path);
			return -1;
		}
		if (ret) {
			ext_role_raise(role, ret);
			return -1;
		}
	}
}

PyObject *ext_role_describe(const struct ext_role *role)
{
	const struct framering_status *status;
	PyObject *all;

	if (!ext_role_is_open(role))
		return NULL;
	status = ext_role_status(role);
	if (!status)
		return ext_role_raise(role, -ECHILD);
	all = ext_describe_status(status);
	/* What was read may have been of a dummy page. */
	if (!is_revoked(role))
		return all;
	Py_XDECREF(all);
	return ext_role_raise(role, status->state & FRAMERING_STATE_GONE ?
					    -ENODEV : -ESTALE);
}
