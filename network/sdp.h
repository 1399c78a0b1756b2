/* SPDX-License-Identifier: MIT */
/* Descriptions of RTP sessions (SDP), from and to files. */
#ifndef NETWORK_SDP_H
#define NETWORK_SDP_H

#include <gst/gst.h>

#include "address.h"

/* The number of the extension of RTP's header that has the time of capture. */
#define SDP_EXTENSION	1
#define SDP_NTP64	"urn:ietf:params:rtp-hdrext:ntp-64"

/**
 * sdp_write - describe a session
 * @path: the file; it is replaced as a whole
 * @caps: of its packets
 * @address: where they go to
 *
 * Return: 0, or negative errno.
 */
int sdp_write(const char *path, const GstCaps *caps,
	      const struct address *address);

/**
 * sdp_read - caps of a session's packets
 * @path: its description; the first video of it counts
 *
 * Return: caps that are the caller's; NULL after a line.
 */
GstCaps *sdp_read(const char *path);

/* Caps of JPEG as framering-send sends it, which needs no description. */
GstCaps *sdp_jpeg(void);

#endif /* NETWORK_SDP_H */
