// SPDX-License-Identifier: MIT
/* Writes PNG files. */
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <png.h>

#include "common/say.h"
#include "snapshot.h"

#define MAX_NAMES	9999

static int write_png(const struct image *image, FILE *file, const char *path)
{
	png_image png = {
		.version = PNG_IMAGE_VERSION,
		.width = image->width,
		.height = image->height,
		.format = PNG_FORMAT_RGB,
	};

	errno = 0;
	if (png_image_write_to_stdio(&png, file, 0, image->pixels,
				     (png_int_32)image->stride, NULL) &&
	    !fflush(file))
		return 0;
	say_error("%s: %s", path, errno ? strerror(errno) : png.message);
	return errno ? -errno : -EIO;
}

/* Closes @fd. */
static int write_fd(const struct image *image, int fd, const char *path)
{
	FILE *file = fdopen(fd, "wb");
	int ret;

	if (!file) {
		ret = -errno;
		say_error("%s: %s", path, strerror(errno));
		close(fd);
		return ret;
	}
	ret = write_png(image, file, path);
	fclose(file);
	return ret;
}

static int open_new(const char *path, int how)
{
	return open(path, O_WRONLY | O_CREAT | O_CLOEXEC | how, 0666);
}

int snapshot_check(const char *path)
{
	char *copy = strdup(path);
	int ret = 0;

	/* A file that is there need not lie where new ones may be made. */
	if (!copy || (access(path, W_OK) &&
		      (errno != ENOENT ||
		       access(dirname(copy), W_OK | X_OK)))) {
		ret = -errno;
		say_error("%s: %s", path, strerror(errno));
	}
	free(copy);
	return ret;
}

int snapshot_write(const struct image *image, const char *path)
{
	int fd = open_new(path, O_TRUNC);
	int ret;

	if (fd < 0) {
		ret = -errno;
		say_error("%s: %s", path, strerror(errno));
		return ret;
	}
	return write_fd(image, fd, path);
}

int snapshot_write_next(const struct image *image, char *name, size_t bytes)
{
	int fd = -1, ret, i;

	for (i = 1; i <= MAX_NAMES && fd < 0; i++) {
		snprintf(name, bytes, "framering-%04d.png", i);
		fd = open_new(name, O_EXCL);
		if (fd < 0 && errno != EEXIST)
			break;
	}
	if (fd < 0) {
		ret = -errno;
		say_error("%s: %s", name, strerror(errno));
		return ret;
	}
	ret = write_fd(image, fd, name);
	if (ret)
		unlink(name);
	return ret;
}
