// SPDX-License-Identifier: MIT
/*
 * Slots as dma-bufs, and rings on dma-bufs, with every call failing in turn
 * that the kernel makes for it: nothing stays of what failed.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "dev.h"
#include "exports.h"
#include "failnth.h"
#include "harness.h"
#include "imports.h"
#include "kind.h"

#define SECONDS		600
#define SLOT_BYTES	(64 * 48 * 4)
#define UNTOUCHED	(-77)

static void no_other_error(int ret)
{
	if (ret && ret != -ENOMEM && ret != -EFAULT)
		FAIL("error %d: no memory, no access are what was made", -ret);
}

/**
 * struct exported - a role that exports
 * @role: its file
 * @next: the descriptor that its dma-buf will have
 * @ask: EXPORT
 * @slot: the role's own mapping of that slot
 * @status: of the generation
 */
struct exported {
	int role;
	int next;
	struct framering_export ask;
	const uint8_t *slot;
	const struct framering_status *status;
};

static int export_slot(void *data)
{
	struct exported *e = data;

	e->ask.fd = UNTOUCHED;
	return exports_try(e->role, &e->ask);
}

static void wait_until_free(const struct exported *e)
{
	while (__atomic_load_n(&e->status->kernel_held, __ATOMIC_ACQUIRE))
		poll(NULL, 0, 1);
}

/* What failed has no descriptor, holds no slot, and works the next time. */
static void is_exported_or_not(void *data, int ret)
{
	struct exported *e = data;
	const uint8_t *at;

	no_other_error(ret);
	if (ret) {
		CHECK_EQ(e->ask.fd, UNTOUCHED);
		/* Only the answer may have been lost. */
		if (!close(e->next))
			CHECK_EQ(ret, -EFAULT);
		wait_until_free(e);
		CHECK_EQ(export_slot(e), 0);
	}
	CHECK_EQ(e->ask.fd, e->next);
	at = exports_map(e->ask.fd, PROT_READ, SLOT_BYTES);
	CHECK_EQ(at[SLOT_BYTES - 1], e->slot[SLOT_BYTES - 1]);
	CHECK_OK(munmap((void *)at, SLOT_BYTES));
	CHECK_OK(close(e->ask.fd));
	wait_until_free(e);
}

static void export_each(const char *name, struct exported *e)
{
	const struct failnth *f;

	/* Once, so that no descriptor is taken for good after this. */
	failnth_arm(0);
	CHECK_OK(e->next = dup(e->role));
	CHECK_OK(close(e->next));
	f = failnth_each(name, export_slot, e, is_exported_or_not);
	CHECK_GT(f->ours, 2);
	CHECK_GT(f->failed, 2);
	is_exported_or_not(e, 0);
}

TEST_VARIANTS(export_survives_every_failed_call_ok, dev_kinds)
{
	const struct dev_kind *kind = variant;
	struct dev_producer p = dev_producer(kind_ring(kind));
	struct exported e = {
		.role = p.fd, .slot = p.slot[1], .status = p.status,
		.ask = { .slot = 1 },
	};
	char name[64];

	test_timeout(SECONDS);
	if (!kind_lasts(kind)) {
		CHECK_EQ(export_slot(&e), -EOPNOTSUPP);
		return;
	}
	p.slot[1][SLOT_BYTES - 1] = 0x5a;
	snprintf(name, sizeof(name), "export %s", kind->name);
	export_each(name, &e);
}

TEST(export_of_a_held_frame_survives_every_failed_call_ok)
{
	struct framering_config config = dev_config();
	struct exported e = { .ask = { .flags = FRAMERING_EXPORT_HOLD } };
	int ring = dev_open(O_RDWR);
	struct dev_producer p;
	struct dev_consumer c;

	test_timeout(SECONDS);
	config.stall_ms = 3600000;
	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
	p = dev_producer(ring);
	c = dev_consumer(ring, 0);
	CHECK_EQ(dev_produce(&p, 0x31), 0);
	e.ask.slot = (uint32_t)dev_consume(&c, 0x31);
	e.role = c.fd;
	e.slot = c.slot[e.ask.slot];
	e.status = p.status;
	export_each("export a held frame", &e);
}

static int import_slot(void *data)
{
	int32_t dmabuf = *(int *)data;
	struct import_map map = { .direction = IMPORT_BOTH };
	int importer, ret = 0;

	importer = open(IMPORT_PATH, O_RDWR | O_CLOEXEC);
	if (importer < 0)
		return -errno;
	if (ioctl(importer, IMPORT_IOC_ATTACH, &dmabuf) ||
	    ioctl(importer, IMPORT_IOC_MAP, &map) ||
	    ioctl(importer, IMPORT_IOC_VMAP))
		ret = -errno;
	close(importer);
	return ret;
}

static void is_imported(void *data, int ret)
{
	no_other_error(ret);
	CHECK_EQ(import_slot(data), 0);
}

TEST(importing_driver_survives_every_failed_call_ok)
{
	int ring = dev_ring(FRAMERING_CACHE_WB);
	struct dev_producer p = dev_producer(ring);
	int dmabuf = exports_make(p.fd, 1, 0);

	test_timeout(SECONDS);
	CHECK_GT(failnth_each("import a slot", import_slot, &dmabuf,
			      is_imported)->failed, 2);
	/* No driver keeps it from going. */
	CHECK_OK(close(dmabuf));
	CHECK_EQ(exports_fail(p.fd, 1, 0), 0);
}

/**
 * struct imported - a ring on dma-bufs
 * @ring: its file
 * @imports: the dma-bufs, which belong to the test
 * @generation: before the attempt
 */
struct imported {
	int ring;
	struct imports imports;
	uint64_t generation;
};

static int configure(void *data)
{
	struct imported *i = data;

	return imports_configure(i->ring, &i->imports);
}

/* A frame of @value goes through the ring into one of the dma-bufs. */
static void check_frame(const struct imported *i, uint8_t value)
{
	static uint8_t frame[SLOT_BYTES];
	int writer = dev_open(O_WRONLY);
	uint32_t slot;

	memset(frame, value, sizeof(frame));
	CHECK_EQ(write(writer, frame, sizeof(frame)), sizeof(frame));
	CHECK_OK(close(writer));
	for (slot = 0; slot < IMPORTS_SLOTS; slot++)
		if (i->imports.at[slot][SLOT_BYTES - 1] == value)
			return;
	FAIL("the frame is in no dma-buf");
}

/* The generation before, or the next one; and in the end one alone. */
static void is_configured_or_not(void *data, int ret)
{
	struct imported *i = data;
	uint64_t now = dev_query(i->ring).generation;

	no_other_error(ret);
	/* Only the answer may have been lost. */
	if (ret != -EFAULT || now == i->generation)
		CHECK_EQ(now, i->generation + !ret);
	check_frame(i, (uint8_t)(now % 250 + 1));
	while (imports_addresses() != IMPORTS_SLOTS)
		poll(NULL, 0, 1);
	i->generation = now;
}

TEST(configuring_on_dma_bufs_survives_every_failed_call_ok)
{
	struct imported i = { .ring = dev_open(O_RDWR) };
	const struct failnth *f;

	test_timeout(SECONDS);
	i.imports = imports_ring(i.ring);
	i.generation = dev_query(i.ring).generation;
	f = failnth_each("configure on dma-bufs", configure, &i,
			 is_configured_or_not);
	CHECK_GT(f->ours, 2);
	CHECK_GT(f->failed, 2);
}
