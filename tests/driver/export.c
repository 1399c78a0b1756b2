// SPDX-License-Identifier: MIT
/* EXPORT: slots as dma-bufs, and what may be done with them. */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "dev.h"
#include "exports.h"
#include "harness.h"
#include "kind.h"
#include "rings.h"

#define RW		(PROT_READ | PROT_WRITE)
#define SLOT_BYTES	(64 * 48 * 4)

static int configure(int ring, const struct dev_kind *kind, uint32_t flags)
{
	struct framering_config config = kind_config(kind);

	config.flags = flags;
	return ioctl(ring, FRAMERING_IOC_CONFIGURE, &config) ? -errno : 0;
}

/* A reader's role through a file that is open for reading only. */
static int read_only_role(const struct dev_kind *kind, uint32_t flags)
{
	int ring = kind_open(kind, O_RDWR);

	CHECK_EQ(configure(ring, kind, flags), 0);
	CHECK_OK(close(ring));
	return dev_attach(kind_open(kind, O_RDONLY), FRAMERING_ROLE_CONSUMER, 0,
			  NULL);
}

TEST_VARIANTS(exported_slot_is_the_slot_ok, dev_kinds)
{
	struct framering_export export = { .slot = 2 };
	int ring = kind_ring(variant), dmabuf;
	struct dev_producer p = dev_producer(ring);
	int exports = !!(p.status->features & FRAMERING_FEATURE_EXPORT);
	uint8_t *at;

	CHECK_EQ(exports, kind_lasts(variant));
	if (!exports) {
		CHECK_EQ(exports_fail(p.fd, 2, 0), -EOPNOTSUPP);
		return;
	}
	CHECK_EQ(exports_try(p.fd, &export), 0);
	dmabuf = export.fd;
	CHECK_EQ(export.bytes, p.status->geometry.slot_bytes);
	CHECK_EQ(lseek(dmabuf, 0, SEEK_END), export.bytes);
	CHECK_EQ(export.writable, 1);
	CHECK_EQ(fcntl(dmabuf, F_GETFD), FD_CLOEXEC);
	CHECK_EQ(fcntl(dmabuf, F_GETFL) & O_ACCMODE, O_RDWR);
	at = exports_map(dmabuf, RW, export.bytes);
	memset(p.slot[2], 0x5a, SLOT_BYTES);
	CHECK_EQ(at[0], 0x5a);
	CHECK_EQ(at[SLOT_BYTES - 1], 0x5a);
	at[SLOT_BYTES - 1] = 0xa5;
	CHECK_EQ(p.slot[2][SLOT_BYTES - 1], 0xa5);
	/* And no other. */
	CHECK_EQ(p.slot[1][SLOT_BYTES - 1], 0);
}

TEST_VARIANTS(importing_driver_shares_the_slot_ok, dev_kinds)
{
	int ring = kind_ring(variant), importer;
	struct dev_producer p = dev_producer(ring);
	struct import_map map;
	uint32_t vmap;
	uint8_t byte;

	if (!kind_lasts(variant))
		return;
	importer = importer_open(exports_make(p.fd, 1, 0));
	CHECK_EQ(importer_map(importer, IMPORT_BOTH, &map), 0);
	CHECK_EQ(map.bytes, p.status->geometry.slot_bytes);
	CHECK_GE(map.entries, 1);
	CHECK_LE(map.entries, map.bytes / 4096);
	CHECK_EQ(importer_call(importer, IMPORT_IOC_VMAP), 0);
	for (vmap = 0; vmap < 2; vmap++) {
		memset(p.slot[1], 0x11 + (int)vmap, SLOT_BYTES);
		CHECK_EQ(importer_read(importer, SLOT_BYTES - 1, vmap, &byte),
			 0);
		CHECK_EQ(byte, 0x11 + vmap);
		CHECK_EQ(importer_write(importer, 4096, vmap,
					(uint8_t)(0x21 + vmap)), 0);
		CHECK_EQ(p.slot[1][4096], 0x21 + vmap);
	}
	CHECK_EQ(importer_call(importer, IMPORT_IOC_VUNMAP), 0);
	CHECK_EQ(importer_call(importer, IMPORT_IOC_UNMAP), 0);
}

TEST(export_of_what_is_not_there_fails)
{
	int ring = dev_ring(FRAMERING_CACHE_WB);
	struct dev_producer p = dev_producer(ring);
	struct framering_export export = { .reserved = 1 };

	CHECK_EQ(exports_fail(p.fd, 4, 0), -EINVAL);
	CHECK_EQ(exports_fail(p.fd, ~0U, 0), -EINVAL);
	CHECK_EQ(exports_fail(p.fd, 0, FRAMERING_EXPORT_HOLD << 1), -EINVAL);
	CHECK_EQ(exports_try(p.fd, &export), -EINVAL);
	/* A role does that, a ring file does not. */
	CHECK_EQ(exports_fail(ring, 0, 0), -ENOTTY);
}

TEST_VARIANTS(export_by_a_reader_without_leave_fails, dev_kinds)
{
	CHECK_EQ(exports_fail(read_only_role(variant, 0), 0, 0), -EBADF);
}

