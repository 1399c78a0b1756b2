/* SPDX-License-Identifier: (GPL-2.0-only WITH Linux-syscall-note) OR MIT */
/*
 * What frames are: where their bytes lie and what these mean. Part of
 * framering.h.
 */
#ifndef _UAPI_FRAMERING_DESCRIPTION_H
#define _UAPI_FRAMERING_DESCRIPTION_H

#include <linux/types.h>

#define FRAMERING_MAX_PLANES	4U
/* The largest width or height, in pixels. */
#define FRAMERING_MAX_SIDE	32768U

/**
 * struct framering_geometry - where the bytes of a frame lie in a slot
 * @fourcc: pixel format, a DRM_FORMAT_ code
 * @planes: planes in use; members of unused planes are zero
 * @modifier: how the format is tiled or compressed, a DRM_FORMAT_MOD_ code; 0
 *	(linear) is line after line
 * @width: coded width in pixels: of all that has bytes
 * @height: coded height in pixels
 * @stride: bytes from one line to the next, by plane
 * @offset: bytes from the slot's start to the plane's first line
 * @plane_bytes: bytes of the plane, the padding after its lines included
 * @frame_bytes: bytes from the slot's start to the frame's end
 * @slot_bytes: @frame_bytes rounded up to whole pages: what may be mapped
 * @meta_bytes: room for data beside each frame, in the META region; may be 0
 * @reserved: zero
 */
struct framering_geometry {
	__u32 fourcc;
	__u32 planes;
	__aligned_u64 modifier;
	__u32 width;
	__u32 height;
	__u32 stride[FRAMERING_MAX_PLANES];
	__u32 offset[FRAMERING_MAX_PLANES];
	__u32 plane_bytes[FRAMERING_MAX_PLANES];
	__u32 frame_bytes;
	__u32 slot_bytes;
	__u32 meta_bytes;
	__u32 reserved[11];
};

/**
 * struct framering_rectangle - a part of a picture
 * @x: its left column, in pixels
 * @y: its top line
 * @width: in pixels
 * @height: in lines
 */
struct framering_rectangle {
	__u32 x;
	__u32 y;
	__u32 width;
	__u32 height;
};

/**
 * struct framering_fraction - a rational number
 * @numerator: above the line
 * @denominator: below the line; both are 0 where the number is not known
 */
struct framering_fraction {
	__u32 numerator;
	__u32 denominator;
};

/**
 * enum framering_range - what black and white are
 * @FRAMERING_RANGE_DEFAULT: not told: full for RGB, else limited
 * @FRAMERING_RANGE_LIMITED: for 8 bits 16 to 235, and 16 to 240 for chroma
 * @FRAMERING_RANGE_FULL: for 8 bits 0 to 255
 */
enum framering_range {
	FRAMERING_RANGE_DEFAULT = 0,
	FRAMERING_RANGE_LIMITED = 1,
	FRAMERING_RANGE_FULL = 2,
};

/* framering_picture.flip: left and right, or top and bottom change places. */
#define FRAMERING_FLIP_HORIZONTAL	(1U << 0)
#define FRAMERING_FLIP_VERTICAL		(1U << 1)

/**
 * struct framering_picture - what the pixels of a stream mean
 * @visible: what is to be shown of the coded size; all zero for all of it
 * @aspect: width of a pixel by its height, as H.273's SarWidth and SarHeight
 * @rate: nominal frames per second
 * @time_base: seconds that one tick of a frame's presentation time lasts
 * @primaries: H.273's ColourPrimaries; 0 as 2: not told
 * @transfer: H.273's TransferCharacteristics; 0 as 2: not told
 * @matrix: H.273's MatrixCoefficients; 0, identity, is RGB; in a format of luma
 *	and chroma it means as 2: not told
 * @range: enum framering_range
 * @siting: where chroma samples lie, H.273's ChromaSampleLocType plus 1; 0: not
 *	told
 * @field: order of fields, V4L2_FIELD_: 0 (ANY) not told, 1 (NONE) progressive
 * @rotation: 0, 90, 180 or 270 degrees by which the picture has to be turned
 *	clockwise to be upright, as V4L2_CID_ROTATE does
 * @flip: FRAMERING_FLIP_ bits, to be done before the rotation
 * @reserved0: zero
 * @reserved: zero
 *
 * All zero: nothing is told. None of it changes where bytes lie.
 */
