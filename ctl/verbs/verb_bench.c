// SPDX-License-Identifier: MIT
/* bench: what this machine does, in a few seconds. */
#include <errno.h>
#include <stdio.h>

#include "common/clock.h"
#include "options/set.h"
#include "print/json.h"
#include "print/table.h"
#include "ring/handover.h"
#include "ring/rings.h"
#include "ring/speed.h"
#include "verbs.h"

#define MEMORIES	(FRAMERING_MEMORIES * 4U)
#define ROUNDS		200U

struct bench_options {
	uint32_t time_ms;
};

/**
 * struct bench - what was measured
 * @handover_ns: of a frame that is handed over while both sides are awake
 * @wake_us: until a consumer that slept has a frame
 * @count: kinds of memory
 * @memory: each kind
 * @cache: and how it is cached
 * @speed: how fast it is
 */
struct bench {
	double handover_ns;
	double wake_us;
	unsigned int count;
	uint32_t memory[MEMORIES];
	uint32_t cache[MEMORIES];
	struct speed speed[MEMORIES];
};

static int attach(struct loopback *loopback, uint32_t memory, uint32_t cache)
{
	struct framering_config config = {
		.fourcc = DRM_FORMAT_XRGB8888,
		.width = 1280,
		.height = 720,
		.slots = 4,
		.memory = memory,
		.cache = cache,
	};

	return loopback_attach(loopback, &config, FRAMERING_CONSUMER_LOSSLESS);
}

static int measure_memory(struct loopback *loopback, int64_t ns,
			  struct bench *bench, uint32_t memory, uint32_t cache)
{
	unsigned int i = bench->count;
	int ret = attach(loopback, memory, cache);

	/* Not in one piece, perhaps: the others are measured all the same. */
	if (ret == -ENOMEM || ret == -EFBIG)
		return 0;
	if (!ret)
		ret = speed_measure(loopback, ns, &bench->speed[i]);
	if (ret)
		return ret;
	bench->memory[i] = memory;
	bench->cache[i] = cache;
	bench->count++;
	return 0;
}

static int measure_memories(struct loopback *loopback, int64_t ns,
			    struct bench *bench)
{
	struct framering_query query;
	uint32_t memory, cache;
	int ret = framering_query(loopback->ring, &query);

	for (memory = 1; !ret && memory < FRAMERING_MEMORIES; memory++) {
		/* It would need somebody's dma-bufs. */
		if (memory == FRAMERING_MEMORY_IMPORT)
			continue;
		for (cache = FRAMERING_CACHE_WC; !ret &&
		     cache <= FRAMERING_CACHE_UC; cache++)
			if (query.caches[memory] & 1U << cache)
				ret = measure_memory(loopback, ns, bench,
						     memory, cache);
	}
	return ret;
}

static int measure_all_of_it(struct loopback *loopback, int64_t ns,
			     struct bench *bench)
{
	int ret = attach(loopback, FRAMERING_MEMORY_DEFAULT,
			 FRAMERING_CACHE_WB);

	if (!ret)
		ret = handover_awake(loopback, ns, &bench->handover_ns);
	if (!ret)
		ret = handover_asleep(loopback, ROUNDS, &bench->wake_us);
	return ret ? ret : measure_memories(loopback, ns, bench);
}

static enum outcome print_text(const struct bench *bench)
{
	static const char *const headings[] = {
		"MEMORY", "CACHE", ">WRITE MiB/s", ">READ", ">LOAD", NULL,
	};
	struct table table;
	unsigned int i;

	printf("hand-over  %.0f ns a frame, both sides awake\n"
	       "wake-up    %.1f us until a consumer that slept has a frame\n\n",
	       bench->handover_ns, bench->wake_us);
	table_init(&table, headings);
	for (i = 0; i < bench->count; i++) {
		table_add(&table, "%s",
			  framering_memory_name(bench->memory[i]));
		table_add(&table, "%s", framering_cache_name(bench->cache[i]));
		table_add(&table, "%.0f", bench->speed[i].write);
		table_add(&table, "%.0f", bench->speed[i].read);
		table_add(&table, "%.0f", bench->speed[i].load);
	}
	return table_print(&table) ? fail(OUTCOME_FAILED, "no memory") :
				     OUTCOME_OK;
}

static void print_json(const struct bench *bench)
{
	struct json_object *all = json_object_new_object();
	struct json_object *array = json_object_new_array();
	unsigned int i;

	json_rate(all, "handover_ns", bench->handover_ns);
	json_rate(all, "wake_us", bench->wake_us);
	for (i = 0; i < bench->count; i++) {
		struct json_object *one = json_object_new_object();

		json_text(one, "memory",
			  framering_memory_name(bench->memory[i]));
		json_text(one, "cache", framering_cache_name(bench->cache[i]));
		json_rate(one, "write_mib_s", bench->speed[i].write);
		json_rate(one, "read_mib_s", bench->speed[i].read);
		json_rate(one, "load_mib_s", bench->speed[i].load);
		json_object_array_add(array, one);
	}
	json_object_object_add(all, "memory", array);
	json_print(all);
}

static enum outcome refuse(const char *given, int error)
{
	if (given)
		return ring_fail(given, error);
	if (outcome_of(error) == OUTCOME_DENIED)
		return fail(OUTCOME_DENIED, FRAMERING_CONTROL_PATH ": "
			    "permission denied; ask as root, or name a ring "
			    "that may be configured anew");
	return fail(outcome_of(error), "bench: %s",
		    framering_error_text(error));
}

static enum outcome run(const struct command *command)
{
	const struct bench_options *options = command->options;
	const char *given = command->operands ? command->operand[0] : NULL;
	struct bench bench = { 0 };
	struct loopback loopback;
	enum outcome outcome = OUTCOME_OK;
	char path[RING_PATH];
	int ret;

	if (given)
		ring_path(given, path);
	ret = loopback_open(&loopback, given ? path : NULL);
	if (ret)
		return refuse(given, ret);
	ret = measure_all_of_it(&loopback, options->time_ms * NS_PER_MS,
				&bench);
	loopback_close(&loopback);
	if (ret)
		outcome = refuse(given, ret);
	else if (command->json)
		print_json(&bench);
	else
		outcome = print_text(&bench);
	return outcome;
}

static void init(void *options)
{
	((struct bench_options *)options)->time_ms = 200;
}

static const struct option_entry options[] = {
	{ 't', "time", "MS", set_number,
	  offsetof(struct bench_options, time_ms), 1, 60000,
	  "milliseconds, 1 to 60000", "for each measurement; 200", NULL },
	{ 0 }
};

const struct verb verb_bench = {
	.name = "bench",
	.operands = "[RING]",
	.help = "Measure in a few seconds what this machine does",
	.about = "On a ring of its own, for which it needs root; or on RING, "
		 "which is configured\nanew. WRITE and READ are plain stores "
		 "and loads, LOAD is framering_load().\n",
	.max = 1,
	.words = { "@ring" },
	.prints = 1,
	.options = options,
	.room = sizeof(struct bench_options),
	.init = init,
	.run = run,
};
