// SPDX-License-Identifier: MIT
/*
 * framering-ctl on a device that is not there. FRAMERING_FAKE says in words
 * what there is on it, FRAMERING_FAKE_FOLDER where its nodes and other files
 * are. At the end it says on descriptor 3, if that is open, what it was asked
 * to do.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <programs/standard_files.h>

#include "common/places.h"
#include "fake_admin.h"
#include "fake_demand.h"
#include "fake_device.h"
#include "libframering.h"
#include "run.h"

/* What of the frames is to be shown; all zero for all of it. */
static struct framering_rectangle visible;

static struct framering *configured(uint32_t fourcc)
{
	struct framering_config config = {
		.fourcc = fourcc,
		.width = 64,
		.height = 48,
		.slots = 8,
		.max_held = 2,
		.stall_ms = 5000,
		.stride_align = 128,
		.picture = { .rate = { 25, 1 }, .visible = visible },
	};
	struct framering *ring = NULL;

	if (framering_open(&ring, "/dev/null", O_RDWR) ||
	    framering_configure(ring, &config))
		abort();
	fake_device.query.stall_ms = 5000;
	return ring;
}

static void be_configured(void)
{
	framering_close(configured(DRM_FORMAT_NV12));
}

/* Three frames that wait, of 1, 2 and 3 in all bytes, and the end. */
static void have_stream(uint32_t fourcc)
{
	/* It stays attached until the process ends. */
	static struct framering_producer *producer;
	struct framering *ring = configured(fourcc);
	struct framering_frame frame;
	int i;

	if (framering_producer_attach(&producer, ring))
		abort();
	for (i = 1; i <= 3; i++) {
		if (framering_producer_reserve(producer, &frame))
			abort();
		memset(frame.data, i, frame.geometry->frame_bytes);
		if (framering_producer_submit(producer, &frame))
			abort();
	}
	if (framering_producer_end(producer))
		abort();
	framering_close(ring);
}

static void have_nv12(void)
{
	have_stream(DRM_FORMAT_NV12);
}

static void have_yu12(void)
{
	have_stream(DRM_FORMAT_YUV420);
}

/* Each byte of plane i is its column and its line, and 64 * i. */
static void draw(const struct framering_frame *frame)
{
	const struct framering_geometry *g = frame->geometry;
	uint32_t i, at;

	for (i = 0; i < g->planes; i++)
		for (at = 0; at < g->plane_bytes[i]; at++)
			frame->plane[i][at] =
				(uint8_t)(at % g->stride[i] +
					  at / g->stride[i] + 64 * i);
}

/* One frame, of which a part is to be shown. */
static void have_part(void)
{
	static struct framering_producer *producer;
	struct framering_frame frame;
	struct framering *ring;

	visible = (struct framering_rectangle){ 4, 6, 32, 20 };
	ring = configured(DRM_FORMAT_YUV420);
	if (framering_producer_attach(&producer, ring) ||
	    framering_producer_reserve(producer, &frame))
		abort();
	draw(&frame);
	if (framering_producer_submit(producer, &frame) ||
	    framering_producer_end(producer))
		abort();
	framering_close(ring);
}

static void be_produced(void)
{
	fake_device.query.state |= FRAMERING_STATE_PRODUCER;
}

static void have_consumer(void)
{
	struct framering_consumer_info *c = &fake_demand_state.consumer;

	c->pid = 4321;
	c->uid = 0;
	c->lag = 3;
	c->held = 5;
	c->delivered = 70;
	c->dropped = 7;
	/* From 2 ms on; and more than a consumer can have counted. */
	c->times.acquire[16] = 60;
	c->times.acquire[17] = 39;
	c->times.acquire[31] = 1;
	c->times.release[0] = 1;
	c->times.release[9] = 0xffffffff;
	/* What moves a cursor, and what is no UTF-8. */
	memcpy(c->name, "see\033\xff", 6);
	fake_demand_attach(NULL);
}

static void have_wish(void)
{
	const struct framering_wish wish = {
		.fourcc = DRM_FORMAT_XRGB8888, .width = 320, .rate = 12500,
	};

	fake_demand_attach(&wish);
}

