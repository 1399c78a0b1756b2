// SPDX-License-Identifier: MIT
/* Exported slots that are taken away, whatever still uses them. */
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "dev.h"
#include "exports.h"
#include "harness.h"
#include "pass.h"
#include "removable_ring.h"
#include "rings.h"

#define HOLD	FRAMERING_EXPORT_HOLD
#define SOON_NS	2000000000LL
#define CROWD	64

static const struct removable_ring removed[] = {
	{ "removed/pages-write-combined",
	  { NULL, FRAMERING_MEMORY_PAGES, FRAMERING_CACHE_WC }, REMOVE_IOCTL },
	{ "removed/vmalloc-cached",
	  { NULL, FRAMERING_MEMORY_VMALLOC, FRAMERING_CACHE_WB },
	  REMOVE_IOCTL },
	{ "unbound/pages-cached",
	  { NULL, FRAMERING_MEMORY_PAGES, FRAMERING_CACHE_WB },
	  REMOVE_UNBIND },
	{ "card/vmalloc-cached",
	  { NULL, FRAMERING_MEMORY_VMALLOC, FRAMERING_CACHE_WB },
	  REMOVE_CARD_UNBIND },
};

/**
 * struct used - a dma-buf, mapped, and an importer
 * @dmabuf: its descriptor
 * @at: the mapping
 * @importer: the importer, whose device uses it
 * @vmap: not zero: it uses the kernel's address instead, as there is no DMA
 */
struct used {
	int dmabuf;
	uint8_t *at;
	int importer;
	uint32_t vmap;
};

static struct used use(int dmabuf, uint64_t bytes)
{
	struct used used = {
		.dmabuf = dmabuf,
		.at = exports_map(dmabuf, PROT_READ, bytes),
		.importer = importer_open(dmabuf),
	};
	struct import_map map;
	int ret = importer_map(used.importer, IMPORT_BOTH, &map);

	used.vmap = ret == -EOPNOTSUPP;
	if (used.vmap)
		ret = importer_call(used.importer, IMPORT_IOC_VMAP);
	CHECK_EQ(ret, 0);
	CHECK_EQ(test_read_fault(used.at), 0);
	return used;
}

static void unuse(const struct used *used)
{
	CHECK_EQ(importer_call(used->importer, used->vmap ? IMPORT_IOC_VUNMAP :
							    IMPORT_IOC_UNMAP),
		 0);
}

/* Programs lose it, and nobody else gets at it; what a device has stays. */
static void check_revoked(const struct used *used, uint8_t value)
{
	struct import_map map;
	int other = importer_open(used->dmabuf);
	uint8_t byte;

	CHECK_EQ(test_read_fault(used->at), SIGBUS);
	CHECK_ERRNO(mmap(NULL, 4096, PROT_READ, MAP_SHARED, used->dmabuf, 0),
		    ENODEV);
	CHECK_EQ(importer_map(other, IMPORT_BOTH, &map), -ENODEV);
	/* The kernel would warn, were it refused an address. */
	CHECK_EQ(importer_call(other, IMPORT_IOC_VMAP), 0);
	CHECK_EQ(importer_write(other, 4096, 1, 0xff), 0);
	CHECK_EQ(importer_call(other, IMPORT_IOC_VUNMAP), 0);
	CHECK_EQ(importer_read(used->importer, 0, used->vmap, &byte), 0);
	CHECK_EQ(byte, value);
	CHECK_OK(close(other));
}

TEST_VARIANTS(removal_takes_exports_away_and_waits_for_no_device_ok, removed)
{
	uint32_t number;
	int ring = removable_ring_create(variant, &number);
	struct dev_producer p = dev_producer(ring);
	struct dev_consumer c = dev_consumer(ring, 0);
	uint64_t bytes = p.status->geometry.slot_bytes;
	struct used slot, held;
	int64_t start;

	CHECK_EQ(dev_produce(&p, 0x51), 0);
	CHECK_EQ(dev_consume(&c, 0x51), 0);
	slot = use(exports_make(p.fd, 0, 0), bytes);
	held = use(exports_make(c.fd, 0, HOLD), bytes);
	start = dev_now();
	removable_ring_remove(variant, number);
	CHECK_LT(dev_now() - start, SOON_NS * test_slowness());
	check_revoked(&slot, 0x51);
	check_revoked(&held, 0x51);
	removable_ring_restore(variant, number);
	unuse(&slot);
	CHECK_OK(close(held.importer));
	CHECK_OK(close(held.dmabuf));
	CHECK_EQ(exports_fail(p.fd, 0, 0), -ENODEV);
}

/* Memory that is there at a time, of the ring that was added last. */
static int configure(int ring, uint32_t flags)
{
	struct framering_config config = dev_config();

	config.flags = flags;
	return ioctl(ring, FRAMERING_IOC_CONFIGURE, &config) ? -errno : 0;
}

