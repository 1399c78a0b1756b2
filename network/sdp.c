// SPDX-License-Identifier: MIT
/* Descriptions of RTP sessions (SDP). */
#include <errno.h>
#include <gst/sdp/gstsdpmessage.h>
#include <stdlib.h>
#include <string.h>

#include "said.h"
#include "sdp.h"

static gboolean add_media(GstSDPMessage *sdp, const GstCaps *caps,
			  const struct address *address)
{
	const char *family = strchr(address->host, ':') ? "IP6" : "IP4";
	GstSDPMedia *media;
	gboolean good;

	if (gst_sdp_media_new(&media) != GST_SDP_OK)
		return FALSE;
	gst_sdp_media_set_port_info(media, address->port, 1);
	gst_sdp_media_set_proto(media, "RTP/AVP");
	gst_sdp_media_add_connection(media, "IN", family, address->host, 0, 0);
	good = gst_sdp_media_set_media_from_caps(caps, media) == GST_SDP_OK &&
	       gst_sdp_message_add_media(sdp, media) == GST_SDP_OK;
	gst_sdp_media_free(media);
	return good;
}

static char *text_of(const GstCaps *caps, const struct address *address)
{
	GstSDPMessage *sdp;
	char *text = NULL;

	if (gst_sdp_message_new(&sdp) != GST_SDP_OK)
		return NULL;
	gst_sdp_message_set_version(sdp, "0");
	gst_sdp_message_set_origin(sdp, "-", "0", "0", "IN", "IP4",
				   "127.0.0.1");
	gst_sdp_message_set_session_name(sdp, "framering");
	gst_sdp_message_add_time(sdp, "0", "0", NULL);
	if (add_media(sdp, caps, address))
		text = gst_sdp_message_as_text(sdp);
	gst_sdp_message_free(sdp);
	return text;
}

int sdp_write(const char *path, const GstCaps *caps,
	      const struct address *address)
{
	char *text = text_of(caps, address);
	int ret = 0;

	if (!text)
		return -EINVAL;
	errno = 0;
	if (!g_file_set_contents(path, text, -1, NULL))
		ret = errno ? -errno : -EIO;
	g_free(text);
	return ret;
}

static GstCaps *caps_of(const GstSDPMedia *media)
{
	const char *format = gst_sdp_media_get_format(media, 0);
	GstCaps *caps;

	if (!format || strcmp(gst_sdp_media_get_media(media), "video"))
		return NULL;
	caps = gst_sdp_media_get_caps_from_media(media, atoi(format));
	if (!caps)
		return NULL;
	gst_structure_set_name(gst_caps_get_structure(caps, 0),
			       "application/x-rtp");
	gst_sdp_media_attributes_to_caps(media, caps);
	return caps;
}

GstCaps *sdp_read(const char *path)
{
	GError *error = NULL;
	GstSDPMessage *sdp;
	GstCaps *caps = NULL;
	char *text;
	guint i;

	if (!g_file_get_contents(path, &text, NULL, &error)) {
		said("%s", error->message);
		g_error_free(error);
		return NULL;
	}
	if (*text && gst_sdp_message_new_from_text(text, &sdp) == GST_SDP_OK) {
		for (i = 0; !caps && i < gst_sdp_message_medias_len(sdp); i++)
			caps = caps_of(gst_sdp_message_get_media(sdp, i));
		gst_sdp_message_free(sdp);
	}
	g_free(text);
	if (!caps)
		said("%s: describes no video; framering-send --sdp writes "
		     "such files", path);
	return caps;
}

GstCaps *sdp_jpeg(void)
{
	return gst_caps_from_string("application/x-rtp, media=video, "
		"encoding-name=JPEG, clock-rate=90000, payload=26, "
		"extmap-1=" SDP_NTP64);
}
