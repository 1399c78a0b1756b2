// SPDX-License-Identifier: MIT
/* A slot as GstMemory: no copy of its bytes, and a function at its end. */
#include "slot_memory.h"
#include "debug.h"

/**
 * struct _GstFrameringAllocator - what makes slots memory; there is one
 * @parent: the class above
 */
struct _GstFrameringAllocator {
	GstAllocator parent;
};

G_DECLARE_FINAL_TYPE(GstFrameringAllocator, gst_framering_allocator, GST,
		     FRAMERING_ALLOCATOR, GstAllocator)
G_DEFINE_TYPE(GstFrameringAllocator, gst_framering_allocator,
	      GST_TYPE_ALLOCATOR)

static struct slot_memory *slot_of(GstMemory *memory)
{
	return (struct slot_memory *)(memory->parent ? memory->parent : memory);
}

static gpointer map(GstMemory *memory, gsize bytes, GstMapFlags flags)
{
	(void)bytes, (void)flags;
	return slot_of(memory)->frame.data;
}

static void unmap(GstMemory *memory)
{
	(void)memory;
}

/* Plain loads from memory that is not cached are very slow. */
static GstMemory *copy(GstMemory *memory, gssize offset, gssize size)
{
	struct slot_memory *slot = slot_of(memory);
	gsize from = memory->offset + (gsize)offset;
	gsize bytes = size < 0 ? memory->size - (gsize)offset : (gsize)size;
	GstMemory *result = gst_allocator_alloc(NULL, bytes, NULL);
	GstMapInfo to;

	if (!gst_memory_map(result, &to, GST_MAP_WRITE)) {
		gst_memory_unref(result);
		return NULL;
	}
	framering_load(to.data, slot->frame.data + from, bytes, slot->cache);
	gst_memory_unmap(result, &to);
	return result;
}

static GstMemory *share(GstMemory *memory, gssize offset, gssize size)
{
	GstMemory *whole = memory->parent ? memory->parent : memory;
	gsize bytes = size < 0 ? memory->size - (gsize)offset : (gsize)size;
	GstMemory *part = g_new0(GstMemory, 1);

	gst_memory_init(part, GST_MINI_OBJECT_FLAGS(whole) |
			GST_MINI_OBJECT_FLAG_LOCK_READONLY, whole->allocator,
			whole, memory->maxsize, memory->align,
			memory->offset + (gsize)offset, bytes);
	return part;
}

static GstMemory *alloc(GstAllocator *allocator, gsize bytes,
			GstAllocationParams *params)
{
	(void)bytes, (void)params;
	GST_ERROR_OBJECT(allocator, "slots come from a ring alone");
	return NULL;
}

/* GStreamer gives a part's parent back itself. */
static void release(GstAllocator *allocator, GstMemory *memory)
{
	struct slot_memory *slot = (struct slot_memory *)memory;

	(void)allocator;
	if (!memory->parent)
		slot->gone(slot->owner, &slot->frame);
	g_free(memory);
}

static void gst_framering_allocator_class_init(GstFrameringAllocatorClass *c)
{
	GstAllocatorClass *allocator = GST_ALLOCATOR_CLASS(c);

	allocator->alloc = alloc;
	allocator->free = release;
}

static void gst_framering_allocator_init(GstFrameringAllocator *self)
{
	GstAllocator *allocator = GST_ALLOCATOR(self);

	allocator->mem_type = SLOT_MEMORY_TYPE;
	allocator->mem_map = map;
	allocator->mem_unmap = unmap;
	allocator->mem_copy = copy;
	allocator->mem_share = share;
	GST_OBJECT_FLAG_SET(self, GST_ALLOCATOR_FLAG_CUSTOM_ALLOC);
}

static GstAllocator *the_allocator(void)
{
	static gsize once;
	static GstAllocator *allocator;

	if (g_once_init_enter(&once)) {
		allocator = g_object_new(gst_framering_allocator_get_type(),
					 NULL);
		gst_object_ref_sink(allocator);
		GST_OBJECT_FLAG_SET(allocator, GST_OBJECT_FLAG_MAY_BE_LEAKED);
		g_once_init_leave(&once, 1);
	}
	return allocator;
}

GstMemory *slot_memory_new(const struct framering_frame *frame, gsize bytes,
			   uint32_t cache, GstMemoryFlags flags, gpointer owner,
			   void (*gone)(gpointer owner,
					const struct framering_frame *frame))
{
	struct slot_memory *slot = g_new0(struct slot_memory, 1);

	gst_memory_init(&slot->memory, (GstMemoryFlags)flags,
			the_allocator(), NULL, frame->geometry->slot_bytes, 0,
			0, bytes);
	slot->frame = *frame;
	slot->cache = cache;
	slot->owner = owner;
	slot->gone = gone;
	return &slot->memory;
}

struct slot_memory *slot_memory_of(GstMemory *memory, gpointer owner)
{
	struct slot_memory *slot = (struct slot_memory *)memory;

	if (!gst_memory_is_type(memory, SLOT_MEMORY_TYPE) || memory->parent ||
	    slot->owner != owner)
		return NULL;
	return slot;
}
