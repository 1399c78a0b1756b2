// SPDX-License-Identifier: MIT
/* The device provider, by folders that look as those of sysfs and /dev. */
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "lib/fake_demand.h"
#include "play.h"
#include "provider.h"

/**
 * struct place - folders as /sys/class/framering and /dev have them
 * @folders: both
 * @rings: the one
 * @nodes: the other
 */
struct place {
	struct watch_folders folders;
	char *rings;
	char *nodes;
};

static void make_place(struct place *p)
{
	p->rings = g_dir_make_tmp(NULL, NULL);
	p->nodes = g_dir_make_tmp(NULL, NULL);
	p->folders = (struct watch_folders){ p->rings, p->nodes };
}

static void drop_place(struct place *p)
{
	CHECK_OK(g_rmdir(p->rings));
	CHECK_OK(g_rmdir(p->nodes));
	g_free(p->rings);
	g_free(p->nodes);
}

/* A ring whose node leads to @target. The node is there last. */
static void add_ring(struct place *p, const char *target)
{
	char *ring = g_build_filename(p->rings, "ring", NULL);
	char *path = g_build_filename(ring, "uevent", NULL);
	char *node = g_build_filename(p->nodes, "node", NULL);

	CHECK_OK(g_mkdir(ring, 0700));
	CHECK(g_file_set_contents(path, "MAJOR=1\nDEVNAME=node\nOTHER=x\n",
				  -1, NULL));
	CHECK_OK(symlink(target, node));
	g_free(node);
	g_free(path);
	g_free(ring);
}

static void remove_ring(struct place *p)
{
	char *ring = g_build_filename(p->rings, "ring", NULL);
	char *path = g_build_filename(ring, "uevent", NULL);
	char *node = g_build_filename(p->nodes, "node", NULL);

	CHECK_OK(g_remove(path));
	CHECK_OK(g_rmdir(ring));
	CHECK_OK(g_remove(node));
	g_free(node);
	g_free(path);
	g_free(ring);
}

static void check_device(GstDevice *device, const char *class,
			 const char *type, const char *node)
{
	GstElement *element = gst_device_create_element(device, "made");
	char *text = gst_device_get_device_class(device);

	CHECK_STR_EQ(text, class);
	g_free(text);
	CHECK(element != NULL);
	gst_object_ref_sink(element);
	CHECK_STR_EQ(G_OBJECT_TYPE_NAME(element), type);
	g_object_get(element, "device", &text, NULL);
	CHECK(g_str_has_suffix(text, node));
	g_free(text);
	gst_object_unref(element);
}

TEST(ring_is_a_source_and_a_sink_ok)
{
	struct framering_config config = {
		.fourcc = DRM_FORMAT_NV12,
		.width = 32,
		.height = 16,
	};
	struct framering *ring;
	GstCaps *caps, *nv12;
	struct place place;
	GList *devices;

	play_init();
	ring = play_ring(&config);
	make_place(&place);
	add_ring(&place, "/dev/null");
	devices = provider_list(&place.folders, NULL);
	CHECK_EQ(g_list_length(devices), 2);
	check_device(devices->data, "Video/Source", "GstFrameringSrc",
		     "/node");
	check_device(devices->next->data, "Video/Sink", "GstFrameringSink",
		     "/node");
	caps = gst_device_get_caps(devices->data);
	nv12 = gst_caps_from_string("video/x-raw,format=NV12,width=32,"
				    "height=16");
	CHECK(gst_caps_is_subset(caps, nv12));
	gst_caps_unref(nv12);
	gst_caps_unref(caps);
	g_list_free_full(devices, gst_object_unref);
	remove_ring(&place);
	drop_place(&place);
	framering_close(ring);
}

TEST(node_that_is_not_there_is_no_device_ok)
{
	struct place place;

	play_init();
	make_place(&place);
	add_ring(&place, "/nothing");
	CHECK(provider_list(&place.folders, NULL) == NULL);
	remove_ring(&place);
	drop_place(&place);
}

TEST(no_driver_is_no_device_ok)
{
	const struct watch_folders nowhere = { "/nowhere", "/nowhere" };

	play_init();
	CHECK(provider_list(&nowhere, NULL) == NULL);
}

/* Set by a test: a sleeping provider is to look at its descriptors. */
static int stirred;

static void stir(void)
{
	__atomic_store_n(&stirred, 1, __ATOMIC_RELEASE);
}

static void until_stirred(void)
{
	const struct fake_demand *d = &fake_demand_state;
	int one = 1;

	while (__atomic_load_n(&d->seen, __ATOMIC_ACQUIRE) ==
	       __atomic_load_n(&d->serial, __ATOMIC_ACQUIRE) &&
	       !__atomic_compare_exchange_n(&stirred, &one, 0, 0,
					    __ATOMIC_ACQ_REL,
					    __ATOMIC_ACQUIRE)) {
		one = 1;
		g_usleep(1000);
	}
}

/**
 * struct following - a provider that has been started
 * @place: where it looks
 * @provider: the provider
 * @bus: what it tells
 */
struct following {
	struct place place;
	GstDeviceProvider *provider;
	GstBus *bus;
};

