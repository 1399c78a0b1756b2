// SPDX-License-Identifier: MIT
/* top: rings and consumers, again and again. */
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "common/clock.h"
#include "common/stop.h"
#include "options/set.h"
#include "print/text.h"
#include "ring/ring_json.h"
#include "ring/times.h"
#include "screen/screen.h"
#include "verbs.h"

struct top_options {
	uint32_t interval_ms;
	uint64_t count;
};

static void print_json(const struct measured *measured)
{
	struct json_object *all = json_object_new_object();
	struct json_object *rings = json_object_new_array();
	struct timespec now;
	unsigned int i;

	clock_gettime(CLOCK_REALTIME, &now);
	json_rate(all, "time", (double)now.tv_sec + (double)now.tv_nsec / 1e9);
	for (i = 0; i < measured->count; i++) {
		struct json_object *ring = ring_json(measured, i);

		json_object_object_add(ring, "consumers",
				       ring_json_consumers(measured, i));
		json_object_array_add(rings, ring);
	}
	json_object_object_add(all, "rings", rings);
	json_print_line(all);
}

static void print_rate(double rate)
{
	if (rate < 0)
		printf(" -");
	else
		printf(" %.1f", rate);
	printf(" frames/s");
}

/* What 99 of 100 frames do not exceed. */
static void print_duration(const char *what, const uint32_t *counters)
{
	uint64_t ns = times_quantile(counters, 99);
	char line[32];

	if (ns)
		printf(", %s %s", what,
		       text_duration(ns, line, sizeof(line)));
}

static void print_ring(const struct measured *measured, unsigned int i)
{
	const struct ring_state *s = &measured->after[i];
	struct framering_times times;
	uint32_t todo = s->told;

	printf("%s", ring_json_name(s));
	if (s->error) {
		printf(" (%s)\n", framering_error_text(s->error));
		return;
	}
	print_rate(ring_state_rate(&measured->before[i], s));
	if (s->producer.attached)
		printf(", %llu holes, %llu stalls",
		       (unsigned long long)s->producer.holes,
		       (unsigned long long)s->producer.full);
	printf(", %d consumers", __builtin_popcount(s->demand.consumers));
	for (; todo; todo &= todo - 1) {
		unsigned int n = (unsigned int)__builtin_ctz(todo);

		printf("; %u:", n);
		print_rate(ring_state_consumer_rate(&measured->before[i], s,
						    n));
		printf(", lag %u, %llu dropped", s->consumer[n].lag,
		       (unsigned long long)s->consumer[n].dropped);
		if (!ring_state_times(&measured->before[i], s, n, &times)) {
			print_duration("acquire", times.acquire);
			print_duration("release", times.release);
		}
	}
	puts("");
}

static enum outcome print_all(const struct command *command)
{
	const struct top_options *options = command->options;
	struct measured measured = { 0 };
	enum outcome outcome = measure_next(&measured);
	uint64_t n;
	unsigned int i;

	for (n = 0; !outcome && (!options->count || n < options->count); n++) {
		clock_sleep(options->interval_ms * NS_PER_MS);
		outcome = stop_signal() ? OUTCOME_STOP :
			  ferror(stdout) ? OUTCOME_FAILED :
			  measure_next(&measured);
		if (outcome)
			break;
		if (command->json)
			print_json(&measured);
		for (i = 0; i < measured.count && !command->json; i++)
			print_ring(&measured, i);
		fflush(stdout);
	}
	measure_free(&measured);
	return outcome;
}

static enum outcome run(const struct command *command)
{
	const struct top_options *options = command->options;
	enum outcome outcome;

	if (stop_init())
		return fail(OUTCOME_FAILED, "signals cannot be caught");
	if (!command->json && !options->count && isatty(STDIN_FILENO) &&
	    isatty(STDOUT_FILENO))
		outcome = screen_run(options->interval_ms);
	else
		outcome = print_all(command);
	if (outcome == OUTCOME_STOP) {
		fflush(NULL);
		stop_die();
	}
	return outcome;
}

static void init(void *options)
{
	((struct top_options *)options)->interval_ms = 1000;
}

static const struct option_entry options[] = {
	{ 'i', "interval", "MS", set_number,
	  offsetof(struct top_options, interval_ms), 10, 60000,
	  "milliseconds, 10 to 60000", "look so often; 1000", NULL },
	{ 'n', "count", "N", set_long_number,
	  offsetof(struct top_options, count), 1, UINT64_MAX,
	  "a number from 1", "print N times, in plain lines", NULL },
	{ 0 }
};

const struct verb verb_top = {
	.name = "top",
	.operands = "",
	.help = "Show rings and consumers live, on a terminal",
	.about = "up, down: choose a consumer; s: sort by name, rate, drops or "
		 "lag; space: freeze;\ne: evict the consumer; q: quit. Below a "
		 "consumer: how long frames took from\ncapture to acquire, and "
		 "to release: half of them, 99 of 100; bars from 1 us on,\n"
		 "each for twice as long. Without a terminal: a line for each "
		 "ring.\n",
	.prints = 1,
	.options = options,
	.room = sizeof(struct top_options),
	.init = init,
	.run = run,
};
