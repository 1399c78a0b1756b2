// SPDX-License-Identifier: MIT
/* Which plane of a card shows frames, where, and in which colours. */
#include <errno.h>

#include <drm_fourcc.h>
#include <framering_format.h>

#include "fake_card.h"
#include "harness.h"
#include "screen/kms_plane.h"

static const drmModeModeInfo mode = { .hdisplay = 1024, .vdisplay = 768 };

static struct framering_status status_of(uint32_t fourcc, uint32_t width,
					 uint32_t height)
{
	struct framering_status status = {
		.slots = 8,
		.geometry.fourcc = fourcc,
		.geometry.width = width,
		.geometry.height = height,
	};

	CHECK_EQ(framering_geometry_fill(&status.geometry, 1, 1 << 30), 0);
	return status;
}

static void check_four(const uint32_t got[4], uint32_t a, uint32_t b,
		       uint32_t c, uint32_t d)
{
	CHECK_EQ(got[0], a);
	CHECK_EQ(got[1], b);
	CHECK_EQ(got[2], c);
	CHECK_EQ(got[3], d);
}

TEST(screens_own_plane_takes_what_it_says_ok)
{
	struct kms kms = fake_card_open();

	CHECK_EQ(kms_takes(&kms, DRM_FORMAT_XRGB8888), 1);
	CHECK_EQ(kms_takes(&kms, DRM_FORMAT_NV12), 0);
	/* A card that does not tell of that plane may take anything. */
	kms.crtc = 99;
	CHECK_EQ(kms_takes(&kms, DRM_FORMAT_NV12), 1);
}

TEST(plane_scales_frames_to_the_screen_ok)
{
	struct framering_status status = status_of(DRM_FORMAT_NV12, 640, 360);
	struct kms kms = fake_card_open();
	struct kms_plane plane = { .id = 0 };

	CHECK_EQ(kms_plane_create(&plane, &kms, &mode, &status), 0);
	CHECK_EQ(plane.id, FAKE_OVERLAY);
	CHECK_EQ(fake_card.buffers, 1);
	CHECK_EQ(kms_plane_show(&plane, &kms, 7), 0);
	CHECK_EQ(fake_card.plane, FAKE_OVERLAY);
	CHECK_EQ(fake_card.fb, 7);
	check_four(fake_card.to, 0, 96, 1024, 576);
	check_four(fake_card.from, 0, 0, 640U << 16, 360U << 16);
	kms_plane_destroy(&plane, &kms);
	CHECK_EQ(fake_card.fb, 0);
	CHECK_EQ(fake_card.buffers, 0);
}

TEST(plane_shows_the_visible_part_in_its_shape_ok)
{
	struct framering_status status = status_of(DRM_FORMAT_YUYV, 720, 576);
	struct kms kms = fake_card_open();
	struct kms_plane plane = { .id = 0 };

	status.picture.visible = (struct framering_rectangle){
		.x = 8, .y = 0, .width = 704, .height = 576,
	};
	status.picture.aspect = (struct framering_fraction){ 12, 11 };
	CHECK_EQ(kms_plane_create(&plane, &kms, &mode, &status), 0);
	CHECK_EQ(kms_plane_show(&plane, &kms, 7), 0);
	check_four(fake_card.to, 0, 0, 1024, 768);
	check_four(fake_card.from, 8U << 16, 0, 704U << 16, 576U << 16);
	kms_plane_destroy(&plane, &kms);
}

/* See struct fake_card for what the last two stand for. */
static void check_colours(uint8_t matrix, uint8_t range, uint64_t encoding,
			  uint64_t range_told)
{
	struct framering_status status = status_of(DRM_FORMAT_NV12, 640, 480);
	struct kms kms = fake_card_open();
	struct kms_plane plane = { .id = 0 };

	status.picture.matrix = matrix;
	status.picture.range = range;
	CHECK_EQ(kms_plane_create(&plane, &kms, &mode, &status), 0);
	CHECK_EQ(fake_card.encoding, encoding);
	CHECK_EQ(fake_card.range, range_told);
	kms_plane_destroy(&plane, &kms);
}

TEST(plane_converts_in_the_frames_colours_ok)
{
	check_colours(FRAMERING_MATRIX_BT709, FRAMERING_RANGE_LIMITED, 1, 0);
	check_colours(FRAMERING_MATRIX_BT601, FRAMERING_RANGE_FULL, 0, 1);
}

static void refused(const struct framering_status *status)
{
	struct kms kms = fake_card_open();
	struct kms_plane plane = { .id = 0 };

	CHECK_EQ(kms_plane_create(&plane, &kms, &mode, status), -ENOTSUP);
	CHECK_EQ(plane.id, 0);
	CHECK_EQ(fake_card.buffers, 0);
}

TEST(frames_that_no_plane_takes_fails)
{
	struct framering_status status =
		status_of(DRM_FORMAT_RGB565, 640, 480);

	refused(&status);
	/* One whose plane knows nothing of colours. */
	status = status_of(DRM_FORMAT_YUV420, 640, 480);
	refused(&status);
	/* Colours that it does not know. */
	status = status_of(DRM_FORMAT_NV12, 640, 480);
	status.picture.matrix = FRAMERING_MATRIX_BT2020;
	refused(&status);
}

TEST(frames_that_are_turned_fails)
{
	struct framering_status status = status_of(DRM_FORMAT_NV12, 640, 480);

	status.picture.rotation = 90;
	refused(&status);
	status.picture.rotation = 0;
	status.picture.flip = FRAMERING_FLIP_HORIZONTAL;
	refused(&status);
}

TEST(plane_that_does_not_scale_so_much_fails)
{
	struct framering_status status = status_of(DRM_FORMAT_NV12, 16, 16);
	struct kms kms = fake_card_open();
	struct kms_plane plane = { .id = 0 };

	CHECK_EQ(kms_plane_create(&plane, &kms, &mode, &status), 0);
	fake_card.refuse = ERANGE;
	CHECK_EQ(kms_plane_show(&plane, &kms, 7), -ERANGE);
}
