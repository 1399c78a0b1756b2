// SPDX-License-Identifier: MIT
#include <stdio.h>

#include <drm_fourcc.h>
#include <framering.h>

#include "fill.h"

static uint32_t below(struct worker *w, uint32_t number)
{
	return prng_below(&w->prng, number);
}

static int64_t deadline(struct worker *w)
{
	struct timespec now;

	switch (below(w, 6)) {
	case 0:
		return -1;
	case 1:
		return 0;
	case 2:
		return INT64_MAX - below(w, 2);
	case 3:
		return INT64_MIN;
	default:
		clock_gettime(CLOCK_MONOTONIC, &now);
		return now.tv_sec * 1000000000LL + now.tv_nsec +
		       below(w, 2000000);
	}
}

static uint32_t fourcc(struct worker *w)
{
	static const uint32_t formats[] = {
		DRM_FORMAT_XRGB8888, DRM_FORMAT_RGB888, DRM_FORMAT_R8,
		DRM_FORMAT_YUYV, DRM_FORMAT_NV12, DRM_FORMAT_YUV420,
		DRM_FORMAT_P010, DRM_FORMAT_Q410, DRM_FORMAT_RGB565,
	};

	return formats[below(w, sizeof(formats) / sizeof(formats[0]))];
}

static void fill_query(struct worker *w, struct fill *fill)
{
	/* It is zero already. */
	(void)w, (void)fill;
}

/* Planes somewhere in a slot: sizes and places that may be and may not. */
static void fill_layout(struct worker *w, struct framering_config *config)
{
	struct framering_geometry *geometry = &config->geometry;
	uint32_t i;

	config->flags |= FRAMERING_CONFIG_LAYOUT;
	config->stride_align = 0;
	geometry->planes = 1 + below(w, FRAMERING_MAX_PLANES);
	geometry->modifier = below(w, 3);
	for (i = 0; i < geometry->planes; i++) {
		geometry->stride[i] = 4 * config->width + below(w, 64);
		geometry->offset[i] = below(w, 1U << below(w, 20));
		geometry->plane_bytes[i] = geometry->stride[i] *
					   config->height + below(w, 3);
	}
}

static void fill_picture(struct worker *w, struct framering_picture *picture)
{
	picture->range = (uint8_t)below(w, 3);
	picture->field = (uint8_t)below(w, 10);
	picture->rotation = (uint16_t)(below(w, 4) * 90);
	if (prng_one_in(&w->prng, 8)) {
		picture->visible.x = below(w, 160);
		picture->visible.width = below(w, 160);
		picture->visible.height = below(w, 160);
	}
}

static void fill_config(struct worker *w, struct fill *fill)
{
	struct framering_config *config = (void *)fill->word;

	config->fourcc = fourcc(w);
	config->width = 1 + below(w, 160);
	config->height = 1 + below(w, 160);
	/* Large enough for entries of 2 MiB. */
	if (prng_one_in(&w->prng, 16))
		config->width = config->height = 1100;
	config->slots = 1U << below(w, 6) & ~1U;
	if (prng_one_in(&w->prng, 4))
		config->stride_align = 1U << below(w, 14);
	config->memory = below(w, 6);
	config->cache = below(w, 4);
	config->max_held = below(w, 3);
	config->stall_ms = 1 + below(w, 30);
	config->flags = below(w, 2) * FRAMERING_CONFIG_LOSSLESS_FOR_ALL |
			below(w, 2) * FRAMERING_CONFIG_EXPORT_FOR_ALL;
	if (prng_one_in(&w->prng, 3))
		config->meta_bytes = 1U << below(w, 18);
	if (prng_one_in(&w->prng, 4))
		fill_layout(w, config);
	fill_picture(w, &config->picture);
}

static void fill_attach(struct worker *w, struct fill *fill)
{
	struct framering_attach *attach = (void *)fill->word;

	attach->role = below(w, 2) ? FRAMERING_ROLE_PRODUCER :
				     FRAMERING_ROLE_CONSUMER;
	if (attach->role == FRAMERING_ROLE_CONSUMER)
		attach->flags = below(w, 16);
	else
		attach->flags = below(w, 2) * FRAMERING_ATTACH_DUMMY;
	attach->fd = -1;
}

static void fill_pattern(struct worker *w, struct fill *fill)
{
	struct framering_pattern *pattern = (void *)fill->word;

	if (prng_one_in(&w->prng, 3))
		return;
	pattern->rate = 1000 + below(w, 239001);
	pattern->frames = below(w, 8);
}

