// SPDX-License-Identifier: MIT
/* Pictures are converted right, and PNG files hold what was converted. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <png.h>

#include <SDL.h>

#include "harness.h"

#include "picture/image.h"
#include "picture/snapshot.h"
#include "reference.h"

static const uint32_t sizes[][2] = {
	{ 1, 1 }, { 2, 2 }, { 3, 5 }, { 33, 17 }, { 32, 16 },
	/* The last of BT.601, the first of BT.709. */
	{ 2, 576 }, { 2, 577 },
};
static const uint32_t aligns[] = { 0, 64 };

/* Read a PNG file back as red, green and blue. */
static uint8_t *read_png(const char *path, uint32_t width, uint32_t height)
{
	png_image png = { .version = PNG_IMAGE_VERSION };
	uint8_t *pixels = malloc((size_t)width * height * 3);

	CHECK(png_image_begin_read_from_file(&png, path));
	CHECK_EQ(png.width, width);
	CHECK_EQ(png.height, height);
	png.format = PNG_FORMAT_RGB;
	CHECK(png_image_finish_read(&png, NULL, pixels, 0, NULL));
	return pixels;
}

static void convert(const struct reference *ref, uint32_t cache)
{
	struct image image;

	CHECK_EQ(image_from_frame(&image, &ref->frame, &ref->picture, cache,
				  true), 0);
	CHECK_EQ(image.width, ref->geometry.width);
	CHECK_EQ(image.height, ref->geometry.height);
	reference_check(ref, image.pixels, image.stride, 3);
	image_finish(&image);
}

TEST_VARIANTS(every_format_is_converted_right, reference_formats)
{
	struct reference ref;
	size_t i, k;

	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++)
		for (k = 0; k < sizeof(aligns) / sizeof(aligns[0]); k++) {
			reference_init(&ref, variant->name, sizes[i][0],
				       sizes[i][1], aligns[k]);
			convert(&ref, FRAMERING_CACHE_WB);
			convert(&ref, FRAMERING_CACHE_WC);
			reference_finish(&ref);
		}
}

static const char *enter_empty_folder(void)
{
	static char folder[] = "/tmp/framering-test-XXXXXX";

	CHECK(mkdtemp(folder));
	CHECK_OK(chdir(folder));
	return folder;
}

static void leave_folder(const char *folder, const char *file)
{
	if (file)
		CHECK_OK(unlink(file));
	CHECK_OK(chdir("/"));
	CHECK_OK(rmdir(folder));
}

TEST_VARIANTS(png_holds_the_picture, reference_formats)
{
	const char *folder = enter_empty_folder();
	struct reference ref;
	struct image image;
	uint8_t *pixels;

	reference_init(&ref, variant->name, 33, 17, 64);
	CHECK_EQ(image_from_frame(&image, &ref.frame, &ref.picture,
				  FRAMERING_CACHE_WB, true), 0);
	CHECK_EQ(snapshot_write(&image, "a.png"), 0);
	/* A second time, over the first. */
	CHECK_EQ(snapshot_write(&image, "a.png"), 0);
	pixels = read_png("a.png", 33, 17);
	reference_check(&ref, pixels, 33 * 3, 3);
	free(pixels);
	image_finish(&image);
	reference_finish(&ref);
	leave_folder(folder, "a.png");
}

TEST(next_name_is_never_one_in_use)
{
	const char *folder = enter_empty_folder();
	struct image image;
	char name[32];
	struct stat st;
	FILE *mine = fopen("framering-0002.png", "w");

	CHECK(mine);
	fclose(mine);
	CHECK_EQ(image_init(&image, 2, 2), 0);
	memset(image.own, 7, 12);
	CHECK_EQ(snapshot_write_next(&image, name, sizeof(name)), 0);
	CHECK_STR_EQ(name, "framering-0001.png");
	CHECK_EQ(snapshot_write_next(&image, name, sizeof(name)), 0);
	CHECK_STR_EQ(name, "framering-0003.png");
	CHECK_OK(stat("framering-0002.png", &st));
	CHECK_EQ(st.st_size, 0);
	image_finish(&image);
	CHECK_OK(unlink("framering-0001.png"));
	CHECK_OK(unlink("framering-0003.png"));
	leave_folder(folder, "framering-0002.png");
}

TEST(full_disk_is_an_error)
{
	struct image image;

	if (access("/dev/full", W_OK))
		SKIP("no /dev/full");
	CHECK_EQ(image_init(&image, 64, 64), 0);
	memset(image.own, 7, 64 * 64 * 3);
	CHECK_LT(snapshot_write(&image, "/dev/full"), 0);
	CHECK_EQ(snapshot_write(&image, "/nowhere/a.png"), -ENOENT);
	image_finish(&image);
}
