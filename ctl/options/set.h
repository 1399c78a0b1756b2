/* SPDX-License-Identifier: MIT */
/* What options of several verbs do with their values. */
#ifndef CTL_SET_H
#define CTL_SET_H

#include "verb.h"

/* A member of type uint32_t becomes 1. */
int set_flag(void *to, const struct option_entry *entry, const char *text);

/* A text that is not empty, into a pointer. */
int set_text(void *to, const struct option_entry *entry, const char *text);

/* A number from @min to @max, into a uint32_t or a uint64_t. */
int set_number(void *to, const struct option_entry *entry, const char *text);
int set_long_number(void *to, const struct option_entry *entry,
		    const char *text);

#endif /* CTL_SET_H */
