// SPDX-License-Identifier: MIT
/* Which frames came whole. */
#include "whole.h"

void whole_packet(struct whole *whole, const struct whole_packet *packet)
{
	gboolean gap = whole->begun &&
		       packet->sequence != (guint16)(whole->sequence + 1);

	whole->open = FALSE;
	if (!whole->begun || packet->time != whole->time) {
		/* Without its end it comes out as this one begins. */
		whole->open = whole->begun && !whole->marked;
		whole->before = whole->damaged || gap;
		whole->damaged = !packet->begins;
	} else if (gap) {
		whole->damaged = TRUE;
	}
	whole->begun = TRUE;
	whole->sequence = packet->sequence;
	whole->time = packet->time;
	whole->marked = packet->marked;
}

gboolean whole_frame(struct whole *whole)
{
	if (whole->open) {
		whole->open = FALSE;
		return !whole->before;
	}
	return !whole->damaged;
}
