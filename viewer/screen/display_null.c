// SPDX-License-Identifier: MIT
/* No display: frames are taken, and given back at once. */
#include <errno.h>
#include <stdio.h>

#include "display.h"

static struct display null_display = { .ops = &display_null };

static int null_create(struct display **display, const struct options *opt)
{
	(void)opt;
	*display = &null_display;
	return 0;
}

static void null_destroy(struct display *display)
{
	(void)display;
}

static unsigned int null_events(struct display *display)
{
	(void)display;
	return 0;
}

static int null_configure(struct display *display,
			  const struct framering_status *status)
{
	(void)display, (void)status;
	return 0;
}

static int null_paint(struct display *display,
		      const struct framering_frame *frame)
{
	(void)display, (void)frame;
	return 0;
}

static void null_present(struct display *display,
			 const struct display_state *state)
{
	(void)display, (void)state;
}

static int null_grab(struct display *display, struct image *image)
{
	(void)display, (void)image;
	return -ENODATA;
}

static void null_path(const struct display *display, char *text, size_t bytes)
{
	(void)display;
	snprintf(text, bytes, "none, nothing is drawn");
}

static const char *null_path_name(const struct display *display)
{
	(void)display;
	return "none";
}

const struct display_ops display_null = {
	.name = "null",
	.tick_ms = -1,
	.create = null_create,
	.destroy = null_destroy,
	.events = null_events,
	.configure = null_configure,
	.paint = null_paint,
	.present = null_present,
	.grab = null_grab,
	.path = null_path,
	.path_name = null_path_name,
};
