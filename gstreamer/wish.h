/* SPDX-License-Identifier: MIT */
/* What downstream wants, as a wish to the producer. */
#ifndef GST_FRAMERING_WISH_H
#define GST_FRAMERING_WISH_H

#include <gst/gst.h>
#include <libframering.h>

/* Where @caps leave one thing alone; zeros elsewhere. */
struct framering_wish wish_of(const GstCaps *caps);

#endif /* GST_FRAMERING_WISH_H */
