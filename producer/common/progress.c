// SPDX-License-Identifier: MIT
/* The counters, and the lines that show them. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "outcome.h"
#include "pace.h"
#include "progress.h"

#define SECOND	1000000000U
#define CLEAR	"\r\033[K"

static double rate(uint64_t frames, uint64_t ns)
{
	return ns ? (double)frames * SECOND / (double)ns : 0;
}

void progress_init(struct progress *progress, int quiet)
{
	memset(progress, 0, sizeof(*progress));
	progress->start_ns = pace_now();
	progress->shown_ns = progress->start_ns;
	progress->live = !quiet && isatty(STDERR_FILENO);
}

void progress_tick(struct progress *progress)
{
	uint64_t now;

	if (!progress->live)
		return;
	now = pace_now();
	if (now - progress->shown_ns < SECOND)
		return;
	fprintf(stderr, CLEAR "%" PRIu64 " frames, %.1f fps, %" PRIu64
		" dropped, %" PRIu64 " waited", progress->produced,
		rate(progress->produced - progress->shown,
		     now - progress->shown_ns),
		progress->dropped, progress->waited);
	fflush(stderr);
	progress->shown_ns = now;
	progress->shown = progress->produced;
}

void progress_resume(struct progress *progress, uint64_t since_ns)
{
	uint64_t pause = pace_now() - since_ns;

	progress->start_ns += pause;
	progress->shown_ns += pause;
}

void progress_clear(struct progress *progress)
{
	if (progress->live && progress->shown)
		fputs(CLEAR, stderr);
	progress->shown = 0;
}

void progress_summary(const struct progress *progress)
{
	say("produced %" PRIu64 " frames, dropped %" PRIu64 ", waited %" PRIu64
	    ", %.1f fps", progress->produced, progress->dropped,
	    progress->waited,
	    rate(progress->produced, pace_now() - progress->start_ns));
}

void progress_stats(const struct progress *progress)
{
	printf("produced=%" PRIu64 " dropped=%" PRIu64 " waited=%" PRIu64
	       " copied=%" PRIu64 "\n", progress->produced, progress->dropped,
	       progress->waited, progress->copied);
}
