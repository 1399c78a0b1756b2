/* SPDX-License-Identifier: MIT */
/* Frames on the heap, and what their pixels are, by arithmetic of our own. */
#ifndef TEST_REFERENCE_H
#define TEST_REFERENCE_H

#include <libframering.h>

/**
 * struct reference_format - a format to test with
 * @name: for the harness and framering_format_by_name()
 */
struct reference_format {
	const char *name;
};

static const struct reference_format reference_formats[] = {
	{ "XR24" }, { "AR24" }, { "XB24" }, { "RG24" }, { "BG24" }, { "RG16" },
	{ "YUYV" }, { "UYVY" }, { "NV12" }, { "NV21" }, { "YU12" }, { "YV12" },
	{ "R8" },
};

/**
 * struct reference - a frame
 * @frame: as from acquire
 * @geometry: of the frame
 * @picture: what is told of it: nothing at first
 * @memory: as large as the slot would be, and no larger
 */
struct reference {
	struct framering_frame frame;
	struct framering_geometry geometry;
	struct framering_picture picture;
	uint8_t *memory;
};

/* A picture whose colours change slowly and whose brightness does not. */
void reference_init(struct reference *ref, const char *format, uint32_t width,
		    uint32_t height, uint32_t align);
void reference_finish(struct reference *ref);

/* Red, green and blue of a pixel. */
void reference_pixel(const struct reference *ref, uint32_t x, uint32_t y,
		     int rgb[3]);

/* Ends the case if @pixels, of @channels bytes each, are others. */
void reference_check(const struct reference *ref, const uint8_t *pixels,
		     size_t stride, uint32_t channels);

#endif /* TEST_REFERENCE_H */
