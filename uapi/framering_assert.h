/* SPDX-License-Identifier: (GPL-2.0-only WITH Linux-syscall-note) OR MIT */
/*
 * The interface has the same layout everywhere: where it has not, nothing
 * compiles.
 */
#ifndef _UAPI_FRAMERING_ASSERT_H
#define _UAPI_FRAMERING_ASSERT_H

#include "framering.h"

#if defined(__cplusplus)
#define FRAMERING_ASSERT(cond)	static_assert(cond, #cond)
#else
#define FRAMERING_ASSERT(cond)	_Static_assert(cond, #cond)
#endif
#define FRAMERING_AT(type, member, at)	\
	FRAMERING_ASSERT(__builtin_offsetof(struct type, member) == (at))

FRAMERING_ASSERT(sizeof(struct framering_geometry) == 128);
FRAMERING_AT(framering_geometry, modifier, 8);
FRAMERING_AT(framering_geometry, width, 16);
FRAMERING_AT(framering_geometry, stride, 24);
FRAMERING_AT(framering_geometry, offset, 40);
FRAMERING_AT(framering_geometry, plane_bytes, 56);
FRAMERING_AT(framering_geometry, frame_bytes, 72);
FRAMERING_AT(framering_geometry, slot_bytes, 76);
FRAMERING_AT(framering_geometry, meta_bytes, 80);

FRAMERING_ASSERT(sizeof(struct framering_rectangle) == 16);
FRAMERING_ASSERT(sizeof(struct framering_fraction) == 8);
FRAMERING_ASSERT(sizeof(struct framering_picture) == 128);
FRAMERING_AT(framering_picture, aspect, 16);
FRAMERING_AT(framering_picture, rate, 24);
FRAMERING_AT(framering_picture, time_base, 32);
FRAMERING_AT(framering_picture, primaries, 40);
FRAMERING_AT(framering_picture, rotation, 46);
FRAMERING_AT(framering_picture, flip, 48);

FRAMERING_ASSERT(sizeof(struct framering_damage) == 8);
FRAMERING_ASSERT(sizeof(struct framering_info) == 80);
FRAMERING_AT(framering_info, pts, 16);
FRAMERING_AT(framering_info, damage, 24);
FRAMERING_AT(framering_info, clock, 32);
FRAMERING_AT(framering_info, meta_bytes, 36);
FRAMERING_AT(framering_info, fence, 40);
FRAMERING_AT(framering_info, user, 48);

FRAMERING_ASSERT(sizeof(struct framering_region) == 32);
FRAMERING_AT(framering_region, length, 8);
FRAMERING_AT(framering_region, step, 16);
FRAMERING_AT(framering_region, count, 24);

FRAMERING_ASSERT(sizeof(struct framering_status) == 1216);
FRAMERING_AT(framering_status, version, 4);
FRAMERING_AT(framering_status, size, 8);
FRAMERING_AT(framering_status, ring, 12);
FRAMERING_AT(framering_status, generation, 16);
FRAMERING_AT(framering_status, features, 24);
FRAMERING_AT(framering_status, memory, 32);
FRAMERING_AT(framering_status, cache_asked, 36);
FRAMERING_AT(framering_status, cache_effective, 40);
FRAMERING_AT(framering_status, slots, 44);
FRAMERING_AT(framering_status, max_held, 48);
FRAMERING_AT(framering_status, stall_ms, 52);
FRAMERING_AT(framering_status, flags, 56);
FRAMERING_AT(framering_status, version_oldest, 60);
FRAMERING_AT(framering_status, geometry, 64);
FRAMERING_AT(framering_status, picture, 192);
FRAMERING_AT(framering_status, region, 320);
FRAMERING_AT(framering_status, consumers, 1024);
FRAMERING_AT(framering_status, lossless, 1028);
FRAMERING_AT(framering_status, kernel_held, 1032);
FRAMERING_AT(framering_status, state, 1036);
FRAMERING_AT(framering_status, unprotected, 1040);
FRAMERING_AT(framering_status, group, 1044);
FRAMERING_AT(framering_status, consumer_wake, 1088);
FRAMERING_AT(framering_status, producer_wake, 1152);

FRAMERING_ASSERT(sizeof(struct framering_producer_page) == 64);
FRAMERING_AT(framering_producer_page, head, 0);
FRAMERING_AT(framering_producer_page, frames, 8);
FRAMERING_AT(framering_producer_page, holes, 16);
FRAMERING_AT(framering_producer_page, full, 24);

FRAMERING_ASSERT(sizeof(struct framering_desc) == 128);
FRAMERING_AT(framering_desc, flags, 4);
FRAMERING_AT(framering_desc, frame, 8);
FRAMERING_AT(framering_desc, time_ns, 16);
FRAMERING_AT(framering_desc, bytes, 24);
FRAMERING_AT(framering_desc, gone, 28);
FRAMERING_AT(framering_desc, info, 32);

