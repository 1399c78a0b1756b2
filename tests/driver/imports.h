/* SPDX-License-Identifier: MIT */
/* Rings on dma-bufs that the caller brings, and where these come from. */
#ifndef TESTS_DRIVER_IMPORTS_H
#define TESTS_DRIVER_IMPORTS_H

#include <stdint.h>

#include <framering.h>

#include "../kernel/exporter.h"

#define IMPORTS_SLOTS	4U

/**
 * struct imports - a ring's slots as they were brought
 * @fd: the dma-bufs
 * @at: mapped by their own descriptors
 */
struct imports {
	int32_t fd[IMPORTS_SLOTS];
	uint8_t *at[IMPORTS_SLOTS];
};

/* A dma-buf of framering_exporter; ends the test case if that fails. */
int imports_make(uint32_t sort, uint32_t flags, uint64_t bytes);
/* How many of them there are; and how many addresses drivers have of them. */
int imports_count(void);
int imports_addresses(void);
/* As dev_config(), of as many slots, on what @fd has; see struct imports. */
struct framering_config imports_config(const int32_t *fd);
/* CONFIGURE: 0 or a negative errno. */
int imports_configure(int ring, const struct imports *imports);
/* As many of framering_exporter's, mapped. */
struct imports imports_bring(void);
/* All slots of framering_exporter's, and the ring configured on them. */
struct imports imports_ring(int ring);

#endif /* TESTS_DRIVER_IMPORTS_H */
