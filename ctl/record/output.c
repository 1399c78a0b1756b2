// SPDX-License-Identifier: MIT
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "common/stop.h"
#include "output.h"

/* What ffmpeg calls as we do, but in small letters. */
static const struct {
	uint32_t fourcc;
	const char *name;
} small_names[] = {
	{ DRM_FORMAT_NV12, "nv12" },
	{ DRM_FORMAT_NV21, "nv21" },
	{ DRM_FORMAT_NV16, "nv16" },
	{ DRM_FORMAT_NV24, "nv24" },
	{ DRM_FORMAT_NV42, "nv42" },
};

const char *output_ffmpeg_name(const struct pack *pack)
{
	uint32_t fourcc = pack->geometry.fourcc;
	const char *name;
	size_t i;

	if (!pack->format)
		return NULL;
	for (i = 0; i < sizeof(small_names) / sizeof(small_names[0]); i++)
		if (small_names[i].fourcc == fourcc)
			return small_names[i].name;
	name = framering_format_alias(fourcc, 0);
	/* Those with capitals are GStreamer's. */
	return name && strcspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") ==
		       strlen(name) ? name : NULL;
}

struct framering_fraction output_rate(const struct pack *pack)
{
	const struct framering_fraction *rate = &pack->picture.rate;

	return rate->numerator && rate->denominator ?
	       *rate : (struct framering_fraction){ 25, 1 };
}

static enum outcome lost(const struct output *output, int error)
{
	return fail(OUTCOME_FAILED, "%s: %s", strcmp(output->name, "-") ?
		    output->name : "standard output", strerror(-error));
}

enum outcome output_create(struct output *output)
{
	int flags = O_WRONLY | O_CREAT | O_CLOEXEC;

	if (!strcmp(output->name, "-")) {
		output->fd = STDOUT_FILENO;
		return OUTCOME_OK;
	}
	flags |= output->overwrite ? O_TRUNC : O_EXCL;
	output->fd = open(output->name, flags, 0666);
	if (output->fd < 0 && errno == EEXIST)
		return fail(OUTCOME_FAILED, "%s: there is such a file; give "
			    "--force to overwrite it", output->name);
	return output->fd < 0 ? lost(output, -errno) : OUTCOME_OK;
}

enum outcome output_open(struct output *output, const struct pack *pack)
{
	const char *why = output->form->fits ? output->form->fits(pack) : NULL;
	enum outcome outcome;

	output->fd = -1;
	output->pid = 0;
	if (why)
		return fail(OUTCOME_FAILED, "%s: %s", output->form->name, why);
	if (output->form->open)
		return output->form->open(output, pack);
	outcome = output_create(output);
	return outcome;
}

int output_write(const struct output *output, const void *data, size_t bytes)
{
	const char *at = data;

	while (bytes) {
		ssize_t done = write(output->fd, at, bytes);

		if (done < 0 && errno == EINTR && !stop_signal())
			continue;
		if (done < 0)
			return -errno;
		at += done;
		bytes -= (size_t)done;
	}
	return 0;
}

enum outcome output_frame(struct output *output, const void *data,
			  size_t bytes)
{
	const char *head = output->form->head;
	int ret = 0;

	if (head)
		ret = output_write(output, head, strlen(head));
	if (!ret)
		ret = output_write(output, data, bytes);
	if (ret == -EINTR)
		return OUTCOME_STOP;
	if (ret == -EPIPE && output->pid)
		return fail(OUTCOME_FAILED, "ffmpeg ended before the frames "
			    "did; see what it said");
	return ret ? lost(output, ret) : OUTCOME_OK;
}

enum outcome output_close(struct output *output)
{
	enum outcome outcome = OUTCOME_OK;

	/* Standard output is closed, and looked at, by the program's end. */
	if (output->fd >= 0 && output->fd != STDOUT_FILENO &&
	    close(output->fd) < 0)
		outcome = lost(output, -errno);
	output->fd = -1;
	if (output->form->close) {
		enum outcome closed = output->form->close(output);

		outcome = outcome ? outcome : closed;
	}
	return outcome;
}
