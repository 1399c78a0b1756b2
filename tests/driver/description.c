// SPDX-License-Identifier: MIT
/* What a producer says of its frames reaches everybody, whole and checked. */
#include <errno.h>
#include <fcntl.h>
#include <linux/videodev2.h>
#include <poll.h>
#include <stddef.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <framering_format.h>

#include "dev.h"
#include "harness.h"

static const struct framering_picture all_told = {
	.visible = { 2, 4, 60, 40 },
	.aspect = { 64, 45 },
	.rate = { 30000, 1001 },
	.time_base = { 1, 90000 },
	.primaries = 9,
	.transfer = 16,
	.matrix = 9,
	.range = FRAMERING_RANGE_LIMITED,
	.siting = 3,
	.field = V4L2_FIELD_INTERLACED_BT,
	.rotation = 270,
	.flip = FRAMERING_FLIP_HORIZONTAL,
};

TEST(description_of_a_stream_reaches_everybody_ok)
{
	struct framering_config config = dev_config();
	int ring = dev_open(O_RDWR);
	struct framering_query query;
	struct dev_producer p;
	struct dev_consumer c;

	config.picture = all_told;
	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
	CHECK_MEM_EQ(&config.picture, &all_told, sizeof(all_told));
	query = dev_query(ring);
	CHECK_MEM_EQ(&query.picture, &all_told, sizeof(all_told));
	p = dev_producer(ring);
	c = dev_consumer(ring, 0);
	CHECK_MEM_EQ(&p.status->picture, &all_told, sizeof(all_told));
	CHECK_MEM_EQ(&c.status->picture, &all_told, sizeof(all_told));
	/* It says nothing of the next one. */
	config = dev_config();
	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
	query = dev_query(ring);
	CHECK_EQ(query.picture.primaries, 0);
	CHECK_EQ(query.picture.rate.denominator, 0);
	CHECK_MEM_EQ(&c.status->picture, &all_told, sizeof(all_told));
}

TEST(picture_without_a_rectangle_is_all_visible_ok)
{
	struct framering_query query = dev_query(dev_ring(FRAMERING_CACHE_WB));
	const struct framering_picture want = { .visible = { 0, 0, 64, 48 } };

	CHECK_MEM_EQ(&query.picture, &want, sizeof(want));
}

/**
 * struct bad - a picture that must be refused
 * @name: what is wrong with it
 * @picture: it
 */
static const struct bad {
	const char *name;
	struct framering_picture picture;
} bad_pictures[] = {
	{ "no_width", { .visible = { 0, 0, 0, 48 } } },
	{ "no_height", { .visible = { 0, 0, 64, 0 } } },
	{ "only_a_place", { .visible = { 1, 0, 0, 0 } } },
	{ "wide", { .visible = { 0, 0, 65, 48 } } },
	{ "high", { .visible = { 0, 0, 64, 49 } } },
	{ "right", { .visible = { 1, 0, 64, 48 } } },
	{ "low", { .visible = { 0, 1, 64, 48 } } },
	{ "overflow", { .visible = { 0xffffffff, 0, 2, 48 } } },
	{ "aspect_half", { .aspect = { 1, 0 } } },
	{ "rate_half", { .rate = { 0, 1 } } },
	{ "time_base_half", { .time_base = { 1, 0 } } },
	{ "range", { .range = 3 } },
	{ "siting", { .siting = 7 } },
	{ "field", { .field = 10 } },
	{ "rotation", { .rotation = 45 } },
	{ "rotation_whole", { .rotation = 360 } },
	{ "flip", { .flip = 4 } },
	{ "reserved0", { .reserved0 = { 0, 0, 1 } } },
	{ "reserved", { .reserved = { [18] = 1 } } },
};

TEST_VARIANTS(picture_that_cannot_be_fails, bad_pictures)
{
	struct framering_config config = dev_config();
	int ring = dev_ring(FRAMERING_CACHE_WB);
	uint64_t generation = dev_query(ring).generation;

	config.picture = variant->picture;
	CHECK_ERRNO(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config), EINVAL);
	CHECK_EQ(dev_query(ring).generation, generation);
}

/* A format that the driver knows nothing about, and its tiles neither. */
#define TILED	0x0123456789abcdefULL

/**
 * struct layout - a layout of a producer's own
 * @name: what it is
 * @fourcc: of what format
 * @geometry: what is given
 * @frame_bytes: what comes out
 * @known: not zero: read(2), write(2) and PATTERN work
 */
