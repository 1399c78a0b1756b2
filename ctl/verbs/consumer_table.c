// SPDX-License-Identifier: MIT
#include <errno.h>

#include "common/outcome.h"
#include "consumer_table.h"
#include "print/text.h"
#include "ring/ring_json.h"
#include "ring/times.h"

const char *const consumer_headings[] = {
	"RING", ">N", ">PID", "PROGRAM", "USER", "POLICY", ">LAG", ">HELD",
	">DELIVERED", ">DROPPED", ">FPS", ">ACQUIRE", ">RELEASE", NULL,
};

/* What 99 of 100 frames do not exceed. */
static void add_duration(struct table *table, const uint32_t *counters)
{
	uint64_t ns = counters ? times_quantile(counters, 99) : 0;
	char line[32];

	table_add(table, "%s", ns ? text_duration(ns, line, sizeof(line)) :
		  "-");
}

static void add_consumer(struct table *table, const struct measured *measured,
			 unsigned int i, unsigned int index)
{
	const struct ring_state *state = &measured->after[i];
	const struct framering_consumer_info *c = &state->consumer[index];
	double rate = ring_state_consumer_rate(&measured->before[i], state,
					       index);
	struct framering_times times;
	char line[48];
	int told;

	table_add(table, "%s", ring_json_name(state));
	table_add(table, "%u", index);
	table_add(table, "%d", c->pid);
	table_add(table, "%s", text_name(c->name, sizeof(c->name), line,
					 sizeof(line)));
	table_add(table, "%s", text_user(c->uid, line, sizeof(line)));
	table_add(table, "%s", state->demand.lossless & 1U << index ?
		  "lossless" : c->unprotected_ns ? "unprotected" : "live");
	table_add(table, "%u", c->lag);
	table_add(table, "%d", __builtin_popcount(c->held));
	table_add(table, "%llu", (unsigned long long)c->delivered);
	table_add(table, "%llu", (unsigned long long)c->dropped);
	if (rate < 0)
		table_add(table, "-");
	else
		table_add(table, "%.1f", rate);
	told = !ring_state_times(&measured->before[i], state, index, &times);
	add_duration(table, told ? times.acquire : NULL);
	add_duration(table, told ? times.release : NULL);
}

void consumer_table_add(struct table *table, const struct measured *measured,
			unsigned int i)
{
	uint32_t todo = measured->after[i].told;

	for (; todo; todo &= todo - 1)
		add_consumer(table, measured, i,
			     (unsigned int)__builtin_ctz(todo));
}

void consumer_table_note(const struct ring_state *state)
{
	if (state->error)
		ring_fail(state->path, state->error);
	else if (state->refused == -EBUSY || state->refused == -EBADF)
		say("%s: only the ring's owner is told of its %d consumers; "
		    "ask as root", state->path,
		    __builtin_popcount(state->demand.consumers));
	else if (state->refused)
		ring_fail(state->path, state->refused);
}
