// SPDX-License-Identifier: MIT
/* configure: a new format. What is not given stays as it is. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "configure_options.h"
#include "print/json.h"
#include "print/text.h"
#include "ring/measure.h"
#include "ring/ring_json.h"
#include "verbs.h"

#define AT(member)	offsetof(struct framering_config, member)

/* The alignment that gives this geometry; QUERY does not tell it. */
static uint32_t present_align(const struct framering_query *query)
{
	uint32_t page = (uint32_t)sysconf(_SC_PAGESIZE), align;

	for (align = 1; align <= 4096; align *= 2) {
		struct framering_geometry g = {
			.fourcc = query->geometry.fourcc,
			.width = query->geometry.width,
			.height = query->geometry.height,
		};

		if (!framering_geometry_fill(&g, align, page) &&
		    !memcmp(g.stride, query->geometry.stride,
			    sizeof(g.stride)) &&
		    !memcmp(g.offset, query->geometry.offset,
			    sizeof(g.offset)))
			return align;
	}
	return 0;
}

/* What would give the ring as it is. */
static void present(struct framering_config *config,
		    const struct framering_query *query)
{
	*config = (struct framering_config){
		.flags = query->config_flags,
		.fourcc = query->geometry.fourcc,
		.width = query->geometry.width,
		.height = query->geometry.height,
		.slots = query->slots,
		.memory = query->memory,
		.cache = query->cache_asked,
		.max_held = query->max_held,
		.stall_ms = query->stall_ms,
		.picture = query->picture,
		.meta_bytes = query->geometry.meta_bytes,
	};
	if (config->flags & FRAMERING_CONFIG_LAYOUT)
		config->geometry = query->geometry;
	else
		config->stride_align = present_align(query);
}

/* What made sense with what is replaced now makes none. */
static void forget(struct framering_config *config,
		   const struct configure_options *o)
{
	int size = configure_was_given(o, AT(width));

	if (size || configure_was_given(o, AT(fourcc))) {
		config->flags &= ~FRAMERING_CONFIG_LAYOUT;
		memset(&config->geometry, 0, sizeof(config->geometry));
	}
	if (size)
		memset(&config->picture.visible, 0,
		       sizeof(config->picture.visible));
	if (configure_was_given(o, AT(memory)))
		config->cache = FRAMERING_CACHE_DEFAULT;
	/* Its dma-bufs are not the program's to bring again. */
	if (config->memory == FRAMERING_MEMORY_IMPORT && !o->dmabufs)
		config->memory = FRAMERING_MEMORY_DEFAULT;
	if (configure_was_given(o, AT(slots)) &&
	    config->max_held >= o->config.slots)
		config->max_held = 0;
}

/* A layout of which not all is given: planes one after the other. */
static void lay_out(struct framering_config *config,
		    const struct configure_options *o)
{
	const struct framering_format *format =
		framering_format_find(config->fourcc);
	struct framering_geometry *g = &config->geometry;
	uint32_t at = 0, i;

	*g = o->config.geometry;
	g->planes = o->strides > o->sizes ? o->strides : o->sizes;
	for (i = 0; i < g->planes; i++) {
		if (i >= o->sizes && format && i < format->planes)
			g->plane_bytes[i] = g->stride[i] *
				framering_rows(format, i, config->height);
		if (!o->offsets)
			g->offset[i] = at;
		at += g->plane_bytes[i];
	}
	config->stride_align = 0;
}

static enum outcome check(const struct framering_config *config,
			  const struct configure_options *o)
{
	if (!config->fourcc || !config->width)
		return fail(OUTCOME_USAGE, "configure: the ring has no format "
			    "yet; give --size and --format");
	if (o->flags_set & FRAMERING_CONFIG_LAYOUT && !config->geometry.planes)
		return fail(OUTCOME_USAGE, "configure: a layout needs --stride "
			    "or --plane-bytes, with a number for each plane");
	if (config->memory == FRAMERING_MEMORY_IMPORT && !o->dmabufs)
		return fail(OUTCOME_USAGE, "--memory import: give the "
			    "descriptors of dma-bufs with --dmabufs");
	if (config->memory == FRAMERING_MEMORY_IMPORT && config->slots &&
	    config->slots != o->dmabufs)
		return fail(OUTCOME_USAGE, "--dmabufs: %u of them, for %u "
			    "slots", o->dmabufs, config->slots);
	if (framering_compressed_name(config->fourcc) &&
	    !config->geometry.planes)
		return fail(OUTCOME_USAGE, "--format %s: give the room for a "
			    "frame with --max-bytes",
			    framering_compressed_name(config->fourcc));
	if (config->slots && config->max_held >= config->slots)
		return fail(OUTCOME_USAGE, "--max-held %u: must be less than "
			    "the %u slots", config->max_held, config->slots);
	return OUTCOME_OK;
}

