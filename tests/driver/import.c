// SPDX-License-Identifier: MIT
/* Slots that lie in dma-bufs of other drivers. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

#include <linux/dma-heap.h>
#include <linux/udmabuf.h>

#include "dev.h"
#include "exports.h"
#include "harness.h"
#include "imports.h"
#include "rings.h"

#define SLOT_BYTES	12288
#define FRAME_BYTES	(64 * 48 * 4)
/* As many rings as there may be, beside those that are always there. */
#define CROWD		60

/* Every byte of the slot, as whoever brought it sees it. */
static void check_bytes(const uint8_t *at, uint8_t value)
{
	size_t i;

	for (i = 0; i < FRAME_BYTES; i++)
		CHECK_EQ(at[i], value);
}

TEST(frames_lie_in_the_dma_bufs_that_were_brought_ok)
{
	int ring = dev_open(O_RDWR), i, slot;
	struct imports imports = imports_ring(ring);
	struct dev_producer p = dev_producer(ring);
	struct dev_consumer c = dev_consumer(ring, 0);

	CHECK_EQ(p.status->memory, FRAMERING_MEMORY_IMPORT);
	CHECK_EQ(p.status->cache_effective, FRAMERING_CACHE_WB);
	for (i = 0; i < 2 * (int)IMPORTS_SLOTS; i++) {
		slot = dev_produce(&p, (uint8_t)(0x40 + i));
		check_bytes(imports.at[slot], (uint8_t)(0x40 + i));
		/* What is written there is what readers see. */
		memset(imports.at[slot], 0x80 + i, FRAME_BYTES);
		CHECK_EQ(dev_consume(&c, (uint8_t)(0x80 + i)), slot);
		dev_release(&c, slot);
	}
}

TEST(frames_are_written_and_read_in_dma_bufs_by_plain_calls_ok)
{
	int ring = dev_open(O_RDWR), reader = dev_open(O_RDONLY), i;
	static uint8_t frame[FRAME_BYTES];
	struct imports imports = imports_ring(ring);

	memset(frame, 0x77, sizeof(frame));
	CHECK_EQ(write(ring, frame, sizeof(frame)), (ssize_t)sizeof(frame));
	for (i = 0; imports.at[i][0] != 0x77; i++)
		CHECK_LT(i, (int)IMPORTS_SLOTS - 1);
	check_bytes(imports.at[i], 0x77);
	memset(imports.at[i], 0x78, FRAME_BYTES);
	CHECK_EQ(read(reader, frame, sizeof(frame)), (ssize_t)sizeof(frame));
	check_bytes(frame, 0x78);
}

/* Of a memfd. */
static int32_t make_udmabuf(int device)
{
	struct udmabuf_create create = { .size = SLOT_BYTES };
	int memory, fd;

	CHECK_OK(memory = memfd_create("slot", MFD_ALLOW_SEALING));
	CHECK_OK(ftruncate(memory, SLOT_BYTES));
	CHECK_OK(fcntl(memory, F_ADD_SEALS, F_SEAL_SHRINK));
	create.memfd = (uint32_t)memory;
	CHECK_OK(fd = ioctl(device, UDMABUF_CREATE, &create));
	CHECK_OK(close(memory));
	return fd;
}

static int32_t make_heap(int device)
{
	struct dma_heap_allocation_data data = {
		.len = SLOT_BYTES,
		.fd_flags = O_RDWR | O_CLOEXEC,
	};

	CHECK_OK(ioctl(device, DMA_HEAP_IOCTL_ALLOC, &data));
	return (int32_t)data.fd;
}

static const struct {
	const char *name;
	const char *path;
	int32_t (*make)(int device);
} drivers[] = {
	{ "udmabuf", "/dev/udmabuf", make_udmabuf },
	{ "dma_heap", "/dev/dma_heap/system", make_heap },
};

/* Debian's Linux 6.1 has neither. */
static int is_older(void)
{
	struct utsname name;

	CHECK_OK(uname(&name));
	return !strncmp(name.release, "6.1.", 4);
}

TEST_VARIANTS(frames_lie_in_memory_of_other_drivers_ok, drivers)
{
	int ring = dev_open(O_RDWR), device, slot, i;
	struct imports imports;
	struct dev_producer p;
	struct dev_consumer c;

	device = open(variant->path, O_RDWR | O_CLOEXEC);
	if (device < 0) {
		CHECK_EQ(errno, ENOENT);
		CHECK(is_older());
		return;
	}
	for (i = 0; i < (int)IMPORTS_SLOTS; i++) {
		imports.fd[i] = variant->make(device);
		CHECK_OK(imports.at[i] = mmap(NULL, SLOT_BYTES,
					      PROT_READ | PROT_WRITE,
					      MAP_SHARED, imports.fd[i], 0));
	}
	CHECK_EQ(imports_configure(ring, &imports), 0);
	p = dev_producer(ring);
	c = dev_consumer(ring, 0);
	for (i = 0; i < 2 * (int)IMPORTS_SLOTS; i++) {
		slot = dev_produce(&p, (uint8_t)(0x40 + i));
		check_bytes(imports.at[slot], (uint8_t)(0x40 + i));
		dev_release(&c, dev_consume(&c, (uint8_t)(0x40 + i)));
	}
}

