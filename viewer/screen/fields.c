// SPDX-License-Identifier: MIT
/* Which of a frame's two fields is to be seen. */
#include <linux/videodev2.h>

#include "fields.h"

/* Frames a second, if nothing is told: of those there are, the slower. */
#define USUAL_RATE	25

static uint64_t period_ns(const struct framering_picture *picture)
{
	const struct framering_fraction *rate = &picture->rate;

	if (!rate->numerator || !rate->denominator)
		return 1000000000 / USUAL_RATE;
	return (uint64_t)rate->denominator * 1000000000 / rate->numerator;
}

void fields_begin(struct fields *fields,
		  const struct framering_picture *picture, uint8_t field,
		  uint64_t now)
{
	if (!field)
		field = picture->field;
	fields->bottom = field == V4L2_FIELD_INTERLACED_BT;
	fields->second_ns = now + period_ns(picture) / 2;
}

bool fields_turn(struct fields *fields, uint64_t now)
{
	if (!fields->second_ns || now < fields->second_ns)
		return false;
	fields->second_ns = 0;
	fields->bottom = !fields->bottom;
	return true;
}
