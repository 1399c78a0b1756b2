// SPDX-License-Identifier: MIT
/* The pipelines of the shmsink system: how they are made, meet and part. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "../clock.h"
#include "shmsink.h"

#define MEET_NS		(10 * 1000000000LL)
#define NAP_NS		100000
/* Space that the sink's allocator wants around a frame, generously. */
#define AROUND		65536

/* The ways of this process. */
static struct way *ways;

static void forget_frame(struct way *way)
{
	if (way->buffer) {
		gst_buffer_unmap(way->buffer, &way->to);
		gst_buffer_unref(way->buffer);
	}
	if (way->sample) {
		gst_buffer_unmap(gst_sample_get_buffer(way->sample),
				 &way->from);
		gst_sample_unref(way->sample);
	}
	way->buffer = NULL;
	way->sample = NULL;
}

/* This process's end of the way. */
void shmsink_part(struct way *way)
{
	struct way **at;

	for (at = &ways; *at && *at != way; at = &(*at)->next)
		;
	if (*at)
		*at = way->next;
	forget_frame(way);
	if (way->receives) {
		gst_element_set_state(way->receives, GST_STATE_NULL);
		gst_object_unref(way->receives);
	}
	if (way->sends) {
		gst_element_set_state(way->sends, GST_STATE_NULL);
		if (way->allocator)
			gst_object_unref(way->allocator);
		gst_object_unref(way->sends);
	}
}

static void take_leave(void)
{
	while (ways)
		shmsink_part(ways);
}

/* The first way of a process starts GStreamer there. */
static int make(struct way *way, const char *launch, GstElement **pipeline)
{
	GError *error = NULL;

	if (!gst_is_initialized()) {
		gst_init(NULL, NULL);
		atexit(take_leave);
	}
	*pipeline = gst_parse_launch(launch, &error);
	if (error) {
		fprintf(stderr, "framering-bench-framerate: shmsink: %s\n",
			error->message);
		g_error_free(error);
	}
	if (!way->is_listed) {
		way->is_listed = 1;
		way->next = ways;
		ways = way;
	}
	return *pipeline ? 0 : -EIO;
}

/* May be called from one of the sink's threads. */
static void on_connected(GstElement *sink, int number, void *data)
{
	struct way *way = data;

	(void)sink;
	(void)number;
	__atomic_add_fetch(&way->meeting->connected, 1, __ATOMIC_SEQ_CST);
}

/* What shmsink offers to who asks how to allocate. */
static GstAllocator *ask_allocator(GstElement *sink, GstCaps *caps)
{
	GstPad *pad = gst_element_get_static_pad(sink, "sink");
	GstQuery *query = gst_query_new_allocation(caps, FALSE);
	GstAllocator *allocator = NULL;

	if (gst_pad_query(pad, query) &&
	    gst_query_get_n_allocation_params(query))
		gst_query_parse_nth_allocation_param(query, 0, &allocator,
						     NULL);
	gst_query_unref(query);
	gst_object_unref(pad);
	return allocator;
}

static int set_up_producer(struct way *way)
{
	GstElement *sink = gst_bin_get_by_name(GST_BIN(way->sends), "sink");
	GstCaps *caps;

	way->source = GST_APP_SRC(gst_bin_get_by_name(GST_BIN(way->sends),
						      "source"));
	g_signal_connect(sink, "client-connected", G_CALLBACK(on_connected),
			 way);
	gst_element_set_state(way->sends, GST_STATE_PLAYING);
	caps = gst_app_src_get_caps(way->source);
	way->allocator = ask_allocator(sink, caps);
	gst_caps_unref(caps);
	gst_object_unref(sink);
	gst_object_unref(way->source);
	return way->allocator ? 0 : -EIO;
}

int shmsink_join_producer(struct way *way)
{
	char launch[512];
	int error;

	/* Room for more than may be under way: the sink never copies. */
	snprintf(launch, sizeof(launch),
		 "appsrc name=source format=time max-buffers=0 max-bytes=0 "
		 "caps=video/x-raw,format=BGRx,width=%u,height=%u,"
		 "framerate=0/1 ! "
		 "shmsink name=sink socket-path=%s shm-size=%zu sync=false "
		 "async=false wait-for-connection=true "
		 "enable-last-sample=false", way->shape.width,
		 way->shape.height, way->socket,
		 (way->shape.slots + 1) * (way->shape.bytes + AROUND));
	error = make(way, launch, &way->sends);
	return error ? error : set_up_producer(way);
}

/* All have what the names lead to: a killed process leaves nothing behind. */
void shmsink_remove_names(const struct way *way, const char *area)
{
	unlink(way->socket);
	rmdir(way->folder);
	if (area)
		shm_unlink(area);
}

/* The sink's memory comes with its first message. */
static int await_area(struct way *way, GstElement *source)
{
	int64_t end = clock_now() + MEET_NS;
	char *area = NULL;

	for (;;) {
		g_object_get(source, "shm-area-name", &area, NULL);
		if (area)
			break;
		if (clock_now() > end)
			return -ETIMEDOUT;
		clock_nap(NAP_NS);
	}
	if (__atomic_add_fetch(&way->meeting->joined, 1, __ATOMIC_SEQ_CST) ==
	    way->shape.readers)
		shmsink_remove_names(way, area);
	g_free(area);
	return 0;
}

int shmsink_join_reader(struct way *way, uint32_t index)
{
	GstElement *source;
	char launch[256];
	int error;

	(void)index;
	snprintf(launch, sizeof(launch),
		 "shmsrc name=source socket-path=%s ! appsink name=sink "
		 "sync=false async=false enable-last-sample=false",
		 way->socket);
	error = make(way, launch, &way->receives);
	if (error)
		return error;
	way->sink = GST_APP_SINK(gst_bin_get_by_name(GST_BIN(way->receives),
						     "sink"));
	gst_object_unref(way->sink);
	gst_element_set_state(way->receives, GST_STATE_PLAYING);
	source = gst_bin_get_by_name(GST_BIN(way->receives), "source");
	error = await_area(way, source);
	gst_object_unref(source);
	return error;
}

/* Before the first frame: the sink sends it to those whom it knows. */
int shmsink_meet(struct way *way)
{
	int64_t end = clock_now() + MEET_NS;

	while (__atomic_load_n(&way->meeting->connected, __ATOMIC_SEQ_CST) <
	       way->shape.readers) {
		if (clock_now() > end)
			return -ETIMEDOUT;
		clock_nap(NAP_NS);
	}
	return 0;
}
