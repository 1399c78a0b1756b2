// SPDX-License-Identifier: MIT
#include <stdio.h>
#include <string.h>

#include "common/clock.h"
#include "print/text.h"
#include "ring_json.h"
#include "times.h"

const char *ring_json_name(const struct ring_state *state)
{
	const char *slash = strrchr(state->path, '/');

	return slash ? slash + 1 : state->path;
}

static double nominal(const struct framering_fraction *rate)
{
	return rate->denominator ?
	       (double)rate->numerator / rate->denominator : -1;
}

static void add_planes(struct json_object *ring,
		       const struct framering_geometry *g)
{
	struct json_object *planes = json_object_new_array();
	unsigned int i;

	for (i = 0; i < g->planes && i < FRAMERING_MAX_PLANES; i++) {
		struct json_object *plane = json_object_new_object();

		json_number(plane, "stride", g->stride[i]);
		json_number(plane, "offset", g->offset[i]);
		json_number(plane, "bytes", g->plane_bytes[i]);
		json_object_array_add(planes, plane);
	}
	json_object_object_add(ring, "planes", planes);
}

static void add_format(struct json_object *ring,
		       const struct framering_query *q)
{
	const struct framering_geometry *g = &q->geometry;
	char line[256];

	json_text(ring, "format", text_format(g->fourcc, line, sizeof(line)));
	json_number(ring, "width", g->width);
	json_number(ring, "height", g->height);
	json_rate(ring, "rate", nominal(&q->picture.rate));
	json_text(ring, "picture",
		  framering_picture_text(&q->picture, g, line, sizeof(line)));
	snprintf(line, sizeof(line), "0x%llx", (unsigned long long)g->modifier);
	json_text(ring, "modifier", line);
	add_planes(ring, g);
	json_number(ring, "frame_bytes", g->frame_bytes);
	json_number(ring, "slot_bytes", g->slot_bytes);
	json_number(ring, "meta_bytes", g->meta_bytes);
}

static void add_memory(struct json_object *ring,
		       const struct framering_query *q)
{
	json_text(ring, "memory", framering_memory_name(q->memory));
	json_text(ring, "cache_asked", framering_cache_name(q->cache_asked));
	json_text(ring, "cache", framering_cache_name(q->cache_effective));
	json_number(ring, "slots", q->slots);
	json_number(ring, "max_held", q->max_held);
	json_number(ring, "stall_ms", q->stall_ms);
	json_number(ring, "bytes", ring_state_bytes(q));
	json_flag(ring, "lossless_for_all",
		  q->config_flags & FRAMERING_CONFIG_LOSSLESS_FOR_ALL);
	json_flag(ring, "export_for_all",
		  q->config_flags & FRAMERING_CONFIG_EXPORT_FOR_ALL);
	json_flag(ring, "layout", q->config_flags & FRAMERING_CONFIG_LAYOUT);
}

/* A number, or null where only the administrator is told. */
static void add_told(struct json_object *object, const char *key, int told,
		     uint64_t number)
{
	json_object_object_add(object, key, told ?
			       json_object_new_uint64(number) : NULL);
}

static struct json_object *producer_json(const struct ring_state *state)
{
	const struct producer_info *p = &state->producer;
	struct json_object *object;
	char user[64];

	if (!(state->query.state & FRAMERING_STATE_PRODUCER))
		return NULL;
	object = json_object_new_object();
	add_told(object, "pid", p->attached, (uint64_t)p->pid);
	json_text(object, "program", p->attached ? p->name : NULL);
	add_told(object, "uid", p->attached, p->uid);
	json_text(object, "user", p->attached ?
		  text_user(p->uid, user, sizeof(user)) : NULL);
	add_told(object, "frames", p->attached, p->frames);
	add_told(object, "holes", p->attached, p->holes);
	add_told(object, "stalls", p->attached, p->full);
	return object;
}

struct json_object *ring_json(const struct measured *measured, unsigned int i)
{
	static const char *const accesses[] = {
		[RING_NO_ACCESS] = "none",
		[RING_READ] = "read",
		[RING_WRITE] = "write",
	};
	const struct ring_state *state = &measured->after[i];
	const struct framering_query *q = &state->query;
	struct json_object *ring = json_object_new_object();

