// SPDX-License-Identifier: MIT
/* watch: events, as they come. */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "options/set.h"
#include "print/text.h"
#include "ring/ring_json.h"
#include "ring/watched.h"
#include "verbs.h"

/**
 * struct watch_options - when to stop
 * @count: after so many events; 0: never
 */
struct watch_options {
	uint64_t count;
};

/**
 * struct watch - the events so far
 * @json: print JSON
 * @count: how many may follow
 */
struct watch {
	uint32_t json;
	uint64_t count;
};

static void add_consumer(struct json_object *object, const struct event *event)
{
	const struct framering_consumer_info *c =
		&event->state->consumer[event->index];
	int told = !!(event->state->told & 1U << event->index);
	char line[80];

	json_number(object, "index", event->index);
	json_object_object_add(object, "id", told ?
			       json_object_new_uint64(c->id) : NULL);
	json_object_object_add(object, "pid", told ?
			       json_object_new_int(c->pid) : NULL);
	json_text(object, "program", told ?
		  text_name(c->name, sizeof(c->name), line, sizeof(line)) :
		  NULL);
	json_text(object, "policy", event->state->demand.lossless &
		  1U << event->index ? "lossless" : "live");
}

static void add_producer(struct json_object *object,
			 const struct producer_info *p)
{
	json_object_object_add(object, "pid", p->attached ?
			       json_object_new_int(p->pid) : NULL);
	json_text(object, "program", p->attached ? p->name : NULL);
}

/* What is 0 is not wished for, and null. */
static void add_size(struct json_object *object, uint32_t fourcc,
		     uint32_t width, uint32_t height)
{
	char line[16];

	json_text(object, "format", fourcc ?
		  text_format(fourcc, line, sizeof(line)) : NULL);
	json_object_object_add(object, "width", width ?
			       json_object_new_int((int)width) : NULL);
	json_object_object_add(object, "height", height ?
			       json_object_new_int((int)height) : NULL);
}

static void print_json(const struct event *event, const struct timespec *now)
{
	const struct framering_query *q = &event->state->query;
	const struct framering_wish *wish =
		&event->state->consumer[event->index].wish;
	struct json_object *object = json_object_new_object();

	json_rate(object, "time", (double)now->tv_sec +
		  (double)now->tv_nsec / 1e9);
	json_text(object, "event", event_name(event->kind));
	json_text(object, "ring", ring_json_name(event->state));
	if (event->kind == EVENT_CONFIGURED) {
		json_number(object, "generation", q->generation);
		add_size(object, q->geometry.fourcc, q->geometry.width,
			 q->geometry.height);
	} else if (event->kind == EVENT_PRODUCER_ATTACHED ||
		   event->kind == EVENT_PRODUCER_DETACHED) {
		add_producer(object, &event->state->producer);
	} else if (event->kind >= EVENT_CONSUMER_ATTACHED) {
		add_consumer(object, event);
	}
	if (event->kind == EVENT_WISH) {
		add_size(object, wish->fourcc, wish->width, wish->height);
		json_rate(object, "rate", wish->rate ?
			  wish->rate / 1000.0 : -1);
	}
	json_print_line(object);
}

static void print_consumer(const struct event *event)
{
	const struct framering_consumer_info *c =
		&event->state->consumer[event->index];
	char name[80], user[64];

	printf("consumer %u %s", event->index,
	       event->kind == EVENT_CONSUMER_ATTACHED ? "attached" :
	       event->kind == EVENT_CONSUMER_DETACHED ? "detached" : "wishes");
	if (event->state->told & 1U << event->index)
		printf(": %s, process %d of %s, %s",
		       text_name(c->name, sizeof(c->name), name, sizeof(name)),
		       c->pid, text_user(c->uid, user, sizeof(user)),
		       event->state->demand.lossless & 1U << event->index ?
		       "lossless" : "live");
}

static void print_wish(const struct framering_wish *wish)
{
	char format[16];

	printf(":%s%s", wish->fourcc ? " " : "", wish->fourcc ?
	       text_format(wish->fourcc, format, sizeof(format)) : "");
	if (wish->width)
		printf(" %u wide", wish->width);
	if (wish->height)
		printf(" %u high", wish->height);
	if (wish->rate)
		printf(" %.3f frames/s", wish->rate / 1000.0);
}

static void print_producer(const struct event *event)
{
	const struct producer_info *p = &event->state->producer;

	printf("producer %s", event->kind == EVENT_PRODUCER_ATTACHED ?
	       "attached" : "detached");
	if (p->attached)
		printf(": %s, process %d", p->name, p->pid);
}

static void print_text(const struct event *event, const struct timespec *now)
{
	const struct framering_geometry *g = &event->state->query.geometry;
	char line[32];
	struct tm local;

	localtime_r(&now->tv_sec, &local);
	strftime(line, sizeof(line), "%H:%M:%S", &local);
	printf("%s.%03ld %s: ", line, now->tv_nsec / 1000000,
	       ring_json_name(event->state));
	if (event->kind == EVENT_ADDED || event->kind == EVENT_REMOVED)
		printf(event->kind == EVENT_ADDED ? "added" : "removed");
	else if (event->kind == EVENT_CONFIGURED)
		printf("configured: %s %ux%u, generation %llu",
		       text_format(g->fourcc, line, sizeof(line)), g->width,
		       g->height,
		       (unsigned long long)event->state->query.generation);
	else if (event->kind == EVENT_PRODUCER_ATTACHED ||
		 event->kind == EVENT_PRODUCER_DETACHED)
		print_producer(event);
	else
		print_consumer(event);
	if (event->kind == EVENT_WISH)
		print_wish(&event->state->consumer[event->index].wish);
	puts("");
	fflush(stdout);
}

static void tell(const struct event *event, void *argument)
{
	struct watch *watch = argument;
	struct timespec now;

	if (!watch->count)
		return;
	watch->count--;
	clock_gettime(CLOCK_REALTIME, &now);
	if (watch->json)
		print_json(event, &now);
	else
		print_text(event, &now);
}

static enum outcome run(const struct command *command)
{
	const struct watch_options *options = command->options;
	struct watch watch = {
		.json = command->json,
		.count = options->count ? options->count : UINT64_MAX,
	};
	struct watched watched = { .tell = tell, .argument = &watch };
	enum outcome outcome = watched_open(&watched, command->operand,
					    command->operands);

	while (!outcome && watch.count && !ferror(stdout)) {
		if (!watched.count && command->operands)
			outcome = fail(OUTCOME_ABSENT, "%s: the ring was "
				       "removed", command->operand[0]);
		else
			outcome = watched_wait(&watched, -1);
	}
	watched_close(&watched);
	return outcome;
}

static const struct option_entry options[] = {
	{ 'n', "count", "N", set_long_number,
	  offsetof(struct watch_options, count), 1, UINT64_MAX,
	  "a number from 1", "end after N events", NULL },
	{ 0 }
};

const struct verb verb_watch = {
	.name = "watch",
	.operands = "[RING]...",
	.help = "Print what happens to rings, as it happens",
	.about = "Rings that are added and removed, formats, producers, "
		 "consumers and their\nwishes.\n",
	.max = MAX_OPERANDS,
	.words = { "@ring" },
	.prints = 1,
	.options = options,
	.room = sizeof(struct watch_options),
	.run = run,
};
