// SPDX-License-Identifier: MIT
/*
 * What programs ask of a ring, with every call failing in turn that the kernel
 * makes for it: afterwards all is as it was, and the next attempt works.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "active_ring.h"
#include "dev.h"
#include "failnth.h"
#include "harness.h"
#include "kind.h"

#define SECONDS	600

static void no_other_error(int ret)
{
	if (ret && ret != -ENOMEM && ret != -EFAULT)
		FAIL("error %d: no memory, no access are what was made", -ret);
}

static void goes_on(void *data, int ret)
{
	struct active_ring *s = data;

	no_other_error(ret);
	active_ring_check(s, ret, (uint8_t)s->generation);
}

TEST_VARIANTS(configure_survives_every_failed_call_ok, dev_kinds)
{
	const struct failnth *f;
	char name[64];
	struct active_ring s;

	test_timeout(SECONDS);
	s = active_ring_create(variant);
	snprintf(name, sizeof(name), "configure %s", s.kind->name);
	f = failnth_each(name, active_ring_configure, &s, goes_on);
	CHECK_GT(f->ours, 2);
	CHECK_GT(f->sites, 1);
	CHECK_GT(f->failed, 2);
	active_ring_destroy(&s);
}

/**
 * struct attached - a role that is attached, and detached
 * @ring: the ring's file
 * @role: FRAMERING_ROLE_
 * @next: the descriptor that it will have
 */
struct attached {
	int ring;
	uint32_t role;
	int next;
};

static int attach(void *data)
{
	struct attached *a = data;
	struct framering_attach ask = {
		.size = sizeof(ask), .role = a->role,
	};

	return ioctl(a->ring, FRAMERING_IOC_ATTACH, &ask) ? -errno : 0;
}

static void detach(void *data, int ret)
{
	struct attached *a = data;

	no_other_error(ret);
	/* Only the answer may have been lost. */
	if (close(a->next)) {
		CHECK_NE(ret, 0);
	} else if (ret) {
		CHECK_EQ(ret, -EFAULT);
	}
	CHECK_EQ(dev_sysfs(a->ring, "producer"), 0);
	CHECK_EQ(dev_sysfs(a->ring, "consumers"), 0);
}

static void attach_each(const char *name, uint32_t role)
{
	struct attached a = { .role = role };
	const struct failnth *f;

	test_timeout(SECONDS);
	a.ring = dev_ring(FRAMERING_CACHE_WB);
	/* Once, so that no descriptor is taken for good after this. */
	failnth_arm(0);
	CHECK_OK(a.next = dup(a.ring));
	close(a.next);
	f = failnth_each(name, attach, &a, detach);
	CHECK_GT(f->ours, 2);
	CHECK_GT(f->failed, 2);
	detach(&a, 0);
}

TEST(attach_of_a_producer_survives_every_failed_call_ok)
{
	attach_each("attach producer", FRAMERING_ROLE_PRODUCER);
}

TEST(attach_of_a_consumer_survives_every_failed_call_ok)
{
	attach_each("attach consumer", FRAMERING_ROLE_CONSUMER);
}

/* Where nothing is near, so that all tables have to be made. */
#define FAR	(1UL << 40)

/**
 * struct mapped - a role that is mapped, touched and unmapped
 * @ring: the ring's file
 * @role: its file
 * @bytes: of a slot
 * @at: where to
 */
struct mapped {
	int ring;
	int role;
	size_t bytes;
	unsigned long at;
};

static int map_one(struct mapped *m, uint64_t offset, size_t bytes)
{
	volatile uint8_t *map = mmap((void *)m->at, bytes, PROT_READ,
				     MAP_SHARED, m->role, (off_t)offset);
	size_t at;

	if (map == MAP_FAILED)
		return -errno;
	/* The kernel tries a page fault anew that found no memory. */
	for (at = 0; at < bytes; at += 4096)
		(void)map[at];
	/* It may take memory, and then nothing has been done. */
	if (munmap((void *)(uintptr_t)map, bytes)) {
		CHECK_EQ(errno, ENOMEM);
		CHECK_OK(munmap((void *)(uintptr_t)map, bytes));
	}
	return 0;
}

static int map_all(void *data)
{
	struct mapped *m = data;
	int ret;

	ret = map_one(m, FRAMERING_OFFSET_FRAMES, m->bytes);
	if (!ret)
		ret = map_one(m, FRAMERING_OFFSET_STATUS, 4096);
	if (!ret)
		ret = map_one(m, FRAMERING_OFFSET_PRODUCER, 4096);
	return ret;
}

