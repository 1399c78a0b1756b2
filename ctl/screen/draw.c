// SPDX-License-Identifier: MIT
#include <curses.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "draw.h"
#include "keys.h"
#include "print/text.h"
#include "ring/ring_json.h"
#include "ring/times.h"

#define RING_HEAD	"%-18s %-5s %-10s %-8s %7s %7s %8s %8s %5s %9s %s"
#define CONSUMER_HEAD	"%-18s %2s %7s %-15s %-10s %-11s %6s %4s %7s %9s"

/* One line, cut at the right edge. */
__attribute__((format(printf, 2, 3)))
static void put(int row, const char *format, ...)
{
	char line[256];
	va_list args;

	va_start(args, format);
	vsnprintf(line, sizeof(line), format, args);
	va_end(args);
	mvaddnstr(row, 0, line, COLS);
	clrtoeol();
}

static const char *rate_text(double rate, char *line, size_t bytes)
{
	if (rate < 0)
		snprintf(line, bytes, "-");
	else
		snprintf(line, bytes, "%.1f", rate);
	return line;
}

static const char *count_text(int told, uint64_t count, char *line,
			      size_t bytes)
{
	if (told)
		snprintf(line, bytes, "%llu", (unsigned long long)count);
	else
		snprintf(line, bytes, "-");
	return line;
}

static void draw_ring(const struct view *view, int row, unsigned int i)
{
	const struct ring_state *s = &view->measured.after[i];
	const struct framering_query *q = &s->query;
	const struct producer_info *p = &s->producer;
	char format[16] = "(none)", size[24] = "", rate[16], holes[24],
	     stalls[24], drops[24], bytes[24], consumers[16];

	if (s->error) {
		put(row, "%-18s (%s)", ring_json_name(s),
		    framering_error_text(s->error));
		return;
	}
	if (q->generation) {
		text_format(q->geometry.fourcc, format, sizeof(format));
		snprintf(size, sizeof(size), "%ux%u", q->geometry.width,
			 q->geometry.height);
	}
	snprintf(consumers, sizeof(consumers), "%d",
		 __builtin_popcount(s->demand.consumers));
	put(row, RING_HEAD, ring_json_name(s), format, size,
	    q->generation ? framering_memory_name(q->memory) : "",
	    rate_text(ring_state_rate(&view->measured.before[i], s), rate,
		      sizeof(rate)),
	    count_text(p->attached, p->holes, holes, sizeof(holes)),
	    count_text(p->attached, p->full, stalls, sizeof(stalls)),
	    count_text(!s->refused, ring_state_dropped(s), drops,
		       sizeof(drops)),
	    consumers, text_bytes(ring_state_bytes(q), bytes, sizeof(bytes)),
	    !(q->state & FRAMERING_STATE_PRODUCER) ? "" :
	    p->attached ? p->name : "yes");
}

static void draw_consumer(const struct view *view, int row, unsigned int i)
{
	const struct view_row *r = &view->consumer[i];
	const struct ring_state *s = &view->measured.after[r->ring];
	const struct framering_consumer_info *c = &s->consumer[r->consumer];
	double fps = ring_state_consumer_rate(&view->measured.before[r->ring],
					      s, r->consumer);
	char index[8], pid[16], name[72], user[32], lag[16], held[8], rate[16],
	     drops[24];

	snprintf(index, sizeof(index), "%u", r->consumer);
	snprintf(pid, sizeof(pid), "%d", c->pid);
	snprintf(lag, sizeof(lag), "%u", c->lag);
	snprintf(held, sizeof(held), "%d", __builtin_popcount(c->held));
	put(row, CONSUMER_HEAD, ring_json_name(s), index, pid,
	    text_name(c->name, sizeof(c->name), name, sizeof(name)),
	    text_user(c->uid, user, sizeof(user)),
	    s->demand.lossless & 1U << r->consumer ? "lossless" :
	    c->unprotected_ns ? "unprotected" : "live", lag, held,
	    rate_text(fps, rate, sizeof(rate)),
	    count_text(1, c->dropped, drops, sizeof(drops)));
}

/* 1 us; what is shorter counts with it, and what is longer than the last. */
#define BARS_FIRST	5U
#define BARS		24U

