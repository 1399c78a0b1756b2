// SPDX-License-Identifier: MIT
/*
 * The viewer's window on slots that its renderer reads where they lie, against
 * the exact conversion of the same frames. Where the renderer can do that is
 * told by FRAMERING_IMPORTS; elsewhere the window has to come to the same
 * pictures in another way.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include <drm_fourcc.h>
#include <libframering.h>

#include "common/say.h"
#include "harness.h"
#include "picture/image.h"
#include "screen/display.h"

#define WIDTH	64U
#define HEIGHT	48U
/* The mean, of 255: renderers interpolate chroma each in their own way. */
#define MAX_ERROR	3.0

/**
 * struct shown - a window on a ring, and both roles
 * @opt: the viewer's command line
 * @ring: open for writing
 * @producer: of it
 * @consumer: the viewer's
 * @display: the window
 * @held: frames that it has not given back
 */
struct shown {
	struct options opt;
	struct framering *ring;
	struct framering_producer *producer;
	struct framering_consumer *consumer;
	struct display *display;
	uint32_t held;
};

static int expect_import(void)
{
	return getenv("FRAMERING_IMPORTS") != NULL;
}

static void attach(struct shown *s, uint32_t fourcc)
{
	struct framering_config config = {
		.fourcc = fourcc,
		.width = WIDTH,
		.height = HEIGHT,
		.slots = 8,
		.max_held = 2,
	};
	const struct framering_status *status;

	CHECK_EQ(framering_configure(s->ring, &config), 0);
	CHECK_EQ(framering_producer_attach(&s->producer, s->ring), 0);
	CHECK_EQ(framering_consumer_attach(&s->consumer, s->ring, 0), 0);
	status = framering_consumer_status(s->consumer);
	CHECK_EQ(s->display->ops->configure(s->display, status), 0);
	CHECK_EQ(s->display->ops->begin(s->display, s->consumer), 0);
	/* Mesa's software renderer takes frames of one plane alone. */
	if (status->geometry.planes == 1)
		CHECK_EQ(!strcmp(s->display->ops->path_name(s->display),
				 "imported"), expect_import());
}

static void detach(struct shown *s)
{
	s->display->ops->end(s->display);
	framering_consumer_detach(s->consumer);
	framering_producer_detach(s->producer);
}

static struct shown open_window(uint32_t fourcc)
{
	struct shown s = {
		.opt = { .import = IMPORT_ALWAYS, .scale = 1, .verbosity = -1 },
	};

	test_timeout(300);
	setenv("SDL_VIDEODRIVER", "offscreen", 1);
	say_level(-1);
	CHECK_EQ(framering_open(&s.ring, NULL, O_RDWR), 0);
	CHECK_EQ(display_create(&s.display, &s.opt), 0);
	attach(&s, fourcc);
	return s;
}

static void close_window(struct shown *s)
{
	detach(s);
	display_destroy(s->display);
	framering_close(s->ring);
}

/* A slope in each plane, whatever it stands for. */
static void fill(const struct framering_frame *frame, uint8_t seed)
{
	uint32_t i, bytes = frame->geometry->frame_bytes;

	for (i = 0; i < bytes; i++)
		frame->data[i] = (uint8_t)(seed + i % 256 / 4);
}

static void give_back(struct shown *s)
{
	const struct display_ops *ops = s->display->ops;
	struct framering_frame frame;

	while (ops->done(s->display, &frame)) {
		CHECK_EQ(framering_consumer_release(s->consumer, &frame), 0);
		s->held--;
	}
}

/* As the viewer does it, with a frame that is the next one. */
static struct framering_frame show(struct shown *s, uint8_t seed)
{
	const struct display_ops *ops = s->display->ops;
	struct display_state state = { .stats = &(struct stats){ 0 } };
	struct framering_frame frame;

