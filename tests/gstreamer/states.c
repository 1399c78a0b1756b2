// SPDX-License-Identifier: MIT
/*
 * A thousand times from NULL to PLAYING and back, or FRAMERING_TEST_TRIPS:
 * nothing is left over.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/fake_demand.h"
#include "source.h"

#define TRIPS	1000
/* No GstTask: its thread gives that back after those that wait for it go on. */
#define TRACED	"filters=(string)\"GstElement,GstPad,GstBus,GstClock,"	\
		"GstBufferPool,GstAllocator,GstPadTemplate,GstBuffer,"	\
		"GstMemory,GstSample,GstCaps,GstEvent,GstMessage,"	\
		"GstQuery\""

static int trips(void)
{
	const char *text = getenv("FRAMERING_TEST_TRIPS");

	return text ? atoi(text) : TRIPS;
}

/* GStreamer's own finder of leaks, as GST_TRACERS=leaks would start it. */
static GstTracer *begin_tracing(void)
{
	GList *all = gst_tracer_factory_get_list(), *l;
	GstTracer *tracer = NULL;

	for (l = all; l; l = l->next)
		if (!strcmp(GST_OBJECT_NAME(l->data), "leaks"))
			tracer = g_object_new(
				gst_tracer_factory_get_tracer_type(l->data),
				"params", TRACED, NULL);
	gst_plugin_feature_list_free(all);
	CHECK(tracer != NULL);
	return tracer;
}

static guint live_objects(GstTracer *tracer)
{
	GstStructure *live = NULL;
	const GValue *list;
	guint count, i;

	g_signal_emit_by_name(tracer, "get-live-objects", &live);
	CHECK(live != NULL);
	list = gst_structure_get_value(live, "live-objects-list");
	count = gst_value_list_get_size(list);
	for (i = 0; i < count; i++) {
		char *text = gst_value_serialize(
			gst_value_list_get_value(list, i));

		test_diag("left: %s", text);
		g_free(text);
	}
	gst_structure_free(live);
	return count;
}

static unsigned int count_lines(const char *path, const char *what)
{
	FILE *file = fopen(path, "r");
	unsigned int count = 0;
	char line[512];

	CHECK(file != NULL);
	while (fgets(line, sizeof(line), file))
		count += strstr(line, what) != NULL;
	fclose(file);
	return count;
}

static guint open_files(void)
{
	GDir *folder = g_dir_open("/proc/self/fd", 0, NULL);
	guint count = 0;

	CHECK(folder != NULL);
	while (g_dir_read_name(folder))
		count++;
	g_dir_close(folder);
	return count;
}

static unsigned int mappings(void)
{
	return count_lines("/proc/self/maps", "memfd:ring");
}

TEST(source_leaves_nothing_behind_ok)
{
	unsigned int before;
	GstTracer *tracer;
	struct source s;
	int count = trips(), i;
	guint files = 0;

	play_init();
	source_configure(&s, 16, 4, FRAMERING_CACHE_WB);
	source_attach(&s);
	before = mappings();
	tracer = begin_tracing();
	for (i = 0; i < count; i++) {
		play_open(&s.play, SRC "eos-at-end=false" OUT);
		play_start(&s.play);
		if (i % 2) {
			source_put(&s, i % 256, 1);
			gst_sample_unref(play_sample(&s.play));
		}
		play_close(&s.play);
		fake_device.status->consumers = 0;
		if (i == count / 2)
			files = open_files();
	}
	CHECK_EQ(live_objects(tracer), 0);
	CHECK_EQ(mappings(), before);
	CHECK_EQ(open_files(), files);
	framering_producer_detach(s.producer);
	framering_close(s.ring);
	gst_object_unref(tracer);
}

TEST(sink_leaves_nothing_behind_ok)
{
	unsigned int before = 0;
	GstTracer *tracer;
	struct play play;
	int count = trips(), i;
	guint files = 0;

	play_init();
	tracer = begin_tracing();
	for (i = 0; i < count; i++) {
		play_open(&play, "videotestsrc ! video/x-raw,format=I420,"
			  "width=16,height=8,framerate=30/1 ! queue ! "
			  "frameringsink name=it device=/dev/null sync=false "
			  "async=false");
		play_start(&play);
		while (i % 2 && !play_number(&play, "shared"))
			g_thread_yield();
		play_close(&play);
		if (i == 1)
			before = mappings();
		if (i == count / 2)
			files = open_files();
	}
	CHECK_EQ(live_objects(tracer), 0);
	CHECK_EQ(mappings(), before);
	CHECK_EQ(open_files(), files);
	CHECK_EQ(fake_device.configures, 1);
	gst_object_unref(tracer);
}
