/* SPDX-License-Identifier: MIT */
/* frameringsink: a pipeline as the producer of a ring. */
#ifndef GST_FRAMERING_SINK_H
#define GST_FRAMERING_SINK_H

#include <gst/video/gstvideosink.h>

#include "wake.h"
#include "writer.h"

G_BEGIN_DECLS

/* What happens while nobody is attached: see the element's property. */
enum sink_demand {
	SINK_DEMAND_OFF,
	SINK_DEMAND_BLOCK,
	SINK_DEMAND_DROP,
};

/**
 * struct _GstFrameringSink - a sink
 * @parent: the class above
 * @device: property: the ring's file
 * @slots: property; 0: the driver's default
 * @memory: property, enum framering_memory
 * @cache: property, enum framering_cache
 * @demand: property, enum sink_demand
 * @wake: ends a wait in show_frame()
 * @ring: while the element is not in NULL or READY
 * @writer: NULL before the first caps
 * @plain: of the frames, as the caps have them
 * @info: the same, laid out as in the ring
 * @open: frames were submitted since the stream's last end
 * @copied: frames that were copied; atomic
 * @shared: frames that upstream drew into slots; atomic
 */
struct _GstFrameringSink {
	GstVideoSink parent;

	gchar *device;
	guint slots;
	guint memory;
	guint cache;
	enum sink_demand demand;

	struct wake wake;
	struct framering *ring;
	struct writer *writer;
	GstVideoInfo plain;
	GstVideoInfo info;
	gboolean open;
	gint copied;
	gint shared;
};

#define GST_TYPE_FRAMERING_SINK	(gst_framering_sink_get_type())
G_DECLARE_FINAL_TYPE(GstFrameringSink, gst_framering_sink, GST, FRAMERING_SINK,
		     GstVideoSink)

GST_ELEMENT_REGISTER_DECLARE(frameringsink)

G_END_DECLS

#endif /* GST_FRAMERING_SINK_H */
