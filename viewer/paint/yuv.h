/* SPDX-License-Identifier: MIT */
/*
 * YUV of 8 bits becomes red, green and blue. A sample of chroma counts for all
 * pixels that it covers, without a transition to the next: that, and knowing
 * nothing but 8 bits, makes it several times as fast as zimg.
 */
#ifndef VIEW_YUV_H
#define VIEW_YUV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <libframering.h>

struct yuv;

/* YUV of 8 bits, with a sample of chroma for two pixels of a line. */
bool yuv_suits(const struct framering_format *format);

/**
 * yuv_create - prepare for frames like these
 * @yuv: gets it; yuv_destroy() it
 * @geometry: of the frames, whose format yuv_suits()
 * @picture: what is told of them
 * @cache: of the memory where they lie
 *
 * Return: 0 or -ENOMEM.
 */
int yuv_create(struct yuv **yuv, const struct framering_geometry *geometry,
	       const struct framering_picture *picture, uint32_t cache);

/* NULL is fine. */
void yuv_destroy(struct yuv *yuv);

/**
 * yuv_run - convert a frame
 * @yuv: the converter
 * @frame: the frame, each line of which is read once
 * @pixels: gets words of 32 bits, blue lowest, alpha highest and all of it
 * @pitch: bytes from one line of them to the next
 */
void yuv_run(struct yuv *yuv, const struct framering_frame *frame,
	     uint8_t *pixels, size_t pitch);

#endif /* VIEW_YUV_H */