	CHECK_EQ(framering_producer_reserve(s->producer, &frame), 0);
	fill(&frame, seed);
	CHECK_EQ(framering_producer_submit(s->producer, &frame), 0);
	give_back(s);
	CHECK_EQ(framering_consumer_acquire(s->consumer, &frame), 0);
	CHECK_EQ(ops->paint(s->display, &frame), 0);
	s->held++;
	if (!ops->keeps(s->display)) {
		CHECK_EQ(framering_consumer_release(s->consumer, &frame), 0);
		s->held--;
	}
	ops->present(s->display, &state);
	return frame;
}

/* The mean difference of a colour value. */
static double difference(const struct image *a, const struct image *b)
{
	double sum = 0;
	uint32_t x, y;

	CHECK_EQ(a->width, b->width);
	CHECK_EQ(a->height, b->height);
	for (y = 0; y < a->height; y++)
		for (x = 0; x < a->width * 3; x++)
			sum += abs(a->pixels[y * a->stride + x] -
				   b->pixels[y * b->stride + x]);
	return sum / (a->width * a->height * 3);
}

static void check_picture(struct shown *s, const struct framering_frame *frame)
{
	const struct framering_status *status =
		framering_consumer_status(s->consumer);
	struct image want, got;
	double error;

	CHECK_EQ(image_from_frame(&want, frame, &status->picture,
				  status->cache_effective, true), 0);
	CHECK_EQ(s->display->ops->grab(s->display, &got), 0);
	error = difference(&got, &want);
	if (error > MAX_ERROR)
		FAIL("mean error %.2f of 255, more than %.1f", error,
		     MAX_ERROR);
	image_finish(&want);
	image_finish(&got);
}

static const struct {
	const char *name;
	uint32_t fourcc;
} formats[] = {
	{ "XR24", DRM_FORMAT_XRGB8888 },
	{ "XB24", DRM_FORMAT_XBGR8888 },
	{ "RG16", DRM_FORMAT_RGB565 },
	{ "NV12", DRM_FORMAT_NV12 },
	{ "YU12", DRM_FORMAT_YUV420 },
	{ "YUYV", DRM_FORMAT_YUYV },
};

TEST_VARIANTS(window_shows_every_slot_ok, formats)
{
	const typeof(formats[0]) *format = variant;
	struct shown s = open_window(format->fourcc);
	struct framering_frame frame;
	uint8_t i;

	for (i = 0; i < 17; i++) {
		frame = show(&s, (uint8_t)(i * 11));
		check_picture(&s, &frame);
	}
	close_window(&s);
}

TEST(slot_is_held_until_the_next_one_is_shown_ok)
{
	struct shown s = open_window(DRM_FORMAT_XRGB8888);
	uint32_t i;

	for (i = 1; i < 20; i++) {
		show(&s, 1);
		CHECK_EQ(s.held, !expect_import() ? 0 : i == 1 ? 1 : 2);
		give_back(&s);
		CHECK_EQ(s.held, expect_import());
	}
	close_window(&s);
}

/* A producer that breaks the rules writes to the slot that is shown. */
TEST(window_shows_the_slot_itself_ok)
{
	struct shown s = open_window(DRM_FORMAT_XRGB8888);
	struct framering_frame frame, shown;

	CHECK_EQ(framering_producer_reserve(s.producer, &frame), 0);
	fill(&frame, 10);
	CHECK_EQ(framering_producer_submit(s.producer, &frame), 0);
	CHECK_EQ(framering_consumer_acquire(s.consumer, &shown), 0);
	CHECK_EQ(s.display->ops->paint(s.display, &shown), 0);
	check_picture(&s, &shown);
	if (expect_import()) {
		fill(&frame, 150);
		check_picture(&s, &shown);
	}
	close_window(&s);
}

TEST(window_follows_to_the_next_generation_ok)
{
	struct shown s = open_window(DRM_FORMAT_XRGB8888);
	struct framering_frame frame;
	int i;

	for (i = 0; i < 5; i++) {
		frame = show(&s, 50);
		check_picture(&s, &frame);
		detach(&s);
		s.held = 0;
		attach(&s, i % 2 ? DRM_FORMAT_XRGB8888 : DRM_FORMAT_NV12);
	}
	close_window(&s);
}