struct framering_picture {
	struct framering_rectangle visible;
	struct framering_fraction aspect;
	struct framering_fraction rate;
	struct framering_fraction time_base;
	__u8 primaries;
	__u8 transfer;
	__u8 matrix;
	__u8 range;
	__u8 siting;
	__u8 field;
	__u16 rotation;
	__u8 flip;
	__u8 reserved0[3];
	__u32 reserved[19];
};

/**
 * enum framering_clock - whose clock a frame's time is of
 * @FRAMERING_CLOCK_MONOTONIC: CLOCK_MONOTONIC
 * @FRAMERING_CLOCK_REALTIME: CLOCK_REALTIME
 * @FRAMERING_CLOCK_TAI: CLOCK_TAI, as synchronised cameras have it
 * @FRAMERING_CLOCK_BOOTTIME: CLOCK_BOOTTIME
 * @FRAMERING_CLOCK_DEVICE: the source's own, in nanoseconds from anywhere
 */
enum framering_clock {
	FRAMERING_CLOCK_MONOTONIC = 0,
	FRAMERING_CLOCK_REALTIME = 1,
	FRAMERING_CLOCK_TAI = 2,
	FRAMERING_CLOCK_BOOTTIME = 3,
	FRAMERING_CLOCK_DEVICE = 4,
};

/**
 * enum framering_moment - what a frame's time marks
 * @FRAMERING_MOMENT_SUBMIT: when it was submitted, or not told
 * @FRAMERING_MOMENT_EXPOSURE_START: the start of the exposure
 * @FRAMERING_MOMENT_EXPOSURE_END: the end of the exposure
 * @FRAMERING_MOMENT_RECEIVED: its last byte came in from the source
 */
enum framering_moment {
	FRAMERING_MOMENT_SUBMIT = 0,
	FRAMERING_MOMENT_EXPOSURE_START = 1,
	FRAMERING_MOMENT_EXPOSURE_END = 2,
	FRAMERING_MOMENT_RECEIVED = 3,
};

/* framering_desc.flags */
/* A compressed frame that can be decoded without any before it. */
#define FRAMERING_FRAME_KEY		(1U << 0)
/* Between the frame before and this one, the source lost or left out some. */
#define FRAMERING_FRAME_DISCONTINUITY	(1U << 1)
/* Known to be damaged; it is shown all the same. */
#define FRAMERING_FRAME_ERROR		(1U << 2)
/* @pts holds. */
#define FRAMERING_FRAME_PTS		(1U << 3)
/* @damage holds: elsewhere the frame is the same as the one before. */
#define FRAMERING_FRAME_DAMAGE		(1U << 4)
/* All that a producer may set. */
#define FRAMERING_FRAME_FLAGS		0x1fU

/**
 * struct framering_damage - the part of a frame that has changed
 * @x: its left column, in pixels of the coded size
 * @y: its top line
 * @width: in pixels
 * @height: in lines
 */
struct framering_damage {
	__u16 x;
	__u16 y;
	__u16 width;
	__u16 height;
};

/**
 * struct framering_info - what a producer says of one frame
 * @plane_bytes: bytes in use, by plane; 0: all of it. For compressed formats,
 *	whose frames differ in size
 * @pts: presentation time by the source, in units of the stream's time base,
 *	where FRAMERING_FRAME_PTS is set; else zero
 * @damage: where FRAMERING_FRAME_DAMAGE is set; else zero
 * @clock: enum framering_clock: whose time the frame's is
 * @moment: enum framering_moment: what it marks
 * @field: as in struct framering_picture, if it is this frame's own; 0: the
 *	stream's
 * @reserved0: zero
 * @meta_bytes: bytes in use of the slot's part of the META region
 * @fence: zero; room for the point of a timeline at which it can be read
 * @user: the producer's own data
 *
 * All zero is an ordinary frame.
 */
struct framering_info {
	__u32 plane_bytes[FRAMERING_MAX_PLANES];
	__s64 pts __attribute__((aligned(8)));
	struct framering_damage damage;
	__u8 clock;
	__u8 moment;
	__u8 field;
	__u8 reserved0;
	__u32 meta_bytes;
	__aligned_u64 fence;
	__aligned_u64 user[4];
};

#endif /* _UAPI_FRAMERING_DESCRIPTION_H */
