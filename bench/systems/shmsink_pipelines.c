// SPDX-License-Identifier: MIT
/* The pipelines of the shmsink system: made, connected and taken down. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "../clock.h"
#include "shmsink.h"

#define CONNECT_NS	(10 * 1000000000LL)
#define POLL_NS		100000
/* Space that the sink's allocator wants around a frame, generously. */
#define OVERHEAD	65536

/* The channels of this process. */
static struct channel *channels;

static void forget_frame(struct channel *channel)
{
	if (channel->buffer) {
		gst_buffer_unmap(channel->buffer, &channel->to);
		gst_buffer_unref(channel->buffer);
	}
	if (channel->sample) {
		gst_buffer_unmap(gst_sample_get_buffer(channel->sample),
				 &channel->from);
		gst_sample_unref(channel->sample);
	}
	channel->buffer = NULL;
	channel->sample = NULL;
}

/* Close this process's end of the channel. */
void shmsink_disconnect(struct channel *channel)
{
	struct channel **at;

	for (at = &channels; *at && *at != channel; at = &(*at)->next)
		;
	if (*at)
		*at = channel->next;
	forget_frame(channel);
	if (channel->receiver) {
		gst_element_set_state(channel->receiver, GST_STATE_NULL);
		gst_object_unref(channel->receiver);
	}
	if (channel->sender) {
		gst_element_set_state(channel->sender, GST_STATE_NULL);
		if (channel->allocator)
			gst_object_unref(channel->allocator);
		gst_object_unref(channel->sender);
	}
}

static void disconnect_all(void)
{
	while (channels)
		shmsink_disconnect(channels);
}

/* The first channel of a process starts GStreamer there. */
static int make(struct channel *channel, const char *launch,
		GstElement **pipeline)
{
	GError *error = NULL;

	if (!gst_is_initialized()) {
		gst_init(NULL, NULL);
		atexit(disconnect_all);
	}
	*pipeline = gst_parse_launch(launch, &error);
	if (error) {
		fprintf(stderr, "framering-bench-framerate: shmsink: %s\n",
			error->message);
		g_error_free(error);
	}
	if (!channel->is_listed) {
		channel->is_listed = 1;
		channel->next = channels;
		channels = channel;
	}
	return *pipeline ? 0 : -EIO;
}

/* May be called from one of the sink's threads. */
static void on_connected(GstElement *sink, int number, void *data)
{
	struct channel *channel = data;

	(void)sink;
	(void)number;
	__atomic_add_fetch(&channel->shared->connected, 1, __ATOMIC_SEQ_CST);
}

/* The allocator that shmsink offers in an allocation query. */
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

static int set_up_producer(struct channel *channel)
{
	GstElement *sink = gst_bin_get_by_name(GST_BIN(channel->sender),
					       "sink");
	GstCaps *caps;

	channel->source = GST_APP_SRC(
		gst_bin_get_by_name(GST_BIN(channel->sender), "source"));
	g_signal_connect(sink, "client-connected", G_CALLBACK(on_connected),
			 channel);
	gst_element_set_state(channel->sender, GST_STATE_PLAYING);
	caps = gst_app_src_get_caps(channel->source);
	channel->allocator = ask_allocator(sink, caps);
	gst_caps_unref(caps);
	gst_object_unref(sink);
	gst_object_unref(channel->source);
	return channel->allocator ? 0 : -EIO;
}

int shmsink_join_producer(struct channel *channel)
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
		 "enable-last-sample=false",
		 channel->shape.width, channel->shape.height, channel->socket,
		 (channel->shape.slots + 1) *
			 (channel->shape.bytes + OVERHEAD));
	error = make(channel, launch, &channel->sender);
	return error ? error : set_up_producer(channel);
}

/* All have opened what is named: a killed process then leaves nothing. */
void shmsink_remove_names(const struct channel *channel, const char *area)
{
	unlink(channel->socket);
	rmdir(channel->folder);
	if (area)
		shm_unlink(area);
}

/* The sink's memory comes with its first message. */
static int await_area(struct channel *channel, GstElement *source)
{
	int64_t end = clock_now() + CONNECT_NS;
	char *area = NULL;

	for (;;) {
		g_object_get(source, "shm-area-name", &area, NULL);
		if (area)
			break;
		if (clock_now() > end)
			return -ETIMEDOUT;
		clock_sleep(POLL_NS);
	}
	if (__atomic_add_fetch(&channel->shared->joined, 1, __ATOMIC_SEQ_CST) ==
	    channel->shape.readers)
		shmsink_remove_names(channel, area);
	g_free(area);
	return 0;
}

int shmsink_join_reader(struct channel *channel, uint32_t index)
{
	GstElement *source;
	char launch[256];
	int error;

	(void)index;
	snprintf(launch, sizeof(launch),
		 "shmsrc name=source socket-path=%s ! appsink name=sink "
		 "sync=false async=false enable-last-sample=false",
		 channel->socket);
	error = make(channel, launch, &channel->receiver);
	if (error)
		return error;
	channel->sink = GST_APP_SINK(
		gst_bin_get_by_name(GST_BIN(channel->receiver), "sink"));
	gst_object_unref(channel->sink);
	gst_element_set_state(channel->receiver, GST_STATE_PLAYING);
	source = gst_bin_get_by_name(GST_BIN(channel->receiver), "source");
	error = await_area(channel, source);
	gst_object_unref(source);
	return error;
}

/* Before the first frame: the sink sends it to connected readers only. */
int shmsink_wait_for_readers(struct channel *channel)
{
	int64_t end = clock_now() + CONNECT_NS;

	while (__atomic_load_n(&channel->shared->connected, __ATOMIC_SEQ_CST) <
	       channel->shape.readers) {
		if (clock_now() > end)
			return -ETIMEDOUT;
		clock_sleep(POLL_NS);
	}
	return 0;
}
