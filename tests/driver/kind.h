/* SPDX-License-Identifier: MIT */
/* Every memory kind with every cache mode that it has, for TEST_VARIANTS. */
#ifndef TESTS_DRIVER_KIND_H
#define TESTS_DRIVER_KIND_H

#include <stdint.h>

#include <framering.h>

/**
 * struct dev_kind - a memory kind in a cache mode
 * @name: for the case's name
 * @memory: enum framering_memory
 * @cache: enum framering_cache
 * @pci: not zero: on the ring of the PCI device, else on ring 0
 */
struct dev_kind {
	const char *name;
	uint32_t memory;
	uint32_t cache;
	int pci;
};

#ifdef __aarch64__
#define DEV_KINDS	5
#else
#define DEV_KINDS	9
#endif
extern const struct dev_kind dev_kinds[DEV_KINDS];

/* It needs no device to stay, so that its slots can be exported. */
int kind_lasts(const struct dev_kind *kind);
/* Its pages are counted one by one, so that they can be pinned. */
int kind_counts(const struct dev_kind *kind);
/* These end the test case if they fail. */
int kind_open(const struct dev_kind *kind, int flags);
/* As dev_config(), of this kind. */
struct framering_config kind_config(const struct dev_kind *kind);
/* Open for both, and configured so. */
int kind_ring(const struct dev_kind *kind);
/* CONFIGURE @ring, of any number, so. */
struct framering_config kind_configure(const struct dev_kind *kind, int ring);

#endif /* TESTS_DRIVER_KIND_H */
