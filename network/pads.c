// SPDX-License-Identifier: MIT
/* Pads of a pipeline's elements. */
#include "moment.h"
#include "pads.h"

void pads_watch(GstElement *pipeline, const char *element, const char *pad,
		GstPadProbeType mask, GstPadProbeCallback probe,
		struct carry *carry)
{
	GstElement *at = gst_bin_get_by_name(GST_BIN(pipeline), element);
	GstPad *watched = gst_element_get_static_pad(at, pad);

	gst_pad_add_probe(watched, mask, probe, carry, NULL);
	gst_object_unref(watched);
	gst_object_unref(at);
}

void pads_time(GstPad *pad, GstBuffer *buffer, guint64 moment,
	       GstClockTime arrival, struct carry *carry)
{
	gboolean wanted = !carry->options->arrival;
	gint64 age;
	gboolean timed = moment && wanted &&
			 !moment_set(pad, buffer, moment, arrival, &age);

	g_atomic_int_set(&carry->timed, timed);
	if (!timed)
		flow_untimed(carry->flow);
	if (!timed && wanted && moment &&
	    g_atomic_int_compare_and_exchange(&carry->warned, 0, 1))
		said("the sender's clock is another than this machine's: "
		     "frames get the times at which they arrive; have both "
		     "machines run NTP or PTP");
}
