// SPDX-License-Identifier: MIT
/* list: all rings, a line for each. */
#include <stdio.h>

#include "interval.h"
#include "print/table.h"
#include "print/text.h"
#include "ring/ring_json.h"
#include "verbs.h"

static const char *const headings[] = {
	"RING", "FORMAT", "SIZE", ">SLOTS", "MEMORY", "CACHE", ">BYTES",
	"PRODUCER", ">CONSUMERS", ">FPS", NULL,
};

static void add_format(struct table *table, const struct framering_query *q)
{
	char line[48];

	table_add(table, "%s", text_format(q->geometry.fourcc, line,
					   sizeof(line)));
	table_add(table, "%ux%u", q->geometry.width, q->geometry.height);
	table_add(table, "%u", q->slots);
	table_add(table, "%s", framering_memory_name(q->memory));
	table_add(table, "%s", framering_cache_name(q->cache_effective));
	table_add(table, "%s", text_bytes(ring_state_bytes(q), line,
					  sizeof(line)));
}

static void add_nothing(struct table *table, const char *why, int cells)
{
	table_add(table, "%s", why);
	while (--cells > 0)
		table_add(table, "-");
}

static void add_producer(struct table *table, const struct ring_state *state)
{
	if (!(state->query.state & FRAMERING_STATE_PRODUCER))
		table_add(table, "-");
	else if (state->producer.attached)
		table_add(table, "%s(%d)", state->producer.name,
			  state->producer.pid);
	else
		table_add(table, "yes");
}

static void add_ring(struct table *table, const struct measured *measured,
		     unsigned int i)
{
	const struct ring_state *state = &measured->after[i];
	double rate = ring_state_rate(&measured->before[i], state);

	table_add(table, "%s", ring_json_name(state));
	if (state->error) {
		add_nothing(table, outcome_of(state->error) == OUTCOME_DENIED ?
			    "(no permission)" : "(gone)", 9);
		return;
	}
	if (state->query.generation)
		add_format(table, &state->query);
	else
		add_nothing(table, "(none)", 6);
	add_producer(table, state);
	table_add(table, "%d/%u", __builtin_popcount(state->demand.consumers),
		  state->query.max_consumers);
	if (rate < 0)
		table_add(table, "-");
	else
		table_add(table, "%.1f", rate);
}

static enum outcome print_table(const struct measured *measured)
{
	struct table table;
	unsigned int i;

	table_init(&table, headings);
	for (i = 0; i < measured->count; i++)
		add_ring(&table, measured, i);
	return table_print(&table) ? fail(OUTCOME_FAILED, "no memory") :
				     OUTCOME_OK;
}

static enum outcome print_json(const struct measured *measured)
{
	struct json_object *all = json_object_new_object();
	struct json_object *rings = json_object_new_array();
	unsigned int i;

	for (i = 0; i < measured->count; i++)
		json_object_array_add(rings, ring_json(measured, i));
	json_object_object_add(all, "rings", rings);
	json_print(all);
	return OUTCOME_OK;
}

static enum outcome run(const struct command *command)
{
	const struct interval_options *options = command->options;
	struct measured measured;
	enum outcome outcome = measure_all(&measured, options->interval_ms);

	if (outcome)
		return outcome;
	outcome = command->json ? print_json(&measured) :
				  print_table(&measured);
	measure_free(&measured);
	return outcome;
}

static const struct option_entry options[] = { INTERVAL_OPTION, { 0 } };

const struct verb verb_list = {
	.name = "list",
	.operands = "",
	.help = "Show all rings: format, memory, roles, rate",
	.prints = 1,
	.options = options,
	.room = sizeof(struct interval_options),
	.init = interval_init,
	.run = run,
};
