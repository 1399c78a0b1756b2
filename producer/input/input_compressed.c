// SPDX-License-Identifier: MIT
/* Compressed frames, whose size and format the user gives. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "input.h"

/* Where nothing is said: more than the worst picture, and room for headers. */
#define BYTES_OF_A_PIXEL	2U
#define BYTES_OF_HEADERS	65536U

static int compressed_wanted(const struct options *options)
{
	return framering_compressed_name(options->config.fourcc) != NULL;
}

static uint32_t room(const struct options *options)
{
	const struct framering_config *c = &options->config;
	uint64_t bytes = (uint64_t)c->width * c->height * BYTES_OF_A_PIXEL +
			 BYTES_OF_HEADERS;

	if (options->max_bytes)
		return options->max_bytes;
	return bytes < FRAMERING_MAX_SLOT_BYTES ? (uint32_t)bytes :
						  FRAMERING_MAX_SLOT_BYTES;
}

static enum outcome compressed_open(struct input *input,
				    const struct options *options)
{
	const struct framering_config *config = &options->config;
	struct framering_geometry *g = &input->geometry;
	uint32_t page = (uint32_t)sysconf(_SC_PAGESIZE);
	enum outcome outcome;

	g->fourcc = config->fourcc;
	g->width = config->width;
	g->height = config->height;
	g->planes = 1;
	g->plane_bytes[0] = room(options);
	g->frame_bytes = g->plane_bytes[0];
	/* As the driver does it: what it says shall be what was asked for. */
	g->slot_bytes = (g->frame_bytes + page - 1) / page * page;
	if (packets_init(&input->packets, g->fourcc, g->plane_bytes[0]))
		return fail(OUTCOME_DEVICE, "not enough memory");
	outcome = source_open(&input->source, options->file,
			      (int)options->loop);
	if (outcome)
		packets_finish(&input->packets);
	return outcome;
}

static enum outcome compressed_fill(struct input *input,
				    struct framering_frame *frame)
{
	struct packets *packets = &input->packets;
	enum outcome outcome;
	size_t length = 0;

	outcome = packets_read(packets, &input->source, &length);
	if (outcome)
		return outcome;
	if (frame) {
		memcpy(frame->data, packets->data, length);
		frame->bytes = (uint32_t)length;
		frame->info.plane_bytes[0] = (uint32_t)length;
		if (packets->split.key)
			frame->flags |= FRAMERING_FRAME_KEY;
	}
	packets_take(packets, length);
	return OUTCOME_OK;
}

static void compressed_close(struct input *input)
{
	source_close(&input->source);
	packets_finish(&input->packets);
}

const struct input_ops input_compressed = {
	.name = "compressed",
	.wanted = compressed_wanted,
	.open = compressed_open,
	.fill = compressed_fill,
	.close = compressed_close,
};
