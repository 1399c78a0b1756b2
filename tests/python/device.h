/* SPDX-License-Identifier: MIT */
/* The roles that are attached to the fake device of an interpreter. */
#ifndef TEST_PYTHON_DEVICE_H
#define TEST_PYTHON_DEVICE_H

#include <framering.h>
#include <pthread.h>

/**
 * struct role - a role that is attached
 * @fd: its file
 * @kind: enum framering_role; 0: the entry is free
 * @index: number of the consumer
 * @status: the STATUS page of its generation, mapped for writing
 * @page: the PRODUCER page
 * @consumers: the CONSUMER pages
 */
struct role {
	int fd;
	__u32 kind;
	__u32 index;
	struct framering_status *status;
	struct framering_producer_page *page;
	struct framering_consumer_page *consumers[FRAMERING_MAX_CONSUMERS];
};

/* Guards the roles. Recursive: what is called with it held may come back. */
extern pthread_mutex_t device_lock;

/* The role whose file this is, or NULL; and the FRAMERING_EVENT_ bits of it. */
struct role *device_role(int fd);
int device_events(const struct role *role);

#endif /* TEST_PYTHON_DEVICE_H */
