/* SPDX-License-Identifier: MIT */
/* Write a whole frame and read a whole frame, as fast as may be. */
#ifndef BENCH_PIXELS_H
#define BENCH_PIXELS_H

#include <stddef.h>
#include <stdint.h>

/* Every byte of @frame becomes @value. */
void pixels_fill(void *frame, size_t bytes, uint8_t value);

/**
 * pixels_read - read every byte of a frame
 * @frame: page aligned
 * @bytes: a multiple of 64
 * @stream: not zero: the memory is write-combined, take streaming loads
 *
 * Return: the value that all bytes have, or -1 if they differ: the frame is
 * made of two.
 */
int pixels_read(const void *frame, size_t bytes, int stream);

/* A part of each page of @frame becomes @value, in little time. */
void pixels_mark(void *frame, size_t bytes, uint8_t value);

/* The value that pixels_mark() gave all pages; -1: that of two frames. */
int pixels_marked(const void *frame, size_t bytes);

#endif /* BENCH_PIXELS_H */
