/* SPDX-License-Identifier: MIT */
/*
 * A picture given by its samples, written in any format by the format's own
 * table, so that the same picture can be had in two of them.
 */
#ifndef TEST_PICTURE_SAMPLES_H
#define TEST_PICTURE_SAMPLES_H

#include <stdbool.h>

#include <libframering.h>

/**
 * struct picture_samples - a frame on the heap
 * @geometry: of the frame
 * @frame: as from acquire
 * @memory: as large as the frame, and no larger
 */
struct picture_samples {
	struct framering_geometry geometry;
	struct framering_frame frame;
	uint8_t *memory;
};

/*
 * Chroma changes slowly, so that it does not matter between which pixels it
 * lies; what is no sample is @noise or zero.
 */
void picture_samples_init(struct picture_samples *p,
			  const struct framering_format *format, uint32_t width,
			  uint32_t height, bool noise);
void picture_samples_finish(struct picture_samples *p);

/*
 * One sample of the picture: @letter as in struct framering_plane_format, in
 * the place @x, @y of its own plane, as a number of @bits bits.
 */
uint32_t picture_sample(const struct framering_format *format, char letter,
			uint32_t x, uint32_t y, uint32_t bits);

#endif /* TEST_PICTURE_SAMPLES_H */
