/* SPDX-License-Identifier: MIT */
/*
 * What conforming producers put into frames, so that a torn one is seen: one
 * word all over, or the driver's own test picture.
 */
#ifndef TESTS_DRIVER_CONTENT_H
#define TESTS_DRIVER_CONTENT_H

#include <stddef.h>
#include <stdint.h>

#include <framering.h>

/* Another one for each frame of each producer. */
uint64_t content_word(uint32_t producer, uint64_t frame);
/* The number of the actor that wrote this word; 0: none of them. */
uint32_t content_producer(uint64_t word);
/* For write(2): one byte, since its reader may stop in the middle of a word. */
uint8_t content_byte(uint32_t producer);

void content_fill(uint8_t *at, size_t bytes, uint64_t word);
/*
 * Not zero: all of it is of one frame. @bytes from a frame's start, for as
 * many as there are, in multiples of a word; @number: the frame's.
 */
int content_is_whole(const struct framering_geometry *geometry,
		     const uint8_t *at, size_t bytes, uint64_t number);
/* Not zero: this begins like a frame of words, and does not go on so. */
int content_is_torn(const uint8_t *at, size_t bytes);

#endif /* TESTS_DRIVER_CONTENT_H */
