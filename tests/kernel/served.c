// SPDX-License-Identifier: MIT
#include <errno.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "harness.h"
#include "served.h"

static void serve(struct served *s)
{
	s->generation = dev_query(s->ring).generation;
	s->p = dev_producer(s->ring);
	s->c = dev_consumer(s->ring, 0);
}

static void leave(struct served *s)
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

struct served served_begin(const struct dev_kind *kind)
{
	struct served s = { .kind = kind };

	s.ring = kind_ring(kind);
	serve(&s);
	return s;
}

int served_configure(void *data)
{
	struct served *s = data;
	struct framering_config config = kind_config(s->kind);

	return ioctl(s->ring, FRAMERING_IOC_CONFIGURE, &config) ? -errno : 0;
}

void served_goes_on(struct served *s, int ret, uint8_t value)
{
	uint64_t now = dev_query(s->ring).generation;
	int slot;

	s->failed += ret != 0;
	/* Only the answer may have been lost. */
	if (!ret || (ret == -EFAULT && now != s->generation)) {
		CHECK_EQ(now, s->generation + 1);
		leave(s);
		serve(s);
	}
	CHECK_EQ(now, s->generation);
	CHECK_GE(dev_produce(&s->p, value), 0);
	slot = dev_consume(&s->c, value);
	CHECK_GE(slot, 0);
	dev_release(&s->c, slot);
}

void served_end(struct served *s)
{
	leave(s);
	close(s->ring);
}
