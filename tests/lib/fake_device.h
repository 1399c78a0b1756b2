/* SPDX-License-Identifier: MIT */
/*
 * A device without a driver: ioctl() is wrapped at link time, and a role file
 * is a file in memory with the regions at their true offsets. It keeps no
 * rules but that of the caches in QUERY, and that of DEMAND in fake_demand.h;
 * it is there to see what the library and framering-produce do.
 */
#ifndef TEST_FAKE_DEVICE_H
#define TEST_FAKE_DEVICE_H

#include <framering.h>

/**
 * struct fake_device - the device; a test may change what it likes
 * @file: the present generation, -1 before CONFIGURE
 * @generation: its number
 * @query: what QUERY says; its caches are those of x86 without a PCI card
 * @status: the STATUS page, mapped for writing
 * @kicks: times that a role was kicked
 * @configures: times that the ring was configured
 * @configure_errno: what CONFIGURE fails with, or 0
 * @configure_max: after so many times it fails with ENOMEM; 0 for never
 * @wait_errno: what WAIT fails with, or 0
 * @wait_revents: what WAIT gives otherwise
 * @wait_deadline: what WAIT was asked
 * @consumer_wake: what the wake flag of a new generation is
 * @kernel_held: which slots of a new generation the kernel holds
 * @unprotected_ns: what ROLE gives
 * @queries: times that it was asked what the ring is
 * @query_max: after so many times the ring is gone, ENODEV; 0 for never
 * @fail_mmap: this call of mmap() from now on fails; 0 for none
 */
extern struct fake_device {
	int file;
	struct framering_query query;
	struct framering_status *status;
	unsigned int kicks;
	unsigned int configures;
	int configure_errno;
	unsigned int configure_max;
	int wait_errno;
	__u32 wait_revents;
	__s64 wait_deadline;
	__u32 consumer_wake;
	__u32 kernel_held;
	__u64 unprotected_ns;
	unsigned int queries;
	unsigned int query_max;
	int fail_mmap;
} fake_device;

/*
 * What to do at each kick, before each ppoll(2), and instead of one that would
 * sleep for long, which is then tried once more; or NULL.
 */
#define FAKE_LONG_MS	100
extern void (*fake_device_kicked)(void);
extern void (*fake_device_polled)(void);
extern void (*fake_device_slept)(void);

/* Cache modes as QUERY tells them. */
#define FAKE_WC	(1U << FRAMERING_CACHE_WC)
#define FAKE_WB	(1U << FRAMERING_CACHE_WB)
#define FAKE_UC	(1U << FRAMERING_CACHE_UC)

/* The ring becomes one of a PCI card, whose memory is the default. */
void fake_device_add_bar(void);

/* Take the memory away from all roles: touching it is SIGBUS. */
void fake_device_take_away(void);

#endif /* TEST_FAKE_DEVICE_H */
