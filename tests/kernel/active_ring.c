// SPDX-License-Identifier: MIT
#include <errno.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "active_ring.h"
#include "harness.h"

static void attach_both(struct active_ring *s)
{
	s->generation = dev_query(s->ring).generation;
	s->p = dev_producer(s->ring);
	s->c = dev_consumer(s->ring, 0);
}

static void detach_both(struct active_ring *s)
{
	const struct framering_status *status = s->p.status;
	uint32_t bytes = status->geometry.slot_bytes, slots = status->slots, i;

	for (i = 0; i < slots; i++) {
		CHECK_OK(munmap(s->p.slot[i], bytes));
		CHECK_OK(munmap((void *)(uintptr_t)s->c.slot[i], bytes));
	}
	close(s->p.fd);
	close(s->c.fd);
}

struct active_ring active_ring_create(const struct dev_kind *kind)
{
	struct active_ring s = { .kind = kind };

	s.ring = kind_ring(kind);
	attach_both(&s);
	return s;
}

int active_ring_configure(void *data)
{
	struct active_ring *s = data;
	struct framering_config config = kind_config(s->kind);

	return ioctl(s->ring, FRAMERING_IOC_CONFIGURE, &config) ? -errno : 0;
}

void active_ring_check(struct active_ring *s, int ret, uint8_t value)
{
	uint64_t now = dev_query(s->ring).generation;
	int slot;

	s->failed += ret != 0;
	/* Only the answer may have been lost. */
	if (!ret || (ret == -EFAULT && now != s->generation)) {
		CHECK_EQ(now, s->generation + 1);
		detach_both(s);
		attach_both(s);
	}
	CHECK_EQ(now, s->generation);
	CHECK_GE(dev_produce(&s->p, value), 0);
	slot = dev_consume(&s->c, value);
	CHECK_GE(slot, 0);
	dev_release(&s->c, slot);
}

void active_ring_destroy(struct active_ring *s)
{
	detach_both(s);
	close(s->ring);
}
