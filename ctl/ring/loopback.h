/* SPDX-License-Identifier: MIT */
/* A ring of our own, without a node, with both roles in this process. */
#ifndef CTL_LOOPBACK_H
#define CTL_LOOPBACK_H

#include <libframering.h>

/**
 * struct loopback - it
 * @ring: the ring
 * @producer: its producer; NULL before loopback_attach()
 * @consumer: its consumer; NULL before loopback_attach()
 * @fd: by which it was given, -1: it has a node
 */
struct loopback {
	struct framering *ring;
	struct framering_producer *producer;
	struct framering_consumer *consumer;
	int fd;
};

/*
 * Make one, or take that whose node is @path, if it is not NULL. Return: 0 or a
 * negative errno, -EACCES if this user may not; loopback_close() it.
 */
int loopback_open(struct loopback *loopback, const char *path);
void loopback_close(struct loopback *loopback);

/**
 * loopback_attach - give the ring a format, and attach anew
 * @loopback: the ring
 * @config: in, out: as framering_configure()
 * @flags: FRAMERING_CONSUMER_ bits of the consumer
 *
 * Return: 0 or a negative errno.
 */
int loopback_attach(struct loopback *loopback, struct framering_config *config,
		    uint32_t flags);

/**
 * loopback_pass - let frames go round, each with its number in all its bytes
 * @loopback: attached, lossless
 * @frames: how many
 * @bad: gets how many came with other bytes, or out of order
 *
 * Return: 0 or a negative errno.
 */
int loopback_pass(struct loopback *loopback, unsigned int frames,
		  unsigned int *bad);

#endif /* CTL_LOOPBACK_H */
