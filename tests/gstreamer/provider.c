// SPDX-License-Identifier: MIT
/* The device provider, by a folder that looks as sysfs does. */
#include <glib/gstdio.h>
#include <string.h>

#include "play.h"
#include "provider.h"

/* A folder with a ring whose node is @node; the caller's. */
static char *make_folder(const char *node)
{
	char *folder = g_dir_make_tmp(NULL, NULL);
	char *ring = g_build_filename(folder, "ring", NULL);
	char *path = g_build_filename(ring, "uevent", NULL);
	char *text = g_strdup_printf("MAJOR=1\nDEVNAME=%s\nOTHER=x\n", node);

	CHECK_OK(g_mkdir(ring, 0700));
	CHECK(g_file_set_contents(path, text, -1, NULL));
	g_free(text);
	g_free(path);
	g_free(ring);
	return folder;
}

static void drop_folder(char *folder)
{
	char *ring = g_build_filename(folder, "ring", NULL);
	char *path = g_build_filename(ring, "uevent", NULL);

	CHECK_OK(g_remove(path));
	CHECK_OK(g_rmdir(ring));
	CHECK_OK(g_rmdir(folder));
	g_free(path);
	g_free(ring);
	g_free(folder);
}

static void check_device(GstDevice *device, const char *class,
			 const char *type)
{
	GstElement *element = gst_device_create_element(device, "made");
	char *text = gst_device_get_device_class(device);

	CHECK_STR_EQ(text, class);
	g_free(text);
	CHECK(element != NULL);
	gst_object_ref_sink(element);
	CHECK_STR_EQ(G_OBJECT_TYPE_NAME(element), type);
	g_object_get(element, "device", &text, NULL);
	CHECK_STR_EQ(text, "/dev/null");
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
	GList *devices;
	char *folder;

	play_init();
	ring = play_ring(&config);
	folder = make_folder("null");
	devices = provider_list(folder, NULL);
	CHECK_EQ(g_list_length(devices), 2);
	check_device(devices->data, "Video/Source", "GstFrameringSrc");
	check_device(devices->next->data, "Video/Sink", "GstFrameringSink");
	caps = gst_device_get_caps(devices->data);
	nv12 = gst_caps_from_string("video/x-raw,format=NV12,width=32,"
				    "height=16");
	CHECK(gst_caps_is_subset(caps, nv12));
	gst_caps_unref(nv12);
	gst_caps_unref(caps);
	g_list_free_full(devices, gst_object_unref);
	drop_folder(folder);
	framering_close(ring);
}

TEST(node_that_is_not_there_is_no_device_ok)
{
	char *folder;

	play_init();
	folder = make_folder("nothing");
	CHECK(provider_list(folder, NULL) == NULL);
	drop_folder(folder);
}

TEST(no_driver_is_no_device_ok)
{
	play_init();
	CHECK(provider_list("/nowhere", NULL) == NULL);
}
