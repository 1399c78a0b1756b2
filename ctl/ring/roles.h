/* SPDX-License-Identifier: MIT */
/*
 * What the driver tells the administrator alone, in debugfs: who the producer
 * is, and its counters. No request has these.
 */
#ifndef CTL_ROLES_H
#define CTL_ROLES_H

#include <stdint.h>

#define ROLES_NAME	80U

/**
 * struct producer_info - the producer of a ring's present generation
 * @known: what follows was told; else all of it is zero
 * @attached: there is one
 * @id: number of the role, never used twice
 * @pid: its process; 0 if it lives in another namespace, or in the kernel
 * @uid: its user
 * @name: its process's name, in printable ASCII
 * @frames: frames that were ever submitted
 * @holes: slots that were passed over because they were held
 * @full: times that no slot was free
 */
struct producer_info {
	int known;
	int attached;
	uint64_t id;
	int pid;
	uint32_t uid;
	char name[ROLES_NAME];
	uint64_t frames;
	uint64_t holes;
	uint64_t full;
};

/* What is told of the producer of the ring whose node is @name. */
void roles_producer(const char *name, struct producer_info *info);

#endif /* CTL_ROLES_H */
