// SPDX-License-Identifier: MIT
/* The ring that frames go to. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>

#include "common/stop.h"
#include "ring.h"

enum outcome ring_fail(const struct ring *ring, int error)
{
	return fail(OUTCOME_DEVICE, "%s: %s", ring->name,
		    framering_error_text(error));
}

static int same(uint32_t wanted, uint32_t present)
{
	return !wanted || wanted == present;
}

/* Not zero: frames are what @config says. */
static int described(const struct framering_geometry *geometry,
		     const struct framering_picture *picture,
		     const struct framering_config *config)
{
	struct framering_picture wanted = config->picture;

	/* The driver tells what no rectangle stands for. */
	if (!wanted.visible.width)
		wanted.visible = picture->visible;
	return !memcmp(geometry, &config->geometry, sizeof(*geometry)) &&
	       !memcmp(picture, &wanted, sizeof(*picture));
}

/* Not zero: the ring is as wanted already. */
static int fits(const struct framering_query *query,
		const struct framering_config *config)
{
	return query->generation &&
	       described(&query->geometry, &query->picture, config) &&
	       same(config->slots, query->slots) &&
	       same(config->memory, query->memory) &&
	       same(config->cache, query->cache_asked) &&
	       /* Rights that an earlier producer gave do not stay. */
	       config->flags == query->config_flags &&
	       same(config->max_held, query->max_held) &&
	       same(config->stall_ms, query->stall_ms);
}

static int configure(struct ring *ring, const struct framering_config *config)
{
	struct framering_config wanted = *config;
	int ret = framering_configure(ring->device, &wanted);

	if (ret)
		fail(OUTCOME_DEVICE, "%s: %s", ring->name,
		     framering_config_error_text(ring->device, &wanted, ret));
	return ret;
}

/* Give the ring its format, unless it has it. */
static enum outcome prepare(struct ring *ring,
			    const struct framering_config *config)
{
	struct framering_query query;
	int ret = framering_query(ring->device, &query);

	if (ret)
		return ring_fail(ring, ret);
	if (fits(&query, config))
		return OUTCOME_OK;
	return configure(ring, config) ? OUTCOME_DEVICE : OUTCOME_OK;
}

static enum outcome attach(struct ring *ring,
			   const struct framering_config *config)
{
	struct framering_producer *producer;
	const struct framering_status *status;
	int ret = framering_producer_attach(&producer, ring->device);

	if (ret)
		return ring_fail(ring, ret);
	status = framering_producer_status(producer);
	/* Another program may have configured it since prepare(). */
	if (!described(&status->geometry, &status->picture, config)) {
		framering_producer_detach(producer);
		return ring_fail(ring, -ESTALE);
	}
	framering_producer_detach(ring->producer);
	ring->producer = producer;
	ring->generation = status->generation;
	return OUTCOME_OK;
}

enum outcome ring_open(struct ring *ring, const char *name,
		       const struct framering_config *config)
{
	enum outcome outcome;
	int ret;

	ring->name = name;
	ring->producer = NULL;
	ret = framering_open(&ring->device, name, O_RDWR);
	if (ret)
		return ring_fail(ring, ret);
	outcome = prepare(ring, config);
	if (!outcome)
		outcome = attach(ring, config);
	if (outcome)
		framering_close(ring->device);
	return outcome;
}

void ring_close(struct ring *ring)
{
	framering_producer_detach(ring->producer);
	framering_close(ring->device);
}

enum outcome ring_change(struct ring *ring,
			 const struct framering_config *config)
{
	if (configure(ring, config))
		return OUTCOME_END;
	return attach(ring, config);
}

void ring_describe(const struct ring *ring)
{
	const struct framering_status *status =
		framering_producer_status(ring->producer);
	const struct framering_geometry *g = &status->geometry;
	const struct framering_format *format =
		framering_format_find(g->fourcc);

	say("%s: %ux%u %s, %u slots of %u bytes, %s, %s", ring->name, g->width,
	    g->height, format ? format->name :
	    framering_compressed_name(g->fourcc), status->slots,
	    g->slot_bytes, framering_memory_name(status->memory),
	    framering_cache_name(status->cache_effective));
	if (status->cache_asked != status->cache_effective)
		say("%s: %s was asked for and cannot be had here", ring->name,
		    framering_cache_name(status->cache_asked));
}

enum outcome ring_wait_demand(const struct ring *ring, int64_t timeout_ns)
{
	int ret = stop_poll(framering_fd(ring->device), POLLPRI, timeout_ns);

	if (ret == -EINTR)
		return OUTCOME_STOP;
	if (!ret)
		return OUTCOME_END;
	if (ret & POLLPRI)
		return OUTCOME_OK;
	return ring_fail(ring, -ENODEV);
}

enum outcome ring_demand(const struct ring *ring,
			 struct framering_demand *demand)
{
	int ret;

	demand->serial = 0;
	ret = framering_demand(ring->device, demand, 0);
	if (!ret && demand->generation != ring->generation)
		ret = -ESTALE;
	return ret ? ring_fail(ring, ret) : OUTCOME_OK;
}

enum outcome ring_wait_consumers(const struct ring *ring, uint32_t count)
{
	struct framering_demand demand;
	enum outcome outcome;

	for (;;) {
		outcome = ring_demand(ring, &demand);
		if (outcome || ring_consumers(&demand) >= count)
			return outcome;
		outcome = ring_wait_demand(ring, -1);
		if (outcome)
			return outcome;
	}
}

enum outcome ring_wait_slot(const struct ring *ring, int64_t timeout_ns)
{
	int fd = framering_producer_fd(ring->producer);
	int ret = stop_poll(fd, POLLOUT | POLLPRI, timeout_ns);

	if (ret == -EINTR)
		return OUTCOME_STOP;
	if (!ret)
		return OUTCOME_END;
	if (ret & POLLHUP)
		return ring_fail(ring, -ENODEV);
	if (ret & POLLOUT)
		return OUTCOME_OK;
	if (ret & POLLPRI)
		return ring_fail(ring, -ESTALE);
	return ring_fail(ring, -EPROTO);
}
