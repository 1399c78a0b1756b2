/* SPDX-License-Identifier: MIT */
/* The checksum of a frame. */
#ifndef VIEW_CHECKSUM_H
#define VIEW_CHECKSUM_H

#include <stdint.h>

#include <libframering.h>

/*
 * zlib's CRC-32 of the visible bytes, line by line and plane by plane: what
 * the frame would be in a file of raw video; of a compressed frame, the bytes
 * in use. @cache is the mode in effect.
 */
uint32_t checksum_frame(const struct framering_frame *frame, uint32_t cache);

#endif /* VIEW_CHECKSUM_H */
