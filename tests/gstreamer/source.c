// SPDX-License-Identifier: MIT
/* A ring of the fake device, its producer, and a pipeline that reads it. */
#include "source.h"

void source_configure(struct source *s, uint32_t width, uint32_t align,
		      uint32_t cache)
{
	s->config = (struct framering_config){
		.fourcc = DRM_FORMAT_YUV420,
		.width = width,
		.height = 8,
		.slots = 8,
		.max_held = 3,
		.cache = cache,
		.stride_align = align,
	};
}

void source_attach(struct source *s)
{
	s->ring = play_ring(&s->config);
	CHECK_EQ(framering_producer_attach(&s->producer, s->ring), 0);
}

void source_begin(struct source *s, const char *text)
{
	play_init();
	source_configure(s, 16, 4, FRAMERING_CACHE_WB);
	source_attach(s);
	play_open(&s->play, text);
}

void source_end(struct source *s)
{
	play_close(&s->play);
	framering_producer_detach(s->producer);
	framering_close(s->ring);
}

void source_put(struct source *s, int first, int count)
{
	int i;

	for (i = 0; i < count; i++)
		play_put(s->producer, first + i);
}

void source_check(GstSample *sample, int value)
{
	GstMapInfo map;
	gsize i;

	CHECK(gst_buffer_map(gst_sample_get_buffer(sample), &map,
			     GST_MAP_READ));
	CHECK_GT(map.size, 0);
	for (i = 0; i < map.size; i++)
		CHECK_EQ(map.data[i], value);
	gst_buffer_unmap(gst_sample_get_buffer(sample), &map);
}

void source_take(struct source *s, int value)
{
	GstSample *sample = play_sample(&s->play);

	source_check(sample, value);
	gst_sample_unref(sample);
}

void source_check_caps(GstSample *sample, const char *text)
{
	GstCaps *wanted = gst_caps_from_string(text);
	char *is = gst_caps_to_string(gst_sample_get_caps(sample));

	if (!gst_caps_is_subset(gst_sample_get_caps(sample), wanted))
		FAIL("%s is not %s", is, text);
	g_free(is);
	gst_caps_unref(wanted);
}