static void nothing_is_mapped(void *data, int ret)
{
	struct mapped *m = data;

	no_other_error(ret);
	CHECK_EQ(dev_sysfs(m->ring, "mappings"), 0);
	CHECK_EQ(map_all(m), 0);
}

/*
 * The kernel's own remap_pfn_range() warns (untrack_pfn) when it maps a whole
 * VMA and finds no memory for the first table. For kinds that are mapped so the
 * tables are there already, made for a neighbour.
 */
static void go_where_tables_are(struct mapped *m)
{
	volatile uint8_t *page = mmap((void *)FAR, 4096,
				      PROT_READ | PROT_WRITE,
				      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	CHECK_EQ((uintptr_t)page, FAR);
	*page = 1;
	m->at = FAR + (1UL << 20);
}

TEST_VARIANTS(mapping_survives_every_failed_call_ok, dev_kinds)
{
	const struct dev_kind *kind = variant;
	struct framering_config config = kind_config(kind);
	struct mapped m = { .bytes = 0 };
	const struct failnth *f;
	char name[64];

	test_timeout(SECONDS);
	m.ring = kind_open(kind, O_RDWR);
	config.slots = 2;
	m.at = FAR;
	if (kind->memory == FRAMERING_MEMORY_COHERENT ||
	    kind->memory == FRAMERING_MEMORY_BAR) {
		go_where_tables_are(&m);
	} else {
		/* More than one page of page-table entries. */
		config.width = 1024;
		config.height = 896;
	}
	CHECK_OK(ioctl(m.ring, FRAMERING_IOC_CONFIGURE, &config));
	m.bytes = config.geometry.slot_bytes;
	m.role = dev_attach(m.ring, FRAMERING_ROLE_PRODUCER, 0, NULL);
	snprintf(name, sizeof(name), "map %s", kind->name);
	f = failnth_each(name, map_all, &m, nothing_is_mapped);
	CHECK_GT(f->failed, 2);
	/* Their tables are made by the driver's mmap(). */
	CHECK_GE(f->ours, kind->memory == FRAMERING_MEMORY_PAGES);
}

static int start_pattern(void *data)
{
	return dev_pattern(*(int *)data, 240000, 0);
}

static void stop_pattern(void *data, int ret)
{
	int ring = *(int *)data;

	no_other_error(ret);
	CHECK_EQ(dev_sysfs(ring, "producer"), !ret);
	CHECK_EQ(dev_pattern(ring, 0, 0), 0);
	CHECK_EQ(dev_sysfs(ring, "producer"), 0);
}

TEST(pattern_survives_every_failed_call_ok)
{
	int ring = dev_ring(FRAMERING_CACHE_WB);
	const struct failnth *f;

	test_timeout(SECONDS);
	f = failnth_each("pattern", start_pattern, &ring, stop_pattern);
	CHECK_GT(f->ours, 2);
	CHECK_GT(f->failed, 2);
	stop_pattern(&ring, 0);
}

#define FRAME_BYTES	(64 * 48 * 4)

/* A ring file for each attempt: what it has written of a frame goes with it. */
static int write_and_read(void *data)
{
	static uint8_t frame[FRAME_BYTES];
	int reader = *(int *)data, ret = 0, writer;

	writer = open(DEV_PATH, O_WRONLY | O_CLOEXEC);
	if (writer < 0)
		return -errno;
	if (write(writer, frame, sizeof(frame)) < 0)
		ret = -errno;
	close(writer);
	while (!ret) {
		ssize_t bytes = read(reader, frame, sizeof(frame));

		if (bytes < 0)
			ret = -errno;
		if (bytes <= 0)
			break;
	}
	return ret;
}

static void writes_and_reads(void *data, int ret)
{
	int *reader = data;

	/* A frame that is not whole is none, and its reader finds nothing. */
	if (ret != -EAGAIN)
		no_other_error(ret);
	close(*reader);
	*reader = dev_open(O_RDONLY | O_NONBLOCK);
	(void)read(*reader, &(char){ 0 }, 1);
	CHECK_EQ(write_and_read(reader), 0);
}

TEST(write_and_read_survive_every_failed_call_ok)
{
	int ring = dev_ring(FRAMERING_CACHE_WB), reader;

	test_timeout(SECONDS);
	reader = dev_open(O_RDONLY | O_NONBLOCK);
	CHECK_ERRNO(read(reader, &(char){ 0 }, 1), EAGAIN);
	CHECK_EQ(write_and_read(&reader), 0);
	CHECK_GT(failnth_each("write and read", write_and_read, &reader,
			      writes_and_reads)->ours, 3);
	close(ring);
}
