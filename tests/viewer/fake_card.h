/* SPDX-License-Identifier: MIT */
/*
 * A graphics card that is not there: libdrm's functions, by the linker's
 * --wrap, with planes as the cards have them that scale and convert YUV.
 */
#ifndef TEST_FAKE_CARD_H
#define TEST_FAKE_CARD_H

#include "screen/kms.h"

#define FAKE_CRTC	41
/* Shows XR24, on both screens. */
#define FAKE_PRIMARY	51
/* Takes NV12, but for the other screen. */
#define FAKE_OTHER	52
/* Takes NV12 and YUYV, and knows the colours of YUV. */
#define FAKE_OVERLAY	53
/* Takes YU12, and does not. */
#define FAKE_PLAIN	54

/**
 * struct fake_card - what the card was told
 * @encoding: of the overlay: the index of its text, BT.601, BT.709
 * @range: the same, limited, full
 * @plane: of the last SetPlane
 * @fb: the same; 0: it shows nothing
 * @to: where to: x, y, width and height
 * @from: the same in the frame, in parts of 65536 of a pixel
 * @refuse: SetPlane fails with this errno
 * @buffers: of the card's own that there are
 */
struct fake_card {
	uint64_t encoding;
	uint64_t range;
	uint32_t plane;
	uint32_t fb;
	uint32_t to[4];
	uint32_t from[4];
	int refuse;
	int buffers;
};

extern struct fake_card fake_card;

/* The card, with a screen on FAKE_CRTC. */
struct kms fake_card_open(void);

#endif /* TEST_FAKE_CARD_H */