static const struct layout {
	const char *name;
	uint32_t fourcc;
	struct framering_geometry geometry;
	uint32_t frame_bytes;
	int known;
} layouts[] = {
	{ "padded", DRM_FORMAT_XRGB8888,
	  { .planes = 1, .stride = { 260 }, .plane_bytes = { 260 * 48 } },
	  260 * 48, 1 },
	{ "last_line_short", DRM_FORMAT_XRGB8888,
	  { .planes = 1, .stride = { 300 },
	    .plane_bytes = { 300 * 47 + 256 } }, 300 * 47 + 256, 1 },
	{ "gap", DRM_FORMAT_NV12,
	  { .planes = 2, .stride = { 64, 64 }, .offset = { 100, 4096 },
	    .plane_bytes = { 64 * 48, 64 * 24 } }, 4096 + 64 * 24, 1 },
	{ "longer", DRM_FORMAT_R8,
	  { .planes = 1, .stride = { 64 }, .plane_bytes = { 64 * 48 },
	    .frame_bytes = 10000 }, 10000, 1 },
	{ "tiled", DRM_FORMAT_XRGB8888,
	  { .planes = 1, .modifier = TILED, .stride = { 256 },
	    .plane_bytes = { 16384 } }, 16384, 0 },
	{ "unknown", DRM_FORMAT_Q410,
	  { .planes = 2, .stride = { 128, 128 }, .offset = { 0, 6144 },
	    .plane_bytes = { 6144, 3072 } }, 9216, 0 },
	{ "compressed", V4L2_PIX_FMT_MJPEG,
	  { .planes = 1, .plane_bytes = { 50000 } }, 50000, 0 },
};

static int open_layout(const struct layout *layout)
{
	struct framering_config config = dev_config();
	struct framering_geometry want = layout->geometry;
	int ring = dev_open(O_RDWR);
	struct framering_query query;
	uint32_t page = (uint32_t)getpagesize();

	config.fourcc = layout->fourcc;
	config.flags = FRAMERING_CONFIG_LAYOUT;
	config.geometry = layout->geometry;
	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
	want.fourcc = layout->fourcc;
	want.width = 64;
	want.height = 48;
	want.frame_bytes = layout->frame_bytes;
	want.slot_bytes = (layout->frame_bytes + page - 1) / page * page;
	query = dev_query(ring);
	CHECK_EQ(query.features & ~FRAMERING_FEATURE_EXPORT,
		 FRAMERING_FEATURE_LAYOUT);
	CHECK_MEM_EQ(&query.geometry, &want, sizeof(want));
	CHECK_MEM_EQ(&config.geometry, &want, sizeof(want));
	/* An answer can be asked for again. */
	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
	return ring;
}

TEST_VARIANTS(layout_of_the_producers_own_ok, layouts)
{
	int ring = open_layout(variant);
	struct dev_producer p = dev_producer(ring);
	struct dev_consumer c = dev_consumer(ring, 0);

	CHECK_GE(dev_produce(&p, 7), 0);
	dev_release(&c, dev_consume(&c, 7));
}

/* What write() and read() carry is without the padding. */
static void pass_through_files(int ring, size_t bytes)
{
	unsigned char in[64 * 48 * 4], out[sizeof(in)];
	int reader = dev_open(O_RDONLY | O_NONBLOCK);
	size_t i;

	for (i = 0; i < bytes; i++)
		in[i] = (unsigned char)(i * 7 + i / 251);
	CHECK_ERRNO(read(reader, out, bytes), EAGAIN);
	CHECK_EQ(write(ring, in, bytes), (ssize_t)bytes);
	CHECK_EQ(read(reader, out, sizeof(out)), (ssize_t)bytes);
	CHECK_MEM_EQ(out, in, bytes);
}

TEST_VARIANTS(read_write_and_pattern_need_a_known_format_ok, layouts)
{
	struct framering_pattern pattern = {
		.size = sizeof(pattern), .rate = 1000, .frames = 1,
	};
	int ring = open_layout(variant);
	struct pollfd poller = { .fd = ring, .events = POLLIN | POLLOUT };
	struct framering_geometry g = dev_query(ring).geometry;
	char byte = 0;

	if (variant->known) {
		pass_through_files(ring, framering_packed_bytes(&g));
		return;
	}
	CHECK_ERRNO(ioctl(ring, FRAMERING_IOC_PATTERN, &pattern), EOPNOTSUPP);
	CHECK_ERRNO(write(ring, &byte, 1), EOPNOTSUPP);
	CHECK_ERRNO(read(ring, &byte, 1), EOPNOTSUPP);
	/* Calls that would fail at once do not sleep. */
	CHECK_EQ(poll(&poller, 1, -1), 1);
	CHECK(poller.revents & POLLERR);
	/* Nobody has become the producer by it. */
	CHECK(!(dev_query(ring).state & FRAMERING_STATE_PRODUCER));
}

