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
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "../lib/fake_demand.h"
#include "../lib/fake_device.h"

#define ROLES	64
#define SLICE_NS	1000000LL

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

static struct role roles[ROLES];
/* Recursive: what is called with it held may come back here. */
static pthread_mutex_t lock = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;

int __wrap_ioctl(int fd, unsigned long command, ...);
void *__real_mmap(void *address, size_t bytes, int prot, int flags, int fd,
		  off_t offset);
int __real_ppoll(struct pollfd *fds, nfds_t count,
		 const struct timespec *timeout, const sigset_t *mask);
void fake_take_away(int gone);
void fake_fail_wait(int error);
void fake_unprotect(void);
unsigned int fake_roles(void);

void *__real_mmap(void *address, size_t bytes, int prot, int flags, int fd,
		  off_t offset)
{
	return mmap(address, bytes, prot, flags, fd, offset);
}

int __real_ppoll(struct pollfd *fds, nfds_t count,
		 const struct timespec *timeout, const sigset_t *mask)
{
	struct timespec left = timeout ? *timeout : (struct timespec){ 0 };

	return (int)syscall(SYS_ppoll, fds, count, timeout ? &left : NULL, mask,
			    _NSIG / 8);
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

static struct role *find(int fd)
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

static int events_of(const struct role *role)
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
	wait->revents = (__u32)events_of(role);
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
	pthread_mutex_lock(&lock);
	role = find(fd);
	if (command == FRAMERING_IOC_ATTACH)
		ret = attach(fd, command, argument);
	else if (command == FRAMERING_IOC_WAIT && role)
		ret = wait_for(role, argument);
	else
		ret = __wrap_ioctl(fd, command, argument);
	pthread_mutex_unlock(&lock);
	return ret;
}

int close(int fd)
{
	struct role *role;

	pthread_mutex_lock(&lock);
	role = find(fd);
	if (role && role->kind == FRAMERING_ROLE_CONSUMER &&
	    role->status->generation == fake_device.query.generation) {
		role->consumers[role->index]->held = 0;
		fake_demand_detach(role->index);
	}
	if (role)
		role->kind = 0;
	pthread_mutex_unlock(&lock);
	return (int)syscall(SYS_close, fd);
}

/* Which of @fds are ready by what the fake device says. */
static int look(struct pollfd *fds, nfds_t count)
{
	int ready = 0;
	nfds_t i;

	pthread_mutex_lock(&lock);
	for (i = 0; i < count; i++) {
		const struct role *role = find(fds[i].fd);

		fds[i].revents = 0;
		if (role)
			fds[i].revents = (short)events_of(role) &
					 (fds[i].events | POLLHUP | POLLERR);
		else if (fds[i].events == POLLPRI)
			fake_demand_poll(&fds[i], 1);
		ready += fds[i].revents != 0;
	}
	pthread_mutex_unlock(&lock);
	return ready;
}

/* The others, for a moment; or an error. A fake's file is always ready. */
static int look_real(struct pollfd *fds, nfds_t count, long long ns)
{
	struct timespec slice = { .tv_nsec = ns };
	struct pollfd *real = calloc(count + 1, sizeof(*real));
	int ready;
	nfds_t i;

	if (!real)
		abort();
	for (i = 0; i < count; i++) {
		real[i] = fds[i];
		if (find(fds[i].fd) || fds[i].events == POLLPRI)
			real[i].fd = -1;
	}
	ready = __real_ppoll(real, count, &slice, NULL);
	for (i = 0; ready > 0 && i < count; i++)
		fds[i].revents |= real[i].revents;
	free(real);
	return ready;
}

static long long now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000000LL + now.tv_nsec;
}

/* Nobody is woken here: it looks every millisecond. */
static int fake_poll(struct pollfd *fds, nfds_t count, long long timeout_ns)
{
	long long end = timeout_ns < 0 ? -1 : now_ns() + timeout_ns, left;
	int ready, others;

	for (;;) {
		ready = look(fds, count);
		left = end < 0 ? SLICE_NS : end - now_ns();
		if (ready || left < 0)
			left = 0;
		others = look_real(fds, count,
				   left < SLICE_NS ? left : SLICE_NS);
		if (others < 0 && !ready)
			return others;
		if (ready || others > 0)
			return ready + (others > 0 ? others : 0);
		if (end >= 0 && !left)
			return 0;
	}
}

int ppoll(struct pollfd *fds, nfds_t count, const struct timespec *timeout,
	  const sigset_t *mask)
{
	long long ns = timeout ? timeout->tv_sec * 1000000000LL +
				 timeout->tv_nsec : -1;

	if (mask)
		return __real_ppoll(fds, count, timeout, mask);
	return fake_poll(fds, count, ns);
}

int poll(struct pollfd *fds, nfds_t count, int timeout)
{
	return fake_poll(fds, count, timeout < 0 ? -1 : timeout * 1000000LL);
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
