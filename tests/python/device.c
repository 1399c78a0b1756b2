// SPDX-License-Identifier: MIT
/*
 * The fake device for an interpreter: loaded before everything else, its calls
 * come before libc's. It does what tests/lib's leaves to each test: roles begin
 * and end, WAIT and poll(2) tell what holds, and memory is taken away.
 */
#include <errno.h>
#include <fcntl.h>
#include <framering_ring.h>
#include <linux/falloc.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "../lib/fake_demand.h"
#include "../lib/fake_device.h"
#include "device.h"

#define ROLES	64

static struct role roles[ROLES];
pthread_mutex_t device_lock = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;

int __wrap_ioctl(int fd, unsigned long command, ...);
void *__real_mmap(void *address, size_t bytes, int prot, int flags, int fd,
		  off_t offset);
void fake_take_away(int gone);
void fake_fail_wait(int error);
void fake_unprotect(void);
unsigned int fake_roles(void);

void *__real_mmap(void *address, size_t bytes, int prot, int flags, int fd,
		  off_t offset)
{
	return mmap(address, bytes, prot, flags, fd, offset);
}

/* The ring's own name, so that programs need not be told of another. */
int open64(const char *path, int flags, ...)
{
	mode_t mode = 0;
	va_list args;

	va_start(args, flags);
	if (flags & (O_CREAT | O_TMPFILE))
		mode = va_arg(args, mode_t);
	va_end(args);
	if (!strcmp(path, "/dev/framering"))
		path = "/dev/null";
	return openat(AT_FDCWD, path, flags, mode);
}

struct role *device_role(int fd)
{
	int i;

	for (i = 0; i < ROLES; i++)
		if (roles[i].kind && roles[i].fd == fd)
			return &roles[i];
	return NULL;
}

static void *map(int fd, __u64 offset, size_t bytes)
{
	void *at = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd,
			(off_t)offset);

	if (at == MAP_FAILED)
		abort();
	return at;
}

/* Not zero: there is a producer of the present generation. */
static int has_producer(void)
{
	int i;

	for (i = 0; i < ROLES; i++)
		if (roles[i].kind == FRAMERING_ROLE_PRODUCER &&
		    roles[i].status->generation == fake_device.query.generation)
			return 1;
	return 0;
}

/* A consumer begins at the head, or at the newest frame. */
static void begin(struct role *role, struct framering_attach *attach)
{
	struct framering_consumer_page *page = role->consumers[role->index];
	__u32 bit = 1U << role->index;
	__u32 newest = attach->flags & FRAMERING_ATTACH_NEWEST &&
		       role->page->head;

	memset(page, 0, sizeof(*page));
	page->tail = role->page->head - newest;
	page->ends = role->page->ends;
	attach->frame = role->page->frames;
	role->status->lossless &= ~bit;
	if (attach->flags & FRAMERING_ATTACH_LOSSLESS)
		role->status->lossless |= bit;
}

/* The mappings stay for good: a role that ended may be looked at still. */
static int attach(int fd, unsigned long command,
		  struct framering_attach *attach)
{
	struct role *role = NULL;
	size_t step = (size_t)sysconf(_SC_PAGESIZE);
	char *pages;
	int i;

	if (attach->role == FRAMERING_ROLE_PRODUCER && has_producer()) {
		errno = EBUSY;
		return -1;
	}
	for (i = 0; i < ROLES && !role; i++)
		if (!roles[i].kind)
			role = &roles[i];
	if (!role)
		abort();
	if (__wrap_ioctl(fd, command, attach))
		return -1;
	role->fd = attach->fd;
	role->kind = attach->role;
	role->index = attach->index;
	role->status = map(attach->fd, FRAMERING_OFFSET_STATUS, step);
	role->page = map(attach->fd, FRAMERING_OFFSET_PRODUCER,
			 FRAMERING_PRODUCER_BYTES);
	pages = map(attach->fd, FRAMERING_OFFSET_CONSUMER,
		    step * FRAMERING_MAX_CONSUMERS);
	for (i = 0; i < (int)FRAMERING_MAX_CONSUMERS; i++)
		role->consumers[i] = (void *)(pages + (size_t)i * step);
	if (role->kind == FRAMERING_ROLE_CONSUMER)
		begin(role, attach);
	return 0;
}

