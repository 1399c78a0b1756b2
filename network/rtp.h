/* SPDX-License-Identifier: MIT */
/* Plain RTP over UDP. */
#ifndef NETWORK_RTP_H
#define NETWORK_RTP_H

#include <gst/gst.h>

#include "options.h"

/* Of a pipeline's text: packets of element "pay" to all addresses. */
#define RTP_OUT	"multiudpsink name=out sync=false async=false"

/*
 * Of a pipeline's text: packets, in order, for element "depay". The kernel
 * tells when they arrived, of those as well that wait for long in the socket.
 */
#define RTP_IN	"udpsrc name=in buffer-size=67108864 "			\
		"socket-timestamp=realtime ! "				\
		"rtpjitterbuffer name=jitter mode=slave"

/**
 * rtp_set - tell RTP_OUT, or RTP_IN, its addresses and its caps
 * @pipeline: with either of them
 * @options: where to, or from where
 *
 * Return: 0; -EINVAL after a line.
 */
int rtp_set(GstElement *pipeline, const struct options *options);

/* Packets that RTP_IN never got. */
guint64 rtp_lost(GstElement *pipeline);

#endif /* NETWORK_RTP_H */