TEST(what_was_in_a_dma_buf_is_not_cleared_ok)
{
	int ring = dev_open(O_RDWR);
	struct imports imports = imports_ring(ring);
	struct dev_producer p;

	memset(imports.at[2], 0x3c, SLOT_BYTES);
	CHECK_EQ(imports_configure(ring, &imports), 0);
	p = dev_producer(ring);
	check_bytes(p.slot[2], 0x3c);
}

static int configure(int ring, const struct framering_config *config)
{
	struct framering_config c = *config;

	return ioctl(ring, FRAMERING_IOC_CONFIGURE, &c) ? -errno : 0;
}

/* With @fd in place of the last dma-buf, which stays the caller's. */
static int configure_with(int ring, const struct imports *imports, int fd)
{
	struct imports other = *imports;

	other.fd[IMPORTS_SLOTS - 1] = fd;
	return imports_configure(ring, &other);
}

TEST(what_is_no_dma_buf_of_that_size_is_not_imported_fails)
{
	int ring = dev_open(O_RDWR), other = rings_open(rings_add(), O_RDWR);
	struct framering_config plain = dev_config(), config;
	struct imports imports = imports_ring(ring);
	struct dev_producer p;

	CHECK_OK(ioctl(other, FRAMERING_IOC_CONFIGURE, &plain));
	p = dev_producer(other);
	CHECK_EQ(configure_with(ring, &imports, -1), -EBADF);
	CHECK_EQ(configure_with(ring, &imports, ring), -EINVAL);
	CHECK_EQ(configure_with(ring, &imports, imports.fd[0]), -EINVAL);
	CHECK_EQ(configure_with(ring, &imports,
				imports_make(EXPORTER_PAGES, O_RDWR,
					     SLOT_BYTES - 4096)), -EINVAL);
	CHECK_EQ(configure_with(ring, &imports,
				imports_make(EXPORTER_PAGES, O_RDONLY,
					     SLOT_BYTES)), -EACCES);
	/* Two rings could keep each other for ever. */
	CHECK_EQ(configure_with(ring, &imports, exports_make(p.fd, 0, 0)),
		 -EINVAL);
	CHECK_EQ(configure_with(ring, &imports,
				imports_make(EXPORTER_NO_ADDRESS, O_RDWR,
					     SLOT_BYTES)), -EOPNOTSUPP);
	CHECK_EQ(configure_with(ring, &imports,
				imports_make(EXPORTER_DEVICE, O_RDWR,
					     SLOT_BYTES)), -EOPNOTSUPP);
	CHECK_EQ(configure_with(ring, &imports,
				imports_make(EXPORTER_STRANGE, O_RDWR,
					     SLOT_BYTES)), -EOPNOTSUPP);
	CHECK_EQ(configure_with(ring, &imports,
				imports_make(EXPORTER_PAGES, O_WRONLY,
					     SLOT_BYTES)), -EACCES);
	config = imports_config(imports.fd);
	config.dmabufs = 0;
	CHECK_EQ(configure(ring, &config), -EINVAL);
	config.dmabufs = 8;
	CHECK_EQ(configure(ring, &config), -EFAULT);
	config = imports_config(imports.fd);
	config.slots = 0;
	CHECK_EQ(configure(ring, &config), -EINVAL);
	config = imports_config(imports.fd);
	config.slots = 64;
	CHECK_EQ(configure(ring, &config), -EINVAL);
	config = imports_config(imports.fd);
	config.cache = FRAMERING_CACHE_WC;
	CHECK_EQ(configure(ring, &config), -EINVAL);
	config = imports_config(imports.fd);
	config.memory = FRAMERING_MEMORY_PAGES;
	CHECK_EQ(configure(ring, &config), -EINVAL);
	/* The generation before is in service still, and nothing else kept. */
	while (imports_addresses() != (int)IMPORTS_SLOTS)
		poll(NULL, 0, 1);
	CHECK_EQ(dev_query(ring).memory, FRAMERING_MEMORY_IMPORT);
}

/* What was let go of ends a moment later; if not, the test's time does. */
static void wait_until_left(int count)
{
	while (imports_addresses() != count || imports_count() != count)
		poll(NULL, 0, 1);
}

static void forget(struct imports *imports)
{
	uint32_t i;

	for (i = 0; i < IMPORTS_SLOTS; i++) {
		CHECK_OK(munmap(imports->at[i], SLOT_BYTES));
		CHECK_OK(close(imports->fd[i]));
	}
}

