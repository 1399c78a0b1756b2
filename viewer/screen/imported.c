// SPDX-License-Identifier: MIT
/*
 * Slots of a ring as images of a graphics card's. The card reads a slot for as
 * long as the window may be drawn again, so that a frame is held until the next
 * one has taken its place and the card has drawn all that it was told before.
 */
#include "imported.h"
#include "paint/egl.h"

static int take(void *taker, int dmabuf, const struct framering_status *status)
{
	struct imported *imported = taker;

	return egl_import(imported->egl, dmabuf, &status->geometry,
			  &status->picture);
}

int imported_begin(struct imported *imported,
		   struct framering_consumer *consumer,
		   const struct options *opt,
		   const struct framering_status *status, char *text,
		   size_t bytes)
{
	int ret;

	if (!slots_can_be_held(opt, status, text, bytes))
		return 1;
	ret = slots_share(consumer, take, imported, text, bytes);
	if (ret)
		egl_forget(imported->egl);
	imported->active = !ret;
	return ret;
}

void imported_end(struct imported *imported)
{
	if (imported->active) {
		egl_mark(imported->egl);
		egl_wait(imported->egl);
		egl_forget(imported->egl);
	}
	imported->active = false;
	imported->has_current = false;
	imported->has_before = false;
}

void imported_show(struct imported *imported,
		   const struct framering_frame *frame)
{
	imported->before = imported->current;
	imported->has_before = imported->has_current;
	imported->current = *frame;
	imported->has_current = true;
}

bool imported_done(struct imported *imported, struct framering_frame *frame)
{
	if (!imported->has_before)
		return false;
	egl_wait(imported->egl);
	*frame = imported->before;
	imported->has_before = false;
	return true;
}

bool imported_leave(struct imported *imported, struct framering_frame *frame)
{
	if (imported_done(imported, frame))
		return true;
	if (!imported->has_current)
		return false;
	egl_mark(imported->egl);
	egl_wait(imported->egl);
	*frame = imported->current;
	imported->has_current = false;
	return true;
}
