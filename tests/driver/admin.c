// SPDX-License-Identifier: MIT
/* /dev/framering-control: rings that come and go while the driver is loaded. */
#include <fcntl.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "dev.h"
#include "harness.h"
#include "rings.h"

static void pass_frames(int ring)
{
	struct dev_producer p = dev_producer(ring);
	struct dev_consumer c = dev_consumer(ring, FRAMERING_ATTACH_LOSSLESS);
	uint8_t i;

	for (i = 0; i < 6; i++) {
		CHECK_GE(dev_produce(&p, i), 0);
		dev_release(&c, dev_consume(&c, i));
	}
}

/* Frames pass; in a child, whose exit cleans up. */
static void check_ring(int ring)
{
	int status;
	pid_t pid = fork();

	CHECK_OK(pid);
	if (!pid) {
		pass_frames(ring);
		_exit(0);
	}
	CHECK_EQ(waitpid(pid, &status, 0), pid);
	CHECK_EQ(status, 0);
}

TEST(added_ring_works_and_removed_ring_is_gone_ok)
{
	uint32_t number = rings_add();
	struct framering_config config = dev_config();
	int ring = rings_open(number, O_RDWR);
	struct stat stat;

	CHECK_OK(fstat(ring, &stat));
	CHECK_EQ(stat.st_mode & 0777, 0660);
	CHECK_EQ(dev_query(ring).ring, number);
	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
	check_ring(ring);
	CHECK_EQ(rings_remove(number), 0);
	CHECK_ERRNO(rings_try_open(number, O_RDWR), ENOENT);
	CHECK_EQ(rings_remove(number), -ENOENT);
}

TEST(removed_rings_number_is_given_again_ok)
{
	uint32_t number = rings_add(), round;
	int old = rings_open(number, O_RDWR);

	for (round = 0; round < 5; round++) {
		struct framering_config config = dev_config();
		int ring;

		CHECK_EQ(rings_remove(number), 0);
		CHECK_EQ(rings_add(), number);
		ring = rings_open(number, O_RDWR);
		CHECK_EQ(dev_query(ring).generation, 0);
		CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
		check_ring(ring);
		/* A file of the ring before does not reach the new one. */
		CHECK_ERRNO(ioctl(old, FRAMERING_IOC_CONFIGURE, &config),
			    ENODEV);
	}
	CHECK_EQ(rings_remove(number), 0);
}

TEST(adding_more_than_64_rings_fails)
{
	uint32_t number[FRAMERING_MAX_RINGS], count = 0, i;
	int error;

	test_timeout(120);
	while (!(error = rings_try_add(&number[count])))
		CHECK_LT(++count, FRAMERING_MAX_RINGS);
	CHECK_EQ(error, -ENOSPC);
	/* Ring 0 and the card's were there. */
	CHECK_EQ(count, FRAMERING_MAX_RINGS - 2);
	for (i = 0; i < count; i++) {
		CHECK_LT(number[i], FRAMERING_MAX_RINGS);
		CHECK_EQ(rings_remove(number[i]), 0);
	}
	CHECK_EQ(rings_add(), number[0]);
	CHECK_EQ(rings_remove(number[0]), 0);
}

TEST(removing_what_is_not_ours_fails)
{
	CHECK_EQ(rings_remove(63), -ENOENT);
	CHECK_EQ(rings_remove(64), -ENOENT);
	CHECK_EQ(rings_remove(UINT32_MAX), -ENOENT);
	/* A card's ring goes with the card. */
	CHECK_EQ(rings_remove(rings_pci()), -ENOENT);
	CHECK_EQ(dev_query(rings_open(rings_pci(), O_RDWR)).ring, rings_pci());
}

