// SPDX-License-Identifier: GPL-2.0-only
/*
 * What CONFIGURE says of the frames: where their bytes lie, and what they mean.
 * The driver itself only needs the sizes, and, where it knows the format, that
 * all lines lie within the frame; readers rely on the rest.
 */
#include <linux/errno.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/string.h>
#include <linux/videodev2.h>

#include <framering_format.h>

#include "description.h"

#define FR_LAST_SITING	6

/* Bytes that plane @i of a known format needs, with lines of that stride. */
static u64 fr_description_least(const struct framering_geometry *geometry,
				const struct framering_format *format, u32 i)
{
	u64 row = framering_row_bytes(format, i, geometry->width);
	u64 rows = framering_rows(format, i, geometry->height);

	if (geometry->stride[i] < row)
		return U64_MAX;
	return (rows - 1) * geometry->stride[i] + row;
}

/* Where plane @i ends, in bytes from the slot's start; 0: it cannot be so. */
static u64 fr_description_plane_end(const struct framering_geometry *geometry,
				    const struct framering_format *format,
				    u32 i)
{
	if (format && geometry->plane_bytes[i] <
		      fr_description_least(geometry, format, i))
		return 0;
	return geometry->plane_bytes[i] ?
	       (u64)geometry->offset[i] + geometry->plane_bytes[i] : 0;
}

/* A layout of the producer's own. */
static int fr_description_layout(struct framering_geometry *geometry)
{
	const struct framering_format *format =
		framering_geometry_format(geometry);
	u64 end = geometry->frame_bytes;
	u32 i;

	if (!geometry->fourcc || !geometry->planes ||
	    geometry->planes > FRAMERING_MAX_PLANES ||
	    (format && geometry->planes != format->planes))
		return -EINVAL;
	for (i = 0; i < geometry->planes; i++) {
		u64 plane = fr_description_plane_end(geometry, format, i);

		if (!plane)
			return -EINVAL;
		end = max(end, plane);
	}
	for (; i < FRAMERING_MAX_PLANES; i++)
		if (geometry->stride[i] || geometry->offset[i] ||
		    geometry->plane_bytes[i])
			return -EINVAL;
	if (end > FRAMERING_MAX_SLOT_BYTES)
		return -EFBIG;
	geometry->frame_bytes = end;
	geometry->slot_bytes = PAGE_ALIGN(end);
	return 0;
}

static int fr_description_geometry(struct framering_config *config)
{
	struct framering_geometry *geometry = &config->geometry;
	bool own = config->flags & FRAMERING_CONFIG_LAYOUT;
	int ret;

	/* An answer may be the next request. */
	if (!own)
		memset(geometry, 0, sizeof(*geometry));
	if (memchr_inv(geometry->reserved, 0, sizeof(geometry->reserved)) ||
	    !config->width || config->width > FRAMERING_MAX_SIDE ||
	    !config->height || config->height > FRAMERING_MAX_SIDE ||
	    config->meta_bytes > FRAMERING_MAX_META_BYTES ||
	    config->reserved || (own && config->stride_align))
		return -EINVAL;
	geometry->fourcc = config->fourcc;
	geometry->width = config->width;
	geometry->height = config->height;
	ret = own ? fr_description_layout(geometry) :
		    framering_geometry_fill(geometry, config->stride_align,
					    PAGE_SIZE);
	geometry->meta_bytes = config->meta_bytes;
	return ret;
}

static bool fr_description_fraction(const struct framering_fraction *fraction)
{
	return !fraction->numerator == !fraction->denominator;
}

/* All zero is all of it. */
static bool fr_description_visible(const struct framering_rectangle *visible,
				   const struct framering_geometry *geometry)
{
	if (!memchr_inv(visible, 0, sizeof(*visible)))
		return true;
	return visible->width && visible->height &&
	       visible->x < geometry->width && visible->y < geometry->height &&
	       visible->width <= geometry->width - visible->x &&
	       visible->height <= geometry->height - visible->y;
}

static int
fr_description_picture(const struct framering_picture *picture,
		       const struct framering_geometry *geometry)
{
	if (memchr_inv(picture->reserved, 0, sizeof(picture->reserved)) ||
	    memchr_inv(picture->reserved0, 0, sizeof(picture->reserved0)) ||
	    picture->flip & ~(FRAMERING_FLIP_HORIZONTAL |
			      FRAMERING_FLIP_VERTICAL) ||
	    picture->range > FRAMERING_RANGE_FULL ||
	    picture->siting > FR_LAST_SITING ||
	    picture->field > V4L2_FIELD_INTERLACED_BT ||
	    picture->rotation > 270 || picture->rotation % 90 ||
	    !fr_description_fraction(&picture->aspect) ||
	    !fr_description_fraction(&picture->rate) ||
	    !fr_description_fraction(&picture->time_base) ||
	    !fr_description_visible(&picture->visible, geometry))
		return -EINVAL;
	return 0;
}

/**
 * fr_description_check - check what a configuration says of the frames
 * @config: in: as user space gave it; out: the geometry is complete
 *
 * Return: 0; -EINVAL (an unknown format without a layout, a layout or a
 * description that cannot be); -EFBIG (a slot would be over
 * FRAMERING_MAX_SLOT_BYTES).
 */
int fr_description_check(struct framering_config *config)
{
	return fr_description_geometry(config) ?:
	       fr_description_picture(&config->picture, &config->geometry);
}

/* Tell what was configured: a reader need not know what zero stands for. */
void fr_description_show(struct framering_status *status,
			 const struct framering_config *config)
{
	struct framering_rectangle *visible = &status->picture.visible;

	status->geometry = config->geometry;
	status->picture = config->picture;
	if (!visible->width) {
		visible->width = config->width;
		visible->height = config->height;
	}
}
