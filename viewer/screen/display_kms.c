// SPDX-License-Identifier: MIT
/*
 * A screen without a desktop: the card scans out the slots themselves, which it
 * has imported as dma-bufs. A frame is held until the next one is on the
 * screen. What cannot be shown so is drawn: kms_drawn.c.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/say.h"
#include "display_kms.h"

static struct kms_display *of(struct display *display)
{
	return (struct kms_display *)display;
}

static int kms_create(struct display **display, const struct options *opt)
{
	struct kms_display *d = calloc(1, sizeof(*d));
	int ret;

	if (!d)
		return -ENOMEM;
	d->base.ops = &display_kms;
	d->opt = opt;
	ret = kms_open(&d->kms, opt->kms);
	if (ret) {
		free(d);
		return ret;
	}
	*display = &d->base;
	return 0;
}

static void kms_destroy(struct display *display)
{
	struct kms_display *d = of(display);

	kms_drawn_destroy(d->drawn);
	kms_plane_destroy(&d->plane, &d->kms);
	kms_close(&d->kms);
	free(d);
}

static unsigned int kms_events(struct display *display)
{
	struct kms_display *d = of(display);

	kms_flip_look(d);
	return 0;
}

/* From now on frames are drawn, since @why. */
static int draw_instead(struct kms_display *d, const char *why)
{
	drmModeModeInfo *mode = d->mode ? d->mode : &d->kms.modes[0];
	int ret = kms_drawn_create(&d->drawn, &d->kms, mode, &d->status,
				   d->opt);

	if (ret)
		return ret;
	d->mode = mode;
	say_notice("%s: frames are drawn, not scanned out: %s", d->kms.name,
		   why);
	return 0;
}

/* A plane, where the screen itself does not show such frames; or drawing. */
static int show_otherwise(struct kms_display *d, const char *why)
{
	if (!d->mode)
		d->mode = &d->kms.modes[0];
	if (!kms_plane_create(&d->plane, &d->kms, d->mode, &d->status))
		return 0;
	return draw_instead(d, why);
}

/* The screen does not scale: a slot that it scans out has a mode's size. */
static int kms_configure(struct display *display,
			 const struct framering_status *status)
{
	struct kms_display *d = of(display);
	const struct framering_geometry *g = &status->geometry;
	char why[128];

	/* It is called before the role is attached, and after. */
	if ((d->drawn || d->plane.id) && display_is_like(&d->status, status))
		return 0;
	kms_drawn_destroy(d->drawn);
	d->drawn = NULL;
	kms_plane_destroy(&d->plane, &d->kms);
	d->status = *status;
	d->mode = kms_mode(&d->kms, g->width, g->height);
	if (d->mode && kms_takes(&d->kms, g->fourcc))
		return 0;
	if (d->mode)
		snprintf(why, sizeof(why), "the screen does not take %.4s",
			 (const char *)&g->fourcc);
	else
		snprintf(why, sizeof(why), "the screen has no mode of %ux%u; "
			 "it likes %ux%u", g->width, g->height,
			 d->kms.modes[0].hdisplay, d->kms.modes[0].vdisplay);
	return show_otherwise(d, why);
}

static void kms_end(struct display *display)
{
	struct kms_display *d = of(display);

	kms_flip_settle(d);
	kms_slots_forget(&d->slots, &d->kms);
	/* What is next may well be one that can be scanned out. */
	kms_drawn_destroy(d->drawn);
	d->drawn = NULL;
	kms_plane_destroy(&d->plane, &d->kms);
	d->shown = false;
	d->has_current = false;
	d->done_count = 0;
}

/* As kms_slots_import(). */
static int import(struct kms_display *d, struct framering_consumer *consumer,
		  char *text, size_t bytes)
{
	if (!slots_can_be_held(d->opt, &d->status, text, bytes))
		return 1;
	return kms_slots_import(&d->slots, &d->kms, consumer, text, bytes);
}

/* It shows slots as they are, and holds all frames for that. */
static bool kms_always(const struct display *display)
{
	(void)display;
	return true;
}

static int kms_begin(struct display *display,
		     struct framering_consumer *consumer)
{
	struct kms_display *d = of(display);
	char text[160];
	int ret;

	if (d->drawn)
		return 0;
	ret = import(d, consumer, text, sizeof(text));
	if (ret)
		kms_end(display);
	return ret > 0 ? draw_instead(d, text) : ret;
}

/* How much a plane scales is not known before. */
static int leave_plane(struct kms_display *d)
{
	kms_plane_destroy(&d->plane, &d->kms);
	kms_slots_forget(&d->slots, &d->kms);
	if (d->has_current)
		d->done[d->done_count++] = d->current;
	d->has_current = false;
	return draw_instead(d, "the card's plane does not scale them so");
}

static int kms_paint(struct display *display,
		     const struct framering_frame *frame)
{
	struct kms_display *d = of(display);
	int ret = 0;

	kms_flip_settle(d);
	d->next = *frame;
	d->next_fb = d->slots.fb[frame->slot];
	if (d->plane.id && !kms_flip_show(d, d->next_fb)) {
		kms_flip_done(d);
		return 0;
	}
	if (d->plane.id)
		ret = leave_plane(d);
	if (!ret && d->drawn) {
		d->done[d->done_count++] = *frame;
		ret = kms_drawn_paint(d->drawn, frame, &d->next_fb);
	}
	if (ret)
		return ret;
	ret = kms_flip_show(d, d->next_fb);
	if (ret) {
		say_error("%s: does not show the frame: %s", d->kms.name,
			  strerror(-ret));
		return ret;
	}
	if (!d->pending)
		kms_flip_done(d);
	return 0;
}

static bool kms_done(struct display *display, struct framering_frame *frame)
{
	struct kms_display *d = of(display);

	if (!d->done_count)
		kms_flip_settle(d);
	if (!d->done_count)
		return false;
	*frame = d->done[--d->done_count];
	return true;
}

static void kms_present(struct display *display,
			const struct display_state *state)
{
	(void)display, (void)state;
}

static int kms_grab(struct display *display, struct image *image)
{
	(void)display, (void)image;
	return -ENODATA;
}

static void kms_path(const struct display *display, char *text, size_t bytes)
{
	const struct kms_display *d = (const struct kms_display *)display;

	if (d->drawn)
		kms_drawn_path(d->drawn, text, bytes);
	else
		snprintf(text, bytes, "imported, no byte is moved: %s scans "
			 "the slots out%s", d->kms.name,
			 d->plane.id ? " by a plane that scales" : "");
}

static const char *kms_path_name(const struct display *display)
{
	return ((const struct kms_display *)display)->drawn ? "drawn" :
							      "imported";
}

const struct display_ops display_kms = {
	.name = "kms",
	.tick_ms = 20,
	.create = kms_create,
	.destroy = kms_destroy,
	.events = kms_events,
	.configure = kms_configure,
	.exports = kms_always,
	.begin = kms_begin,
	.end = kms_end,
	.paint = kms_paint,
	.keeps = kms_always,
	.done = kms_done,
	.present = kms_present,
	.grab = kms_grab,
	.path = kms_path,
	.path_name = kms_path_name,
};
