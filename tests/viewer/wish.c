// SPDX-License-Identifier: MIT
/* What a wish on the command line means. */
#include <errno.h>

#include "harness.h"

#include "options/wish.h"

static const struct {
	const char *text;
	struct framering_wish want;
} good[] = {
	{ "640x480", { .width = 640, .height = 480 } },
	{ "NV12", { .fourcc = DRM_FORMAT_NV12 } },
	{ "@25", { .rate = 25000 } },
	{ "@29.97", { .rate = 29970 } },
	{ "bgr0@0.5", { .fourcc = DRM_FORMAT_XRGB8888, .rate = 500 } },
	{ "1x32768@1000", { .width = 1, .height = 32768, .rate = 1000000 } },
	{ "yuv420p:64x48@30", { .fourcc = DRM_FORMAT_YUV420, .width = 64,
				.height = 48, .rate = 30000 } },
};

static const char *const bad[] = {
	"", ":", "@", "x", "640", "640x", "x480", "0x480", "640x0", "-1x4",
	"640x480x2", "640 x480", "32769x1", "1x99999999999999999999", "H264",
	"NV12:", ":640x480", "640x480:NV12", "NV12:640x480:1", "NV12@", "@0",
	"@-1", "@1001", "@nan", "@inf", "@25@25", "@25fps", "NV12 @25",
	"NV12:640x480@25,NV12:640x480@25,NV12:640x480@25,NV12:640x480@25",
};

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))

TEST(wishes_are_taken_ok)
{
	size_t i;

	for (i = 0; i < COUNT(good); i++) {
		struct framering_wish wish = { 0 };

		if (wish_parse(&wish, good[i].text))
			FAIL("%s: not taken", good[i].text);
		CHECK_MEM_EQ(&wish, &good[i].want, sizeof(wish));
	}
}

TEST(what_is_no_wish_fails)
{
	struct framering_wish wish = { .width = 7 };
	size_t i;

	for (i = 0; i < COUNT(bad); i++)
		if (wish_parse(&wish, bad[i]) != -EINVAL)
			FAIL("'%s': taken", bad[i]);
	CHECK_EQ(wish.width, 7);
	CHECK_EQ(wish.rate, 0);
}
