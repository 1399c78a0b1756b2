// SPDX-License-Identifier: MIT
/* H.264 in an MPEG transport stream. */
#include <gst/gst.h>

#include "h264.h"

/* A key frame each second or two, for those who come later. */
static const struct {
	const char *element;
	const char *properties;
	/* Of its bit rate's property in a kbit/s. */
	unsigned int factor;
} encoders[] = {
	{ "x264enc", "tune=zerolatency speed-preset=veryfast key-int-max=60 "
		     "byte-stream=true", 1 },
	{ "openh264enc", "rate-control=bitrate gop-size=30 complexity=low",
	  1000 },
};

static const char *const decoders[] = { "avdec_h264", "openh264dec" };

static gboolean is_there(const char *element)
{
	GstElementFactory *factory = gst_element_factory_find(element);

	if (!factory)
		return FALSE;
	gst_object_unref(factory);
	return TRUE;
}

char *h264_send(const struct options *options)
{
	guint kbits = options->bitrate ? options->bitrate : 4000;
	size_t i;

	for (i = 0; i < G_N_ELEMENTS(encoders); i++)
		if (is_there(encoders[i].element))
			return g_strdup_printf("video/x-raw,format=I420 ! "
				"%s name=encoder %s bitrate=%u ! "
				"h264parse config-interval=-1 ! "
				"mpegtsmux alignment=7",
				encoders[i].element, encoders[i].properties,
				kbits * encoders[i].factor);
	said("no encoder of H.264; install gstreamer1.0-plugins-ugly or "
	     "gstreamer1.0-plugins-bad");
	return NULL;
}

char *h264_receive(void)
{
	size_t i;

	for (i = 0; i < G_N_ELEMENTS(decoders); i++)
		if (is_there(decoders[i]))
			return g_strdup_printf("tsdemux latency=1 ! "
				"h264parse name=parser ! "
				"video/x-h264,stream-format=byte-stream,"
				"alignment=au ! %s", decoders[i]);
	said("no decoder of H.264; install gstreamer1.0-libav or "
	     "gstreamer1.0-plugins-bad");
	return NULL;
}
