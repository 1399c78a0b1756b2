/* SPDX-License-Identifier: MIT */
/* When a frame was captured, by the world's clock and by a pipeline's. */
#ifndef NETWORK_MOMENT_H
#define NETWORK_MOMENT_H

#include <gst/gst.h>

/* From 1900, where NTP begins, to 1970. */
#define MOMENT_NTP	(G_GUINT64_CONSTANT(2208988800) * GST_SECOND)
/* A frame that seems older as it arrives is of a machine with another time. */
#define MOMENT_OLDEST	(10 * GST_SECOND)
/* What is older when it is sent might seem so. */
#define MOMENT_SENT	(9 * GST_SECOND)

/**
 * moment_of - when a buffer was captured
 * @pad: that it passes
 * @buffer: its PTS is that of capture
 *
 * Return: nanoseconds since 1970 by CLOCK_REALTIME; 0 if that is not known.
 */
guint64 moment_of(GstPad *pad, GstBuffer *buffer);

/**
 * moment_to_send - what a receiver is to be told of when a buffer was captured
 * @pad: that it passes
 * @buffer: its PTS is that of capture
 *
 * A picture that has stood still for long is older than what a receiver
 * believes of a clock, and perhaps older than the pipeline.
 *
 * Return: moment_of(); 0 too if that is more than MOMENT_SENT ago.
 */
guint64 moment_to_send(GstPad *pad, GstBuffer *buffer);

/**
 * moment_arrival - when a buffer arrived, by its PTS
 * @pad: that it passes
 * @buffer: it
 *
 * Return: its running time; GST_CLOCK_TIME_NONE: it has none.
 */
GstClockTime moment_arrival(GstPad *pad, const GstBuffer *buffer);

/**
 * moment_set - make the PTS of a buffer that of capture
 * @pad: that it passes
 * @buffer: it
 * @moment: nanoseconds since 1970
 * @arrival: when it arrived at this machine, as running time; a receiver that
 *	is behind comes to it only later. NONE: now
 * @age: gets how old it is in nanoseconds
 *
 * Return: 0; -ERANGE, and nothing is changed, if the clocks of the two machines
 * do not agree: it would be from the future, or have been older than
 * MOMENT_OLDEST when it arrived.
 */
int moment_set(GstPad *pad, GstBuffer *buffer, guint64 moment,
	       GstClockTime arrival, gint64 *age);

#endif /* NETWORK_MOMENT_H */
