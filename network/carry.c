// SPDX-License-Identifier: MIT
/* The probes of a pipeline. */
#include <string.h>
#include <time.h>

#include "carry.h"
#include "carry_h264.h"
#include "carry_rtp.h"
#include "moment.h"
#include "pads.h"
#include "transport.h"

/* A frame's number in the ring is its offset. */
static void see_number(struct carry *carry, GstBuffer *buffer)
{
	guint64 number = GST_BUFFER_OFFSET(buffer);

	if (!GST_BUFFER_OFFSET_IS_VALID(buffer))
		return;
	if (carry->next && number > carry->next)
		flow_missed(carry->flow, number - carry->next);
	carry->next = number + 1;
}

/* At the ring, of either side. */
static GstPadProbeReturn count(GstPad *pad, GstPadProbeInfo *info,
			       gpointer data)
{
	GstBuffer *buffer = GST_PAD_PROBE_INFO_BUFFER(info);
	struct carry *carry = data;
	guint64 moment = moment_of(pad, buffer);
	struct timespec now;

	flow_frame(carry->flow);
	if (carry->options->side == SIDE_SEND)
		see_number(carry, buffer);
	clock_gettime(CLOCK_REALTIME, &now);
	if (moment && (carry->options->side == SIDE_SEND ||
		       g_atomic_int_get(&carry->timed)))
		flow_age(carry->flow, (gint64)(GST_TIMESPEC_TO_TIME(now) -
					       moment));
	return GST_PAD_PROBE_OK;
}

/* Where packets come from the network. */
static GstPadProbeReturn hear(GstPad *pad, GstPadProbeInfo *info,
			      gpointer data)
{
	struct carry *carry = data;

	(void)pad, (void)info;
	flow_heard(carry->flow);
	return GST_PAD_PROBE_OK;
}

int carry_begin(struct carry *carry, GstElement *pipeline)
{
	const struct options *o = carry->options;
	int ret = 0;

	memset(&carry->whole, 0, sizeof(carry->whole));
	carry->arrival = GST_CLOCK_TIME_NONE;
	carry->timed = 0;
	carry->next = 0;
	if (o->side == SIDE_SEND && o->transport->rtp)
		ret = carry_rtp_send(carry, pipeline);
	else if (o->side == SIDE_SEND)
		carry_h264_send(carry, pipeline);
	else if (o->transport->rtp)
		carry_rtp_receive(carry, pipeline);
	else
		carry_h264_receive(carry, pipeline);
	if (o->side == SIDE_RECEIVE)
		pads_watch(pipeline, o->transport->source, "src",
			   GST_PAD_PROBE_TYPE_BUFFER |
			   GST_PAD_PROBE_TYPE_BUFFER_LIST, hear, carry);
	pads_watch(pipeline, "ring", o->side == SIDE_SEND ? "src" : "sink",
		   GST_PAD_PROBE_TYPE_BUFFER, count, carry);
	return ret;
}
