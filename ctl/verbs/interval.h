/* SPDX-License-Identifier: MIT */
/* The option of verbs that measure rates. */
#ifndef CTL_INTERVAL_H
#define CTL_INTERVAL_H

#include "options/set.h"

struct interval_options {
	uint32_t interval_ms;
};

#define INTERVAL_OPTION							\
	{ 'i', "interval", "MS", set_number,				\
	  offsetof(struct interval_options, interval_ms), 0, 60000,	\
	  "milliseconds, 0 to 60000",					\
	  "measure rates for so long; 0: none; 250", NULL }

static inline void interval_init(void *options)
{
	((struct interval_options *)options)->interval_ms = 250;
}

#endif /* CTL_INTERVAL_H */
