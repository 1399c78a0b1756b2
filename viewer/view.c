// SPDX-License-Identifier: MIT
/* The viewer: takes frames from a ring and shows them. */
#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>

#include <libframering.h>

#include "common/say.h"
#include "common/stats.h"
#include "common/stop.h"
#include "picture/keep.h"
#include "picture/snapshot.h"
#include "ring/role.h"
#include "screen/display.h"
#include "show.h"
#include "view.h"

static bool wants_frame(const struct view *v)
{
	return !v->paused || v->step;
}

static void present(struct view *v)
{
	struct display_state state = {
		.stats = &v->stats,
		.paused = v->paused,
	};

	stats_tick(&v->stats, stats_now());
	if (v->paused && !v->role.consumer)
		state.waiting = "paused";
	else if (!role_has_producer(&v->role))
		state.waiting = "waiting for a producer";
	else if (!v->stats.shown)
		state.waiting = "waiting for a frame";
	v->display->ops->present(v->display, &state);
}

/*
 * The first picture can take seconds: windows are opened, shaders compiled. The
 * display is made ready before the first role, so that a producer that waits
 * for consumers does not find one that reads nothing yet.
 */
static int prepare(struct view *v)
{
	int ret = role_look(&v->role);

	if (ret || v->prepared)
		return ret;
	ret = v->display->ops->configure(v->display, &v->role.status);
	if (ret)
		return ret;
	v->prepared = true;
	present(v);
	return 0;
}

static int attach(struct view *v)
{
	char path[256];
	int ret = prepare(v);

	if (!ret)
		ret = role_attach(&v->role);
	if (!ret)
		ret = v->display->ops->configure(v->display, &v->role.status);
	if (!ret && v->display->ops->begin)
		ret = v->display->ops->begin(v->display, v->role.consumer);
	if (ret)
		return ret;
	v->display->ops->path(v->display, path, sizeof(path));
	say_detail("path: %s", path);
	return 0;
}

static void save(struct view *v)
{
	char name[64];
	struct image image;
	int ret;

	ret = v->display->ops->grab(v->display, &image);
	if (ret) {
		say_notice("no picture to write");
		return;
	}
	if (!snapshot_write_next(&image, name, sizeof(name)))
		say_notice("wrote %s", name);
	image_finish(&image);
}

static void handle_input(struct view *v, unsigned int wanted)
{
	if (wanted & DISPLAY_QUIT)
		v->done = true;
	if (wanted & DISPLAY_PAUSE) {
		v->paused = !v->paused;
		v->step = false;
	}
	if (wanted & DISPLAY_STEP) {
		v->paused = true;
		v->step = true;
	}
	if (wanted & DISPLAY_SAVE)
		save(v);
}

/* Milliseconds until --timeout is over; negative: it is not given. */
static int time_left(const struct view *v)
{
	uint64_t now = stats_now(), end;

	if (!v->opt->timeout_ms || v->paused)
		return -1;
	end = v->since_ns + (uint64_t)v->opt->timeout_ms * 1000000;
	/* Up to the next whole one, lest it wakes too early. */
	return now < end ? (int)((end - now) / 1000000) + 1 : 0;
}

/* Of two of poll(2)'s time-outs the shorter one; negative: never. */
static int sooner(int a, int b)
{
	return (unsigned int)a < (unsigned int)b ? a : b;
}

/*
 * Sleep until the role (or the ring, where there is no role) has an event, a
 * signal comes, or the display's events must be looked at. Return: poll(2)'s
 * events of the role or the ring.
 */
static short wait_for_events(struct view *v)
{
	int timeout = sooner(v->display->ops->tick_ms, time_left(v));
	struct pollfd fds[2] = {
		{ .fd = stop_fd(), .events = POLLIN },
		{ .fd = -1 },
	};

	if (v->role.consumer) {
		fds[1].fd = framering_consumer_fd(v->role.consumer);
		fds[1].events = wants_frame(v) ? POLLIN | POLLPRI : 0;
	} else if (wants_frame(v)) {
		fds[1].fd = framering_fd(v->role.ring);
		fds[1].events = POLLPRI;
	}
	fflush(stdout);
	if (poll(fds, 2, timeout) <= 0)
		return 0;
	return fds[1].revents;
}

