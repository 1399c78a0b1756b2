// SPDX-License-Identifier: MIT
/* A frameringsink whose upstream is the test itself, and a consumer. */
#include <fcntl.h>
#include <gst/video/video.h>
#include <string.h>

#include "pushed.h"

#define BYTES	192U

void pushed_open(struct pushed *p, const char *property, const char *value)
{
	GstPad *to;

	memset(p, 0, sizeof(*p));
	play_init();
	p->sink = gst_element_factory_make("frameringsink", NULL);
	gst_object_ref_sink(p->sink);
	g_object_set(p->sink, "device", "/dev/null", "async", FALSE, "sync",
		     FALSE, "enable-last-sample", FALSE, NULL);
	if (property)
		gst_util_set_object_arg(G_OBJECT(p->sink), property, value);
	CHECK_EQ(gst_element_set_state(p->sink, GST_STATE_PLAYING),
		 GST_STATE_CHANGE_SUCCESS);
	p->pad = gst_pad_new("src", GST_PAD_SRC);
	gst_object_ref_sink(p->pad);
	to = gst_element_get_static_pad(p->sink, "sink");
	CHECK(gst_pad_set_active(p->pad, TRUE));
	CHECK_EQ(gst_pad_link(p->pad, to), GST_PAD_LINK_OK);
	gst_object_unref(to);
	CHECK(gst_pad_push_event(p->pad, gst_event_new_stream_start("test")));
}

void pushed_caps(struct pushed *p, const char *text)
{
	GstCaps *caps = gst_caps_from_string(text);
	GstSegment segment;

	gst_segment_init(&segment, GST_FORMAT_TIME);
	CHECK(gst_pad_push_event(p->pad, gst_event_new_caps(caps)));
	CHECK(gst_pad_push_event(p->pad, gst_event_new_segment(&segment)));
	gst_caps_unref(caps);
}

void pushed_attach(struct pushed *p)
{
	CHECK_EQ(framering_open(&p->ring, "/dev/null", O_RDONLY), 0);
	CHECK_EQ(framering_consumer_attach(&p->consumer, p->ring, 0), 0);
}

static void drop_pool(struct pushed *p)
{
	if (p->pool)
		gst_buffer_pool_set_active(p->pool, FALSE);
	gst_clear_object(&p->pool);
}

void pushed_close(struct pushed *p)
{
	framering_consumer_detach(p->consumer);
	framering_close(p->ring);
	CHECK_EQ(gst_element_set_state(p->sink, GST_STATE_NULL),
		 GST_STATE_CHANGE_SUCCESS);
	drop_pool(p);
	gst_pad_set_active(p->pad, FALSE);
	gst_object_unref(p->pad);
	gst_object_unref(p->sink);
}

void pushed_pool(struct pushed *p, const char *text, guint least)
{
	GstCaps *caps = gst_caps_from_string(text);
	GstQuery *query = gst_query_new_allocation(caps, TRUE);
	GstStructure *config;
	guint size;

	drop_pool(p);
	CHECK(gst_pad_peer_query(p->pad, query));
	CHECK(gst_query_find_allocation_meta(query, GST_VIDEO_META_API_TYPE,
					     NULL));
	if (gst_query_get_n_allocation_pools(query)) {
		gst_query_parse_nth_allocation_pool(query, 0, &p->pool, &size,
						    NULL, NULL);
		config = gst_buffer_pool_get_config(p->pool);
		gst_buffer_pool_config_set_params(config, caps, size, least, 0);
		gst_buffer_pool_config_add_option(config,
			GST_BUFFER_POOL_OPTION_VIDEO_META);
		CHECK(gst_buffer_pool_set_config(p->pool, config));
		CHECK(gst_buffer_pool_set_active(p->pool, TRUE));
	}
	gst_query_unref(query);
	gst_caps_unref(caps);
}

uint8_t *pushed_data(GstBuffer *buffer)
{
	GstMapInfo map;

	CHECK(gst_buffer_map(buffer, &map, GST_MAP_READ));
	CHECK_GE(map.size, BYTES);
	gst_buffer_unmap(buffer, &map);
	return map.data;
}

GstBuffer *pushed_draw(struct pushed *p, int value)
{
	GstBuffer *buffer = NULL;

	if (p->pool)
		CHECK_EQ(gst_buffer_pool_acquire_buffer(p->pool, &buffer, NULL),
			 GST_FLOW_OK);
	else
		buffer = gst_buffer_new_allocate(NULL, BYTES, NULL);
	gst_buffer_memset(buffer, 0, (guint8)value, BYTES);
	return buffer;
}

void pushed_push(struct pushed *p, GstBuffer *buffer)
{
	CHECK_EQ(gst_pad_push(p->pad, buffer), GST_FLOW_OK);
}

void pushed_take(struct pushed *p, int value)
{
	struct framering_frame frame;
	uint32_t i;

	CHECK_EQ(framering_consumer_acquire(p->consumer, &frame), 0);
	CHECK_EQ(frame.geometry->frame_bytes, BYTES);
	for (i = 0; i < BYTES; i++)
		CHECK_EQ(frame.data[i], value);
	CHECK_EQ(framering_consumer_release(p->consumer, &frame), 0);
}

guint pushed_number(struct pushed *p, const char *property)
{
	guint value;

	g_object_get(p->sink, property, &value, NULL);
	return value;
}
