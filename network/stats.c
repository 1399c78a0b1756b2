// SPDX-License-Identifier: MIT
/* What elements count: each has a type of its own for it. */
#include "stats.h"

static gint64 number_of(const GstStructure *stats, const char *field)
{
	const GValue *value = gst_structure_get_value(stats, field);
	GValue number = G_VALUE_INIT;

	g_value_init(&number, G_TYPE_INT64);
	if (!value || !g_value_transform(value, &number))
		return 0;
	return g_value_get_int64(&number);
}

guint64 stats_count(GstElement *pipeline, const char *element,
		    const char *field)
{
	GstElement *at = gst_bin_get_by_name(GST_BIN(pipeline), element);
	GstStructure *stats = NULL;
	gint64 count = 0;

	if (!at)
		return 0;
	g_object_get(at, "stats", &stats, NULL);
	if (stats) {
		count = number_of(stats, field);
		gst_structure_free(stats);
	}
	gst_object_unref(at);
	return count > 0 ? (guint64)count : 0;
}
