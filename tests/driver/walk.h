/* SPDX-License-Identifier: MIT */
/* What the page tables hold, by the helper module; and what they should. */
#ifndef TESTS_DRIVER_WALK_H
#define TESTS_DRIVER_WALK_H

#include <stdint.h>

#include "kernel/ptwalk.h"
#include "kind.h"

/*
 * Look at the page of @at, and for up to @limit other mappings of it in the
 * kernel. Ends the test case if nothing is mapped there.
 */
struct ptwalk walk_at(const volatile void *at, uint32_t limit);
/* Whether the processor has a page attribute table, says /proc/cpuinfo. */
int walk_has_pat(void);
/* The mode that frames of @kind can have at best, if one lies at @pfn. */
uint32_t walk_mode(const struct dev_kind *kind, uint64_t pfn);
/* The PTWALK_ memory type that means this enum framering_cache. */
uint32_t walk_type(uint32_t cache);

#endif /* TESTS_DRIVER_WALK_H */
