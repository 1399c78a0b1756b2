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

/* The magic first: another kind of stream may have no end of a line. */
static enum outcome read_header(struct source *source, struct y4m *y4m)
{
	char line[Y4M_LINE + 1] = "";
	size_t magic = strlen(Y4M_MAGIC), got;
	struct iovec iov = { line, magic };
	enum outcome outcome;
	const char *wrong;

	outcome = source_read(source, &iov, 1, &got);
	if (outcome)
		return outcome;
	if (!got)
		return fail(OUTCOME_INPUT, "%s: empty; yuv4mpeg or, with "
			    "--size and --format, raw frames are needed",
			    source->name);
	if (!memcmp(line, Y4M_MAGIC, magic)) {
		outcome = source_line(source, line + magic, Y4M_LINE - magic,
				      &got);
		if (outcome)
			return outcome;
	}
	wrong = y4m_parse(y4m, line);
	if (wrong)
		return fail(OUTCOME_INPUT, "%s: %s", source->name, wrong);
	return OUTCOME_OK;
}

static enum outcome take_header(struct input *input,
				const struct options *options)
{
	struct y4m y4m = { 0 };
	enum outcome outcome;

	outcome = read_header(&input->source, &y4m);
	if (outcome)
		return outcome;
	if (options->realtime && !y4m.rate_num)
		return fail(OUTCOME_INPUT, "%s: the header tells no rate; "
			    "give --fps in place of --realtime",
			    input->source.name);
	input->rate_num = y4m.rate_num;
	input->rate_den = y4m.rate_den;
	input->picture = y4m.picture;
	return input_set_geometry(input, options, y4m.fourcc, y4m.width,
				  y4m.height, OUTCOME_INPUT);
}

static enum outcome y4m_open(struct input *input,
			     const struct options *options)
{
	enum outcome outcome;

	outcome = source_open(&input->source, options->file);
	if (outcome)
		return outcome;
	outcome = take_header(input, options);
	if (!outcome && options->loop)
		outcome = source_mark(&input->source);
	if (!outcome && layout_init(&input->layout, &input->geometry))
		outcome = fail(OUTCOME_DEVICE, "not enough memory");
	if (outcome)
		source_close(&input->source);
	return outcome;
}

/* The line before a frame: FRAME, and perhaps parameters, which are skipped. */
static enum outcome frame_line(struct source *source)
{
	char line[Y4M_LINE] = "";
	size_t length = strlen(FRAME), got;
	struct iovec iov = { line, length + 1 };
	enum outcome outcome;

	outcome = source_read(source, &iov, 1, &got);
	if (outcome)
		return outcome;
	if (!got)
		return OUTCOME_END;
	if (got == length + 1 && !memcmp(line, FRAME "\n", length + 1))
		return OUTCOME_OK;
	if (got == length + 1 && !memcmp(line, FRAME " ", length + 1))
		return source_line(source, line, sizeof(line), &got);
	if (!memcmp(line, FRAME, got < length ? got : length) && got <= length)
		return fail(OUTCOME_INPUT, "%s: ends within a header",
			    source->name);
	return fail(OUTCOME_INPUT, "%s: no FRAME where a frame must begin; "
		    "the stream is damaged", source->name);
}

static enum outcome y4m_fill(struct input *input,
			     const struct framering_frame *frame)
{
	enum outcome outcome = frame_line(&input->source);

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