TEST(exports_of_a_generation_that_makes_way_are_revoked_ok)
{
	int ring = dev_ring(FRAMERING_CACHE_DEFAULT), i;
	struct dev_producer p = dev_producer(ring);
	struct used used = use(exports_make(p.fd, 0, 0),
			       p.status->geometry.slot_bytes);

	/* Two that are stale may stay. */
	for (i = 0; i < 2; i++) {
		CHECK_EQ(configure(ring, 0), 0);
		dev_attach(ring, FRAMERING_ROLE_PRODUCER, 0, NULL);
		CHECK_EQ(test_read_fault(used.at), 0);
	}
	CHECK_EQ(configure(ring, 0), 0);
	check_revoked(&used, 0);
	CHECK_EQ(exports_fail(p.fd, 0, 0), -ESTALE);
}

/* One that has exports and no role any more counts as one with roles. */
TEST(stale_generation_lives_as_long_as_its_held_export_ok)
{
	int ring = dev_ring(FRAMERING_CACHE_DEFAULT), sockets[2], dmabuf, i;
	struct dev_producer p = dev_producer(ring);
	uint8_t *at;
	pid_t pid;

	CHECK_OK(socketpair(AF_UNIX, SOCK_STREAM, 0, sockets));
	CHECK_EQ(dev_produce(&p, 0x61), 0);
	CHECK_OK(pid = fork());
	if (!pid) {
		struct dev_consumer c = dev_consumer(ring,
						     FRAMERING_ATTACH_NEWEST);

		CHECK_EQ(dev_consume(&c, 0x61), 0);
		pass_send(sockets[1], exports_make(c.fd, 0, HOLD));
		_exit(0);
	}
	dmabuf = pass_receive(sockets[0]);
	CHECK_EQ(waitpid(pid, NULL, 0), pid);
	at = exports_map(dmabuf, PROT_READ, p.status->geometry.slot_bytes);
	for (i = 0; i < 2; i++) {
		CHECK_EQ(at[0], 0x61);
		CHECK_EQ(configure(ring, 0), 0);
		dev_attach(ring, FRAMERING_ROLE_PRODUCER, 0, NULL);
	}
	CHECK_EQ(at[0], 0x61);
	CHECK_EQ(configure(ring, 0), 0);
	CHECK_EQ(test_read_fault(at), SIGBUS);
}

TEST(exports_of_a_role_end_with_it_ok)
{
	int ring = dev_ring(FRAMERING_CACHE_DEFAULT), dmabuf;
	struct dev_producer p = dev_producer(ring);
	int role = dev_attach(ring, FRAMERING_ROLE_CONSUMER, 0, NULL);
	uint8_t *at;

	dmabuf = exports_make(role, 0, 0);
	at = exports_map(dmabuf, PROT_READ, p.status->geometry.slot_bytes);
	CHECK_EQ(test_read_fault(at), 0);
	CHECK_OK(close(role));
	CHECK_EQ(test_read_fault(at), SIGBUS);
	CHECK_ERRNO(mmap(NULL, 4096, PROT_READ, MAP_SHARED, dmabuf, 0), ENODEV);
}

TEST(exports_of_an_evicted_reader_are_revoked_and_no_others_ok)
{
	struct framering_evict evict = { .size = sizeof(evict) };
	int ring = dev_ring(FRAMERING_CACHE_DEFAULT), i;
	struct dev_producer p = dev_producer(ring);
	struct dev_consumer c = dev_consumer(ring, 0);
	struct dev_consumer other = dev_consumer(ring, 0);
	uint64_t bytes = p.status->geometry.slot_bytes;
	struct used slot, held, others;

	CHECK_EQ(dev_produce(&p, 0x71), 0);
	CHECK_EQ(dev_consume(&c, 0x71), 0);
	slot = use(exports_make(c.fd, 1, 0), bytes);
	held = use(exports_make(c.fd, 0, HOLD), bytes);
	others = use(exports_make(other.fd, 0, 0), bytes);
	evict.index = c.index;
	CHECK_OK(ioctl(ring, FRAMERING_IOC_EVICT, &evict));
	check_revoked(&slot, 0);
	check_revoked(&held, 0x71);
	CHECK_EQ(test_read_fault(others.at), 0);
	/*
	 * A device may be at work in both. That in slot 1 never waited for a
	 * frame, so the producer may know already that it is free.
	 */
	CHECK_EQ(p.status->kernel_held, 3);
	for (i = 0; i < 6; i++)
		CHECK_GT(dev_produce(&p, 0x72), 0);
	unuse(&held);
	CHECK_EQ(p.status->kernel_held, 2);
	unuse(&slot);
	CHECK_EQ(p.status->kernel_held, 0);
}

