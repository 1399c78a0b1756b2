/* SPDX-License-Identifier: MIT */
/* Texts about a ring's memory. */
#ifndef VIEW_MEMORY_H
#define VIEW_MEMORY_H

#include <stddef.h>

#include <libframering.h>

/*
 * How the processor caches it: "write-combined", or "asked for
 * write-combined, uncached in effect".
 */
void memory_cache(char *text, size_t bytes,
		  const struct framering_status *status);

#endif /* VIEW_MEMORY_H */