static void fill_demand(struct worker *w, struct fill *fill)
{
	struct framering_demand *demand = (void *)fill->word;

	demand->serial = below(w, 20);
	demand->deadline_ns = deadline(w);
}

static void fill_index(struct worker *w, struct fill *fill)
{
	/* CONSUMER's and EVICT's lie at the same place. */
	fill->word[2] = below(w, 4);
}

static void fill_wait(struct worker *w, struct fill *fill)
{
	struct framering_wait *wait = (void *)fill->word;

	wait->deadline_ns = deadline(w);
	wait->events = below(w, 32);
}

static void fill_wish(struct worker *w, struct fill *fill)
{
	struct framering_wish *wish = (void *)fill->word;

	wish->fourcc = fourcc(w);
	wish->width = prng_edge(&w->prng);
	wish->height = below(w, 2000);
	wish->rate = below(w, 60000);
}

static void fill_export(struct worker *w, struct fill *fill)
{
	struct framering_export *export = (void *)fill->word;

	export->flags = below(w, 3) ? 0 : FRAMERING_EXPORT_HOLD;
	export->slot = below(w, 8) ? below(w, 4) : below(w, 33);
}

static void fill_remove(struct worker *w, struct fill *fill)
{
	struct framering_remove *remove = (void *)fill->word;

	/* Never the others' rings. */
	remove->ring = below(w, 4);
}

static void fill_add(struct worker *w, struct fill *fill)
{
	static const char *const names[] = { "", "", "a", "b", "control", "." };
	struct framering_add *add = (void *)fill->word;

	add->flags = below(w, 4);
	snprintf(add->name, sizeof(add->name), "%s", names[below(w, 6)]);
	add->max_consumers = below(w, 4) ? 0 : below(w, 34);
	add->max_bytes = below(w, 4) ? 0 : prng_edge(&w->prng);
	if (!(add->flags & FRAMERING_ADD_OWNER))
		return;
	add->uid = below(w, 3) ? 65534 : prng_edge(&w->prng);
	add->gid = below(w, 2);
	add->mode = below(w, 0x220);
}

#define KIND(name, weight, on, structure, fill)				\
	{ #name, weight, FRAMERING_IOC_##name, on,			\
	  sizeof(struct structure), fill }

static const struct fill_kind kinds[] = {
	KIND(QUERY, 4, CONTEXT_RING, framering_query, fill_query),
	KIND(CONFIGURE, 8, CONTEXT_RING, framering_config, fill_config),
	KIND(ATTACH, 8, CONTEXT_RING, framering_attach, fill_attach),
	KIND(PATTERN, 6, CONTEXT_RING, framering_pattern, fill_pattern),
	KIND(DEMAND, 5, CONTEXT_RING, framering_demand, fill_demand),
	KIND(CONSUMER, 4, CONTEXT_RING, framering_consumer_info, fill_index),
	KIND(EVICT, 6, CONTEXT_RING, framering_evict, fill_index),
	KIND(WAIT, 12, CONTEXT_ROLE, framering_wait, fill_wait),
	{ "KICK", 6, FRAMERING_IOC_KICK, CONTEXT_ROLE, 0, fill_query },
	KIND(ROLE, 3, CONTEXT_ROLE, framering_role_info, fill_query),
	KIND(WISH, 4, CONTEXT_ROLE, framering_wish, fill_wish),
	KIND(EXPORT, 12, CONTEXT_ROLE, framering_export, fill_export),
	KIND(ADD, 4, CONTEXT_CONTROL, framering_add, fill_add),
	KIND(REMOVE, 4, CONTEXT_CONTROL, framering_remove, fill_remove),
};
#define KINDS	(sizeof(kinds) / sizeof(kinds[0]))

const struct fill_kind *fill_pick(struct prng *prng)
{
	uint32_t total = 0, at;
	size_t i;

	for (i = 0; i < KINDS; i++)
		total += kinds[i].weight;
	at = prng_below(prng, total);
	for (i = 0; at >= kinds[i].weight; i++)
		at -= kinds[i].weight;
	return &kinds[i];
}

const struct fill_kind *fill_for(unsigned long request)
{
	size_t i = 0;

	while (kinds[i].request != request)
		i++;
	return &kinds[i];
}

void fill_say(struct worker *w, const struct fill *fill)
{
	uint32_t i;

	worker_say(w, " {");
	for (i = 0; i < fill->size / 4 && i < 20; i++)
		worker_say(w, " %#x", fill->word[i]);
	worker_say(w, " }");
}
