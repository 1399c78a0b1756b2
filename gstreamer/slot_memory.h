/* SPDX-License-Identifier: MIT */
/* A slot as GstMemory: no copy of its bytes, and a function at its end. */
#ifndef GST_FRAMERING_SLOT_MEMORY_H
#define GST_FRAMERING_SLOT_MEMORY_H

#include <gst/gst.h>
#include <libframering.h>

#define SLOT_MEMORY_TYPE	"FrameringSlot"

/**
 * struct slot_memory - a slot
 * @memory: what GStreamer sees
 * @frame: the frame in it
 * @cache: how the processor caches it, enum framering_cache
 * @owner: whose it is
 * @gone: called once with @owner when nobody uses it any more, in any thread
 */
struct slot_memory {
	GstMemory memory;
	struct framering_frame frame;
	uint32_t cache;
	gpointer owner;
	void (*gone)(gpointer owner, const struct framering_frame *frame);
};

/**
 * slot_memory_new - make memory of a slot
 * @frame: the frame in it
 * @bytes: of the slot in use
 * @cache: enum framering_cache
 * @flags: GST_MEMORY_FLAG_READONLY, or 0
 * @owner: passed to @gone
 * @gone: see struct slot_memory
 *
 * Return: the memory, the caller's.
 */
GstMemory *slot_memory_new(const struct framering_frame *frame, gsize bytes,
			   uint32_t cache, GstMemoryFlags flags, gpointer owner,
			   void (*gone)(gpointer owner,
					const struct framering_frame *frame));

/* @memory as a slot of @owner's; NULL: it is not, or a part of one. */
struct slot_memory *slot_memory_of(GstMemory *memory, gpointer owner);

#endif /* GST_FRAMERING_SLOT_MEMORY_H */
