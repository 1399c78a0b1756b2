// SPDX-License-Identifier: MIT
/**
 * SECTION:plugin-framering
 * @title: framering
 *
 * Rings of video frames for pipelines: a source, a sink, and a device provider
 * that lists the rings.
 */
#include <gst/gst.h>

#include "provider.h"
#include "sink.h"
#include "src.h"

static gboolean plugin_init(GstPlugin *plugin)
{
	return GST_ELEMENT_REGISTER(frameringsrc, plugin) &&
	       GST_ELEMENT_REGISTER(frameringsink, plugin) &&
	       GST_DEVICE_PROVIDER_REGISTER(frameringdeviceprovider, plugin);
}

GST_PLUGIN_DEFINE(GST_VERSION_MAJOR, GST_VERSION_MINOR, framering,
		  "Rings of video frames, with no copies", plugin_init,
		  FRAMERING_VERSION, "MIT/X11", "framering",
		  "Unknown package origin")
