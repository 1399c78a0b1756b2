/* SPDX-License-Identifier: MIT */
/* The planes of a frame, as they lie in its slot. */
#ifndef VIEW_PLANE_H
#define VIEW_PLANE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <libframering.h>

/**
 * struct plane - one plane
 * @first: its first line
 * @stride: bytes from one line to the next
 * @row: visible bytes of a line
 * @rows: lines
 */
struct plane {
	const uint8_t *first;
	size_t stride;
	size_t row;
	uint32_t rows;
};

/* Plane @i of @frame, whose format is known. */
struct plane plane_of(const struct framering_frame *frame, uint32_t i);

/**
 * plane_load - read a plane, once
 * @dst: gets the visible bytes
 * @pitch: bytes from one line to the next at @dst
 * @plane: what to read
 * @cache: the mode in effect
 */
void plane_load(uint8_t *dst, size_t pitch, const struct plane *plane,
		uint32_t cache);

/* Visible bytes of all planes. */
size_t plane_bytes(const struct framering_geometry *geometry);

#endif /* VIEW_PLANE_H */
