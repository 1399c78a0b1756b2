// SPDX-License-Identifier: MIT
/* A role file: its mappings, its kicks and its waits. */
#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "private.h"

/* Those that nobody may ignore, and that this library does not know: all. */
#define UNKNOWN_FEATURES	(0xffffffffULL << 32)

int framering_role_map(struct framering_role_file *role, uint64_t offset,
		       uint64_t length, int prot, void **address)
{
	struct framering_mapping *m = &role->mapping[role->mappings];
	void *at;

	if (role->mappings == FRAMERING_ROLE_MAPPINGS ||
	    !length || length > SIZE_MAX)
		return -EPROTO;
	/* Page faults now, where the driver leaves them, and not in a frame. */
	at = mmap(NULL, (size_t)length, prot, MAP_SHARED | MAP_POPULATE,
		  role->fd, (off_t)offset);
	if (at == MAP_FAILED)
		return -errno;
	m->address = at;
	m->length = (size_t)length;
	role->mappings++;
	*address = at;
	return 0;
}

static void point_at_planes(struct framering_role_file *role, uint32_t slot)
{
	uint32_t i;

	for (i = 0; i < role->geometry.planes; i++)
		role->plane[slot][i] = role->slot[slot] +
				       role->geometry.offset[i];
}

/* Map what region @region has for each slot to @to. */
static int map_parts(struct framering_role_file *role, uint32_t region,
		     int prot, uint8_t **to)
{
	const struct framering_region *r = &role->status->region[region];
	uint32_t i;

	for (i = 0; i < role->slots; i++) {
		void *at = NULL;
		int ret = framering_role_map(role, r->offset + i * r->step,
					     r->length, prot, &at);

		if (ret)
			return ret;
		to[i] = at;
	}
	return 0;
}

int framering_role_map_slots(struct framering_role_file *role, int prot)
{
	uint32_t i;
	int ret = map_parts(role, FRAMERING_REGION_FRAMES, prot, role->slot);

	if (!ret && role->geometry.meta_bytes)
		ret = map_parts(role, FRAMERING_REGION_META, prot, role->meta);
	for (i = 0; !ret && i < role->slots; i++)
		point_at_planes(role, i);
	return ret;
}

/* Map STATUS and copy what never changes. */
static int map_status(struct framering_role_file *role)
{
	const struct framering_status *status;
	void *at = NULL;
	int ret;

	ret = framering_role_map(role, FRAMERING_OFFSET_STATUS,
				 FRAMERING_STATUS_BYTES, PROT_READ, &at);
	if (!at)
		return ret;
	status = at;
	if (status->magic != FRAMERING_MAGIC ||
	    !framering_versions_meet(status->version,
				     status->version_oldest) ||
	    status->size < sizeof(*status) ||
	    status->features & UNKNOWN_FEATURES ||
	    status->slots < FRAMERING_MIN_SLOTS ||
	    status->slots > FRAMERING_MAX_SLOTS ||
	    (status->slots & (status->slots - 1)) ||
	    status->geometry.planes > FRAMERING_MAX_PLANES)
		return -EPROTO;
	role->status = status;
	role->slots = status->slots;
	role->geometry = status->geometry;
	return 0;
}

/*
 * A page that is zero in each child, however it is forked: handlers of
 * pthread_atfork() do not run for clone(2), and getpid() is a system call.
 */
static int begin_life(struct framering_role_file *role)
{
	void *at = mmap(NULL, sizeof(*role->life), PROT_READ | PROT_WRITE,
			MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	int ret;

	if (at == MAP_FAILED)
		return -errno;
	if (madvise(at, sizeof(*role->life), MADV_WIPEONFORK)) {
		ret = -errno;
		munmap(at, sizeof(*role->life));
		return ret;
	}
	role->life = at;
	*role->life = 1;
	return 0;
}

int framering_role_init(struct framering_role_file *role,
			struct framering *ring, uint32_t kind, uint32_t flags,
			uint64_t *frame)
{
	struct framering_attach attach = {
		.size = sizeof(attach),
		.flags = flags | FRAMERING_ATTACH_DUMMY,
		.role = kind,
	};
	int ret;

	memset(role, 0, sizeof(*role));
	ret = begin_life(role);
	if (ret)
		return ret;
	if (ioctl(ring->fd, FRAMERING_IOC_ATTACH, &attach) < 0) {
		ret = -errno;
		munmap(role->life, sizeof(*role->life));
		return ret;
	}
	role->fd = framering_high_fd(attach.fd);
	if (role->fd < 0) {
		munmap(role->life, sizeof(*role->life));
		return role->fd;
	}
	role->index = attach.index;
	ret = map_status(role);
	if (ret)
		framering_role_finish(role);
	else
		*frame = attach.frame;
	return ret;
}

uint32_t framering_role_leases(void)
{
	static uint32_t roles;

	/* The golden section: any number of multiples lie far apart. */
	return __atomic_add_fetch(&roles, 0x9e3779b9, __ATOMIC_RELAXED);
}

void framering_role_finish(struct framering_role_file *role)
{
	/* A child has other things there, or nothing. */
	if (!framering_read_once(role->life))
		role->mappings = 0;
	while (role->mappings) {
		struct framering_mapping *m = &role->mapping[--role->mappings];

		munmap(m->address, m->length);
	}
	munmap(role->life, sizeof(*role->life));
	close(role->fd);
}

int framering_role_export(const struct framering_role_file *role,
			  uint32_t slot, uint32_t flags)
{
	struct framering_export export = {
		.size = sizeof(export),
		.flags = flags,
		.slot = slot,
	};

	int gone = framering_role_gone(role);

	if (gone)
		return gone;
	if (ioctl(role->fd, FRAMERING_IOC_EXPORT, &export) < 0)
		return -errno;
	return framering_high_fd(export.fd);
}

void framering_role_kick(const struct framering_role_file *role)
{
	/* It fails only when the device is gone; the next wait reports that. */
	ioctl(role->fd, FRAMERING_IOC_KICK);
}

int64_t framering_deadline(int64_t timeout_ns)
{
	int64_t deadline;

	if (timeout_ns <= 0)
		return timeout_ns;
	if (__builtin_add_overflow((int64_t)framering_now_ns(), timeout_ns,
				   &deadline))
		return INT64_MAX;
	return deadline;
}

int framering_role_wait(struct framering_role_file *role, uint32_t events,
			int64_t timeout_ns)
{
	struct framering_wait wait = {
		.size = sizeof(wait),
		.deadline_ns = framering_deadline(timeout_ns),
		.events = events,
	};

	if (ioctl(role->fd, FRAMERING_IOC_WAIT, &wait) < 0)
		return -errno;
	if (wait.revents & FRAMERING_EVENT_HUP) {
		int gone = wait.revents & FRAMERING_EVENT_PRI ? -ESTALE :
								-ENODEV;

		framering_write_once(role->life, gone);
		return gone;
	}
	if (wait.revents & events)
		return 0;
	if (wait.revents & FRAMERING_EVENT_ERR)
		return -EPROTO;
	if (wait.revents & FRAMERING_EVENT_PRI)
		return -ESTALE;
	return -ETIMEDOUT;
}
