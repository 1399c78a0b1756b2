// SPDX-License-Identifier: MIT
/* How the planes of each format are arrays. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "ext.h"

/* Samples are little endian; memoryviews know native numbers only. */
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define ORDER	""
#else
#define ORDER	"<"
#endif

/**
 * struct samples - what a unit holds, as numbers of one size
 * @even8: all samples have 8 bits
 * @even16: no two samples share 16 bits, and none lies in two of them
 * @luma: samples of luma
 * @bits: of all samples
 */
struct samples {
	int even8;
	int even16;
	unsigned int luma;
	unsigned long bits;
};

static struct samples count(const char *text)
{
	struct samples s = { 1, 1, 0, 0 };
	unsigned long word = 0;
	int used = 0;

	while (*text) {
		int letter = *text++;
		char *end;
		unsigned long bits = strtoul(text, &end, 10);

		text = end;
		s.even8 &= bits == 8;
		s.luma += letter == 'Y';
		if (s.bits / 16 != word)
			used = 0;
		word = s.bits / 16;
		used += letter != 'x';
		s.bits += bits;
		if (used > 1 || (bits && (s.bits - 1) / 16 != word))
			s.even16 = 0;
	}
	/* What is shorter than a unit is repeated there. */
	return s;
}

void ext_layout_bytes(struct ext_layout *layout, Py_ssize_t bytes)
{
	*layout = (struct ext_layout){
		.format = "B",
		.itemsize = 1,
		.ndim = 1,
		.shape = { bytes },
		.strides = { 1 },
		.row_bytes = bytes,
	};
}

/* Choose the element: a sample, or a whole pixel; otherwise plain bytes. */
static void choose(struct ext_layout *layout,
		   const struct framering_plane_format *p)
{
	struct samples s = count(p->samples);
	int whole = s.bits == 8UL * p->bytes;

	layout->format = "B";
	layout->itemsize = 1;
	if (!whole || s.even8)
		return;
	if (s.even16 || (p->unit_width == 1 && p->bytes == 2)) {
		layout->format = ORDER "H";
		layout->itemsize = 2;
	} else if (p->unit_width == 1 && p->bytes == 4) {
		layout->format = ORDER "I";
		layout->itemsize = 4;
	}
}

/* Elements of one pixel, or of one sample position of chroma; 0: rows only. */
static Py_ssize_t elements(const struct ext_layout *layout,
			   const struct framering_plane_format *p, int mosaic)
{
	struct samples s = count(p->samples);
	Py_ssize_t all = p->bytes / layout->itemsize;

	if (s.bits != 8UL * p->bytes || (layout->itemsize == 1 && !s.even8))
		return 0;
	/* Each pixel of the unit has its own, or they share them. */
	return mosaic || (s.luma && s.luma == p->unit_width) ?
	       all / p->unit_width : all;
}

static int fits(const struct framering_geometry *g, uint32_t plane,
		uint64_t rows, uint64_t row_bytes)
{
	uint64_t last = (rows - 1) * g->stride[plane];

	return rows && g->stride[plane] >= row_bytes &&
	       g->offset[plane] + last + row_bytes <= g->slot_bytes;
}

void ext_layout_fill(struct ext_layout *layout,
		     const struct framering_geometry *geometry, uint32_t plane)
{
	const struct framering_format *format =
		framering_geometry_format(geometry);
	const struct framering_plane_format *p;
	Py_ssize_t pixel, row, rows;

	ext_layout_bytes(layout, geometry->plane_bytes[plane]);
	if (!format || plane >= format->planes)
		return;
	p = &format->plane[plane];
	row = framering_row_bytes(format, plane, geometry->width);
	rows = framering_rows(format, plane, geometry->height);
	if (!fits(geometry, plane, (uint64_t)rows, (uint64_t)row))
		return;
	choose(layout, p);
	pixel = elements(layout, p, format->model == FRAMERING_MODEL_BAYER);
	layout->row_bytes = row;
	layout->ndim = pixel > 1 ? 3 : 2;
	layout->shape[0] = rows;
	layout->strides[0] = geometry->stride[plane];
	layout->strides[1] = layout->itemsize * (pixel ? pixel : 1);
	layout->shape[1] = row / layout->strides[1];
	layout->shape[2] = pixel;
	layout->strides[2] = layout->itemsize;
}
