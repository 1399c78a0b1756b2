// SPDX-License-Identifier: MIT
/* The properties of frameringsink. */
#include "sink_properties.h"

/* Consumers may hold three of so many, and upstream six. */
#define DEFAULT_SLOTS	8U

enum {
	PROP_DEVICE = 1,
	PROP_SLOTS,
	PROP_MEMORY,
	PROP_CACHE,
	PROP_ON_DEMAND,
	PROP_COPIED,
	PROP_SHARED,
};

static GType memory_type(void)
{
	static const GEnumValue values[] = {
		{ FRAMERING_MEMORY_DEFAULT, "The driver chooses", "default" },
		{ FRAMERING_MEMORY_PAGES, "Large blocks of pages", "pages" },
		{ FRAMERING_MEMORY_VMALLOC, "Single pages", "vmalloc" },
		{ FRAMERING_MEMORY_COHERENT, "For DMA", "coherent" },
		{ FRAMERING_MEMORY_BAR, "On the PCI device", "bar" },
		{ 0, NULL, NULL },
	};
	static gsize type;

	if (g_once_init_enter(&type))
		g_once_init_leave(&type, g_enum_register_static(
			"GstFrameringSinkMemory", values));
	return type;
}

static GType cache_type(void)
{
	static const GEnumValue values[] = {
		{ FRAMERING_CACHE_DEFAULT, "The memory kind's default",
		  "default" },
		{ FRAMERING_CACHE_WC, "Write-combined: slow to read",
		  "write-combined" },
		{ FRAMERING_CACHE_WB, "Cached", "cached" },
		{ FRAMERING_CACHE_UC, "Uncached: slow", "uncached" },
		{ 0, NULL, NULL },
	};
	static gsize type;

	if (g_once_init_enter(&type))
		g_once_init_leave(&type, g_enum_register_static(
			"GstFrameringSinkCache", values));
	return type;
}

static GType demand_type(void)
{
	static const GEnumValue values[] = {
		{ SINK_DEMAND_OFF, "Go on", "off" },
		{ SINK_DEMAND_BLOCK, "Wait for a consumer", "block" },
		{ SINK_DEMAND_DROP, "Drop frames", "drop" },
		{ 0, NULL, NULL },
	};
	static gsize type;

	if (g_once_init_enter(&type))
		g_once_init_leave(&type, g_enum_register_static(
			"GstFrameringSinkDemand", values));
	return type;
}

static void set_property(GObject *object, guint id, const GValue *value,
			 GParamSpec *spec)
{
	GstFrameringSink *sink = GST_FRAMERING_SINK(object);

	switch (id) {
	case PROP_DEVICE:
		g_free(sink->device);
		sink->device = g_value_dup_string(value);
		if (!sink->device)
			sink->device = g_strdup(FRAMERING_DEFAULT_PATH);
		break;
	case PROP_SLOTS:
		sink->slots = g_value_get_uint(value);
		break;
	case PROP_MEMORY:
		sink->memory = (guint)g_value_get_enum(value);
		break;
	case PROP_CACHE:
		sink->cache = (guint)g_value_get_enum(value);
		break;
	case PROP_ON_DEMAND:
		sink->demand = (enum sink_demand)g_value_get_enum(value);
		break;
	default:
		G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, spec);
	}
}

static void get_property(GObject *object, guint id, GValue *value,
			 GParamSpec *spec)
{
	GstFrameringSink *sink = GST_FRAMERING_SINK(object);

	switch (id) {
	case PROP_DEVICE:
		g_value_set_string(value, sink->device);
		break;
	case PROP_SLOTS:
		g_value_set_uint(value, sink->slots);
		break;
	case PROP_MEMORY:
		g_value_set_enum(value, (gint)sink->memory);
		break;
	case PROP_CACHE:
		g_value_set_enum(value, (gint)sink->cache);
		break;
	case PROP_ON_DEMAND:
		g_value_set_enum(value, sink->demand);
		break;
	case PROP_COPIED:
		g_value_set_uint(value, (guint)g_atomic_int_get(&sink->copied));
		break;
	case PROP_SHARED:
		g_value_set_uint(value, (guint)g_atomic_int_get(&sink->shared));
		break;
	default:
		G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, spec);
	}
}

static void finalize(GObject *object)
{
	GstFrameringSink *sink = GST_FRAMERING_SINK(object);
	GObjectClass *parent =
		g_type_class_peek(g_type_parent(GST_TYPE_FRAMERING_SINK));

	g_free(sink->device);
	wake_finish(&sink->wake);
	parent->finalize(object);
}

static void install_counters(GObjectClass *object)
{
	const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

	g_object_class_install_property(object, PROP_COPIED,
		g_param_spec_uint("copied", "Copied", "Frames that were copied "
				  "into the ring", 0, G_MAXUINT, 0, flags));
	g_object_class_install_property(object, PROP_SHARED,
		g_param_spec_uint("shared", "Shared", "Frames that upstream "
				  "drew into the ring itself", 0, G_MAXUINT, 0,
				  flags));
}

static void install_memory(GObjectClass *object, GParamFlags flags)
{
	g_object_class_install_property(object, PROP_SLOTS,
		g_param_spec_uint("slots", "Slots", "Frames that the ring "
				  "holds, a power of two; 0 for the driver's "
				  "default", 0, FRAMERING_MAX_SLOTS,
				  DEFAULT_SLOTS, flags));
	g_object_class_install_property(object, PROP_MEMORY,
		g_param_spec_enum("memory", "Memory", "Kind of memory",
				  memory_type(), FRAMERING_MEMORY_DEFAULT,
				  flags));
	g_object_class_install_property(object, PROP_CACHE,
		g_param_spec_enum("cache", "Cache", "How the processor caches "
				  "the frames; upstream draws only into those "
				  "that are cached", cache_type(),
				  FRAMERING_CACHE_WB, flags));
}

void sink_properties_install(GObjectClass *object)
{
	const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS |
				  GST_PARAM_MUTABLE_READY;

	object->set_property = set_property;
	object->get_property = get_property;
	object->finalize = finalize;
	g_object_class_install_property(object, PROP_DEVICE,
		g_param_spec_string("device", "Device", "The ring's file",
				    FRAMERING_DEFAULT_PATH, flags));
	g_object_class_install_property(object, PROP_ON_DEMAND,
		g_param_spec_enum("on-demand", "On demand", "What to do while "
				  "nobody watches", demand_type(),
				  SINK_DEMAND_OFF, flags));
	install_memory(object, flags);
	install_counters(object);
}

void sink_properties_init(GstFrameringSink *sink)
{
	sink->device = g_strdup(FRAMERING_DEFAULT_PATH);
	sink->slots = DEFAULT_SLOTS;
	sink->cache = FRAMERING_CACHE_WB;
}
