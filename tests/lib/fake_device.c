// SPDX-License-Identifier: MIT
/* A device without a driver. */
#include <errno.h>
#include <fcntl.h>
#include <framering_format.h>
#include <poll.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "fake_admin.h"
#include "fake_demand.h"
#include "fake_device.h"

#define PAGE	((__u64)sysconf(_SC_PAGESIZE))

struct fake_device fake_device = {
	.file = -1,
	.query = {
		.version = FRAMERING_ABI_VERSION,
		.version_oldest = FRAMERING_ABI_VERSION,
		.caches = {
			[FRAMERING_MEMORY_DEFAULT] = FAKE_WC | FAKE_WB |
						     FAKE_UC,
			[FRAMERING_MEMORY_PAGES] = FAKE_WC | FAKE_WB | FAKE_UC,
			[FRAMERING_MEMORY_VMALLOC] = FAKE_WB,
			[FRAMERING_MEMORY_COHERENT] = FAKE_WB,
		},
	},
};
void (*fake_device_kicked)(void);
void (*fake_device_polled)(void);
void (*fake_device_slept)(void);

int __wrap_ioctl(int fd, unsigned long command, ...);
int __real_ppoll(struct pollfd *fds, nfds_t count,
		 const struct timespec *timeout, const sigset_t *mask);
int __wrap_ppoll(struct pollfd *fds, nfds_t count,
		 const struct timespec *timeout, const sigset_t *mask);
void *__real_mmap(void *address, size_t bytes, int prot, int flags, int fd,
		  off_t offset);
void *__wrap_mmap(void *address, size_t bytes, int prot, int flags, int fd,
		  off_t offset);
void *__wrap_mmap64(void *address, size_t bytes, int prot, int flags, int fd,
		    off_t offset);

void *__wrap_mmap(void *address, size_t bytes, int prot, int flags, int fd,
		  off_t offset)
{
	if (fake_device.fail_mmap && !--fake_device.fail_mmap) {
		errno = ENOMEM;
		return MAP_FAILED;
	}
	return __real_mmap(address, bytes, prot, flags, fd, offset);
}

void *__wrap_mmap64(void *address, size_t bytes, int prot, int flags, int fd,
		    off_t offset)
{
	return __wrap_mmap(address, bytes, prot, flags, fd, offset);
}

static int is_long(const struct timespec *timeout)
{
	return !timeout || timeout->tv_sec ||
	       timeout->tv_nsec > FAKE_LONG_MS * 1000000;
}

/* A role file is always ready: it is a file in memory. */
int __wrap_ppoll(struct pollfd *fds, nfds_t count,
		 const struct timespec *timeout, const sigset_t *mask)
{
	const struct timespec none = { 0 };
	int ready;

	if (fake_device_polled)
		fake_device_polled();
	ready = fake_demand_poll(fds, count);
	if (!ready && fake_device_slept && is_long(timeout)) {
		ready = __real_ppoll(fds, count, &none, mask);
		if (!ready)
			fake_device_slept();
		if (!ready)
			ready = fake_demand_poll(fds, count);
	}
	return ready ? ready : __real_ppoll(fds, count, timeout, mask);
}

static struct framering_region region(__u64 offset, __u64 length, __u64 step,
				      __u32 count)
{
	return (struct framering_region){
		.offset = offset,
		.length = (length + PAGE - 1) / PAGE * PAGE,
		.step = step,
		.count = count,
	};
}

static void fill_status(struct framering_status *status)
{
	const struct framering_query *q = &fake_device.query;

	status->magic = FRAMERING_MAGIC;
	status->version = FRAMERING_ABI_VERSION;
	status->size = sizeof(*status);
	status->generation = q->generation;
	status->memory = q->memory;
	status->cache_asked = q->cache_asked;
	status->cache_effective = q->cache_effective;
	status->slots = q->slots;
	status->max_held = q->max_held;
	status->version_oldest = FRAMERING_ABI_VERSION;
	status->geometry = q->geometry;
	status->picture = q->picture;
	status->consumer_wake = fake_device.consumer_wake;
	status->kernel_held = fake_device.kernel_held;
	status->region[FRAMERING_REGION_STATUS] =
		region(FRAMERING_OFFSET_STATUS, FRAMERING_STATUS_BYTES, 0, 1);
	status->region[FRAMERING_REGION_PRODUCER] =
		region(FRAMERING_OFFSET_PRODUCER, FRAMERING_PRODUCER_BYTES, 0,
		       1);
	status->region[FRAMERING_REGION_CONSUMER] =
		region(FRAMERING_OFFSET_CONSUMER, FRAMERING_CONSUMER_BYTES,
		       PAGE, FRAMERING_MAX_CONSUMERS);
	status->region[FRAMERING_REGION_FRAMES] =
		region(FRAMERING_OFFSET_FRAMES, q->geometry.slot_bytes,
		       FRAMERING_FRAMES_STEP, q->slots);
}

void fake_device_add_bar(void)
{
	__u32 *caches = fake_device.query.caches;

	caches[FRAMERING_MEMORY_BAR] = FAKE_WC | FAKE_WB | FAKE_UC;
	caches[FRAMERING_MEMORY_DEFAULT] = caches[FRAMERING_MEMORY_BAR];
}

