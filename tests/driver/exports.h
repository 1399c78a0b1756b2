/* SPDX-License-Identifier: MIT */
/* Slots as dma-bufs, and a driver that imports them. */
#ifndef TESTS_DRIVER_EXPORTS_H
#define TESTS_DRIVER_EXPORTS_H

#include <stdint.h>

#include <framering.h>

#include "../kernel/import.h"

/* EXPORT: 0 or a negative errno; *@export is all that it takes and tells. */
int exports_try(int role, struct framering_export *export);
/* The descriptor of @slot's dma-buf; ends the test case if that fails. */
int exports_make(int role, uint32_t slot, uint32_t flags);
/* As exports_try(), of the errors alone. */
int exports_fail(int role, uint32_t slot, uint32_t flags);
/* The whole dma-buf, shared. Ends the test case if that fails. */
uint8_t *exports_map(int dmabuf, int prot, uint64_t bytes);

/* An importer of @dmabuf. What it does gives 0 or a negative errno. */
int importer_open(int dmabuf);
int importer_map(int importer, uint32_t direction, struct import_map *map);
int importer_call(int importer, unsigned long request);
/* A byte, by the scatter list or by the kernel's address. */
int importer_read(int importer, uint64_t offset, uint32_t vmap, uint8_t *byte);
int importer_write(int importer, uint64_t offset, uint32_t vmap, uint8_t byte);

#endif /* TESTS_DRIVER_EXPORTS_H */
