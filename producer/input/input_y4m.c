// SPDX-License-Identifier: MIT
/* yuv4mpeg: a header with size, format and rate; a line before each frame. */
#include <string.h>

#include "input.h"
#include "y4m.h"

#define FRAME	"FRAME"

static int y4m_wanted(const struct options *options)
{
	(void)options;
	return 1;
}

/* Bytes that tell a header from a line before a frame, and from all else. */
#define FIRST	(sizeof(Y4M_MAGIC))

/* The rest of a header of which @line has FIRST bytes. */
static enum outcome rest_of_header(struct source *source, char *line,
				   struct y4m *y4m)
{
	enum outcome outcome;
	const char *wrong;
	size_t got;

	outcome = source_line(source, line + FIRST, Y4M_LINE - FIRST, &got);
	if (outcome)
		return outcome;
	wrong = y4m_parse(y4m, line);
	if (wrong)
		return fail(OUTCOME_INPUT, "%s: %s", source->name, wrong);
	return OUTCOME_OK;
}

/* Another kind of stream may have no end of a line. */
static enum outcome read_header(struct source *source, struct y4m *y4m)
{
	char line[Y4M_LINE + 1] = "";
	struct iovec iov = { line, FIRST };
	enum outcome outcome;
	size_t got;

	outcome = source_read(source, &iov, 1, &got);
	if (outcome)
		return outcome;
	if (!got)
		return fail(OUTCOME_INPUT, "%s: empty; yuv4mpeg or, with "
			    "--size and --format, raw frames are needed",
			    source->name);
	if (!y4m_begins(line))
		return fail(OUTCOME_INPUT, "%s: %s", source->name,
			    y4m_parse(y4m, line));
	return rest_of_header(source, line, y4m);
}

static enum outcome take_header(struct input *input, const struct y4m *y4m)
{
	const struct framering_fraction *rate = &y4m->picture.rate;

	if (input->options->realtime && !rate->numerator)
		return fail(OUTCOME_INPUT, "%s: the header tells no rate; "
			    "give --fps in place of --realtime",
			    input->source.name);
	input->rate_num = rate->numerator;
	input->rate_den = rate->numerator ? rate->denominator : 1;
	input->picture = y4m->picture;
	return input_set_geometry(input, input->options, y4m->fourcc,
				  y4m->width, y4m->height, OUTCOME_INPUT);
}

static enum outcome take_layout(struct input *input)
{
	if (layout_init(&input->layout, &input->geometry, NULL))
		return fail(OUTCOME_DEVICE, "not enough memory");
	return OUTCOME_OK;
}

static enum outcome y4m_open(struct input *input,
			     const struct options *options)
{
	enum outcome outcome;
	struct y4m y4m = { 0 };

	outcome = source_open(&input->source, options->file,
			      (int)options->loop);
	if (outcome)
		return outcome;
	outcome = read_header(&input->source, &y4m);
	if (!outcome)
		outcome = take_header(input, &y4m);
	if (!outcome)
		outcome = take_layout(input);
	if (outcome)
		source_close(&input->source);
	return outcome;
}

/*
 * Another stream follows, by cat(1) or since the input has started again. If
 * its frames are of another kind, the ring has to be configured anew.
 */
static enum outcome next_stream(struct input *input, char *line)
{
	struct framering_geometry geometry = input->geometry;
	struct framering_picture picture = input->picture;
	enum outcome outcome;
	struct y4m y4m = { 0 };

	outcome = rest_of_header(&input->source, line, &y4m);
	if (!outcome)
		outcome = take_header(input, &y4m);
	if (outcome)
		return outcome;
	if (!memcmp(&geometry, &input->geometry, sizeof(geometry)) &&
	    !memcmp(&picture, &input->picture, sizeof(picture)))
		return OUTCOME_OK;
	layout_finish(&input->layout);
	outcome = take_layout(input);
	return outcome ? outcome : OUTCOME_ANEW;
}

/* @got bytes of @line were there, where a frame must begin. */
static enum outcome damaged(const struct source *source, const char *line,
			    size_t got)
{
	size_t frame = strlen(FRAME), header = strlen(Y4M_MAGIC);

	if (!memcmp(line, FRAME, got < frame ? got : frame) ||
	    !memcmp(line, Y4M_MAGIC, got < header ? got : header))
		return fail(OUTCOME_INPUT, "%s: ends within a header",
			    source->name);
	return fail(OUTCOME_INPUT, "%s: no FRAME where a frame must begin; "
		    "the stream is damaged", source->name);
}

/*
 * The line before a frame: FRAME, and perhaps parameters, which are skipped.
 * No byte after it is read. OUTCOME_ANEW: a stream of other frames begins;
 * @again becomes 1: it was a header that says the same, and a line follows.
 */
static enum outcome frame_line(struct input *input, int *again)
{
	struct source *source = &input->source;
	char line[Y4M_LINE + 1] = "";
	size_t length = strlen(FRAME), got, more;
	struct iovec iov = { line, length + 1 };
	enum outcome outcome;

	outcome = source_read(source, &iov, 1, &got);
	if (outcome)
		return outcome;
	if (!got)
		return OUTCOME_END;
	if (got == length + 1 && !memcmp(line, FRAME "\n", length + 1))
		return OUTCOME_OK;
	if (got == length + 1 && !memcmp(line, FRAME, length) &&
	    strchr(Y4M_BLANKS, line[length]))
		return source_line(source, line, sizeof(line), &got);
	if (memcmp(line, Y4M_MAGIC, got))
		return damaged(source, line, got);
	iov = (struct iovec){ line + got, FIRST - got };
	outcome = source_read(source, &iov, 1, &more);
	if (outcome)
		return outcome;
	if (!y4m_begins(line))
		return damaged(source, line, got + more);
	*again = 1;
	return next_stream(input, line);
}

static enum outcome y4m_fill(struct input *input,
			     struct framering_frame *frame)
{
	enum outcome outcome;
	int again;

	do {
		again = 0;
		outcome = frame_line(input, &again);
	} while (again && !outcome);
	if (outcome)
		return outcome;
	return layout_read_rest(&input->layout, &input->source,
				frame ? frame->data : NULL);
}

static void y4m_close(struct input *input)
{
	source_close(&input->source);
	layout_finish(&input->layout);
}

const struct input_ops input_y4m = {
	.name = "yuv4mpeg",
	.wanted = y4m_wanted,
	.open = y4m_open,
	.fill = y4m_fill,
	.close = y4m_close,
};
