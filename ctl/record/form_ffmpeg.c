// SPDX-License-Identifier: MIT
/* ffmpeg: any file that it can write. It reads the frames from a pipe. */
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "output.h"

#define MAX_ARGUMENTS	96U
/* What Linux lets every user have. */
#define PIPE_BYTES	1048576

extern char **environ;

/**
 * struct words - ffmpeg's command line
 * @word: its words, up to NULL
 * @count: how many
 * @size: text of the size
 * @rate: text of the rate
 * @more: a copy of what the user adds, cut into words
 */
struct words {
	const char *word[MAX_ARGUMENTS + 1];
	unsigned int count;
	char size[32];
	char rate[32];
	char more[1024];
};

static const struct {
	uint32_t fourcc;
	const char *demuxer;
} compressed[] = {
	{ FRAMERING_FORMAT_JPEG, "mjpeg" },
	{ FRAMERING_FORMAT_H264, "h264" },
	{ FRAMERING_FORMAT_HEVC, "hevc" },
};

static const char *demuxer(const struct pack *pack)
{
	size_t i;

	for (i = 0; i < sizeof(compressed) / sizeof(compressed[0]); i++)
		if (compressed[i].fourcc == pack->geometry.fourcc)
			return compressed[i].demuxer;
	return NULL;
}

static const char *fits(const struct pack *pack)
{
	return output_ffmpeg_name(pack) || demuxer(pack) ? NULL :
	       "it does not know frames of this format; take --form raw";
}

static void add(struct words *w, const char *word)
{
	if (w->count < MAX_ARGUMENTS)
		w->word[w->count++] = word;
}

static void add_two(struct words *w, const char *option, const char *value)
{
	add(w, option);
	add(w, value);
}

static void add_input(struct words *w, const struct pack *pack)
{
	struct framering_fraction rate = output_rate(pack);

	snprintf(w->rate, sizeof(w->rate), "%u/%u", rate.numerator,
		 rate.denominator);
	if (!pack->format) {
		add_two(w, "-f", demuxer(pack));
		add_two(w, "-framerate", w->rate);
		add_two(w, "-i", "-");
		add_two(w, "-c", "copy");
		return;
	}
	snprintf(w->size, sizeof(w->size), "%ux%u", pack->part.width,
		 pack->part.height);
	add_two(w, "-f", "rawvideo");
	add_two(w, "-pixel_format", output_ffmpeg_name(pack));
	add_two(w, "-video_size", w->size);
	add_two(w, "-framerate", w->rate);
	if (pack->picture.range)
		add_two(w, "-color_range", pack->picture.range ==
			FRAMERING_RANGE_FULL ? "pc" : "tv");
	add_two(w, "-i", "-");
}

static void make_words(struct words *w, const struct output *output,
		       const struct pack *pack)
{
	char *word, *rest = w->more;

	memset(w, 0, sizeof(*w));
	add(w, "ffmpeg");
	add(w, "-nostdin");
	add(w, "-hide_banner");
	add_two(w, "-v", "error");
	add(w, output->overwrite ? "-y" : "-n");
	add_input(w, pack);
	snprintf(w->more, sizeof(w->more), "%s",
		 output->arguments ? output->arguments : "");
	while ((word = strsep(&rest, " ")))
		if (*word)
			add(w, word);
	add(w, output->name);
}

/* A process group of its own: an interrupt is for us, and ends its input. */
static int spawn(struct output *output, const struct words *w, int input)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	int ret = posix_spawn_file_actions_init(&actions);

	if (ret)
		return ret;
	ret = posix_spawnattr_init(&attributes);
	if (ret)
		goto destroy_actions;
	ret = posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
	if (!ret)
		ret = posix_spawnattr_setflags(&attributes,
					       POSIX_SPAWN_SETPGROUP);
	if (!ret)
		ret = posix_spawnp(&output->pid, w->word[0], &actions,
				   &attributes, (char *const *)w->word,
				   environ);
	posix_spawnattr_destroy(&attributes);
destroy_actions:
	posix_spawn_file_actions_destroy(&actions);
	return ret;
}

static enum outcome ffmpeg_open(struct output *output, const struct pack *pack)
{
	struct words words;
	int ends[2], ret;

	if (!output->overwrite && !access(output->name, F_OK))
		return fail(OUTCOME_FAILED, "%s: there is such a file; give "
			    "--force to overwrite it", output->name);
	if (pipe2(ends, O_CLOEXEC) < 0)
		return fail(OUTCOME_FAILED, "pipe: %s", strerror(errno));
	make_words(&words, output, pack);
	ret = spawn(output, &words, ends[0]);
	close(ends[0]);
	if (ret) {
		close(ends[1]);
		output->pid = 0;
		return fail(OUTCOME_FAILED, "ffmpeg: %s; install it, or write "
			    "y4m or raw", strerror(ret));
	}
	/* ffmpeg may be slow to start. Without leave the pipe stays small. */
	fcntl(ends[1], F_SETPIPE_SZ, PIPE_BYTES);
	output->fd = ends[1];
	return OUTCOME_OK;
}

static enum outcome ffmpeg_close(struct output *output)
{
	int status;

	if (!output->pid)
		return OUTCOME_OK;
	while (waitpid(output->pid, &status, 0) < 0)
		if (errno != EINTR)
			return fail(OUTCOME_FAILED, "ffmpeg: %s",
				    strerror(errno));
	output->pid = 0;
	return WIFEXITED(status) && !WEXITSTATUS(status) ? OUTCOME_OK :
	       fail(OUTCOME_FAILED, "%s: ffmpeg failed; see what it said",
		    output->name);
}

const struct form form_ffmpeg = {
	.name = "ffmpeg",
	.fits = fits,
	.open = ffmpeg_open,
	.close = ffmpeg_close,
};
