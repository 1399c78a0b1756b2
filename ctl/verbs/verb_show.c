// SPDX-License-Identifier: MIT
/* show: all of one ring. */
#include <stdio.h>

#include "consumer_table.h"
#include "interval.h"
#include "print/text.h"
#include "ring/ring_json.h"
#include "verbs.h"

static void line_head(const char *what)
{
	printf("%-11s", what);
}

static void print_format(const struct framering_query *q)
{
	const struct framering_geometry *g = &q->geometry;
	char line[256];
	unsigned int i;

	line_head("format");
	printf("%s %ux%u", text_format(g->fourcc, line, sizeof(line)),
	       g->width, g->height);
	framering_picture_text(&q->picture, g, line, sizeof(line));
	printf("%s%s\n", *line ? ", " : "", line);
	line_head("frame");
	printf("%u bytes, in a slot of %u", g->frame_bytes, g->slot_bytes);
	if (g->meta_bytes)
		printf(", and %u beside it", g->meta_bytes);
	puts("");
	for (i = 0; i < g->planes && i < FRAMERING_MAX_PLANES; i++) {
		line_head(i ? "" : "planes");
		printf("at %u, %u bytes a line, %u in all\n", g->offset[i],
		       g->stride[i], g->plane_bytes[i]);
	}
	if (g->modifier) {
		line_head("modifier");
		printf("0x%llx\n", (unsigned long long)g->modifier);
	}
}

static void print_memory(const struct framering_query *q)
{
	char line[32];

	line_head("memory");
	printf("%s, %s", framering_memory_name(q->memory),
	       framering_cache_name(q->cache_effective));
	if (q->cache_asked != q->cache_effective)
		printf(" (%s was asked for)",
		       framering_cache_name(q->cache_asked));
	printf(", %u slots, %s\n", q->slots,
	       text_bytes(ring_state_bytes(q), line, sizeof(line)));
	line_head("consumers");
	printf("may hold %u, may stall the producer for %u ms", q->max_held,
	       q->stall_ms);
	if (q->config_flags & FRAMERING_CONFIG_LOSSLESS_FOR_ALL)
		printf(", lossless for all");
	if (q->config_flags & FRAMERING_CONFIG_EXPORT_FOR_ALL)
		printf(", export for all");
	puts("");
}

static void print_producer(const struct ring_state *state, double rate)
{
	const struct producer_info *p = &state->producer;
	char user[64];

	line_head("producer");
	if (!(state->query.state & FRAMERING_STATE_PRODUCER)) {
		puts("none");
		return;
	}
	if (p->attached)
		printf("%s, process %d of %s; %llu frames, %llu holes, "
		       "%llu stalls", p->name, p->pid,
		       text_user(p->uid, user, sizeof(user)),
		       (unsigned long long)p->frames,
		       (unsigned long long)p->holes,
		       (unsigned long long)p->full);
	else
		printf("attached; who, only root is told");
	if (rate >= 0)
		printf("; %.1f frames/s", rate);
	puts("");
}

static enum outcome print_text(const struct measured *measured)
{
	const struct ring_state *state = &measured->after[0];
	const struct framering_query *q = &state->query;
	struct table table;
	char line[32];

	line_head("ring");
	printf("%s, number %u, generation %llu, at most %s and %u consumers\n",
	       state->path, q->ring, (unsigned long long)q->generation,
	       text_bytes(q->max_bytes, line, sizeof(line)), q->max_consumers);
	if (q->generation) {
		print_format(q);
		print_memory(q);
	} else {
		line_head("format");
		puts("none yet");
	}
	print_producer(state, ring_state_rate(&measured->before[0], state));
	if (!state->demand.consumers)
		return OUTCOME_OK;
	puts("");
	table_init(&table, consumer_headings);
	consumer_table_add(&table, measured, 0);
	if (table_print(&table))
		return fail(OUTCOME_FAILED, "no memory");
	consumer_table_note(state);
	return OUTCOME_OK;
}

static void print_json(const struct measured *measured)
{
	struct json_object *ring = ring_json(measured, 0);

	json_object_object_add(ring, "consumers",
			       ring_json_consumers(measured, 0));
	json_print(ring);
}

static enum outcome run(const struct command *command)
{
	const struct interval_options *options = command->options;
	struct measured measured;
	char path[1][RING_PATH];
	enum outcome outcome = OUTCOME_OK;

	ring_path(command->operand[0], path[0]);
	if (measure(&measured, path, 1, options->interval_ms))
		return fail(OUTCOME_FAILED, "no memory");
	if (measured.after[0].error)
		outcome = ring_fail(path[0], measured.after[0].error);
	else if (command->json)
		print_json(&measured);
	else
		outcome = print_text(&measured);
	measure_free(&measured);
	return outcome;
}

static const struct option_entry options[] = { INTERVAL_OPTION, { 0 } };

const struct verb verb_show = {
	.name = "show",
	.operands = "RING",
	.help = "Show all of one ring",
	.min = 1,
	.max = 1,
	.words = { "@ring" },
	.prints = 1,
	.options = options,
	.room = sizeof(struct interval_options),
	.init = interval_init,
	.run = run,
};
