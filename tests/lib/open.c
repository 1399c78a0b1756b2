// SPDX-License-Identifier: MIT
/* Opening what is no ring. */
#include <dirent.h>
#include <fcntl.h>
#include <libframering.h>

#include "harness.h"

static const struct {
	const char *name;
	const char *path;
	int flags;
	int want;
} cases[] = {
	{ "missing", "/dev/framering-of-nobody", O_RDWR, -ENOENT },
	{ "null", "/dev/null", O_RDWR, -ENOTTY },
	{ "file", "/proc/self/status", O_RDONLY, -ENOTTY },
	{ "folder", "/", O_RDONLY, -ENOTTY },
	{ "write_only", "/dev/null", O_WRONLY, -EINVAL },
};

TEST_VARIANTS(open_fails, cases)
{
	struct framering *ring = (void *)&ring;
	int before = open("/dev/null", O_RDONLY), after;

	CHECK_EQ(framering_open(&ring, variant->path, variant->flags),
		 variant->want);
	CHECK(ring == (void *)&ring);
	after = open("/dev/null", O_RDONLY);
	CHECK_EQ(after, before + 1);
}

TEST(nothing_is_closed_and_detached_ok)
{
	framering_close(NULL);
	framering_producer_detach(NULL);
	framering_consumer_detach(NULL);
}