/**
 * struct bad_layout - a layout that must be refused
 * @name: what is wrong with it
 * @fourcc: of what format
 * @geometry: it
 * @error: the errno that is expected
 */
static const struct bad_layout {
	const char *name;
	uint32_t fourcc;
	struct framering_geometry geometry;
	int error;
} bad_layouts[] = {
	{ "no_format", 0,
	  { .planes = 1, .stride = { 256 }, .plane_bytes = { 12288 } },
	  EINVAL },
	{ "no_plane", DRM_FORMAT_Q410, { .planes = 0 }, EINVAL },
	{ "five_planes", DRM_FORMAT_Q410,
	  { .planes = 5, .plane_bytes = { 1, 1, 1, 1 } }, EINVAL },
	{ "plane_without_bytes", DRM_FORMAT_Q410,
	  { .planes = 2, .plane_bytes = { 1 } }, EINVAL },
	{ "plane_too_many", DRM_FORMAT_Q410,
	  { .planes = 1, .plane_bytes = { 1, 1 } }, EINVAL },
	{ "offset_too_many", DRM_FORMAT_Q410,
	  { .planes = 1, .plane_bytes = { 1 }, .offset = { 0, 1 } },
	  EINVAL },
	{ "stride_too_many", DRM_FORMAT_Q410,
	  { .planes = 1, .plane_bytes = { 1 }, .stride = { 0, 0, 0, 1 } },
	  EINVAL },
	{ "reserved", DRM_FORMAT_Q410,
	  { .planes = 1, .plane_bytes = { 1 }, .reserved = { 1 } },
	  EINVAL },
	{ "planes_of_a_known_format", DRM_FORMAT_NV12,
	  { .planes = 1, .stride = { 64 }, .plane_bytes = { 4608 } },
	  EINVAL },
	{ "stride_short", DRM_FORMAT_XRGB8888,
	  { .planes = 1, .stride = { 255 }, .plane_bytes = { 12288 } },
	  EINVAL },
	{ "plane_short", DRM_FORMAT_XRGB8888,
	  { .planes = 1, .stride = { 256 }, .plane_bytes = { 12287 } },
	  EINVAL },
	{ "stride_overflow", DRM_FORMAT_XRGB8888,
	  { .planes = 1, .stride = { 0xffffffff }, .plane_bytes = { 12288 } },
	  EINVAL },
	{ "plane_large", DRM_FORMAT_Q410,
	  { .planes = 1, .plane_bytes = { FRAMERING_MAX_SLOT_BYTES + 1 } },
	  EFBIG },
	{ "offset_large", DRM_FORMAT_Q410,
	  { .planes = 1, .plane_bytes = { 1 },
	    .offset = { FRAMERING_MAX_SLOT_BYTES } }, EFBIG },
	{ "sum_overflow", DRM_FORMAT_Q410,
	  { .planes = 1, .plane_bytes = { 0xffffffff },
	    .offset = { 0xffffffff } }, EFBIG },
	{ "frame_large", DRM_FORMAT_Q410,
	  { .planes = 1, .plane_bytes = { 1 }, .frame_bytes = 0xffffffff },
	  EFBIG },
};

TEST_VARIANTS(layout_that_cannot_be_fails, bad_layouts)
{
	struct framering_config config = dev_config();
	int ring = dev_ring(FRAMERING_CACHE_WB);
	uint64_t generation = dev_query(ring).generation;

	config.flags = FRAMERING_CONFIG_LAYOUT;
	config.fourcc = variant->fourcc;
	config.geometry = variant->geometry;
	CHECK_ERRNO(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config),
		    variant->error);
	CHECK_EQ(dev_query(ring).generation, generation);
}

TEST(layout_and_alignment_together_fails)
{
	struct framering_config config = dev_config();

	config.flags = FRAMERING_CONFIG_LAYOUT;
	config.stride_align = 64;
	config.geometry.planes = 1;
	config.geometry.stride[0] = 256;
	config.geometry.plane_bytes[0] = 12288;
	CHECK_ERRNO(ioctl(dev_open(O_RDWR), FRAMERING_IOC_CONFIGURE, &config),
		    EINVAL);
}
