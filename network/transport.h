/* SPDX-License-Identifier: MIT */
/* How frames travel. */
#ifndef NETWORK_TRANSPORT_H
#define NETWORK_TRANSPORT_H

#include <gst/gst.h>

#include "options.h"

/**
 * struct transport - one way
 * @name: on the command line
 * @help: what it is
 * @source: of packets, the name of a receiver's element
 * @latency_ms: how long packets are waited for, unless told otherwise
 * @rtp: it is plain RTP, between elements "pay" and "depay"; else it carries
 *	H.264, between elements "encoder" and "parser"
 * @needs_sdp: packets alone do not tell what frames are
 * @even_ports: a port belongs together with the next one
 * @may_listen: a sender may wait for its receivers to call
 * @encrypts: there may be a passphrase
 * @send: what follows frames in a pipeline's text, for g_free(); NULL, after a
 *	line, if something is missing here
 * @receive: what frames come from, likewise
 * @set: tell the elements what has no place in a text; 0, or -EINVAL after a
 *	line
 * @lost: packets that were lost for good; of SRT, at first
 * @begins: whether a packet, by what follows its RTP header, is the first one
 *	of its frame
 */
struct transport {
	const char *name;
	const char *help;
	const char *source;
	unsigned int latency_ms;
	gboolean rtp;
	gboolean needs_sdp;
	gboolean even_ports;
	gboolean may_listen;
	gboolean encrypts;
	char *(*send)(const struct options *options);
	char *(*receive)(const struct options *options);
	int (*set)(GstElement *pipeline, const struct options *options);
	guint64 (*lost)(GstElement *pipeline);
	gboolean (*begins)(const guint8 *payload, guint bytes);
};

extern const struct transport transport_raw;
extern const struct transport transport_jpeg;
extern const struct transport transport_srt;
extern const struct transport transport_rist;

/* All of them; NULL at the end. */
extern const struct transport *const transports[];

#endif /* NETWORK_TRANSPORT_H */
