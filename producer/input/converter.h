/* SPDX-License-Identifier: MIT */
/* Frames of one format become frames of another, by ffmpeg's swscale. */
#ifndef PRODUCE_CONVERTER_H
#define PRODUCE_CONVERTER_H

#include <libframering.h>

struct converter;

/*
 * Why frames like these cannot become some of @to, in words; NULL: they can.
 * swscale knows no RGB of limited range, makes no grey of a told range, and
 * leaves out samples of YUV at odd sizes.
 */
const char *converter_refusal(const struct framering_geometry *from,
			      const struct framering_picture *picture,
			      const struct framering_format *to);

/* What is told of frames of @to that were made of those of @picture. */
struct framering_picture
converter_picture(const struct framering_geometry *from,
		  const struct framering_picture *picture,
		  const struct framering_format *to);

/**
 * converter_create - prepare for frames like these
 * @converter: gets it; converter_destroy() it
 * @from: what is converted
 * @picture: what its pixels mean
 * @to: the format that it becomes, in the same size
 *
 * Return: 0, -ENOMEM, or -ENOTSUP: see converter_refusal().
 */
int converter_create(struct converter **converter,
		     const struct framering_geometry *from,
		     const struct framering_picture *picture,
		     const struct framering_format *to);

/* NULL is fine. */
void converter_destroy(struct converter *converter);

/* Where a frame is expected: @frame with other memory, as large as @from. */
struct framering_frame
converter_input(const struct converter *converter,
		const struct framering_frame *frame);

/* Convert what lies there into @frame's slot. Return: bytes copied there. */
size_t converter_run(struct converter *converter,
		     const struct framering_frame *frame);

#endif /* PRODUCE_CONVERTER_H */
