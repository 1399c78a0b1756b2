// SPDX-License-Identifier: MIT
/* A role file: its mappings, its kicks and its waits. */
#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "private.h"

int framering_role_map(struct framering_role_file *role, uint64_t offset,
		       uint64_t length, int prot, void **address)
{
	struct framering_mapping *m = &role->mapping[role->mappings];
	void *at;

	if (role->mappings == FRAMERING_ROLE_MAPPINGS ||
	    !length || length > SIZE_MAX)
		return -EPROTO;
	/* Pages that the driver does not map by itself: now, not in a frame. */
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

int framering_role_map_slots(struct framering_role_file *role, int prot)
{
	const struct framering_region *region =
		&role->status->region[FRAMERING_REGION_FRAMES];
	uint32_t i;

	for (i = 0; i < role->slots; i++) {
		void *at = NULL;
		int ret = framering_role_map(role, FRAMERING_OFFSET_SLOT(i),
					     region->length, prot, &at);

		if (ret)
			return ret;
		role->slot[i] = at;
		point_at_planes(role, i);
	}
	return 0;
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
	    status->version != FRAMERING_ABI_VERSION ||
	    status->size < sizeof(*status) ||
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

int framering_role_init(struct framering_role_file *role,
			struct framering *ring, uint32_t kind, uint32_t flags,
			uint64_t *frame)
{
	struct framering_attach attach = {
		.size = sizeof(attach),
		.flags = flags,
		.role = kind,
	};
	int ret;

	if (ioctl(ring->fd, FRAMERING_IOC_ATTACH, &attach) < 0)
		return -errno;
	memset(role, 0, sizeof(*role));
	role->fd = attach.fd;
	role->index = attach.index;
	ret = map_status(role);
	if (ret)
		framering_role_finish(role);
	else
		*frame = attach.frame;
	return ret;
}

void framering_role_finish(struct framering_role_file *role)
{
	while (role->mappings) {
		struct framering_mapping *m = &role->mapping[--role->mappings];

		munmap(m->address, m->length);
	}
	close(role->fd);
}

void framering_role_kick(const struct framering_role_file *role)
{
	/* It fails only when the device is gone, which the next wait tells. */
	ioctl(role->fd, FRAMERING_IOC_KICK);
}

int64_t framering_deadline(int64_t timeout_ns)
{
	struct timespec now;
	int64_t deadline;

	if (timeout_ns <= 0)
		return timeout_ns;
	clock_gettime(CLOCK_MONOTONIC, &now);
	if (__builtin_add_overflow((int64_t)now.tv_sec * 1000000000 +
				   now.tv_nsec, timeout_ns, &deadline))
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

		framering_write_once(&role->gone, gone);
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
