// SPDX-License-Identifier: MIT
/* Frames as they are (RFC 4175). */
#include "rtp.h"
#include "transport.h"

static char *send(const struct options *options)
{
	(void)options;
	return g_strdup("rtpvrawpay name=pay ! " RTP_OUT);
}

static char *receive(const struct options *options)
{
	(void)options;
	return g_strdup(RTP_IN " ! rtpvrawdepay name=depay");
}

/* A sequence number, then of the first piece: bytes, line, offset. */
static gboolean begins(const guint8 *payload, guint bytes)
{
	return bytes >= 8 && !(GST_READ_UINT16_BE(payload + 4) & 0x7fff) &&
	       !(GST_READ_UINT16_BE(payload + 6) & 0x7fff);
}

const struct transport transport_raw = {
	.name = "raw",
	.help = "frames as they are, by RTP: a fast LAN",
	.source = "in",
	.latency_ms = 20,
	.rtp = TRUE,
	.needs_sdp = TRUE,
	.send = send,
	.receive = receive,
	.set = rtp_set,
	.lost = rtp_lost,
	.begins = begins,
};
