// SPDX-License-Identifier: MIT
/* The ring, and the viewer's role in it: a consumer. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>

#include "colours.h"
#include "common/say.h"
#include "memory.h"
#include "role.h"

int role_open(struct role *role, const struct options *opt)
{
	/* One for which the producer waits needs that... */
	bool write = opt->policy == POLICY_LOSSLESS;
	int ret;

	role->opt = opt;
	ret = framering_open(&role->ring, opt->device,
			     write ? O_RDWR : O_RDONLY);
	/* ...or a producer that allows it to all: ATTACH tells. */
	if (ret == -EACCES && write)
		ret = framering_open(&role->ring, opt->device, O_RDONLY);
	if (ret)
		say_error("%s: %s", opt->device, framering_error_text(ret));
	return ret;
}

void role_open_for_writing(struct role *role)
{
	struct framering *ring;

	if (framering_open(&ring, role->opt->device, O_RDWR))
		return;
	framering_close(role->ring);
	role->ring = ring;
}

void role_close(struct role *role)
{
	role_detach(role);
	framering_close(role->ring);
	role->ring = NULL;
}

void role_detach(struct role *role)
{
	framering_consumer_detach(role->consumer);
	role->consumer = NULL;
	role->quiet = false;
}

int role_check(const struct role *role, int error)
{
	if (error && error != -EAGAIN && error != -ESTALE && error != -ENODEV)
		say_error("%s: %s", role->opt->device,
			  framering_error_text(error));
	return error;
}

static int check_format(const struct role *role)
{
	const struct framering_geometry *g = &role->status.geometry;

	if (framering_geometry_format(g))
		return 0;
	if (framering_compressed_name(g->fourcc) && !g->modifier) {
		if (role->opt->headless && !role->opt->snapshot)
			return 0;
		say_error("%s: frames are compressed (%s), which only "
			  "--headless takes; to see them, let ffmpeg decode "
			  "before the ring", role->opt->device,
			  framering_compressed_name(g->fourcc));
		return -EPROTO;
	}
	say_error("%s: pixel format %.4s%s cannot be shown", role->opt->device,
		  (const char *)&g->fourcc, g->modifier ? ", tiled," : "");
	return -EPROTO;
}

int role_look(struct role *role)
{
	struct framering_demand demand = { .serial = 0 };
	struct framering_query query;
	int ret;

	if (role->quiet)
		return -ENODATA;
	/* From here on poll(2) reports changes. */
	ret = framering_demand(role->ring, &demand, 0);
	if (!ret)
		ret = framering_query(role->ring, &query);
	role->quiet = !ret;
	if (ret)
		say_error("%s: %s", role->opt->device,
			  framering_error_text(ret));
	else if (!query.generation)
		ret = -ENODATA;
	if (ret)
		return ret;
	role->status.geometry = query.geometry;
	role->status.picture = query.picture;
	role->status.memory = query.memory;
	role->status.cache_asked = query.cache_asked;
	role->status.cache_effective = query.cache_effective;
	role->status.slots = query.slots;
	return check_format(role);
}

static void describe(const struct role *role)
{
	const struct framering_status *s = &role->status;
	const struct framering_format *f =
		framering_format_find(s->geometry.fourcc);
	struct framering_picture shape = s->picture;
	char cache[64], picture[256];

	/* Colours have a line of their own. */
	shape.primaries = 0;
	shape.transfer = 0;
	shape.matrix = 0;
	shape.range = FRAMERING_RANGE_DEFAULT;

	memory_cache(cache, sizeof(cache), s);
	say_detail("%s: generation %" PRIu64 ", %ux%u %s, %u slots, memory "
		   "%s, %s", role->opt->device, (uint64_t)s->generation,
		   s->geometry.width, s->geometry.height, f ? f->name :
		   framering_compressed_name(s->geometry.fourcc), s->slots,
		   framering_memory_name(s->memory), cache);
	framering_picture_text(&shape, &s->geometry, picture, sizeof(picture));
	if (picture[0])
		say_detail("%s: %s", role->opt->device, picture);
	colours_text(picture, sizeof(picture), s);
	if (picture[0])
		say_detail("%s: %s", role->opt->device, picture);
}

static void send_wish(const struct role *role)
{
	const struct framering_wish *wish = &role->opt->wish;

	/* If the role has ended already, the next wait reports that. */
	if (wish->fourcc || wish->width || wish->rate)
		framering_consumer_wish(role->consumer, wish);
}

int role_attach(struct role *role)
{
	static const uint32_t flags[] = {
		[POLICY_LATEST] = FRAMERING_CONSUMER_LATEST,
		[POLICY_LIVE] = 0,
		[POLICY_LOSSLESS] = FRAMERING_CONSUMER_LOSSLESS,
	};
	uint32_t how = flags[role->opt->policy];
	int ret;

	if (!role->evicted)
		how |= FRAMERING_CONSUMER_NEWEST;
	if (!role->evicted && role->opt->once)
		how |= FRAMERING_CONSUMER_UNENDED;
	role->evicted = false;
	ret = framering_consumer_attach(&role->consumer, role->ring, how);
	if (ret == -ENODATA)
		return ret;
	if (ret) {
		say_error("%s: %s", role->opt->device, ret == -EBADF ?
			  "--policy lossless needs the right to write to the "
			  "device, or a producer with --lossless-for-all" :
			  framering_error_text(ret));
		return ret;
	}
	role->status = *framering_consumer_status(role->consumer);
	ret = check_format(role);
	if (ret)
		return ret;
	describe(role);
	if (framering_consumer_unprotected(role->consumer))
		say_notice("%s: a reader of yours stood in the producer's way: "
			   "for a time, frames may be overwritten while they "
			   "are shown", role->opt->device);
	send_wish(role);
	return 0;
}

bool role_has_producer(const struct role *role)
{
	const struct framering_status *now;

	if (!role->consumer)
		return false;
	now = framering_consumer_status(role->consumer);
	return __atomic_load_n(&now->state, __ATOMIC_RELAXED) &
	       FRAMERING_STATE_PRODUCER;
}

bool role_may_hold(const struct role *role)
{
	uint32_t limit = role->status.max_held;

	/* That is for live consumers; a lossless one leaves one slot free. */
	if (role->opt->policy == POLICY_LOSSLESS)
		limit = role->status.slots - 1;
	return limit > 1;
}