static enum outcome merge(struct framering_config *config,
			  const struct framering_query *query,
			  const struct configure_options *o)
{
	unsigned int i;

	memset(config, 0, sizeof(*config));
	if (query->generation && !o->defaults)
		present(config, query);
	forget(config, o);
	for (i = 0; i < o->count; i++)
		memcpy((char *)config + o->given[i].at,
		       (const char *)&o->config + o->given[i].at,
		       o->given[i].bytes);
	config->flags |= o->flags_set;
	config->flags &= ~o->flags_clear;
	if (o->flags_set & FRAMERING_CONFIG_LAYOUT)
		lay_out(config, o);
	if (o->compressed_bytes) {
		config->flags |= FRAMERING_CONFIG_LAYOUT;
		config->stride_align = 0;
		config->geometry.planes = 1;
		config->geometry.plane_bytes[0] = o->compressed_bytes;
	}
	if (o->dmabufs) {
		config->slots = o->dmabufs;
		config->dmabufs = (uintptr_t)o->dmabuf;
	}
	return check(config, o);
}

static enum outcome print(const struct command *command, const char *node)
{
	char path[1][RING_PATH];
	struct measured measured;
	struct ring_state *state;
	char format[16], bytes[32];

	snprintf(path[0], RING_PATH, "%s", node);
	if (measure(&measured, path, 1, 0))
		return fail(OUTCOME_FAILED, "no memory");
	state = measured.after;
	if (command->json)
		json_print(ring_json(&measured, 0));
	else
		printf("%s: generation %llu, %s %ux%u, %u slots of %s, %s, "
		       "%s\n", node,
		       (unsigned long long)state->query.generation,
		       text_format(state->query.geometry.fourcc, format,
				   sizeof(format)),
		       state->query.geometry.width,
		       state->query.geometry.height, state->query.slots,
		       text_bytes(state->query.geometry.slot_bytes, bytes,
				  sizeof(bytes)),
		       framering_memory_name(state->query.memory),
		       framering_cache_name(state->query.cache_effective));
	measure_free(&measured);
	return OUTCOME_OK;
}

static enum outcome configure(struct framering *ring, const char *path,
			      const struct configure_options *options)
{
	struct framering_config config;
	struct framering_query query;
	enum outcome outcome;
	int ret = framering_query(ring, &query);

	if (ret)
		return ring_fail(path, ret);
	outcome = merge(&config, &query, options);
	if (outcome)
		return outcome;
	ret = framering_configure(ring, &config);
	if (ret == -ENODEV)
		return ring_fail(path, ret);
	return ret ? fail(outcome_of(ret), "%s: %s", path,
			  framering_config_error_text(ring, &config, ret)) :
		     OUTCOME_OK;
}

static enum outcome run(const struct command *command)
{
	char path[RING_PATH];
	struct framering *ring;
	enum outcome outcome;

	ring_path(command->operand[0], path);
	outcome = ring_open(&ring, path, O_RDWR);
	if (outcome)
		return outcome;
	outcome = configure(ring, path, command->options);
	framering_close(ring);
	return outcome ? outcome : print(command, path);
}

const struct verb verb_configure = {
	.name = "configure",
	.operands = "RING",
	.help = "Give a ring a format, a size, memory and rules",
	.about = "What is not given stays as it is. Consumers attach anew. "
		 "While a producer is\nattached, only it may do this.\n",
	.min = 1,
	.max = 1,
	.words = { "@ring" },
	.prints = 1,
	.options = configure_option_entries,
	.room = sizeof(struct configure_options),
	.run = run,
};
