// SPDX-License-Identifier: MIT
/* The registers of a card: who may map them, how much, and what is there. */
#include <fcntl.h>
#include <grp.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "dev.h"
#include "harness.h"
#include "maps.h"
#include "rings.h"
#include "walk.h"

#define PAGE		4096
#define NOBODY		65534
#define REGISTERS	FRAMERING_OFFSET_REGISTERS
#define R		PROT_READ
#define RW		(PROT_READ | PROT_WRITE)
/* Of ivshmem: which interrupts are wanted. It has none and keeps the number. */
#define MASK_REGISTER	0

static int pci_ring(void)
{
	struct framering_config config = dev_config();
	int ring = rings_open(rings_pci(), O_RDWR);

	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
	return ring;
}

static const struct framering_region *region_of(int role)
{
	const struct framering_status *status =
		dev_map(role, R, FRAMERING_OFFSET_STATUS, PAGE);

	return &status->region[FRAMERING_REGION_REGISTERS];
}

TEST(registers_are_the_cards_and_uncached_ok)
{
	int ring = pci_ring();
	int producer = dev_attach(ring, FRAMERING_ROLE_PRODUCER, 0, NULL);
	int consumer = dev_attach(ring, FRAMERING_ROLE_CONSUMER, 0, NULL);
	volatile uint32_t *out = dev_map(producer, RW, REGISTERS, PAGE);
	const volatile uint32_t *in = dev_map(consumer, R, REGISTERS, PAGE);
	struct ptwalk walk = walk_at(out, 0);

	CHECK_EQ(region_of(producer)->count, 1);
	CHECK_EQ(region_of(producer)->offset, REGISTERS);
	CHECK_EQ(region_of(producer)->length, PAGE);
	out[MASK_REGISTER] = 0x600df00d;
	CHECK_EQ(in[MASK_REGISTER], 0x600df00d);
	out[MASK_REGISTER] = 0;
	CHECK_EQ(in[MASK_REGISTER], 0);
	CHECK_EQ(walk.user.type, PTWALK_UC_MINUS);
	CHECK_EQ(walk.user.writable, 1);
	CHECK_EQ(walk.user.nx, 1);
	CHECK_EQ(walk_at(in, 0).user.writable, 0);
}

/**
 * struct refusal - a mapping of registers that must be refused
 * @name: what is wrong with it
 * @role: the role file's role
 * @prot: protection
 * @flags: MAP_ flags
 * @offset: from the region's start
 * @pages: length in pages
 * @error: the errno that is expected
 */
struct refusal {
	const char *name;
	uint32_t role;
	int prot;
	int flags;
	uint64_t offset;
	size_t pages;
	int error;
};

#define PRODUCER	FRAMERING_ROLE_PRODUCER
#define CONSUMER	FRAMERING_ROLE_CONSUMER

static const struct refusal refusals[] = {
	{ "length_0", PRODUCER, R, MAP_SHARED, 0, 0, EINVAL },
	{ "too_long", PRODUCER, R, MAP_SHARED, 0, 2, EINVAL },
	{ "past_end", PRODUCER, R, MAP_SHARED, PAGE, 1, EINVAL },
	{ "unaligned", PRODUCER, R, MAP_SHARED, 4, 1, EINVAL },
	{ "into_frames", PRODUCER, R, MAP_SHARED, 0, 0xd0001, EINVAL },
	{ "written_by_consumer", CONSUMER, RW, MAP_SHARED, 0, 1, EACCES },
	{ "private_written", PRODUCER, RW, MAP_PRIVATE, 0, 1, EINVAL },
	{ "executed", PRODUCER, R | PROT_EXEC, MAP_SHARED, 0, 1, EPERM },
};

TEST_VARIANTS(mapping_of_registers_is_refused_fails, refusals)
{
	int role = dev_attach(pci_ring(), variant->role, 0, NULL);

	CHECK_ERRNO(mmap(NULL, variant->pages * PAGE, variant->prot,
			 variant->flags, role,
			 (off_t)(REGISTERS + variant->offset)),
		    variant->error);
}

TEST(registers_of_a_ring_without_a_card_fail)
{
	int role = dev_attach(dev_ring(FRAMERING_CACHE_DEFAULT), PRODUCER, 0,
			      NULL);

	CHECK_EQ(region_of(role)->count, 0);
	CHECK_ERRNO(mmap(NULL, PAGE, R, MAP_SHARED, role, (off_t)REGISTERS),
		    EINVAL);
}

static void become_nobody(void)
{
	CHECK_OK(setgroups(0, NULL));
	CHECK_OK(setresgid(NOBODY, NOBODY, NOBODY));
	CHECK_OK(setresuid(NOBODY, NOBODY, NOBODY));
	CHECK_ERRNO(rings_try_open(0, O_RDWR), EACCES);
}

/* The role was passed on; the right to touch the card was not. */
TEST(registers_for_an_unprivileged_user_fail)
{
	int ring = pci_ring();
	int producer = dev_attach(ring, PRODUCER, 0, NULL);
	int consumer = dev_attach(ring, CONSUMER, 0, NULL);
	uint8_t *frame;
	int status;
	pid_t pid;

	dev_map(producer, RW, REGISTERS, PAGE);
	pid = fork();
	CHECK_OK(pid);
	if (!pid) {
		become_nobody();
		CHECK_ERRNO(mmap(NULL, PAGE, RW, MAP_SHARED, producer,
				 (off_t)REGISTERS), EPERM);
		CHECK_ERRNO(mmap(NULL, PAGE, R, MAP_SHARED, producer,
				 (off_t)REGISTERS), EPERM);
		CHECK_ERRNO(mmap(NULL, PAGE, R, MAP_SHARED, consumer,
				 (off_t)REGISTERS), EPERM);
		/* All else may be mapped by any process that has the role. */
		frame = dev_map(producer, RW, FRAMERING_OFFSET_FRAMES, PAGE);
		frame[0] = 1;
		dev_map(consumer, R, FRAMERING_OFFSET_STATUS, PAGE);
		_exit(0);
	}
	CHECK_EQ(waitpid(pid, &status, 0), pid);
	CHECK_EQ(status, 0);
}

/* True: /proc/iomem has @first to @last, for us. */
static int is_taken(uint64_t first, uint64_t last)
{
	FILE *file = fopen("/proc/iomem", "re");
	unsigned long long from, to;
	char line[256];
	int found = 0;

	CHECK(file);
	while (fgets(line, sizeof(line), file))
		if (sscanf(line, "%llx-%llx", &from, &to) == 2)
			found |= from == first && to == last &&
				 strstr(line, "framering: rest of a page");
	fclose(file);
	return found;
}

/*
 * A mapping shows the whole page. What follows the registers there must not
 * become another device's.
 */
TEST(registers_are_alone_on_their_page_ok)
{
	uint64_t bytes, start = rings_pci_bar(0, &bytes);
	int role = dev_attach(pci_ring(), PRODUCER, 0, NULL);

	CHECK_EQ(start % PAGE, 0);
	CHECK_EQ(region_of(role)->count, 1);
	if (bytes % PAGE)
		CHECK(is_taken(start + bytes, start + PAGE - 1));
}
