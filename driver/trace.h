/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Tracepoints: a ring's life, and a frame's way where the kernel sees it. While
 * both sides are awake the kernel sees nothing.
 */
#undef TRACE_SYSTEM
#define TRACE_SYSTEM framering

#if !defined(FR_TRACE_H) || defined(TRACE_HEADER_MULTI_READ)
#define FR_TRACE_H

#include <linux/pid.h>
#include <linux/tracepoint.h>

#include "ring/export.h"
#include "ring/generation.h"
#include "ring/revoke.h"
#include "ring/ring.h"
#include "ring/role.h"

#define fr_trace_role(kind)					\
	__print_symbolic(kind,					\
			 { FRAMERING_ROLE_PRODUCER, "producer" },	\
			 { FRAMERING_ROLE_CONSUMER, "consumer" })

TRACE_DEFINE_ENUM(FRAMERING_ROLE_PRODUCER);
TRACE_DEFINE_ENUM(FRAMERING_ROLE_CONSUMER);
TRACE_DEFINE_ENUM(FR_WHY_STALLED);
TRACE_DEFINE_ENUM(FR_WHY_OWNER);
TRACE_DEFINE_ENUM(FR_WHY_STALE);
TRACE_DEFINE_ENUM(FR_WHY_GONE);

TRACE_EVENT(framering_configure,
	TP_PROTO(const struct fr_generation *gen),
	TP_ARGS(gen),
	TP_STRUCT__entry(
		__field(u32, ring)
		__field(u64, generation)
		__field(u32, fourcc)
		__field(u32, width)
		__field(u32, height)
		__field(u32, slots)
		__field(u32, memory)
		__field(u32, cache)
	),
	TP_fast_assign(
		__entry->ring = gen->ring->index;
		__entry->generation = gen->config.generation;
		__entry->fourcc = gen->config.fourcc;
		__entry->width = gen->config.width;
		__entry->height = gen->config.height;
		__entry->slots = gen->config.slots;
		__entry->memory = gen->config.memory;
		__entry->cache = gen->config.cache_effective;
	),
	TP_printk("ring=%u generation=%llu fourcc=%#x size=%ux%u slots=%u memory=%u cache=%u",
		  __entry->ring, __entry->generation, __entry->fourcc,
		  __entry->width, __entry->height, __entry->slots,
		  __entry->memory, __entry->cache)
);

DECLARE_EVENT_CLASS(framering_role,
	TP_PROTO(const struct fr_role *role),
	TP_ARGS(role),
	TP_STRUCT__entry(
		__field(u32, ring)
		__field(u64, generation)
		__field(u32, kind)
		__field(u32, index)
		__field(u64, id)
		__field(u32, flags)
	),
	TP_fast_assign(
		__entry->ring = role->gen->ring->index;
		__entry->generation = role->gen->config.generation;
		__entry->kind = role->kind;
		__entry->index = role->index;
		__entry->id = role->id;
		__entry->flags = role->flags;
	),
	TP_printk("ring=%u generation=%llu %s %u id=%llu flags=%#x",
		  __entry->ring, __entry->generation,
		  fr_trace_role(__entry->kind), __entry->index, __entry->id,
		  __entry->flags)
);

DEFINE_EVENT(framering_role, framering_attach,
	TP_PROTO(const struct fr_role *role), TP_ARGS(role));
DEFINE_EVENT(framering_role, framering_detach,
	TP_PROTO(const struct fr_role *role), TP_ARGS(role));
DEFINE_EVENT(framering_role, framering_kick,
	TP_PROTO(const struct fr_role *role), TP_ARGS(role));

TRACE_EVENT(framering_evict,
	TP_PROTO(const struct fr_role *role, u32 why),
	TP_ARGS(role, why),
	TP_STRUCT__entry(
		__field(u32, ring)
		__field(u64, generation)
		__field(u32, kind)
		__field(u32, index)
		__field(u64, id)
		__field(u32, why)
	),
	TP_fast_assign(
		__entry->ring = role->gen->ring->index;
		__entry->generation = role->gen->config.generation;
		__entry->kind = role->kind;
		__entry->index = role->index;
		__entry->id = role->id;
		__entry->why = why;
	),
	TP_printk("ring=%u generation=%llu %s %u id=%llu why=%s",
		  __entry->ring, __entry->generation,
		  fr_trace_role(__entry->kind), __entry->index, __entry->id,
		  __print_symbolic(__entry->why,
				   { FR_WHY_STALLED, "stalled" },
				   { FR_WHY_OWNER, "owner" },
				   { FR_WHY_STALE, "stale" },
				   { FR_WHY_GONE, "gone" }))
);

TRACE_EVENT(framering_export,
	TP_PROTO(const struct fr_export *export),
	TP_ARGS(export),
	TP_STRUCT__entry(
		__field(u32, ring)
		__field(u64, generation)
		__field(u64, id)
		__field(u32, slot)
		__field(bool, writable)
		__field(bool, hold)
	),
	TP_fast_assign(
		__entry->ring = export->gen->ring->index;
		__entry->generation = export->gen->config.generation;
		__entry->id = export->role;
		__entry->slot = export->slot;
		__entry->writable = export->writable;
		__entry->hold = export->hold;
	),
	TP_printk("ring=%u generation=%llu id=%llu slot=%u%s%s",
		  __entry->ring, __entry->generation, __entry->id,
		  __entry->slot, __entry->writable ? " writable" : "",
		  __entry->hold ? " hold" : "")
);

/* The kernel's own producers: the pattern, and write(2). */
TRACE_EVENT(framering_submit,
	TP_PROTO(const struct fr_generation *gen,
		 const struct framering_desc *frame),
	TP_ARGS(gen, frame),
	TP_STRUCT__entry(
		__field(u32, ring)
		__field(u64, generation)
		__field(u32, seq)
		__field(u64, frame)
		__field(u32, bytes)
		__field(u32, flags)
	),
	TP_fast_assign(
		__entry->ring = gen->ring->index;
		__entry->generation = gen->config.generation;
		__entry->seq = gen->view.seq;
		__entry->frame = gen->view.frames;
		__entry->bytes = frame->bytes;
		__entry->flags = frame->flags;
	),
	TP_printk("ring=%u generation=%llu seq=%u frame=%llu bytes=%u flags=%#x",
		  __entry->ring, __entry->generation, __entry->seq,
		  __entry->frame, __entry->bytes, __entry->flags)
);

TRACE_EVENT(framering_wake,
	TP_PROTO(const struct fr_generation *gen, u32 kind),
	TP_ARGS(gen, kind),
	TP_STRUCT__entry(
		__field(u32, ring)
		__field(u64, generation)
		__field(u32, kind)
	),
	TP_fast_assign(
		__entry->ring = gen->ring->index;
		__entry->generation = gen->config.generation;
		__entry->kind = kind;
	),
	TP_printk("ring=%u generation=%llu %ss", __entry->ring,
		  __entry->generation, fr_trace_role(__entry->kind))
);

#endif /* FR_TRACE_H */

#undef TRACE_INCLUDE_PATH
#define TRACE_INCLUDE_PATH .
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_FILE trace
#include <trace/define_trace.h>
