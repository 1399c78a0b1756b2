/* SPDX-License-Identifier: MIT */
/* A small font for the overlay: printable ASCII, five by eight dots. */
#ifndef VIEW_FONT_H
#define VIEW_FONT_H

#include <stdint.h>

#define FONT_FIRST	' '
#define FONT_GLYPHS	95
#define FONT_WIDTH	5
#define FONT_HEIGHT	8
/* From one character, or line, to the next. */
#define FONT_ADVANCE	6
#define FONT_LEADING	10

/* A line of dots in a byte; the leftmost is 0x10. */
extern const uint8_t font_glyphs[FONT_GLYPHS][FONT_HEIGHT];

#endif /* VIEW_FONT_H */