FRAMERING_ASSERT(sizeof(struct framering_times) == 256);
FRAMERING_AT(framering_times, release, 128);

FRAMERING_ASSERT(sizeof(struct framering_consumer_page) == 384);
FRAMERING_AT(framering_consumer_page, held, 4);
FRAMERING_AT(framering_consumer_page, delivered, 64);
FRAMERING_AT(framering_consumer_page, dropped, 72);
FRAMERING_AT(framering_consumer_page, times, 128);

FRAMERING_ASSERT(sizeof(struct framering_query) == 424);
FRAMERING_AT(framering_query, features, 16);
FRAMERING_AT(framering_query, caches, 24);
FRAMERING_AT(framering_query, generation, 56);
FRAMERING_AT(framering_query, max_bytes, 64);
FRAMERING_AT(framering_query, memory, 72);
FRAMERING_AT(framering_query, consumers, 100);
FRAMERING_AT(framering_query, version_oldest, 104);
FRAMERING_AT(framering_query, geometry, 112);
FRAMERING_AT(framering_query, picture, 240);
FRAMERING_AT(framering_query, name, 368);
FRAMERING_AT(framering_query, max_consumers, 416);

FRAMERING_ASSERT(sizeof(struct framering_config) == 328);
FRAMERING_AT(framering_config, slots, 20);
FRAMERING_AT(framering_config, cache_effective, 44);
FRAMERING_AT(framering_config, generation, 48);
FRAMERING_AT(framering_config, geometry, 56);
FRAMERING_AT(framering_config, picture, 184);
FRAMERING_AT(framering_config, meta_bytes, 312);
FRAMERING_AT(framering_config, dmabufs, 320);

FRAMERING_ASSERT(sizeof(struct framering_attach) == 56);
FRAMERING_AT(framering_attach, fd, 12);
FRAMERING_AT(framering_attach, generation, 24);
FRAMERING_AT(framering_attach, frame, 32);
FRAMERING_AT(framering_attach, id, 40);
FRAMERING_AT(framering_attach, unprotected_ns, 48);

FRAMERING_ASSERT(sizeof(struct framering_export) == 32);
FRAMERING_AT(framering_export, fd, 12);
FRAMERING_AT(framering_export, bytes, 16);
FRAMERING_AT(framering_export, writable, 24);

FRAMERING_ASSERT(sizeof(struct framering_pattern) == 24);
FRAMERING_AT(framering_pattern, rate, 8);
FRAMERING_AT(framering_pattern, frames, 16);

FRAMERING_ASSERT(sizeof(struct framering_wish) == 24);
FRAMERING_AT(framering_wish, fourcc, 8);
FRAMERING_AT(framering_wish, rate, 20);

FRAMERING_ASSERT(sizeof(struct framering_demand) == 72);
FRAMERING_AT(framering_demand, serial, 8);
FRAMERING_AT(framering_demand, deadline_ns, 16);
FRAMERING_AT(framering_demand, consumers, 32);
FRAMERING_AT(framering_demand, wish, 48);

FRAMERING_ASSERT(sizeof(struct framering_consumer_info) == 368);
FRAMERING_AT(framering_consumer_info, pid, 12);
FRAMERING_AT(framering_consumer_info, id, 16);
FRAMERING_AT(framering_consumer_info, uid, 32);
FRAMERING_AT(framering_consumer_info, delivered, 48);
FRAMERING_AT(framering_consumer_info, name, 64);
FRAMERING_AT(framering_consumer_info, wish, 80);
FRAMERING_AT(framering_consumer_info, unprotected_ns, 104);
FRAMERING_AT(framering_consumer_info, times, 112);

FRAMERING_ASSERT(sizeof(struct framering_ask_times) == 16);
FRAMERING_AT(framering_ask_times, ask, 8);

FRAMERING_ASSERT(sizeof(struct framering_evict) == 24);
FRAMERING_AT(framering_evict, id, 16);

FRAMERING_ASSERT(sizeof(struct framering_wait) == 24);
FRAMERING_AT(framering_wait, deadline_ns, 8);
FRAMERING_AT(framering_wait, revents, 20);

FRAMERING_ASSERT(sizeof(struct framering_role_info) == 40);
FRAMERING_AT(framering_role_info, generation, 16);
FRAMERING_AT(framering_role_info, id, 24);
FRAMERING_AT(framering_role_info, unprotected_ns, 32);

FRAMERING_ASSERT(sizeof(struct framering_add) == 80);
FRAMERING_AT(framering_add, fd, 12);
FRAMERING_AT(framering_add, name, 16);
FRAMERING_AT(framering_add, uid, 48);
FRAMERING_AT(framering_add, max_bytes, 64);

FRAMERING_ASSERT(sizeof(struct framering_remove) == 16);
FRAMERING_AT(framering_remove, ring, 8);

#endif /* _UAPI_FRAMERING_ASSERT_H */