TEST(control_requests_with_a_bad_structure_fail)
{
	struct framering_remove remove = { .size = sizeof(remove), .flags = 1 };
	struct framering_add add = { .size = sizeof(add), .flags = 1U << 31 };
	int fd = -1;

	CHECK_OK(fd = open(CONTROL_PATH, O_RDWR | O_CLOEXEC));
	CHECK_ERRNO(ioctl(fd, FRAMERING_IOC_ADD, &add), EINVAL);
	CHECK_ERRNO(ioctl(fd, FRAMERING_IOC_REMOVE, &remove), EINVAL);
	add = (struct framering_add){ .size = sizeof(add), .reserved = 1 };
	remove = (struct framering_remove){
		.size = sizeof(remove),
		.reserved = 1,
	};
	CHECK_ERRNO(ioctl(fd, FRAMERING_IOC_ADD, &add), EINVAL);
	CHECK_ERRNO(ioctl(fd, FRAMERING_IOC_REMOVE, &remove), EINVAL);
	add = (struct framering_add){ .size = 2 };
	CHECK_ERRNO(ioctl(fd, FRAMERING_IOC_ADD, &add), EINVAL);
	CHECK_ERRNO(ioctl(fd, FRAMERING_IOC_ADD, 8), EFAULT);
	CHECK_ERRNO(ioctl(fd, FRAMERING_IOC_QUERY, &add), ENOTTY);
	/* Nothing happened. */
	CHECK_EQ(dev_query(dev_open(O_RDONLY)).ring, 0);
}

TEST(control_file_is_for_root_alone_ok)
{
	int status;
	pid_t pid = fork();

	CHECK_OK(pid);
	if (!pid) {
		CHECK_OK(setresgid(65534, 65534, 65534));
		CHECK_OK(setresuid(65534, 65534, 65534));
		CHECK_ERRNO(open(CONTROL_PATH, O_RDWR), EACCES);
		CHECK_ERRNO(open(CONTROL_PATH, O_RDONLY), EACCES);
		_exit(0);
	}
	CHECK_EQ(waitpid(pid, &status, 0), pid);
	CHECK_EQ(status, 0);
}

TEST(unbound_platform_ring_is_gone_and_comes_back_ok)
{
	uint32_t number = rings_add();
	struct framering_config config = dev_config();
	char name[32];
	int ring = rings_open(number, O_RDWR), again;

	snprintf(name, sizeof(name), "framering.%u", number);
	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
	CHECK_EQ(rings_driver("platform", "unbind", name), 0);
	CHECK_ERRNO(rings_try_open(number, O_RDWR), ENOENT);
	CHECK_ERRNO(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config), ENODEV);
	CHECK_EQ(rings_driver("platform", "bind", name), 0);
	again = rings_open(number, O_RDWR);
	CHECK_OK(ioctl(again, FRAMERING_IOC_CONFIGURE, &config));
	check_ring(again);
	CHECK_ERRNO(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config), ENODEV);
	CHECK_EQ(rings_remove(number), 0);
}

TEST(unbound_platform_ring_can_be_removed_ok)
{
	uint32_t number = rings_add();
	char name[32];

	snprintf(name, sizeof(name), "framering.%u", number);
	CHECK_EQ(rings_driver("platform", "unbind", name), 0);
	CHECK_EQ(rings_remove(number), 0);
	CHECK_EQ(rings_add(), number);
	CHECK_EQ(rings_remove(number), 0);
}

TEST(unbound_card_comes_back_with_a_ring_that_works_ok)
{
	char card[64];
	int i;

	snprintf(card, sizeof(card), "%s", rings_pci_name());
	for (i = 0; i < 3; i++) {
		uint32_t number = rings_pci();
		struct framering_config config = dev_config();
		int old = rings_open(number, O_RDWR), ring;

		CHECK_OK(ioctl(old, FRAMERING_IOC_CONFIGURE, &config));
		CHECK_EQ(rings_driver("pci", "unbind", card), 0);
		CHECK_ERRNO(rings_try_open(number, O_RDWR), ENOENT);
		CHECK_EQ(rings_driver("pci", "bind", card), 0);
		ring = rings_open(rings_pci(), O_RDWR);
		CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
		CHECK_EQ(config.memory, FRAMERING_MEMORY_BAR);
		check_ring(ring);
		CHECK_ERRNO(ioctl(old, FRAMERING_IOC_CONFIGURE, &config),
			    ENODEV);
	}
}
