/* SPDX-License-Identifier: MIT */
/* The viewer's counters. */
#ifndef VIEW_STATS_H
#define VIEW_STATS_H

#include <stdbool.h>
#include <stdint.h>

#include <libframering.h>

/**
 * struct stats - counters
 * @acquired: frames taken
 * @shown: frames shown, or what --headless does instead
 * @dropped: frames that were submitted and never seen here, also while the
 *	viewer attached anew
 * @copied: bytes of frames that the viewer stored a second time
 * @generation: the generation that @next_frame belongs to
 * @next_frame: number of the frame that comes next if none is dropped
 * @frame: number of the last frame
 * @slot: its slot
 * @latency_ns: time from its capture until it was drawn
 * @since_ns: when counting for @rate began
 * @since_shown: @shown at that time
 * @rate: frames per second
 */
struct stats {
	uint64_t acquired;
	uint64_t shown;
	uint64_t dropped;
	uint64_t copied;
	uint64_t generation;
	uint64_t next_frame;
	uint64_t frame;
	uint32_t slot;
	int64_t latency_ns;
	uint64_t since_ns;
	uint64_t since_shown;
	double rate;
};

/* CLOCK_MONOTONIC, in nanoseconds. */
uint64_t stats_now(void);

/* @frame of @generation was acquired. */
void stats_acquired(struct stats *stats, const struct framering_frame *frame,
		    uint64_t generation);

/* @frame was drawn at @now. */
void stats_shown(struct stats *stats, const struct framering_frame *frame,
		 uint64_t now);

/* Bring the rate up to date, also when nothing comes. */
void stats_tick(struct stats *stats, uint64_t now);

/* Print the line of --stats, for programs; @path: the drawing path's name. */
void stats_print(const struct stats *stats, const char *path);

#endif /* VIEW_STATS_H */