static int consumer_events(const struct role *role)
{
	const struct framering_ring_consumer ring = {
		.status = role->status,
		.producer = role->page,
		.page = role->consumers[role->index],
	};

	return framering_ring_waiting(&ring) ? FRAMERING_EVENT_IN : 0;
}

static int producer_events(const struct role *role)
{
	struct framering_ring_producer ring = {
		.status = role->status,
		.page = role->page,
		.desc = (void *)((char *)role->page + FRAMERING_DESC_OFFSET),
		.slots = role->status->slots,
		.max_held = role->status->max_held,
	};
	int i;

	for (i = 0; i < (int)FRAMERING_MAX_CONSUMERS; i++)
		ring.consumer[i] = role->consumers[i];
	framering_ring_enter(&ring);
	return framering_ring_can_reserve(&ring) ? FRAMERING_EVENT_OUT : 0;
}

int device_events(const struct role *role)
{
	__u32 state = role->status->state;
	int events;

	if (state & FRAMERING_STATE_REVOKED)
		return state & FRAMERING_STATE_GONE ?
		       FRAMERING_EVENT_HUP :
		       FRAMERING_EVENT_HUP | FRAMERING_EVENT_PRI;
	events = role->kind == FRAMERING_ROLE_CONSUMER ?
		 consumer_events(role) : producer_events(role);
	return events |
	       (state & FRAMERING_STATE_STALE ? FRAMERING_EVENT_PRI : 0);
}

/* The module looks here and sleeps in poll(2). */
static int wait_for(const struct role *role, struct framering_wait *wait)
{
	if (wait->deadline_ns) {
		errno = ENOSYS;
		return -1;
	}
	if (fake_device.wait_errno) {
		errno = fake_device.wait_errno;
		return -1;
	}
	wait->revents = (__u32)device_events(role);
	return 0;
}

int ioctl(int fd, unsigned long command, ...)
{
	struct role *role;
	void *argument;
	va_list args;
	int ret;

	va_start(args, command);
	argument = va_arg(args, void *);
	va_end(args);
	if (_IOC_TYPE(command) != FRAMERING_IOC_MAGIC)
		return (int)syscall(SYS_ioctl, fd, command, argument);
	pthread_mutex_lock(&device_lock);
	role = device_role(fd);
	if (command == FRAMERING_IOC_ATTACH)
		ret = attach(fd, command, argument);
	else if (command == FRAMERING_IOC_WAIT && role)
		ret = wait_for(role, argument);
	else
		ret = __wrap_ioctl(fd, command, argument);
	pthread_mutex_unlock(&device_lock);
	return ret;
}

int close(int fd)
{
	struct role *role;

	pthread_mutex_lock(&device_lock);
	role = device_role(fd);
	if (role && role->kind == FRAMERING_ROLE_CONSUMER &&
	    role->status->generation == fake_device.query.generation) {
		role->consumers[role->index]->held = 0;
		fake_demand_detach(role->index);
	}
	if (role)
		role->kind = 0;
	pthread_mutex_unlock(&device_lock);
	return (int)syscall(SYS_close, fd);
}

/*
 * Of all roles of the present generation: STATUS says so first, and then the
 * frames are zero, as on dummy pages.
 */
void fake_take_away(int gone)
{
	fake_device.status->state |= FRAMERING_STATE_REVOKED |
				     (gone ? FRAMERING_STATE_GONE : 0);
	if (fallocate(fake_device.file,
		      FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE,
		      (off_t)FRAMERING_OFFSET_FRAMES,
		      (off_t)(FRAMERING_OFFSET_SLOT(FRAMERING_MAX_SLOTS) -
			      FRAMERING_OFFSET_FRAMES)))
		abort();
}

/* Live consumers of the present generation protect nothing from now on. */
void fake_unprotect(void)
{
	fake_device.status->unprotected = ~0U;
}

void fake_fail_wait(int error)
{
	fake_device.wait_errno = error;
}

/* How many are attached. */
unsigned int fake_roles(void)
{
	unsigned int i, count = 0;

	for (i = 0; i < ROLES; i++)
		count += roles[i].kind != 0;
	return count;
}
