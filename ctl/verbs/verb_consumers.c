// SPDX-License-Identifier: MIT
/* consumers: who reads a ring, or any. */
#include "consumer_table.h"
#include "interval.h"
#include "ring/ring_json.h"
#include "verbs.h"

static enum outcome look(const struct command *command,
			 struct measured *measured)
{
	const struct interval_options *options = command->options;
	char path[MAX_OPERANDS][RING_PATH];
	unsigned int i;
	int ret;

	if (!command->operands)
		return measure_all(measured, options->interval_ms);
	for (i = 0; i < command->operands; i++)
		ring_path(command->operand[i], path[i]);
	ret = measure(measured, path, command->operands, options->interval_ms);
	return ret ? fail(OUTCOME_FAILED, "%s", framering_error_text(ret)) :
		     OUTCOME_OK;
}

static void print_json(const struct measured *measured)
{
	struct json_object *all = json_object_new_object();
	struct json_object *rings = json_object_new_array();
	unsigned int i;

	for (i = 0; i < measured->count; i++) {
		struct json_object *ring = json_object_new_object();

		json_text(ring, "name", ring_json_name(&measured->after[i]));
		json_object_object_add(ring, "consumers",
				       ring_json_consumers(measured, i));
		json_object_array_add(rings, ring);
	}
	json_object_object_add(all, "rings", rings);
	json_print(all);
}

static enum outcome print_table(const struct measured *measured)
{
	struct table table;
	unsigned int i;

	table_init(&table, consumer_headings);
	for (i = 0; i < measured->count; i++)
		consumer_table_add(&table, measured, i);
	return table_print(&table) ? fail(OUTCOME_FAILED, "no memory") :
				     OUTCOME_OK;
}

/* The first ring that tells nothing decides. */
static enum outcome outcome_of_all(const struct measured *measured)
{
	enum outcome outcome = OUTCOME_OK;
	unsigned int i;

	for (i = 0; i < measured->count; i++) {
		const struct ring_state *state = &measured->after[i];

		consumer_table_note(state);
		if (outcome)
			continue;
		if (state->error)
			outcome = outcome_of(state->error);
		else if (state->refused)
			outcome = OUTCOME_DENIED;
	}
	return outcome;
}

static enum outcome run(const struct command *command)
{
	struct measured measured;
	enum outcome outcome = look(command, &measured);

	if (outcome)
		return outcome;
	if (command->json)
		print_json(&measured);
	else
		outcome = print_table(&measured);
	if (!outcome)
		outcome = outcome_of_all(&measured);
	measure_free(&measured);
	return outcome;
}

static const struct option_entry options[] = { INTERVAL_OPTION, { 0 } };

const struct verb verb_consumers = {
	.name = "consumers",
	.operands = "[RING]...",
	.help = "Show who reads: process, user, policy, lag, drops",
	.about = "LAG: frames behind the newest one; HELD: slots that it reads "
		 "now;\nACQUIRE, RELEASE: 99 of 100 frames took no longer from "
		 "capture to acquire, and\nfrom there to release. Only a "
		 "ring's owner and root are told.\n",
	.max = MAX_OPERANDS,
	.words = { "@ring" },
	.prints = 1,
	.options = options,
	.room = sizeof(struct interval_options),
	.init = interval_init,
	.run = run,
};