/* Fill the defaults in, as the driver does. */
static int choose_memory(struct framering_config *config)
{
	const __u32 *caches = fake_device.query.caches;

	if (!config->memory)
		config->memory = caches[FRAMERING_MEMORY_BAR] ?
				 FRAMERING_MEMORY_BAR : FRAMERING_MEMORY_PAGES;
	if (config->memory >= FRAMERING_MEMORIES)
		return -EINVAL;
	if (!config->cache)
		config->cache = caches[config->memory] & FAKE_WC ?
				FRAMERING_CACHE_WC : FRAMERING_CACHE_WB;
	return config->cache < 32 &&
	       caches[config->memory] & 1U << config->cache ? 0 : -EINVAL;
}

static int fake_configure(struct framering_config *config)
{
	struct framering_query *q = &fake_device.query;
	struct framering_geometry g = {
		.fourcc = config->fourcc,
		.width = config->width,
		.height = config->height,
	};
	int ret = framering_geometry_fill(&g, config->stride_align,
					  (__u32)PAGE);

	if (!ret)
		ret = choose_memory(config);
	if (!ret)
		ret = -fake_device.configure_errno;
	if (!ret && fake_device.configure_max &&
	    fake_device.configures >= fake_device.configure_max)
		ret = -ENOMEM;
	if (ret)
		return ret;
	if (fake_device.status)
		fake_device.status->state |= FRAMERING_STATE_STALE;
	q->generation++;
	q->config_flags = config->flags;
	fake_demand_reset();
	q->memory = config->memory;
	q->cache_asked = config->cache;
	q->cache_effective = config->cache;
	q->slots = config->slots ? config->slots : 4;
	q->max_held = config->max_held ? config->max_held : 1;
	q->geometry = g;
	q->picture = config->picture;
	if (!q->picture.visible.width) {
		q->picture.visible.width = g.width;
		q->picture.visible.height = g.height;
	}
	config->geometry = g;
	config->generation = q->generation;
	fake_device.configures++;
	fake_device.file = memfd_create("ring", MFD_CLOEXEC);
	if (fake_device.file < 0 ||
	    ftruncate(fake_device.file,
		      (off_t)FRAMERING_OFFSET_SLOT(FRAMERING_MAX_SLOTS)))
		abort();
	fake_device.status = __real_mmap(NULL, sizeof(*fake_device.status),
					 PROT_READ | PROT_WRITE, MAP_SHARED,
					 fake_device.file, 0);
	if (fake_device.status == MAP_FAILED)
		abort();
	fill_status(fake_device.status);
	return 0;
}

void fake_device_take_away(void)
{
	if (ftruncate(fake_device.file, 0))
		abort();
}

static int fake_attach(struct framering_attach *attach)
{
	if (fake_device.file < 0)
		return -ENODATA;
	attach->fd = fcntl(fake_device.file, F_DUPFD_CLOEXEC, 0);
	attach->index = 0;
	if (attach->role == FRAMERING_ROLE_CONSUMER)
		attach->index = fake_demand_attach(NULL);
	return attach->fd < 0 ? -errno : 0;
}

static int fake_wait(struct framering_wait *wait)
{
	fake_device.wait_deadline = wait->deadline_ns;
	if (fake_device.wait_errno)
		return -fake_device.wait_errno;
	wait->revents = fake_device.wait_revents;
	return 0;
}

static int fake_role(struct framering_role_info *info)
{
	info->unprotected_ns = fake_device.unprotected_ns;
	return 0;
}

static int fake_kick(void)
{
	fake_device.kicks++;
	if (fake_device_kicked)
		fake_device_kicked();
	return 0;
}

static int fake_query(struct framering_query *query)
{
	if (fake_device.query_max &&
	    fake_device.queries >= fake_device.query_max)
		return -ENODEV;
	fake_device.queries++;
	*query = fake_device.query;
	return 0;
}

static int fake_ioctl(int fd, unsigned long command, void *argument)
{
	switch (command) {
	case FRAMERING_IOC_QUERY:
		return fake_query(argument);
	case FRAMERING_IOC_CONFIGURE:
		return fake_configure(argument);
	case FRAMERING_IOC_ATTACH:
		return fake_attach(argument);
	case FRAMERING_IOC_DEMAND:
		return fake_demand(fd, argument);
	case FRAMERING_IOC_CONSUMER:
		return fake_demand_consumer(argument);
	case FRAMERING_IOC_EVICT:
		return fake_demand_evict(argument);
	case FRAMERING_IOC_TIMES:
		return fake_demand_times(argument);
	case FRAMERING_IOC_WISH:
		return fake_demand_wish(argument);
	case FRAMERING_IOC_WAIT:
		return fake_wait(argument);
	case FRAMERING_IOC_ROLE:
		return fake_role(argument);
	case FRAMERING_IOC_KICK:
		return fake_kick();
	case FRAMERING_IOC_PATTERN:
		return fake_admin_pattern(argument);
	case FRAMERING_IOC_ADD:
		return fake_admin_add(argument);
	case FRAMERING_IOC_REMOVE:
		return fake_admin_remove(argument);
	default:
		return -ENOTTY;
	}
}

int __wrap_ioctl(int fd, unsigned long command, ...)
{
	void *argument;
	va_list args;
	int ret;

	va_start(args, command);
	argument = va_arg(args, void *);
	va_end(args);
	ret = fake_ioctl(fd, command, argument);
	if (!ret)
		return 0;
	errno = -ret;
	return -1;
}