/* Each way to write that the descriptor could be a way to. */
static void check_read_only(int dmabuf, uint64_t bytes)
{
	char path[64];
	void *at;

	CHECK_EQ(fcntl(dmabuf, F_GETFL) & O_ACCMODE, O_RDONLY);
	CHECK_ERRNO(mmap(NULL, bytes, RW, MAP_SHARED, dmabuf, 0), EACCES);
	CHECK_ERRNO(mmap(NULL, bytes, RW, MAP_PRIVATE, dmabuf, 0), EACCES);
	CHECK_ERRNO(mmap(NULL, bytes, PROT_READ | PROT_EXEC, MAP_SHARED, dmabuf,
			 0), EPERM);
	at = exports_map(dmabuf, PROT_READ, bytes);
	CHECK_ERRNO(mprotect(at, bytes, RW), EACCES);
	CHECK_ERRNO(mprotect(at, bytes, PROT_READ | PROT_EXEC), EACCES);
	CHECK_EQ(test_read_fault(at), 0);
	CHECK_EQ(test_write_fault(at), SIGSEGV);
	CHECK_OK(at = mmap(NULL, bytes, PROT_READ, MAP_PRIVATE, dmabuf, 0));
	CHECK_ERRNO(mprotect(at, bytes, RW), EACCES);
	CHECK_EQ(test_write_fault(at), SIGSEGV);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", dmabuf);
	CHECK_ERRNO(open(path, O_RDWR), ENXIO);
	CHECK_ERRNO(write(dmabuf, "x", 1), EBADF);
}

TEST_VARIANTS(export_of_a_reader_is_read_only_ok, dev_kinds)
{
	struct framering_export export = { .slot = 3 };
	struct import_map map;
	int role, importer;
	uint8_t byte = 1;

	role = read_only_role(variant, FRAMERING_CONFIG_EXPORT_FOR_ALL);
	if (!kind_lasts(variant)) {
		CHECK_EQ(exports_fail(role, 0, 0), -EOPNOTSUPP);
		return;
	}
	CHECK_EQ(exports_try(role, &export), 0);
	CHECK_EQ(export.writable, 0);
	check_read_only(export.fd, export.bytes);
	importer = importer_open(export.fd);
	CHECK_EQ(importer_map(importer, IMPORT_FROM_DEVICE, &map), -EACCES);
	CHECK_EQ(importer_call(importer, IMPORT_IOC_VMAP), -EINVAL);
	/* As displays do, which mean to read. */
	CHECK_EQ(importer_map(importer, IMPORT_BOTH, &map), 0);
	CHECK_EQ(importer_read(importer, 0, 0, &byte), 0);
	CHECK_EQ(byte, 0);
}

TEST_VARIANTS(mapping_of_an_export_beyond_its_end_fails, dev_kinds)
{
	struct dev_producer p;
	uint64_t bytes;
	uint8_t *at;
	int dmabuf;

	if (!kind_lasts(variant))
		return;
	p = dev_producer(kind_ring(variant));
	bytes = p.status->geometry.slot_bytes;
	dmabuf = exports_make(p.fd, 0, 0);
	CHECK_ERRNO(mmap(NULL, bytes + 4096, RW, MAP_SHARED, dmabuf, 0),
		    EINVAL);
	CHECK_ERRNO(mmap(NULL, 4096, RW, MAP_SHARED, dmabuf, (off_t)bytes),
		    EINVAL);
	CHECK_ERRNO(mmap(NULL, bytes, RW, MAP_PRIVATE, dmabuf, 0), EINVAL);
	at = exports_map(dmabuf, RW, bytes);
	CHECK_ERRNO(mremap(at, bytes, bytes + 4096, MREMAP_MAYMOVE), EFAULT);
	/* The last page, alone. */
	CHECK_OK(at = mmap(NULL, 4096, RW, MAP_SHARED, dmabuf,
			   (off_t)bytes - 4096));
	memset(p.slot[0] + bytes - 4096, 0x77, 4096);
	CHECK_EQ(at[4095], 0x77);
}

/* A large slot, of several blocks, touched here and there. */
TEST(pages_of_a_large_export_are_found_ok)
{
	struct framering_config config = dev_config();
	int ring = dev_open(O_RDWR);
	struct dev_producer p;
	uint64_t bytes, i;
	uint8_t *at;

	config.width = 1920;
	config.height = 1080;
	config.slots = 2;
	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
	p = dev_producer(ring);
	bytes = p.status->geometry.slot_bytes;
	at = exports_map(exports_make(p.fd, 1, 0), RW, bytes);
	for (i = 0; i < bytes; i += 4096)
		*(uint32_t *)(p.slot[1] + i) = (uint32_t)i + 1;
	/* From behind, so that each fault is one. */
	for (i = bytes; i >= 4096 * 100; i -= 4096 * 100)
		CHECK_EQ(*(uint32_t *)(at + i - 4096), i - 4096 + 1);
	for (i = 0; i < bytes; i += 4096)
		CHECK_EQ(*(uint32_t *)(at + i), i + 1);
}
