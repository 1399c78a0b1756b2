// SPDX-License-Identifier: MIT
/* A ring as a GstDevice. */
#include <fcntl.h>
#include <libframering.h>
#include <string.h>

#include "description.h"
#include "device.h"
#include "formats.h"

/**
 * struct _GstFrameringDevice - a ring, as what one element can use
 * @parent: the class above
 * @path: the ring's file
 * @factory: the element's
 */
struct _GstFrameringDevice {
	GstDevice parent;
	gchar *path;
	gchar *factory;
};

G_DEFINE_FINAL_TYPE(GstFrameringDevice, gst_framering_device, GST_TYPE_DEVICE)

static GstElement *create_element(GstDevice *device, const gchar *name)
{
	GstFrameringDevice *self = GST_FRAMERING_DEVICE(device);
	GstElement *element = gst_element_factory_make(self->factory, name);

	if (element)
		g_object_set(element, "device", self->path, NULL);
	return element;
}

static void finalize(GObject *object)
{
	GstFrameringDevice *self = GST_FRAMERING_DEVICE(object);

	g_free(self->path);
	g_free(self->factory);
	G_OBJECT_CLASS(gst_framering_device_parent_class)->finalize(object);
}

static void gst_framering_device_class_init(GstFrameringDeviceClass *klass)
{
	GST_DEVICE_CLASS(klass)->create_element = create_element;
	G_OBJECT_CLASS(klass)->finalize = finalize;
}

static void gst_framering_device_init(GstFrameringDevice *device)
{
	(void)device;
}

/* What it has now; a producer may make anything else of it. */
static GstCaps *caps_of(const struct framering_query *query, gboolean is_source)
{
	struct description description = { 0 };
	GstCaps *caps = NULL;

	if (!is_source)
		return formats_caps();
	if (query->generation &&
	    description_init(&description, &query->geometry, &query->picture))
		caps = gst_caps_ref(description.caps);
	description_clear(&description);
	return caps ? caps : formats_all();
}

static GstStructure *properties_of(const struct framering_query *query,
				   const char *path)
{
	return gst_structure_new("framering-ring",
		"device.path", G_TYPE_STRING, path,
		"framering.generation", G_TYPE_UINT64, query->generation,
		"framering.slots", G_TYPE_UINT, query->slots,
		"framering.consumers", G_TYPE_UINT, query->consumers,
		"framering.memory", G_TYPE_STRING,
		framering_memory_name(query->memory),
		"framering.cache", G_TYPE_STRING,
		framering_cache_name(query->cache_effective), NULL);
}

GstDevice *device_new(const char *path, const char *factory)
{
	gboolean is_source = !strcmp(factory, "frameringsrc");
	struct framering_query query;
	GstFrameringDevice *device;
	GstStructure *properties;
	struct framering *ring;
	GstCaps *caps;
	int ret;

	if (framering_open(&ring, path, is_source ? O_RDONLY : O_RDWR))
		return NULL;
	ret = framering_query(ring, &query);
	framering_close(ring);
	if (ret)
		return NULL;
	caps = caps_of(&query, is_source);
	properties = properties_of(&query, path);
	device = g_object_new(GST_TYPE_FRAMERING_DEVICE,
			      "display-name", query.name, "device-class",
			      is_source ? "Video/Source" : "Video/Sink",
			      "caps", caps, "properties", properties, NULL);
	device->path = g_strdup(path);
	device->factory = g_strdup(factory);
	gst_caps_unref(caps);
	gst_structure_free(properties);
	return GST_DEVICE(device);
}
