// SPDX-License-Identifier: MIT
/* What the card scans out changes: by flips, or by a plane. */
#include <errno.h>
#include <poll.h>

#include "display_kms.h"

/* A card that says nothing of a flip for so long has forgotten it. */
#define FLIP_MS		1000

void kms_flip_done(struct kms_display *d)
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
		kms_flip_done(user);
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

void kms_flip_settle(struct kms_display *d)
{
	if (d->pending)
		take_events(d, FLIP_MS);
	if (!d->pending)
		return;
	/* It never came. Say it in another way, and flip no more. */
	d->no_flip = true;
	set_crtc(d, d->next_fb);
	kms_flip_done(d);
}

void kms_flip_look(struct kms_display *d)
{
	if (d->pending)
		take_events(d, 0);
}

/* The screen is black but for the plane, which waits until it is seen. */
static int show_plane(struct kms_display *d, uint32_t fb)
{
	int ret = 0;

	if (!d->shown)
		ret = set_crtc(d, d->plane.behind.fb);
	return ret ? ret : kms_plane_show(&d->plane, &d->kms, fb);
}

int kms_flip_show(struct kms_display *d, uint32_t fb)
{
	if (d->plane.id)
		return show_plane(d, fb);
	if (d->shown && !d->no_flip) {
		d->pending = !drmModePageFlip(d->kms.fd, d->kms.crtc, fb,
					      DRM_MODE_PAGE_FLIP_EVENT, d);
		if (d->pending)
			return 0;
	}
	/* The first one, or a card that does not flip. */
	return set_crtc(d, fb);
}
