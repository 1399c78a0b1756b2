/* SPDX-License-Identifier: MIT */
/* Which frames came whole, by the numbers of their RTP packets. */
#ifndef NETWORK_WHOLE_H
#define NETWORK_WHOLE_H

#include <glib.h>

/**
 * struct whole - what is known of the present frame and the one before
 * @begun: there was a packet
 * @sequence: of the last packet
 * @time: of the last packet, in its own units
 * @marked: the last packet ended its frame
 * @damaged: the present frame lacks something
 * @open: the frame before had no end, and may come out only now
 * @before: that one lacks something
 */
struct whole {
	gboolean begun;
	guint16 sequence;
	guint32 time;
	gboolean marked;
	gboolean damaged;
	gboolean open;
	gboolean before;
};

/**
 * struct whole_packet - one packet
 * @sequence: its number
 * @time: of its frame
 * @marked: it ends its frame
 * @begins: it is its frame's first
 */
struct whole_packet {
	guint16 sequence;
	guint32 time;
	gboolean marked;
	gboolean begins;
};

/* A packet comes, in order; @whole is zero before the first. */
void whole_packet(struct whole *whole, const struct whole_packet *packet);

/* A frame was put together from packets so far. Return: it is whole. */
gboolean whole_frame(struct whole *whole);

#endif /* NETWORK_WHOLE_H */
