/* SPDX-License-Identifier: MIT */
/* Consumers of a device that is not there: what DEMAND tells of them. */
#ifndef TEST_FAKE_DEMAND_H
#define TEST_FAKE_DEMAND_H

#include <framering.h>
#include <poll.h>

/**
 * struct fake_demand - the consumers, beside the STATUS page
 * @serial: as DEMAND tells it
 * @seen: what DEMAND told last
 * @fd: the ring file that it was asked of; -1 before that: any
 * @gone: the device is gone
 * @wish: of each consumer of the present generation
 * @wished: the serial of its wish, 0 for none
 * @consumer: what CONSUMER gives of each, beside its number, id and wish
 * @more: what is added to that one's times each time that it was told
 * @consumer_errno: what CONSUMER fails with, or 0
 * @times_errno: what TIMES fails with, or 0
 * @told: what the last WISH was
 * @asked: the last DEMAND, as it came
 */
extern struct fake_demand {
	__u64 serial;
	__u64 seen;
	int fd;
	int gone;
	struct framering_wish wish[FRAMERING_MAX_CONSUMERS];
	__u64 wished[FRAMERING_MAX_CONSUMERS];
	struct framering_consumer_info consumer;
	struct framering_times more;
	int consumer_errno;
	int times_errno;
	struct framering_wish told;
	struct framering_demand asked;
} fake_demand_state;

/* A consumer attaches, with @wish if it is not NULL; its number. */
unsigned int fake_demand_attach(const struct framering_wish *wish);

/* Consumer @index detaches. */
void fake_demand_detach(unsigned int index);

/* Another generation: no consumer is attached to it. */
void fake_demand_reset(void);

/* The requests. */
int fake_demand(int fd, struct framering_demand *demand);
int fake_demand_consumer(struct framering_consumer_info *info);
/* A consumer's id is its number and a hundred. */
int fake_demand_evict(const struct framering_evict *evict);
/* One file's request is as good as another's. */
int fake_demand_times(const struct framering_ask_times *times);
int fake_demand_wish(const struct framering_wish *wish);

/* What poll(2) says of a ring file that is asked for POLLPRI alone. */
int fake_demand_poll(struct pollfd *fds, nfds_t count);

#endif /* TEST_FAKE_DEMAND_H */
