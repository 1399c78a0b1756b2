// SPDX-License-Identifier: MIT
/*
 * A screen without a desktop: the card scans out the slots themselves, which it
 * has imported as dma-bufs. A frame is held until the next one is on the
 * screen. What cannot be shown so is drawn: kms_drawn.c.
 */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/say.h"
#include "common/stop.h"
#include "display.h"
#include "kms.h"
#include "kms_drawn.h"
#include "kms_slots.h"
#include "slots.h"

/* A card that says nothing of a flip for so long has forgotten it. */
#define FLIP_MS		1000

/**
 * struct kms_display - the display
 * @base: its kind
 * @opt: the command line
 * @kms: the card
 * @geometry: of the frames
 * @status: of the ring, as far as it does not change
 * @mode: the mode that shows them
 * @drawn: draws them; NULL: the slots are scanned out
 * @slots: those that are scanned out
 * @shown: the CRTC shows one of them
 * @pending: a flip is under way
 * @no_flip: the card does not flip, or does not tell
 * @current: the frame on the screen, if there is @has_current
 * @next: the one that is flipped to
 * @next_fb: its frame buffer
 * @done: frames that are not needed any more
 * @done_count: how many
 */
struct kms_display {
	struct display base;
	const struct options *opt;
	struct kms kms;
	struct framering_status status;
	drmModeModeInfo *mode;
	struct kms_drawn *drawn;
	struct kms_slots slots;
	bool shown;
	bool pending;
	bool no_flip;
	bool has_current;
	struct framering_frame current;
	struct framering_frame next;
	uint32_t next_fb;
	struct framering_frame done[SLOTS_HELD];
	uint32_t done_count;
};

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
	kms_close(&d->kms);
	free(d);
}

/* @d->next is on the screen, and what was there is not. */
static void flipped(struct kms_display *d)
{
	d->pending = false;
	/* It is not needed any more. */
	if (d->drawn)
		return;
	if (d->has_current && d->done_count < SLOTS_HELD)
		d->done[d->done_count++] = d->current;
	d->current = d->next;
	d->has_current = true;
}

static void on_flip(int fd, unsigned int sequence, unsigned int seconds,
		    unsigned int microseconds, void *user)
{
	(void)fd, (void)sequence, (void)seconds, (void)microseconds;
	if (((struct kms_display *)user)->pending)
		flipped(user);
}

/* Take what the card has to say, waiting for it for @timeout_ms. */
static void take_events(struct kms_display *d, int timeout_ms)
{
	drmEventContext events = { .version = 2, .page_flip_handler = on_flip };
	struct pollfd pfd = { .fd = d->kms.fd, .events = POLLIN };
	uint64_t end = stats_now() + (uint64_t)timeout_ms * 1000000;
	int ret;

	/* A signal is no reason to think that the flip is done. */
	do
		ret = poll(&pfd, 1, timeout_ms);
	while (ret < 0 && errno == EINTR && stats_now() < end);
	if (ret > 0)
		drmHandleEvent(d->kms.fd, &events);
}

static int set_crtc(struct kms_display *d, uint32_t fb)
{
	if (drmModeSetCrtc(d->kms.fd, d->kms.crtc, fb, 0, 0, &d->kms.connector,
			   1, d->mode))
		return -errno;
	d->shown = true;
	return 0;
}

static void settle(struct kms_display *d)
{
	if (d->pending)
		take_events(d, FLIP_MS);
	if (!d->pending)
		return;
	/* It never came. Say it in another way, and flip no more. */
	d->no_flip = true;
	set_crtc(d, d->next_fb);
	flipped(d);
}

static unsigned int kms_events(struct display *display)
{
	struct kms_display *d = of(display);

	if (d->pending)
		take_events(d, 0);
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

/* The card does not scale: a slot that is scanned out has a mode's size. */
static int kms_configure(struct display *display,
			 const struct framering_status *status)
{
	struct kms_display *d = of(display);
	const struct framering_geometry *g = &status->geometry;
	char why[128];

	/* It is called before the role is attached, and after. */
	if (d->drawn && display_is_like(&d->status, status))
		return 0;
	kms_drawn_destroy(d->drawn);
	d->drawn = NULL;
	d->status = *status;
	d->mode = kms_mode(&d->kms, g->width, g->height);
	if (d->mode)
		return 0;
	snprintf(why, sizeof(why), "the screen has no mode of %ux%u; it likes "
		 "%ux%u", g->width, g->height, d->kms.modes[0].hdisplay,
		 d->kms.modes[0].vdisplay);
	return draw_instead(d, why);
}

static void kms_end(struct display *display)
{
	struct kms_display *d = of(display);

	settle(d);
	kms_slots_forget(&d->slots, &d->kms);
	/* What is next may well be one that can be scanned out. */
	kms_drawn_destroy(d->drawn);
	d->drawn = NULL;
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

static bool kms_exports(const struct display *display)
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

/* Show @fb; true in @d->pending: it is not there yet. */
static int show(struct kms_display *d, uint32_t fb)
{
	if (d->shown && !d->no_flip) {
		d->pending = !drmModePageFlip(d->kms.fd, d->kms.crtc, fb,
					      DRM_MODE_PAGE_FLIP_EVENT, d);
		if (d->pending)
			return 0;
	}
	/* The first one, or a card that does not flip. */
	return set_crtc(d, fb);
}

static int kms_paint(struct display *display,
		     const struct framering_frame *frame)
{
	struct kms_display *d = of(display);
	int ret = 0;

	settle(d);
	d->next = *frame;
	d->next_fb = d->slots.fb[frame->slot];
	if (d->drawn) {
		d->done[d->done_count++] = *frame;
		ret = kms_drawn_paint(d->drawn, frame, &d->next_fb);
	}
	if (ret)
		return ret;
	ret = show(d, d->next_fb);
	if (ret) {
		say_error("%s: does not show the frame: %s", d->kms.name,
			  strerror(-ret));
		return ret;
	}
	if (!d->pending)
		flipped(d);
	return 0;
}

static bool kms_keeps(const struct display *display)
{
	(void)display;
	return true;
}

static bool kms_done(struct display *display, struct framering_frame *frame)
{
	struct kms_display *d = of(display);

	if (!d->done_count)
		settle(d);
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
			 "the slots out", d->kms.name);
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
	.exports = kms_exports,
	.begin = kms_begin,
	.end = kms_end,
	.paint = kms_paint,
	.keeps = kms_keeps,
	.done = kms_done,
	.present = kms_present,
	.grab = kms_grab,
	.path = kms_path,
	.path_name = kms_path_name,
};
