// SPDX-License-Identifier: MIT
/* Pipelines with the elements under test, on a device that is not there. */
#include <fcntl.h>
#include <gst/video/video.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "lib/fake_demand.h"
#include "play.h"
#include "sink.h"
#include "src.h"

static const char *const plugins[] = {
	"coreelements", "coretracers", "videotestsrc",
};

/* The fake device's role files are always ready: waits would only spin. */
static void rest(void)
{
	const struct timespec little = { .tv_nsec = 1000000 };

	nanosleep(&little, NULL);
}

/* Nothing else ends a sleep until the ring changes. */
static void until_changed(void)
{
	const struct fake_demand *d = &fake_demand_state;

	while (__atomic_load_n(&d->seen, __ATOMIC_ACQUIRE) ==
	       __atomic_load_n(&d->serial, __ATOMIC_ACQUIRE))
		rest();
}

void play_init(void)
{
	size_t i;

	g_log_set_always_fatal(G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING);
	gst_init(NULL, NULL);
	for (i = 0; i < G_N_ELEMENTS(plugins); i++) {
		GError *error = NULL;
		char path[512];
		GstPlugin *plugin;

		snprintf(path, sizeof(path), "%s/libgst%s.so", GST_PLUGINS,
			 plugins[i]);
		plugin = gst_plugin_load_file(path, &error);
		if (!plugin)
			FAIL("%s: %s", path, error->message);
		gst_object_unref(plugin);
	}
	CHECK(GST_ELEMENT_REGISTER(frameringsrc, NULL));
	CHECK(GST_ELEMENT_REGISTER(frameringsink, NULL));
	fake_device_polled = rest;
	fake_device_slept = until_changed;
}

static void handoff(GstElement *out, GstBuffer *buffer, GstPad *pad,
		    gpointer data)
{
	GstCaps *caps = gst_pad_get_current_caps(pad);
	struct play *play = data;

	(void)out;
	g_async_queue_push(play->samples,
			   gst_sample_new(buffer, caps, NULL, NULL));
	gst_caps_unref(caps);
	g_mutex_lock(&play->gate);
	g_mutex_unlock(&play->gate);
}

void play_open(struct play *play, const char *text)
{
	GError *error = NULL;
	GstElement *out;

	g_mutex_init(&play->gate);
	play->samples = g_async_queue_new_full(
		(GDestroyNotify)gst_sample_unref);
	play->pipeline = gst_parse_launch(text, &error);
	if (error)
		FAIL("%s: %s", text, error->message);
	play->element = gst_bin_get_by_name(GST_BIN(play->pipeline), "it");
	out = gst_bin_get_by_name(GST_BIN(play->pipeline), "out");
	if (!out)
		return;
	/* A flush of a sink that is async has the bin change states, too. */
	g_object_set(out, "signal-handoffs", TRUE, "sync", FALSE, "async",
		     FALSE, "enable-last-sample", FALSE, NULL);
	g_signal_connect(out, "handoff", G_CALLBACK(handoff), play);
	gst_object_unref(out);
}

void play_start(struct play *play)
{
	CHECK_NE(gst_element_set_state(play->pipeline, GST_STATE_PLAYING),
		 GST_STATE_CHANGE_FAILURE);
}

void play_close(struct play *play)
{
	gst_element_set_state(play->pipeline, GST_STATE_NULL);
	g_async_queue_unref(play->samples);
	gst_clear_object(&play->element);
	gst_object_unref(play->pipeline);
	g_mutex_clear(&play->gate);
}

GstSample *play_sample(struct play *play)
{
	GstSample *sample = g_async_queue_timeout_pop(play->samples,
						      20 * G_USEC_PER_SEC);

	CHECK(sample != NULL);
	return sample;
}

static char *until(struct play *play, GstMessageType wanted)
{
	GstBus *bus = gst_element_get_bus(play->pipeline);
	GstMessage *message = gst_bus_timed_pop_filtered(bus, 20 * GST_SECOND,
		GST_MESSAGE_EOS | GST_MESSAGE_ERROR);
	GError *error = NULL;
	char *text = NULL;

	gst_object_unref(bus);
	CHECK(message != NULL);
	if (GST_MESSAGE_TYPE(message) == GST_MESSAGE_ERROR) {
		gst_message_parse_error(message, &error, NULL);
		text = g_strdup(error->message);
		g_error_free(error);
	}
	if (GST_MESSAGE_TYPE(message) != wanted)
		FAIL("it ended with %s", text ? text : "the end of stream");
	gst_message_unref(message);
	return text;
}

void play_until_end(struct play *play)
{
	until(play, GST_MESSAGE_EOS);
}

char *play_until_error(struct play *play)
{
	return until(play, GST_MESSAGE_ERROR);
}

guint play_number(struct play *play, const char *property)
{
	guint value;

	g_object_get(play->element, property, &value, NULL);
	return value;
}

static GstPadProbeReturn answer(GstPad *pad, GstPadProbeInfo *info,
				gpointer data)
{
	GstQuery *query = GST_PAD_PROBE_INFO_QUERY(info);

	(void)pad, (void)data;
	if (GST_QUERY_TYPE(query) != GST_QUERY_ALLOCATION)
		return GST_PAD_PROBE_OK;
	gst_query_add_allocation_meta(query, GST_VIDEO_META_API_TYPE, NULL);
	return GST_PAD_PROBE_HANDLED;
}

void play_offer_meta(struct play *play)
{
	GstPad *pad = gst_element_get_static_pad(play->element, "src");

	gst_pad_add_probe(pad, GST_PAD_PROBE_TYPE_QUERY_DOWNSTREAM |
			  GST_PAD_PROBE_TYPE_PUSH, answer, NULL, NULL);
	gst_object_unref(pad);
}

int play_in_ring(const void *data)
{
	FILE *maps = fopen("/proc/self/maps", "r");
	unsigned long from, to, at = (unsigned long)data;
	char line[512];
	int found = 0;

	CHECK(maps != NULL);
	while (fgets(line, sizeof(line), maps))
		if (sscanf(line, "%lx-%lx", &from, &to) == 2 && at >= from &&
		    at < to)
			found = strstr(line, "memfd:ring") != NULL;
	fclose(maps);
	return found;
}

struct framering *play_ring(struct framering_config *config)
{
	struct framering *ring = NULL;

	CHECK_EQ(framering_open(&ring, "/dev/null", O_RDWR), 0);
	CHECK_EQ(framering_configure(ring, config), 0);
	return ring;
}

void play_put(struct framering_producer *producer, int value)
{
	struct framering_frame frame;

	CHECK_EQ(framering_producer_reserve(producer, &frame), 0);
	memset(frame.data, value, frame.geometry->frame_bytes);
	CHECK_EQ(framering_producer_submit(producer, &frame), 0);
}
