/* SPDX-License-Identifier: MIT */
/* The counters, and the lines that show them to users and programs. */
#ifndef PRODUCE_PROGRESS_H
#define PRODUCE_PROGRESS_H

#include <stdint.h>

/**
 * struct progress - the counters
 * @produced: frames submitted
 * @dropped: frames thrown away since no slot was free
 * @waited: frames that had to wait for a slot
 * @copied: bytes moved from one buffer to another, but for read(2) into a slot
 *	and the drawing of the test picture. No path does it; one that does
 *	counts here.
 * @start_ns: when the first frame began
 * @shown_ns: when the last line was printed
 * @shown: @produced then
 * @live: not zero: print a line each second
 */
struct progress {
	uint64_t produced;
	uint64_t dropped;
	uint64_t waited;
	uint64_t copied;
	uint64_t start_ns;
	uint64_t shown_ns;
	uint64_t shown;
	int live;
};

void progress_init(struct progress *progress, int quiet);

/* Print a line if it is time for one. */
void progress_tick(struct progress *progress);

/* Production paused since @since_ns: that time does not count. */
void progress_resume(struct progress *progress, uint64_t since_ns);

/* End the line, before anything else is printed. */
void progress_clear(struct progress *progress);

/* The last lines: for the user, and for programs. */
void progress_summary(const struct progress *progress);
void progress_stats(const struct progress *progress);

#endif /* PRODUCE_PROGRESS_H */
