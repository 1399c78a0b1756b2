// SPDX-License-Identifier: GPL-2.0-only
/*
 * The driver's own producer: a timer ticks, a work item draws. It goes through
 * the ring as any other producer, and never waits: a tick without a free slot
 * is a frame less.
 */
#include <linux/err.h>
#include <linux/hrtimer.h>
#include <linux/ktime.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/workqueue.h>

#include <framering_pattern.h>

#include "compat.h"
#include "generation.h"
#include "memory/mem.h"
#include "pattern.h"
#include "ring.h"
#include "role.h"
#include "role_frames.h"

#define FR_MIN_RATE	1000U
#define FR_MAX_RATE	240000U

/* Nothing is drawn while the machine goes to sleep, or is not quite awake. */
static struct workqueue_struct *fr_pattern_queue;

/**
 * struct fr_pattern - a running producer
 * @role: the producer; NULL once it ended by itself. The work's own
 * @timer: the tick
 * @period: between two ticks
 * @work: draws one frame
 * @left: frames to go; 0 for no end
 * @stop: fr_pattern_destroy() waits for the work to end
 * @drawn: by slot: the lines that never change are there
 * @row: one line, in cached memory
 */
struct fr_pattern {
	struct fr_role *role;
	struct hrtimer timer;
	ktime_t period;
	struct work_struct work;
	u64 left;
	bool stop;
	u32 drawn;
	u8 *row;
};

static void fr_pattern_copy_row(struct fr_mem *mem, u32 slot, u32 offset,
				const u8 *row, u32 bytes)
{
	while (bytes) {
		u32 len;
		void *at = mem->ops->at(mem, slot, offset, &len);

		len = min(len, bytes);
		memcpy(at, row, len);
		row += len;
		offset += len;
		bytes -= len;
	}
}

/* Most lines look like the one above: work out only what is new. */
static void fr_pattern_draw_plane(struct fr_pattern *pattern,
				  struct fr_mem *mem, u32 slot, u64 frame,
				  u32 plane)
{
	const struct framering_config *config = &pattern->role->gen->config;
	const struct framering_geometry *geometry = &config->geometry;
	const struct framering_format *format =
		framering_geometry_format(geometry);
	u32 bytes = framering_row_bytes(format, plane, geometry->width);
	u32 rows = framering_rows(format, plane, geometry->height);
	bool all = !(pattern->drawn & BIT(slot));
	u32 y, last = U32_MAX;

	for (y = 0; y < rows && !READ_ONCE(pattern->stop); y++) {
		u32 line = framering_pattern_line(geometry,
			y * format->plane[plane].unit_height);

		if (!all && !framering_pattern_changes(line))
			continue;
		if (line != last)
			framering_pattern_row(geometry, &config->picture, plane,
					      line, frame, pattern->row);
		last = line;
		fr_pattern_copy_row(mem, slot, geometry->offset[plane] +
				    y * geometry->stride[plane],
				    pattern->row, bytes);
		cond_resched();
	}
}

/* No other producer writes to the slots while this one is attached. */
static void fr_pattern_draw(struct fr_pattern *pattern, struct fr_mem *mem,
			    u32 slot, u64 frame)
{
	u32 plane;

	for (plane = 0; plane < pattern->role->gen->config.geometry.planes;
	     plane++)
		fr_pattern_draw_plane(pattern, mem, slot, frame, plane);
	pattern->drawn |= BIT(slot);
}

/* The last frame is out, or the ring was configured anew. */
static void fr_pattern_end(struct fr_pattern *pattern)
{
	hrtimer_cancel(&pattern->timer);
	fr_role_detach(pattern->role);
	pattern->role = NULL;
}

static void fr_pattern_work(struct work_struct *work)
{
	struct fr_pattern *pattern =
		container_of(work, struct fr_pattern, work);
	struct framering_desc desc = {};
	struct fr_generation *gen;
	struct fr_mem *mem;
	int slot;

	if (!pattern->role)
		return;
	gen = pattern->role->gen;
	if (fr_generation_stale(gen)) {
		fr_pattern_end(pattern);
		return;
	}
	slot = fr_role_reserve(pattern->role);
	if (slot < 0)
		return;
	mem = fr_role_pin(pattern->role);
	if (!mem)
		return;
	fr_pattern_draw(pattern, mem, slot, gen->view.frames);
	fr_mem_put(mem);
	if (READ_ONCE(pattern->stop))
		return;
	desc.time_ns = ktime_get_ns();
	desc.bytes = gen->config.geometry.frame_bytes;
	fr_role_submit(pattern->role, &desc);
	if (pattern->left && !--pattern->left)
		fr_pattern_end(pattern);
}