/* A hundred frames of 2 ms, and 100 more that take longer and longer. */
static void be_timed(void)
{
	struct framering_times *more = &fake_demand_state.more;

	more->acquire[16] = 100;
	more->acquire[17] = 60;
	more->acquire[18] = 30;
	more->acquire[19] = 10;
	more->release[0] = 1;
}

static void be_old(void)
{
	fake_demand_state.times_errno = ENOTTY;
}

static void be_foreign(void)
{
	fake_demand_state.consumer_errno = EBUSY;
}

/* It answers when it is opened, and is gone then. */
static void be_removed(void)
{
	fake_device.query_max = fake_device.queries + 1;
}

static void be_full(void)
{
	fake_admin.error = ENOSPC;
}

static void have_name(void)
{
	fake_admin.error = EEXIST;
}

static void have_no_memory(void)
{
	fake_device.configure_errno = ENOMEM;
}

static void go(void)
{
	fake_demand_state.gone = 1;
	fake_device.query_max = 1;
}

static void come_and_go(void)
{
	static int step;

	if (step == 0)
		have_consumer();
	else if (step == 1)
		fake_demand_detach(0);
	else if (step == 2)
		have_wish();
	else if (step == 3)
		be_configured();
	else
		go();
	step++;
}

/* One event before each sleep. */
static void be_busy(void)
{
	fake_device_polled = come_and_go;
}

static const struct {
	const char *word;
	void (*make)(void);
} words[] = {
	{ "configured", be_configured },
	{ "nv12-stream", have_nv12 },
	{ "yu12-stream", have_yu12 },
	{ "part-stream", have_part },
	{ "producer", be_produced },
	{ "consumer", have_consumer },
	{ "wish", have_wish },
	{ "foreign", be_foreign },
	{ "timed", be_timed },
	{ "old", be_old },
	{ "removed", be_removed },
	{ "full", be_full },
	{ "name", have_name },
	{ "no-memory", have_no_memory },
	{ "busy", be_busy },
};

static void make(const char *said)
{
	char copy[256], *word, *rest = copy;
	size_t i, found;

	snprintf(copy, sizeof(copy), "%s", said);
	while ((word = strsep(&rest, " "))) {
		for (found = i = 0; i < sizeof(words) / sizeof(words[0]); i++)
			if (!strcmp(words[i].word, word)) {
				words[i].make();
				found = 1;
			}
		if (!found)
			abort();
	}
}

static void set_places(const char *folder)
{
	static char dev[256], rings[256], module[256], roles[256];

	snprintf(dev, sizeof(dev), "%s/dev", folder);
	snprintf(rings, sizeof(rings), "%s/rings", folder);
	snprintf(module, sizeof(module), "%s/module", folder);
	snprintf(roles, sizeof(roles), "%s/roles", folder);
	places = (struct places){ dev, rings, module, roles, folder };
}

static void tell(void)
{
	const struct framering_query *q = &fake_device.query;
	const struct framering_add *a = &fake_admin.asked;

	dprintf(3, "adds %u removes %u configures %u patterns %u\n",
		fake_admin.adds, fake_admin.removes, fake_device.configures,
		fake_admin.pattern.rate);
	dprintf(3, "add name=%s flags=%u uid=%u mode=%o consumers=%u\n",
		a->name, a->flags, a->uid, a->mode, a->max_consumers);
	dprintf(3, "ring %ux%u slots=%u stride=%u held=%u flags=%u range=%u "
		"frames=%llu consumers=%u\n", q->geometry.width,
		q->geometry.height, q->slots, q->geometry.stride[0],
		q->max_held, q->config_flags, q->picture.range,
		(unsigned long long)fake_admin.pattern.frames,
		fake_device.status ? fake_device.status->consumers : 0);
}

int main(int argc, char **argv)
{
	const char *said = getenv("FRAMERING_FAKE");
	const char *folder = getenv("FRAMERING_FAKE_FOLDER");
	int status;

	standard_files_begin();
	strcpy(fake_device.query.name, "framering");
	fake_device.query.ring = 3;
	fake_device.query.max_consumers = 32;
	fake_device.query.max_bytes = 1 << 30;
	set_places(folder ? folder : "/nowhere");
	if (said && *said)
		make(said);
	status = run_program(argc, argv);
	if (fcntl(3, F_GETFD) >= 0)
		tell();
	return standard_files_end("framering-ctl", status);
}
