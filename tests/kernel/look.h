/* SPDX-License-Identifier: MIT */
/* For the tests of framering_ptwalk: to look, and memory to look at. */
#ifndef TESTS_KERNEL_LOOK_H
#define TESTS_KERNEL_LOOK_H

#include <stddef.h>
#include <stdint.h>

#include "ptwalk.h"

#define PAGE	4096UL
#define HUGE	(2UL << 20)
#define GIANT	(1UL << 30)

/* Whether the processor has a feature, from another source. */
int cpu_has(const char *flag);
#define cpu_has_pat()	cpu_has("pat")

/* -1 with errno set, or *@look is filled in; all of vmalloc is searched. */
int ptwalk(const volatile void *address, struct ptwalk *look);

/* The functions below end the test case if they fail. */
struct ptwalk look_at(const volatile void *address);
unsigned char *map(int prot, int flags, int fd, size_t bytes);
unsigned char *anonymous(int prot, size_t bytes);
/* As map(), shared and at a multiple of @align. */
unsigned char *map_aligned(int fd, size_t bytes, size_t align);
/* The module's file, with memory of this kind made. */
int make(uint32_t kind, uint64_t physical, uint64_t bytes);
/* A file of the ivshmem device below /sys, or -1 with errno set. */
int open_ivshmem(const char *name, int flags);
/* Where its memory BAR lies, and how large it is. */
uint64_t ivshmem_memory(uint64_t *bytes);

#endif /* TESTS_KERNEL_LOOK_H */
