/* SPDX-License-Identifier: GPL-2.0-only */
/* Colours: H.273's numbers in V4L2's words, and the other way. */
#ifndef FR_COLOURS_H
#define FR_COLOURS_H

struct framering_format;
struct framering_picture;
struct v4l2_pix_format;

void fr_colours_to_v4l2(const struct framering_picture *picture,
			const struct framering_format *format,
			struct v4l2_pix_format *pix);
void fr_colours_from_v4l2(const struct v4l2_pix_format *pix,
			  const struct framering_format *format,
			  struct framering_picture *picture);

#endif /* FR_COLOURS_H */