static void follow(struct following *f)
{
	play_init();
	fake_device_slept = until_stirred;
	make_place(&f->place);
	f->provider = g_object_new(GST_TYPE_FRAMERING_PROVIDER, NULL);
	gst_object_ref_sink(f->provider);
	provider_use(GST_FRAMERING_PROVIDER(f->provider), &f->place.folders);
	f->bus = gst_device_provider_get_bus(f->provider);
}

static void unfollow(struct following *f)
{
	stir();
	gst_device_provider_stop(f->provider);
	gst_object_unref(f->bus);
	gst_object_unref(f->provider);
	drop_place(&f->place);
}

/* The next two messages are of this type, of a source and of a sink. */
static void check_told(struct following *f, GstMessageType type)
{
	int sources = 0, i;

	for (i = 0; i < 2; i++) {
		GstMessage *message =
			gst_bus_timed_pop(f->bus, 20 * GST_SECOND);
		GstDevice *device, *old = NULL;

		CHECK(message != NULL);
		CHECK_STR_EQ(GST_MESSAGE_TYPE_NAME(message),
			     gst_message_type_get_name(type));
		if (type == GST_MESSAGE_DEVICE_ADDED)
			gst_message_parse_device_added(message, &device);
		else if (type == GST_MESSAGE_DEVICE_REMOVED)
			gst_message_parse_device_removed(message, &device);
		else
			gst_message_parse_device_changed(message, &device,
							 &old);
		sources += gst_device_has_classes(device, "Video/Source");
		gst_object_unref(device);
		gst_clear_object(&old);
		gst_message_unref(message);
	}
	CHECK_EQ(sources, 1);
}

static guint listed(struct following *f, const char *caps)
{
	GList *devices = gst_device_provider_get_devices(f->provider), *l;
	GstCaps *wanted = gst_caps_from_string(caps);
	guint count = 0;

	for (l = devices; l; l = l->next) {
		GstCaps *is = gst_device_get_caps(l->data);

		count += gst_caps_is_subset(is, wanted);
		gst_caps_unref(is);
	}
	gst_caps_unref(wanted);
	g_list_free_full(devices, gst_object_unref);
	return count;
}

TEST(rings_that_come_and_go_are_told_ok)
{
	struct following f;
	int i;

	follow(&f);
	CHECK(gst_device_provider_start(f.provider));
	for (i = 0; i < 3; i++) {
		add_ring(&f.place, "/dev/null");
		stir();
		check_told(&f, GST_MESSAGE_DEVICE_ADDED);
		CHECK_EQ(listed(&f, "ANY"), 2);
		remove_ring(&f.place);
		stir();
		check_told(&f, GST_MESSAGE_DEVICE_REMOVED);
		CHECK_EQ(listed(&f, "ANY"), 0);
	}
	unfollow(&f);
}

TEST(ring_that_is_configured_is_a_changed_device_ok)
{
	struct framering_config config = {
		.fourcc = DRM_FORMAT_NV12,
		.width = 32,
		.height = 16,
	};
	struct framering *ring;
	struct following f;

	follow(&f);
	add_ring(&f.place, "/dev/null");
	CHECK(gst_device_provider_start(f.provider));
	check_told(&f, GST_MESSAGE_DEVICE_ADDED);
	CHECK_EQ(listed(&f, "video/x-raw,format=NV12,width=32"), 0);
	ring = play_ring(&config);
	check_told(&f, GST_MESSAGE_DEVICE_CHANGED);
	CHECK_EQ(listed(&f, "ANY"), 2);
	CHECK_EQ(listed(&f, "video/x-raw,format=NV12,width=32"), 1);
	/* A consumer that comes changes nothing that a device tells. */
	fake_demand_attach(NULL);
	config.width = 64;
	CHECK_EQ(framering_configure(ring, &config), 0);
	check_told(&f, GST_MESSAGE_DEVICE_CHANGED);
	CHECK_EQ(listed(&f, "video/x-raw,format=NV12,width=64"), 1);
	remove_ring(&f.place);
	unfollow(&f);
	framering_close(ring);
}

/* The node is there yet, as the kernel removes it a little later. */
TEST(ring_that_goes_is_a_removed_device_ok)
{
	struct following f;

	follow(&f);
	add_ring(&f.place, "/dev/null");
	CHECK(gst_device_provider_start(f.provider));
	check_told(&f, GST_MESSAGE_DEVICE_ADDED);
	remove_ring(&f.place);
	fake_demand_state.gone = 1;
	stir();
	check_told(&f, GST_MESSAGE_DEVICE_REMOVED);
	CHECK_EQ(listed(&f, "ANY"), 0);
	unfollow(&f);
}

TEST(provider_that_is_stopped_starts_again_ok)
{
	struct following f;
	int i;

	follow(&f);
	add_ring(&f.place, "/dev/null");
	for (i = 0; i < 3; i++) {
		CHECK(gst_device_provider_start(f.provider));
		check_told(&f, GST_MESSAGE_DEVICE_ADDED);
		CHECK_EQ(listed(&f, "ANY"), 2);
		stir();
		gst_device_provider_stop(f.provider);
	}
	CHECK(gst_device_provider_start(f.provider));
	remove_ring(&f.place);
	unfollow(&f);
}