	json_text(ring, "name", ring_json_name(state));
	json_text(ring, "path", state->path);
	json_text(ring, "access", accesses[state->access]);
	json_text(ring, "error", state->error ?
		  framering_error_text(state->error) : NULL);
	if (state->error)
		return ring;
	json_number(ring, "ring", q->ring);
	json_number(ring, "abi", q->version);
	json_number(ring, "generation", q->generation);
	json_number(ring, "max_bytes", q->max_bytes);
	json_number(ring, "max_consumers", q->max_consumers);
	json_number(ring, "consumers_attached",
		    (uint64_t)__builtin_popcount(state->demand.consumers));
	json_object_object_add(ring, "producer", producer_json(state));
	json_rate(ring, "fps", ring_state_rate(&measured->before[i], state));
	if (!q->generation)
		return ring;
	add_format(ring, q);
	add_memory(ring, q);
	return ring;
}

static struct json_object *wish_json(const struct framering_wish *wish)
{
	struct json_object *object;
	char line[16];

	if (!wish->fourcc && !wish->width && !wish->height && !wish->rate)
		return NULL;
	object = json_object_new_object();
	json_text(object, "format", wish->fourcc ?
		  text_format(wish->fourcc, line, sizeof(line)) : NULL);
	add_told(object, "width", wish->width != 0, wish->width);
	add_told(object, "height", wish->height != 0, wish->height);
	json_rate(object, "rate", wish->rate ? wish->rate / 1000.0 : -1);
	return object;
}

static void add_held(struct json_object *object, uint32_t held)
{
	struct json_object *slots = json_object_new_array();

	for (; held; held &= held - 1)
		json_object_array_add(slots, json_object_new_int(
						__builtin_ctz(held)));
	json_object_object_add(object, "held", slots);
}

static struct json_object *durations_json(const uint32_t *counters)
{
	struct json_object *object = json_object_new_object();
	struct json_object *classes = json_object_new_array();
	uint64_t frames = times_frames(counters);
	unsigned int i;

	json_number(object, "frames", frames);
	add_told(object, "p50_ns", frames != 0, times_quantile(counters, 50));
	add_told(object, "p99_ns", frames != 0, times_quantile(counters, 99));
	for (i = 0; i < FRAMERING_TIMES_CLASSES; i++) {
		struct json_object *class;

		if (!counters[i])
			continue;
		class = json_object_new_object();
		json_number(class, "from_ns", times_class_ns(i));
		json_number(class, "frames", counters[i]);
		json_object_array_add(classes, class);
	}
	json_object_object_add(object, "histogram", classes);
	return object;
}

static struct json_object *times_json(const struct measured *measured,
				      unsigned int i, unsigned int index)
{
	struct framering_times times;
	struct json_object *object;

	if (ring_state_times(&measured->before[i], &measured->after[i], index,
			     &times))
		return NULL;
	object = json_object_new_object();
	json_object_object_add(object, "acquire",
			       durations_json(times.acquire));
	json_object_object_add(object, "release",
			       durations_json(times.release));
	return object;
}

static struct json_object *consumer_json(const struct measured *measured,
					 unsigned int i, unsigned int index)
{
	const struct ring_state *state = &measured->after[i];
	const struct framering_consumer_info *c = &state->consumer[index];
	struct json_object *object = json_object_new_object();
	int64_t age = state->time_ns - (int64_t)c->attached_ns;
	char line[80];

	json_number(object, "index", index);
	json_number(object, "id", c->id);
	json_number(object, "pid", (uint64_t)c->pid);
	json_text(object, "program",
		  text_name(c->name, sizeof(c->name), line, sizeof(line)));
	json_number(object, "uid", c->uid);
	json_text(object, "user", text_user(c->uid, line, sizeof(line)));
	json_text(object, "policy",
		  state->demand.lossless & 1U << index ? "lossless" : "live");
	json_flag(object, "protected", !c->unprotected_ns);
	json_number(object, "lag", c->lag);
	add_held(object, c->held);
	json_number(object, "delivered", c->delivered);
	json_number(object, "dropped", c->dropped);
	json_rate(object, "attached_s", age < 0 ? 0 :
		  (double)age / (double)NS_PER_S);
	json_rate(object, "fps",
		  ring_state_consumer_rate(&measured->before[i], state, index));
	json_object_object_add(object, "times",
			       times_json(measured, i, index));
	json_object_object_add(object, "wish", wish_json(&c->wish));
	return object;
}

struct json_object *ring_json_consumers(const struct measured *measured,
					unsigned int i)
{
	const struct ring_state *state = &measured->after[i];
	struct json_object *array;
	uint32_t todo;

	if (state->error || state->refused)
		return NULL;
	array = json_object_new_array();
	for (todo = state->told; todo; todo &= todo - 1)
		json_object_array_add(array, consumer_json(measured, i,
					(unsigned int)__builtin_ctz(todo)));
	return array;
}