/* How many frames each class has, against the one that has most. */
static const char *bars_text(const uint32_t *counters, char *line)
{
	static const char heights[] = ".:-=+*#@";
	uint64_t sum[BARS] = { 0 }, most = 1;
	unsigned int i;

	for (i = 0; i < FRAMERING_TIMES_CLASSES; i++) {
		unsigned int bar = i < BARS_FIRST ? 0 : i - BARS_FIRST;

		bar = bar < BARS ? bar : BARS - 1;
		sum[bar] += counters[i];
		if (sum[bar] > most)
			most = sum[bar];
	}
	for (i = 0; i < BARS; i++)
		line[i] = sum[i] ? heights[sum[i] * 7 / most] : ' ';
	line[i] = 0;
	return line;
}

static const char *durations_text(const char *what, const uint32_t *counters,
				  char *line, size_t bytes)
{
	char half[32], most[32], bars[BARS + 1];

	if (times_frames(counters))
		snprintf(line, bytes, "%s %s, 99%%: %s", what,
			 text_duration(times_quantile(counters, 50), half,
				       sizeof(half)),
			 text_duration(times_quantile(counters, 99), most,
				       sizeof(most)));
	else
		snprintf(line, bytes, "%s -", what);
	snprintf(line + strlen(line), bytes - strlen(line), "%*s|%s|",
		 strlen(line) < 30 ? 30 - (int)strlen(line) : 0, "",
		 bars_text(counters, bars));
	return line;
}

static void draw_times(const struct view *view, int row, unsigned int i)
{
	const struct view_row *r = &view->consumer[i];
	const struct ring_state *s = &view->measured.after[r->ring];
	char acquire[128], release[128];
	struct framering_times times;

	if (ring_state_times(&view->measured.before[r->ring], s, r->consumer,
			     &times))
		put(row, "    not told how long frames take");
	else
		put(row, "    %s %s",
		    durations_text("acquire", times.acquire, acquire,
				   sizeof(acquire)),
		    durations_text("release", times.release, release,
				   sizeof(release)));
}

static void draw_title(const struct view *view)
{
	uint64_t bytes = 0;
	char line[32];
	unsigned int i;

	for (i = 0; i < view->rings; i++)
		bytes += ring_state_bytes(&view->measured.after[i].query);
	put(0, "framering: %u rings, %u consumers, %s of frames, by %s%s",
	    view->rings, view->consumers,
	    text_bytes(bytes, line, sizeof(line)), view_sort_name(view->sort),
	    view->frozen ? ", frozen" : "");
}

static void draw_foot(const struct view *view)
{
	const struct key *key;
	char line[256] = "", name[72];

	if (view->asking) {
		const struct framering_consumer_info *c = view_selected(view);

		put(LINES - 1, "evict %s, process %d? y: yes, any other key: "
		    "no", text_name(c->name, sizeof(c->name), name,
				    sizeof(name)), c->pid);
		return;
	}
	if (*view->message) {
		put(LINES - 1, "%s", view->message);
		return;
	}
	for (key = keys; key->code; key++) {
		size_t at = strlen(line);

		snprintf(line + at, sizeof(line) - at, "%s%s%s%s", key->name,
			 key->what ? ": " : ", ", key->what ? key->what : "",
			 key->what ? "  " : "");
	}
	put(LINES - 1, "%s", line);
}

/* Of rows of which @room can be seen, the first: @chosen is among them. */
static unsigned int first_row(unsigned int chosen, int room)
{
	return room > 0 && chosen >= (unsigned int)room ?
	       chosen - (unsigned int)room + 1 : 0;
}

static void draw_consumers(const struct view *view, int row)
{
	/* Each has two lines. */
	int room = (LINES - 1 - (row + 1)) / 2;
	unsigned int i = first_row(view->selected, room);

	attron(A_BOLD);
	put(row++, CONSUMER_HEAD, "RING", "N", "PID", "PROGRAM", "USER",
	    "POLICY", "LAG", "HELD", "FPS", "DROPPED");
	attroff(A_BOLD);
	for (; i < view->consumers && row < LINES - 1; i++) {
		if (i == view->selected)
			attron(A_REVERSE);
		draw_consumer(view, row++, i);
		attroff(A_REVERSE);
		if (row < LINES - 1)
			draw_times(view, row++, i);
	}
}

void draw(const struct view *view)
{
	int row = 2, most = LINES / 2;
	unsigned int i;

	erase();
	draw_title(view);
	attron(A_BOLD);
	put(1, RING_HEAD, "RING", "FORMAT", "SIZE", "MEMORY", "FPS", "HOLES",
	    "STALLS", "DROPPED", "CONS.", "BYTES", "PRODUCER");
	attroff(A_BOLD);
	for (i = 0; i < view->rings && row < most; i++)
		draw_ring(view, row++, view->ring[i].ring);
	draw_consumers(view, row + 1);
	draw_foot(view);
	refresh();
}
