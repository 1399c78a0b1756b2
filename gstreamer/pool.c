// SPDX-License-Identifier: MIT
/* A pool whose buffers are slots of a ring: upstream draws into them. */
#include "description.h"
#include "pool.h"

/**
 * struct _GstFrameringPool - a pool
 * @parent: the class above
 * @writer: whose slots its buffers are
 * @info: frames as they lie in a slot
 * @plain: frames in ordinary memory
 * @slots: upstream can be given slots
 * @meta: it reads GstVideoMeta
 */
struct _GstFrameringPool {
	GstBufferPool parent;
	struct writer *writer;
	GstVideoInfo info;
	GstVideoInfo plain;
	gboolean slots;
	gboolean meta;
};

G_DEFINE_FINAL_TYPE(GstFrameringPool, gst_framering_pool, GST_TYPE_BUFFER_POOL)

static const gchar **get_options(GstBufferPool *pool)
{
	static const gchar *options[] = {
		GST_BUFFER_POOL_OPTION_VIDEO_META, NULL
	};

	(void)pool;
	return options;
}

static gboolean set_config(GstBufferPool *base, GstStructure *config)
{
	GstFrameringPool *pool = GST_FRAMERING_POOL(base);
	guint size, least, most;
	GstCaps *caps;

	if (!gst_buffer_pool_config_get_params(config, &caps, &size, &least,
					       &most) || !caps)
		return FALSE;
	pool->meta = gst_buffer_pool_config_has_option(config,
		GST_BUFFER_POOL_OPTION_VIDEO_META);
	pool->slots = least <= writer_most(pool->writer) &&
		      (pool->meta || description_is_default(&pool->info));
	size = MAX(size, (guint)pool->plain.size);
	gst_buffer_pool_config_set_params(config, caps, size, least, most);
	return GST_BUFFER_POOL_CLASS(gst_framering_pool_parent_class)->
		set_config(base, config);
}

/* Buffers are made when they are asked for: a reserved slot shows no frame. */
static gboolean start(GstBufferPool *base)
{
	(void)base;
	return TRUE;
}

static void add_meta(GstBuffer *buffer, const GstVideoInfo *layout)
{
	GstVideoInfo info = *layout;

	gst_buffer_add_video_meta_full(buffer, GST_VIDEO_FRAME_FLAG_NONE,
				       GST_VIDEO_INFO_FORMAT(&info),
				       (guint)info.width, (guint)info.height,
				       GST_VIDEO_INFO_N_PLANES(&info),
				       info.offset, info.stride);
}

static GstFlowReturn acquire_buffer(GstBufferPool *base, GstBuffer **buffer,
				    GstBufferPoolAcquireParams *params)
{
	GstFrameringPool *pool = GST_FRAMERING_POOL(base);
	GstMemory *memory = pool->slots ? writer_take(pool->writer) : NULL;

	(void)params;
	if (memory) {
		*buffer = gst_buffer_new();
		gst_buffer_append_memory(*buffer, memory);
		gst_buffer_set_size(*buffer, (gssize)pool->info.size);
		add_meta(*buffer, &pool->info);
		return GST_FLOW_OK;
	}
	*buffer = gst_buffer_new_allocate(NULL, pool->plain.size, NULL);
	if (!*buffer)
		return GST_FLOW_ERROR;
	writer_count(pool->writer, *buffer);
	if (pool->meta)
		add_meta(*buffer, &pool->plain);
	return GST_FLOW_OK;
}

static void release_buffer(GstBufferPool *base, GstBuffer *buffer)
{
	(void)base;
	gst_buffer_unref(buffer);
}

static void finalize(GObject *object)
{
	writer_unref(GST_FRAMERING_POOL(object)->writer);
	G_OBJECT_CLASS(gst_framering_pool_parent_class)->finalize(object);
}

static void gst_framering_pool_class_init(GstFrameringPoolClass *klass)
{
	GstBufferPoolClass *pool = GST_BUFFER_POOL_CLASS(klass);

	pool->get_options = get_options;
	pool->set_config = set_config;
	pool->start = start;
	pool->acquire_buffer = acquire_buffer;
	pool->release_buffer = release_buffer;
	G_OBJECT_CLASS(klass)->finalize = finalize;
}

static void gst_framering_pool_init(GstFrameringPool *pool)
{
	(void)pool;
}

GstBufferPool *pool_new(struct writer *writer, const GstVideoInfo *info)
{
	GstFrameringPool *pool = g_object_new(GST_TYPE_FRAMERING_POOL, NULL);

	g_object_ref_sink(pool);
	pool->writer = writer_ref(writer);
	pool->info = *info;
	gst_video_info_set_format(&pool->plain, GST_VIDEO_INFO_FORMAT(info),
				  (guint)info->width, (guint)info->height);
	return GST_BUFFER_POOL(pool);
}
