// SPDX-License-Identifier: MIT
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "common/clock.h"
#include "common/places.h"
#include "watched.h"

static void tell(const struct watched *watched, enum event_kind kind,
		 const struct ring_state *state)
{
	const struct event event = { kind, state, 0 };

	watched->tell(&event, watched->argument);
}

/* Return: 0 or a negative errno. */
static int open_ring(struct watched *watched, const char *path)
{
	struct watched_ring *w = &watched->ring[watched->count];
	enum ring_access access;
	int ret = ring_open_any(&w->ring, path, &access);

	if (ret)
		return ret;
	ret = ring_state_read(&w->state, w->ring, path, access);
	if (ret)
		framering_close(w->ring);
	else
		watched->count++;
	return ret;
}

static int is_open(const struct watched *watched, const char *path)
{
	unsigned int i;

	for (i = 0; i < watched->count; i++)
		if (!strcmp(watched->ring[i].state.path, path))
			return 1;
	return 0;
}

/* Those that are there and not open; @told: say so. */
static void open_new(struct watched *watched, int told)
{
	struct rings rings;
	char path[RING_PATH];
	unsigned int i;

	if (!rings_driver_loaded() || rings_list(&rings))
		return;
	for (i = 0; i < rings.count; i++) {
		snprintf(path, sizeof(path), "%s/%s", places.dev,
			 rings.name[i]);
		if (watched->count == FRAMERING_MAX_RINGS ||
		    is_open(watched, path) || open_ring(watched, path))
			continue;
		if (told)
			tell(watched, EVENT_ADDED,
			     &watched->ring[watched->count - 1].state);
	}
}

enum outcome watched_open(struct watched *watched, const char *const *given,
			  unsigned int count)
{
	char path[RING_PATH];
	unsigned int i;
	int ret;

	watched->count = 0;
	watched->folder = -1;
	watched->ring = calloc(FRAMERING_MAX_RINGS, sizeof(*watched->ring));
	if (!watched->ring)
		return fail(OUTCOME_FAILED, "no memory");
	for (i = 0; i < count; i++) {
		ring_path(given[i], path);
		ret = open_ring(watched, path);
		if (ret)
			return ring_fail(path, ret);
	}
	if (count)
		return OUTCOME_OK;
	if (!rings_driver_loaded())
		return ring_fail(FRAMERING_DEFAULT_PATH, -ENOENT);
	watched->folder = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
	/* Its owner and mode are set after it was made. */
	if (watched->folder < 0 ||
	    inotify_add_watch(watched->folder, places.dev,
			      IN_CREATE | IN_ATTRIB | IN_DELETE) < 0)
		return fail(OUTCOME_FAILED, "%s: %s", places.dev,
			    strerror(errno));
	open_new(watched, 0);
	return OUTCOME_OK;
}

void watched_close(struct watched *watched)
{
	unsigned int i;

	for (i = 0; i < watched->count; i++)
		framering_close(watched->ring[i].ring);
	free(watched->ring);
	if (watched->folder >= 0)
		close(watched->folder);
}

static void forget(struct watched *watched, unsigned int i)
{
	tell(watched, EVENT_REMOVED, &watched->ring[i].state);
	framering_close(watched->ring[i].ring);
	watched->ring[i] = watched->ring[--watched->count];
}

/* Look at ring @i again. If it has gone, the last one takes its place. */
static void look(struct watched *watched, unsigned int i)
{
	struct watched_ring *w = &watched->ring[i];
	struct ring_state *state = malloc(sizeof(*state));

	if (!state)
		return;
	if (ring_state_read(state, w->ring, w->state.path, w->state.access)) {
		forget(watched, i);
	} else {
		events_between(&w->state, state, watched->tell,
			       watched->argument);
		w->state = *state;
	}
	free(state);
}

/* inotify's events, of which only that there were some counts. */
static void drain(int fd)
{
	char events[4096];

	while (read(fd, events, sizeof(events)) > 0)
		;
}

static int poll_all(struct watched *watched, struct pollfd *fds,
		    int64_t timeout_ns)
{
	const struct timespec timeout = {
		.tv_sec = timeout_ns / NS_PER_S,
		.tv_nsec = timeout_ns % NS_PER_S,
	};
	unsigned int i;
	int ret;

	for (i = 0; i < watched->count; i++)
		fds[i] = (struct pollfd){
			.fd = framering_fd(watched->ring[i].ring),
			.events = POLLPRI,
		};
	fds[i] = (struct pollfd){ .fd = watched->folder, .events = POLLIN };
	ret = ppoll(fds, watched->count + 1, timeout_ns < 0 ? NULL : &timeout,
		    NULL);
	return ret < 0 ? -errno : ret;
}

enum outcome watched_wait(struct watched *watched, int64_t timeout_ns)
{
	struct pollfd fds[FRAMERING_MAX_RINGS + 1];
	unsigned int i = watched->count, folder = i;
	int ret = poll_all(watched, fds, timeout_ns);

	if (ret == -EINTR)
		return OUTCOME_OK;
	if (ret < 0)
		return fail(OUTCOME_FAILED, "poll: %s", strerror(-ret));
	/* From the last on: what takes the place of one was looked at. */
	while (i--)
		if (fds[i].revents & (POLLPRI | POLLHUP | POLLERR | POLLNVAL))
			look(watched, i);
	if (fds[folder].revents) {
		drain(watched->folder);
		open_new(watched, 1);
	}
	return OUTCOME_OK;
}
