/* SPDX-License-Identifier: MIT */
/* framering's device provider: each ring is a source and a sink. */
#ifndef GST_FRAMERING_PROVIDER_H
#define GST_FRAMERING_PROVIDER_H

#include <gst/gst.h>

G_BEGIN_DECLS

#define GST_TYPE_FRAMERING_PROVIDER	(gst_framering_provider_get_type())
G_DECLARE_FINAL_TYPE(GstFrameringProvider, gst_framering_provider, GST,
		     FRAMERING_PROVIDER, GstDeviceProvider)

GST_DEVICE_PROVIDER_REGISTER_DECLARE(frameringdeviceprovider)

/**
 * provider_list - the rings that a folder tells of
 * @folder: as /sys/class/framering: a folder for each, whose uevent names the
 *	node
 * @devices: GstDevice, which it is added to
 *
 * Return: @devices, the caller's.
 */
GList *provider_list(const char *folder, GList *devices);

G_END_DECLS

#endif /* GST_FRAMERING_PROVIDER_H */
