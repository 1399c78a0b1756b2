/* SPDX-License-Identifier: MIT */
/* framering's device provider: each ring is a source and a sink. */
#ifndef GST_FRAMERING_PROVIDER_H
#define GST_FRAMERING_PROVIDER_H

#include <gst/gst.h>

#include "watch.h"

G_BEGIN_DECLS

#define GST_TYPE_FRAMERING_PROVIDER	(gst_framering_provider_get_type())
G_DECLARE_FINAL_TYPE(GstFrameringProvider, gst_framering_provider, GST,
		     FRAMERING_PROVIDER, GstDeviceProvider)

GST_DEVICE_PROVIDER_REGISTER_DECLARE(frameringdeviceprovider)

/* Rings are elsewhere than usual; before it is started. For tests. */
void provider_use(GstFrameringProvider *provider,
		  const struct watch_folders *folders);

/**
 * provider_list - the rings that there are now
 * @folders: where
 * @devices: GstDevice, which it is added to
 *
 * Return: @devices, the caller's.
 */
GList *provider_list(const struct watch_folders *folders, GList *devices);

G_END_DECLS

#endif /* GST_FRAMERING_PROVIDER_H */
