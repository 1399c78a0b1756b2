// SPDX-License-Identifier: MIT
/* framering's device provider: each ring is a source and a sink. */
#include "debug.h"
#include "device.h"
#include "provider.h"

static const char *const factories[] = { "frameringsrc", "frameringsink" };

static const struct watch_folders folders = { "/sys/class/framering", "/dev" };

/**
 * struct _GstFrameringProvider - what lists the rings
 * @parent: the class above
 * @folders: where rings are
 * @devices: while it is started: by node, an array with a place for each of
 *	@factories, NULL where this user may not
 * @watch: tells of changes; NULL: none are told
 */
struct _GstFrameringProvider {
	GstDeviceProvider parent;

	const struct watch_folders *folders;
	GHashTable *devices;
	struct watch *watch;
};

G_DEFINE_FINAL_TYPE(GstFrameringProvider, gst_framering_provider,
		    GST_TYPE_DEVICE_PROVIDER)
GST_DEVICE_PROVIDER_REGISTER_DEFINE(frameringdeviceprovider,
				    "frameringdeviceprovider",
				    GST_RANK_SECONDARY,
				    GST_TYPE_FRAMERING_PROVIDER)

void provider_use(GstFrameringProvider *provider,
		  const struct watch_folders *where)
{
	provider->folders = where;
}

static GstDevice *make(const char *node, guint factory)
{
	GstDevice *device = device_new(node, factories[factory]);

	return device ? gst_object_ref_sink(device) : NULL;
}

GList *provider_list(const struct watch_folders *where, GList *devices)
{
	GPtrArray *nodes = watch_nodes(where);
	guint i, j;

	for (i = 0; i < nodes->len; i++) {
		for (j = 0; j < G_N_ELEMENTS(factories); j++) {
			GstDevice *device = make(nodes->pdata[i], j);

			if (device)
				devices = g_list_append(devices, device);
		}
	}
	g_ptr_array_unref(nodes);
	return devices;
}

static GList *probe(GstDeviceProvider *provider)
{
	return provider_list(GST_FRAMERING_PROVIDER(provider)->folders, NULL);
}

/* @device, which is its own, stands where @old did; either may be NULL. */
static void replace(GstDeviceProvider *provider, GstDevice **old,
		    GstDevice *device)
{
	if (*old && device)
		gst_device_provider_device_changed(provider, device, *old);
	else if (device)
		gst_device_provider_device_add(provider, device);
	else if (*old)
		gst_device_provider_device_remove(provider, *old);
	g_clear_object(old);
	*old = device;
}

static void on_event(enum watch_event event, const char *node,
		     gpointer argument)
{
	GstFrameringProvider *self = argument;
	GstDevice **devices = g_hash_table_lookup(self->devices, node);
	guint i;

	if (!devices) {
		devices = g_new0(GstDevice *, G_N_ELEMENTS(factories));
		g_hash_table_insert(self->devices, g_strdup(node), devices);
	}
	for (i = 0; i < G_N_ELEMENTS(factories); i++)
		replace(GST_DEVICE_PROVIDER(self), &devices[i],
			event == WATCH_REMOVED ? NULL : make(node, i));
	if (event == WATCH_REMOVED)
		g_hash_table_remove(self->devices, node);
}

static void free_devices(gpointer data)
{
	GstDevice **devices = data;
	guint i;

	for (i = 0; i < G_N_ELEMENTS(factories); i++)
		g_clear_object(&devices[i]);
	g_free(devices);
}

static gboolean start(GstDeviceProvider *provider)
{
	GstFrameringProvider *self = GST_FRAMERING_PROVIDER(provider);
	GList *devices, *l;

	self->devices = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
					      free_devices);
	self->watch = watch_begin(self->folders, on_event, self);
	if (self->watch)
		return TRUE;
	GST_WARNING_OBJECT(self, "no inotify descriptor is left: rings that "
			   "come and go will not be seen");
	devices = probe(provider);
	for (l = devices; l; l = l->next)
		gst_device_provider_device_add(provider, l->data);
	g_list_free_full(devices, gst_object_unref);
	return TRUE;
}

/* What is listed then the class above forgets. */
static void stop(GstDeviceProvider *provider)
{
	GstFrameringProvider *self = GST_FRAMERING_PROVIDER(provider);

	watch_end(self->watch);
	self->watch = NULL;
	g_clear_pointer(&self->devices, g_hash_table_unref);
}

static void gst_framering_provider_class_init(GstFrameringProviderClass *klass)
{
	GstDeviceProviderClass *provider = GST_DEVICE_PROVIDER_CLASS(klass);

	debug_init();
	provider->probe = probe;
	provider->start = start;
	provider->stop = stop;
	gst_device_provider_class_set_static_metadata(provider,
		"Framering device provider", "Source/Sink/Video",
		"Lists the rings of video frames", "The framering authors");
}

static void gst_framering_provider_init(GstFrameringProvider *self)
{
	self->folders = &folders;
}
