// SPDX-License-Identifier: MIT
/* framering's device provider: each ring is a source and a sink. */
#include <string.h>

#include "device.h"
#include "provider.h"

#define FOLDER	"/sys/class/framering"

/**
 * struct _GstFrameringProvider - what lists the rings
 * @parent: the class above
 */
struct _GstFrameringProvider {
	GstDeviceProvider parent;
};

G_DEFINE_FINAL_TYPE(GstFrameringProvider, gst_framering_provider,
		    GST_TYPE_DEVICE_PROVIDER)
GST_DEVICE_PROVIDER_REGISTER_DEFINE(frameringdeviceprovider,
				    "frameringdeviceprovider",
				    GST_RANK_SECONDARY,
				    GST_TYPE_FRAMERING_PROVIDER)

/* The node that a uevent file names, the caller's; NULL: none. */
static char *node_of(const char *folder, const char *name)
{
	char *path = g_build_filename(folder, name, "uevent", NULL);
	char *text = NULL, *line, *node = NULL;

	if (g_file_get_contents(path, &text, NULL, NULL)) {
		line = strstr(text, "DEVNAME=");
		if (line) {
			line += strlen("DEVNAME=");
			line[strcspn(line, "\n")] = '\0';
			node = g_build_filename("/dev", line, NULL);
		}
	}
	g_free(text);
	g_free(path);
	return node;
}

static GList *add(GList *devices, const char *node, const char *factory)
{
	GstDevice *device = device_new(node, factory);

	return device ? g_list_append(devices, gst_object_ref_sink(device)) :
			devices;
}

GList *provider_list(const char *folder, GList *devices)
{
	GDir *dir = g_dir_open(folder, 0, NULL);
	const char *name;

	if (!dir)
		return devices;
	while ((name = g_dir_read_name(dir))) {
		char *node = node_of(folder, name);

		if (!node)
			continue;
		devices = add(devices, node, "frameringsrc");
		devices = add(devices, node, "frameringsink");
		g_free(node);
	}
	g_dir_close(dir);
	return devices;
}

static GList *probe(GstDeviceProvider *provider)
{
	(void)provider;
	return provider_list(FOLDER, NULL);
}

/* What is there now; rings that come later show at the next start. */
static gboolean start(GstDeviceProvider *provider)
{
	GList *devices = probe(provider), *l;

	for (l = devices; l; l = l->next)
		gst_device_provider_device_add(provider, l->data);
	g_list_free_full(devices, gst_object_unref);
	return TRUE;
}

static void gst_framering_provider_class_init(GstFrameringProviderClass *klass)
{
	GstDeviceProviderClass *provider = GST_DEVICE_PROVIDER_CLASS(klass);

	provider->probe = probe;
	provider->start = start;
	gst_device_provider_class_set_static_metadata(provider,
		"Framering device provider", "Source/Sink/Video",
		"Lists the rings of video frames", "The framering authors");
}

static void gst_framering_provider_init(GstFrameringProvider *provider)
{
	(void)provider;
}