static int idle(struct view *v)
{
	short events = wait_for_events(v);

	if (!time_left(v)) {
		say_error("%s: no frame for %g s", v->opt->device,
			  v->opt->timeout_ms / 1000.0);
		return -ETIMEDOUT;
	}
	if (!v->role.consumer) {
		/* If the device is gone, role_look() reports that. */
		if (events)
			v->role.quiet = false;
		return 0;
	}
	if (events & POLLHUP)
		return -ENODEV;
	return events & POLLERR ? role_check(&v->role, -EPROTO) : 0;
}

/* What the display has of the slots goes first. */
static void end_role(struct view *v)
{
	if (v->role.consumer && v->display->ops->end)
		v->display->ops->end(v->display);
	role_detach(&v->role);
}

/* The role ended: detach it, so that the next turn attaches anew. */
static int renew(struct view *v, int error)
{
	int ret = 0;

	if (error == -ESTALE) {
		ret = keep_detach(&v->keep, &v->stats.copied);
		say_detail("%s: configured anew", v->opt->device);
	} else {
		keep_lost(&v->keep);
		v->role.evicted = true;
		if (!v->opt->once)
			say_notice("%s: evicted; attaching anew",
				   v->opt->device);
	}
	end_role(v);
	/* The end may have been missed: do not wait for it for ever. */
	if (error != -ESTALE && v->opt->once) {
		say_error("%s: evicted before the end of the stream",
			  v->opt->device);
		return error;
	}
	return role_check(&v->role, ret);
}

/* The role has ended, and another one may be attached. */
static bool is_over(const struct view *v, int error)
{
	return v->role.consumer && (error == -ESTALE || error == -ENODEV);
}

/* One turn of the loop: the user's input, at most one frame, the screen. */
static int turn(struct view *v)
{
	int ret = -EAGAIN;

	handle_input(v, v->display->ops->events(v->display));
	if (v->done)
		return 0;
	/* While paused, a role that ended is not replaced. */
	if (!v->role.consumer && wants_frame(v)) {
		ret = attach(v);
		if (ret && ret != -ENODATA && !is_over(v, ret))
			return ret;
	}
	if (v->role.consumer && wants_frame(v) && !is_over(v, ret))
		ret = show_frame(v);
	present(v);
	if (ret == -EAGAIN || ret == -ENODATA)
		ret = idle(v);
	if (is_over(v, ret))
		return renew(v, ret);
	return ret;
}

static void print_stats(const struct view *v)
{
	char path[256];

	if (!v->opt->stats)
		return;
	/* Keep the lines in order where both streams go to one file. */
	fflush(stdout);
	v->display->ops->path(v->display, path, sizeof(path));
	fprintf(stderr, "path: %s\n", path);
	stats_print(&v->stats, v->display->ops->path_name(v->display));
}

static int run(struct view *v)
{
	int ret = 0;

	while (!v->done && !stop_asked() && !ret)
		ret = turn(v);
	if (!ret && v->opt->snapshot)
		ret = keep_write(&v->keep, v->opt->snapshot);
	print_stats(v);
	keep_finish(&v->keep);
	return ret;
}

int view_run(const struct options *opt)
{
	struct view v = {
		.opt = opt,
		.paused = opt->paused,
		.since_ns = stats_now(),
		.keep.demosaic = !opt->no_demosaic,
	};
	int ret;

	ret = stop_init();
	if (ret) {
		say_error("signals: %s", strerror(-ret));
		return ret;
	}
	if (opt->snapshot)
		ret = snapshot_check(opt->snapshot);
	if (!ret)
		ret = role_open(&v.role, opt);
	if (ret)
		return ret;
	ret = display_create(&v.display, opt);
	if (!ret && v.display->ops->exports &&
	    v.display->ops->exports(v.display))
		role_open_for_writing(&v.role);
	if (!ret)
		ret = run(&v);
	if (v.display)
		end_role(&v);
	role_close(&v.role);
	display_destroy(v.display);
	return ret;
}
