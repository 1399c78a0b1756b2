/* SPDX-License-Identifier: MIT */
/* What the options of configure ask for. */
#ifndef CTL_CONFIGURE_OPTIONS_H
#define CTL_CONFIGURE_OPTIONS_H

#include <libframering.h>

#include "options/verb.h"

#define CONFIGURE_GIVEN	40U

/**
 * struct configure_given - a part of struct framering_config that was given
 * @at: where it begins there
 * @bytes: how long it is
 */
struct configure_given {
	size_t at;
	size_t bytes;
};

/**
 * struct configure_options - what is wanted
 * @config: the values
 * @given: which of them were given
 * @count: how many
 * @flags_set: FRAMERING_CONFIG_ bits to be set
 * @flags_clear: and to be cleared
 * @strides: lines of planes that were given, a number of planes
 * @offsets: the same of offsets
 * @sizes: the same of bytes
 * @compressed_bytes: room for a compressed frame; 0: not given
 * @dmabuf: descriptors for memory kind import
 * @dmabufs: how many
 * @defaults: what the ring is now does not count
 */
struct configure_options {
	struct framering_config config;
	struct configure_given given[CONFIGURE_GIVEN];
	unsigned int count;
	uint32_t flags_set;
	uint32_t flags_clear;
	unsigned int strides;
	unsigned int offsets;
	unsigned int sizes;
	uint32_t compressed_bytes;
	int32_t dmabuf[FRAMERING_MAX_SLOTS];
	unsigned int dmabufs;
	uint32_t defaults;
};

/* Not zero: the @bytes of the configuration at @at were given. */
int configure_was_given(const struct configure_options *options, size_t at);

extern const struct option_entry configure_option_entries[];

#endif /* CTL_CONFIGURE_OPTIONS_H */
