/* SPDX-License-Identifier: MIT */
/* A ring as a GstDevice. */
#ifndef GST_FRAMERING_DEVICE_H
#define GST_FRAMERING_DEVICE_H

#include <gst/gst.h>

G_BEGIN_DECLS

#define GST_TYPE_FRAMERING_DEVICE	(gst_framering_device_get_type())
G_DECLARE_FINAL_TYPE(GstFrameringDevice, gst_framering_device, GST,
		     FRAMERING_DEVICE, GstDevice)

/**
 * device_new - describe a ring
 * @path: its file
 * @factory: "frameringsrc" or "frameringsink"
 *
 * Return: a floating reference; NULL: this user may not open it so, or it is
 * no ring.
 */
GstDevice *device_new(const char *path, const char *factory);

G_END_DECLS

#endif /* GST_FRAMERING_DEVICE_H */