/* A camera that still fills slots of a producer that died. */
TEST(slots_that_a_dead_producers_device_has_are_not_filled_ok)
{
	int ring = dev_ring(FRAMERING_CACHE_DEFAULT), sockets[2], dmabuf, i;
	uint64_t bytes = dev_query(ring).geometry.slot_bytes;
	struct dev_producer p;
	struct used used;
	pid_t pid;

	CHECK_OK(socketpair(AF_UNIX, SOCK_STREAM, 0, sockets));
	CHECK_OK(pid = fork());
	if (!pid) {
		i = dev_attach(ring, FRAMERING_ROLE_PRODUCER, 0, NULL);
		pass_send(sockets[1], exports_make(i, 2, 0));
		for (;;)
			pause();
	}
	dmabuf = pass_receive(sockets[0]);
	used = use(dmabuf, bytes);
	CHECK_OK(kill(pid, SIGKILL));
	CHECK_EQ(waitpid(pid, NULL, 0), pid);
	p = dev_producer(ring);
	CHECK_EQ(p.status->kernel_held, 4);
	for (i = 0; i < 8; i++)
		CHECK_NE(dev_produce(&p, 1), 2);
	check_revoked(&used, 0);
	unuse(&used);
	CHECK_EQ(p.status->kernel_held, 0);
}

/* Readers of one user keep the old memory by devices: the owner goes on. */
TEST(memory_that_devices_keep_is_not_the_owners_ok)
{
	struct framering_add add = { .max_bytes = 16 << 20 };
	struct framering_config config = dev_config();
	int ring, reader, i;
	struct used used;

	CHECK_EQ(rings_try_add_as(&add), 0);
	ring = rings_open(add.ring, O_RDWR);
	config.width = 1024;
	config.height = 768;
	config.flags = FRAMERING_CONFIG_EXPORT_FOR_ALL;
	for (i = 0; i < 12; i++) {
		CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
		reader = rings_open(add.ring, O_RDONLY);
		used = use(exports_make(dev_attach(reader,
						   FRAMERING_ROLE_CONSUMER, 0,
						   NULL), 0, 0),
			   config.geometry.slot_bytes);
	}
	CHECK_EQ(test_read_fault(used.at), 0);
	CHECK_EQ(rings_remove(add.ring), 0);
	CHECK_EQ(test_read_fault(used.at), SIGBUS);
}

/* In a process of the crowd: a mapping of its own, touched until it is gone. */
static void touch_until_gone(int dmabuf, uint64_t bytes, int ready)
{
	struct used used = use(dmabuf, bytes);

	CHECK_EQ(write(ready, "x", 1), 1);
	while (!test_read_fault(used.at + bytes - 4096))
		;
	check_revoked(&used, 0);
	_exit(0);
}

TEST(removal_with_a_crowd_of_importers_ok)
{
	uint32_t number = rings_add();
	int ring = rings_open(number, O_RDWR), ready[2], i, dmabuf, status;
	struct framering_config config = dev_config();
	int64_t start;
	char byte;
	int role;

	test_timeout(200);
	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
	CHECK_OK(pipe(ready));
	role = dev_attach(ring, FRAMERING_ROLE_CONSUMER, 0, NULL);
	dmabuf = exports_make(role, 3, 0);
	for (i = 0; i < CROWD; i++) {
		pid_t pid;

		CHECK_OK(pid = fork());
		if (!pid)
			touch_until_gone(dmabuf, config.geometry.slot_bytes,
					 ready[1]);
	}
	for (i = 0; i < CROWD; i++)
		CHECK_EQ(read(ready[0], &byte, 1), 1);
	start = dev_now();
	CHECK_EQ(rings_remove(number), 0);
	test_diag("removal took %lld ms",
		  (long long)(dev_now() - start) / 1000000);
	CHECK_LT(dev_now() - start, SOON_NS * test_slowness());
	for (i = 0; i < CROWD; i++) {
		CHECK_GT(wait(&status), 0);
		CHECK_EQ(status, 0);
	}
}

/* Another user gets the descriptor, and what it may do with it. */
TEST(export_that_was_passed_to_another_user_stays_read_only_ok)
{
	int ring = dev_open(O_RDWR), sockets[2], role, status;
	struct framering_export export = { .slot = 0 };
	pid_t pid;

	CHECK_OK(socketpair(AF_UNIX, SOCK_STREAM, 0, sockets));
	CHECK_EQ(configure(ring, FRAMERING_CONFIG_EXPORT_FOR_ALL), 0);
	role = dev_attach(dev_open(O_RDONLY), FRAMERING_ROLE_CONSUMER, 0, NULL);
	CHECK_EQ(exports_try(role, &export), 0);
	CHECK_OK(pid = fork());
	if (!pid) {
		int dmabuf;

		CHECK_OK(setresuid(65534, 65534, 65534));
		dmabuf = pass_receive(sockets[1]);
		CHECK_ERRNO(mmap(NULL, export.bytes, PROT_READ | PROT_WRITE,
				 MAP_SHARED, dmabuf, 0), EACCES);
		CHECK_EQ(test_read_fault(exports_map(dmabuf, PROT_READ,
						     export.bytes)), 0);
		CHECK_EQ(importer_call(importer_open(dmabuf), IMPORT_IOC_VMAP),
			 -EINVAL);
		_exit(0);
	}
	pass_send(sockets[0], export.fd);
	CHECK_EQ(waitpid(pid, &status, 0), pid);
	CHECK_EQ(status, 0);
}
