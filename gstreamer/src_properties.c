// SPDX-License-Identifier: MIT
/* The properties of frameringsrc. */
#include "src_properties.h"

enum {
	PROP_DEVICE = 1,
	PROP_POLICY,
	PROP_COPY,
	PROP_EOS_AT_END,
	PROP_FRAMERATE,
	PROP_COPIED,
	PROP_SHARED,
};

static GType policy_type(void)
{
	static const GEnumValue values[] = {
		{ SRC_LIVE, "Frames in order; those that come too fast are "
			    "missed", "live" },
		{ SRC_LATEST, "The newest frame, always", "latest" },
		{ SRC_LOSSLESS, "Every frame: the producer waits", "lossless" },
		{ 0, NULL, NULL },
	};
	static gsize type;

	if (g_once_init_enter(&type))
		g_once_init_leave(&type, g_enum_register_static(
			"GstFrameringSrcPolicy", values));
	return type;
}

static GType copy_type(void)
{
	static const GEnumValue values[] = {
		{ SRC_COPY_AUTO, "Where the ring is not cached, downstream "
				 "cannot read it as it lies, or holds as many "
				 "frames as it may", "auto" },
		{ SRC_COPY_NEVER, "Only where downstream cannot read the ring "
				  "as it lies", "never" },
		{ SRC_COPY_ALWAYS, "Every frame", "always" },
		{ 0, NULL, NULL },
	};
	static gsize type;

	if (g_once_init_enter(&type))
		g_once_init_leave(&type, g_enum_register_static(
			"GstFrameringSrcCopy", values));
	return type;
}

static void set_property(GObject *object, guint id, const GValue *value,
			 GParamSpec *spec)
{
	GstFrameringSrc *src = GST_FRAMERING_SRC(object);

	switch (id) {
	case PROP_DEVICE:
		g_free(src->device);
		src->device = g_value_dup_string(value);
		if (!src->device)
			src->device = g_strdup(FRAMERING_DEFAULT_PATH);
		break;
	case PROP_POLICY:
		src->policy = (enum src_policy)g_value_get_enum(value);
		break;
	case PROP_COPY:
		src->copy = (enum src_copy)g_value_get_enum(value);
		break;
	case PROP_EOS_AT_END:
		src->eos_at_end = g_value_get_boolean(value);
		break;
	case PROP_FRAMERATE:
		src->fps_n = gst_value_get_fraction_numerator(value);
		src->fps_d = gst_value_get_fraction_denominator(value);
		break;
	default:
		G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, spec);
	}
}

static void get_property(GObject *object, guint id, GValue *value,
			 GParamSpec *spec)
{
	GstFrameringSrc *src = GST_FRAMERING_SRC(object);

	switch (id) {
	case PROP_DEVICE:
		g_value_set_string(value, src->device);
		break;
	case PROP_POLICY:
		g_value_set_enum(value, src->policy);
		break;
	case PROP_COPY:
		g_value_set_enum(value, src->copy);
		break;
	case PROP_EOS_AT_END:
		g_value_set_boolean(value, src->eos_at_end);
		break;
	case PROP_FRAMERATE:
		gst_value_set_fraction(value, src->fps_n,
				       src->fps_d ? src->fps_d : 1);
		break;
	case PROP_COPIED:
		g_value_set_uint(value, (guint)g_atomic_int_get(&src->copied));
		break;
	case PROP_SHARED:
		g_value_set_uint(value, (guint)g_atomic_int_get(&src->shared));
		break;
	default:
		G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, spec);
	}
}

static void finalize(GObject *object)
{
	GstFrameringSrc *src = GST_FRAMERING_SRC(object);
	GObjectClass *parent =
		g_type_class_peek(g_type_parent(GST_TYPE_FRAMERING_SRC));

	g_free(src->device);
	wake_finish(&src->wake);
	parent->finalize(object);
}

static void install_counters(GObjectClass *object)
{
	const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

	g_object_class_install_property(object, PROP_COPIED,
		g_param_spec_uint("copied", "Copied", "Frames that were copied",
				  0, G_MAXUINT, 0, flags));
	g_object_class_install_property(object, PROP_SHARED,
		g_param_spec_uint("shared", "Shared", "Frames that were pushed "
				  "as they lie in the ring", 0, G_MAXUINT, 0,
				  flags));
}

void src_properties_install(GObjectClass *object)
{
	const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS |
				  GST_PARAM_MUTABLE_READY;

	object->set_property = set_property;
	object->get_property = get_property;
	object->finalize = finalize;
	g_object_class_install_property(object, PROP_DEVICE,
		g_param_spec_string("device", "Device", "The ring's file",
				    FRAMERING_DEFAULT_PATH, flags));
	g_object_class_install_property(object, PROP_POLICY,
		g_param_spec_enum("policy", "Policy", "Which frames",
				  policy_type(), SRC_LIVE, flags));
	g_object_class_install_property(object, PROP_COPY,
		g_param_spec_enum("copy", "Copy", "When frames are copied",
				  copy_type(), SRC_COPY_AUTO, flags));
	g_object_class_install_property(object, PROP_EOS_AT_END,
		g_param_spec_boolean("eos-at-end", "EOS at end",
				     "End when the producer ends its stream; "
				     "else wait for the next one", TRUE,
				     flags));
	g_object_class_install_property(object, PROP_FRAMERATE,
		gst_param_spec_fraction("framerate", "Framerate", "Frames per "
					"second where the ring tells none; 0 "
					"for variable", 0, 1, G_MAXINT, 1, 0, 1,
					flags));
	install_counters(object);
}

void src_properties_init(GstFrameringSrc *src)
{
	src->device = g_strdup(FRAMERING_DEFAULT_PATH);
	/* A file that is being written gets its end, too. */
	src->eos_at_end = TRUE;
}
