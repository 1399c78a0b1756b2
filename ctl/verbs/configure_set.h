/* SPDX-License-Identifier: MIT */
/* What the options of configure do with their values. */
#ifndef CTL_CONFIGURE_SET_H
#define CTL_CONFIGURE_SET_H

#include "options/verb.h"

/* As set of struct option_entry; @to is a struct configure_options. */
typedef int configure_set_fn(void *to, const struct option_entry *entry,
			     const char *text);

configure_set_fn configure_set_u32;
configure_set_fn configure_set_power;
configure_set_fn configure_set_format;
configure_set_fn configure_set_size;
configure_set_fn configure_set_memory;
configure_set_fn configure_set_cache;
configure_set_fn configure_set_bit;
configure_set_fn configure_set_word;
configure_set_fn configure_set_fraction;
configure_set_fn configure_set_rotation;
configure_set_fn configure_set_flip;
configure_set_fn configure_set_visible;
configure_set_fn configure_set_planes;
configure_set_fn configure_set_frame_bytes;
configure_set_fn configure_set_modifier;
configure_set_fn configure_set_dmabufs;

#endif /* CTL_CONFIGURE_SET_H */