/* A reader in a process of its own, which is there when this returns. */
static pid_t start_reader(int ring)
{
	int ready[2];
	char byte;
	pid_t pid;

	CHECK_OK(pipe(ready));
	CHECK_OK(pid = fork());
	if (!pid) {
		dev_consumer(ring, 0);
		CHECK_EQ(write(ready[1], "", 1), 1);
		pause();
		_exit(0);
	}
	CHECK_EQ(read(ready[0], &byte, 1), 1);
	return pid;
}

TEST(dma_bufs_stay_until_their_generation_goes_ok)
{
	int ring = dev_open(O_RDWR);
	struct imports imports = imports_ring(ring);
	struct framering_config plain = dev_config();
	pid_t pid = start_reader(ring);

	forget(&imports);
	wait_until_left(IMPORTS_SLOTS);
	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &plain));
	/* Stale, but in use. */
	CHECK_EQ(imports_addresses(), (int)IMPORTS_SLOTS);
	CHECK_OK(kill(pid, SIGKILL));
	CHECK_EQ(waitpid(pid, NULL, 0), pid);
	wait_until_left(0);
}

TEST(evicted_reader_of_dma_bufs_has_nothing_left_sigbus)
{
	int ring = dev_open(O_RDWR), slot;
	struct imports imports = imports_ring(ring);
	struct dev_producer p = dev_producer(ring);
	struct dev_consumer c = dev_consumer(ring, 0);
	struct framering_consumer_info info = {
		.size = sizeof(info),
		.index = c.index,
	};
	struct framering_evict evict = {
		.size = sizeof(evict),
		.index = c.index,
	};

	slot = dev_produce(&p, 0x11);
	CHECK_EQ(dev_consume(&c, 0x11), slot);
	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONSUMER, &info));
	evict.id = info.id;
	CHECK_OK(ioctl(ring, FRAMERING_IOC_EVICT, &evict));
	CHECK_EQ(test_read_fault(c.slot[slot]), SIGBUS);
	/* Whoever brought them, and the producer, go on. */
	check_bytes(imports.at[slot], 0x11);
	CHECK_GE(dev_produce(&p, 0x12), 0);
}

TEST(reader_of_dma_bufs_cannot_write_there_fails)
{
	int ring = dev_open(O_RDWR);
	struct imports imports = imports_ring(ring);
	struct dev_consumer c = dev_consumer(ring, 0);
	void *at = (void *)(uintptr_t)c.slot[0];

	(void)imports;
	CHECK_ERRNO(mprotect(at, SLOT_BYTES, PROT_READ | PROT_WRITE), EACCES);
	CHECK_ERRNO(mmap(NULL, SLOT_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED,
			 c.fd, (off_t)FRAMERING_OFFSET_FRAMES), EACCES);
	CHECK_ERRNO(mmap(NULL, SLOT_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE,
			 c.fd, (off_t)FRAMERING_OFFSET_FRAMES), EACCES);
}

TEST(imported_slot_is_not_exported_fails)
{
	int ring = dev_open(O_RDWR);
	struct imports imports = imports_ring(ring);
	struct dev_producer p = dev_producer(ring);

	(void)imports;
	CHECK_EQ(exports_fail(p.fd, 0, 0), -EOPNOTSUPP);
	CHECK_EQ(p.status->features & FRAMERING_FEATURE_EXPORT, 0);
}

/* The ring of a process that is killed at some moment. */
static void import_for_ever(uint32_t number)
{
	int ring = rings_open(number, O_RDWR);

	for (;;) {
		struct imports imports = imports_ring(ring);
		struct dev_producer p = dev_producer(ring);

		dev_produce(&p, 1);
		forget(&imports);
		CHECK_OK(close(p.fd));
	}
}

TEST(rings_of_killed_importers_give_dma_bufs_back_when_removed_ok)
{
	uint32_t number[CROWD];
	pid_t pid[CROWD];
	int i;

	test_timeout(120);
	/* What other tests left in it. */
	CHECK_OK(close(dev_ring(FRAMERING_CACHE_DEFAULT)));
	wait_until_left(0);
	for (i = 0; i < CROWD; i++) {
		number[i] = rings_add();
		CHECK_OK(pid[i] = fork());
		if (!pid[i])
			import_for_ever(number[i]);
	}
	while (imports_addresses() < CROWD)
		poll(NULL, 0, 1);
	for (i = 0; i < CROWD; i++) {
		CHECK_OK(kill(pid[i], SIGKILL));
		CHECK_EQ(waitpid(pid[i], NULL, 0), pid[i]);
	}
	for (i = 0; i < CROWD; i++)
		CHECK_EQ(rings_remove(number[i]), 0);
	wait_until_left(0);
}