static enum hrtimer_restart fr_pattern_tick(struct hrtimer *timer)
{
	struct fr_pattern *pattern =
		container_of(timer, struct fr_pattern, timer);

	/* Still drawing: this tick is lost, and no backlog builds up. */
	queue_work(fr_pattern_queue, &pattern->work);
	hrtimer_forward_now(timer, pattern->period);
	return HRTIMER_RESTART;
}

static void fr_pattern_destroy(struct fr_pattern *pattern)
{
	WRITE_ONCE(pattern->stop, true);
	hrtimer_cancel(&pattern->timer);
	cancel_work_sync(&pattern->work);
	if (pattern->role)
		fr_pattern_end(pattern);
	kvfree(pattern->row);
	kfree(pattern);
}

static struct fr_pattern *fr_pattern_create(struct fr_ring *ring, u32 rate,
					    u64 frames,
					    const struct fr_opener *opener)
{
	struct fr_pattern *pattern;
	int ret = -ENOMEM;

	pattern = kzalloc(sizeof(*pattern), GFP_KERNEL_ACCOUNT);
	if (!pattern)
		return ERR_PTR(-ENOMEM);
	/* No format has more than four bytes a pixel. */
	pattern->row = kvmalloc(8 * (FRAMERING_MAX_SIDE + 1),
				GFP_KERNEL_ACCOUNT);
	if (!pattern->row)
		goto err_free;
	pattern->role = fr_role_attach(ring, FRAMERING_ROLE_PRODUCER, 0,
				       opener);
	if (IS_ERR(pattern->role)) {
		ret = PTR_ERR(pattern->role);
		goto err_free;
	}
	ret = -EOPNOTSUPP;
	if (!framering_geometry_format(&pattern->role->gen->config.geometry))
		goto err_detach;
	pattern->left = frames;
	pattern->period = ns_to_ktime(div_u64(1000ULL * NSEC_PER_SEC, rate));
	INIT_WORK(&pattern->work, fr_pattern_work);
	hrtimer_setup(&pattern->timer, fr_pattern_tick, CLOCK_MONOTONIC,
		      HRTIMER_MODE_REL);
	return pattern;

err_detach:
	fr_role_detach(pattern->role);
err_free:
	kvfree(pattern->row);
	kfree(pattern);
	return ERR_PTR(ret);
}

/**
 * fr_pattern_start - become the ring's producer
 * @ring: the ring
 * @rate: frames per 1000 seconds
 * @frames: how many; 0 for no end
 * @opener: the ring file that asked for it, open for writing
 *
 * Return: 0, -EINVAL (the rate), -EBUSY (there is a producer), -ENODATA (not
 * configured), -EOPNOTSUPP (a format that cannot be drawn), -ENOMEM.
 */
int fr_pattern_start(struct fr_ring *ring, u32 rate, u64 frames,
		     const struct fr_opener *opener)
{
	struct fr_pattern *pattern;
	int ret = 0;

	if (rate < FR_MIN_RATE || rate > FR_MAX_RATE)
		return -EINVAL;
	if (mutex_lock_killable(&ring->pattern_lock))
		return -EINTR;
	pattern = fr_pattern_create(ring, rate, frames, opener);
	if (IS_ERR(pattern)) {
		ret = PTR_ERR(pattern);
		goto out;
	}
	/* The present generation had no producer: this one is of another. */
	if (ring->pattern)
		fr_pattern_destroy(ring->pattern);
	ring->pattern = pattern;
	hrtimer_start(&pattern->timer, pattern->period, HRTIMER_MODE_REL);
out:
	mutex_unlock(&ring->pattern_lock);
	return ret;
}

/* Stop the driver's own producer if it runs. */
void fr_pattern_stop(struct fr_ring *ring)
{
	mutex_lock(&ring->pattern_lock);
	if (ring->pattern)
		fr_pattern_destroy(ring->pattern);
	ring->pattern = NULL;
	mutex_unlock(&ring->pattern_lock);
}

/* The machine has slept, and no work runs yet: frames may be lost. */
void fr_pattern_resume(struct fr_ring *ring)
{
	mutex_lock(&ring->pattern_lock);
	if (ring->pattern)
		ring->pattern->drawn = 0;
	mutex_unlock(&ring->pattern_lock);
}

/* Return: 0 or -ENOMEM. */
int fr_pattern_init(void)
{
	fr_pattern_queue = alloc_workqueue("framering_pattern",
					   WQ_UNBOUND | WQ_FREEZABLE, 0);
	return fr_pattern_queue ? 0 : -ENOMEM;
}

void fr_pattern_exit(void)
{
	destroy_workqueue(fr_pattern_queue);
}
