// SPDX-License-Identifier: MIT
/* Each frame as a JPEG picture (RFC 2435). */
#include "rtp.h"
#include "transport.h"

static char *send(const struct options *options)
{
	return g_strdup_printf("video/x-raw,format={I420,Y42B} ! "
			       "jpegenc quality=%u ! rtpjpegpay name=pay ! "
			       RTP_OUT, options->quality);
}

static char *receive(const struct options *options)
{
	(void)options;
	return g_strdup(RTP_IN " ! rtpjpegdepay name=depay ! jpegdec");
}

/* A byte of its type, then the offset within the picture. */
static gboolean begins(const guint8 *payload, guint bytes)
{
	return bytes >= 8 && !GST_READ_UINT24_BE(payload + 1);
}

const struct transport transport_jpeg = {
	.name = "jpeg",
	.help = "JPEG pictures, by RTP: a LAN; up to 2040x2040",
	.source = "in",
	.latency_ms = 20,
	.rtp = TRUE,
	.send = send,
	.receive = receive,
	.set = rtp_set,
	.lost = rtp_lost,
	.begins = begins,
};
