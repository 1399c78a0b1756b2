// SPDX-License-Identifier: MIT
/* ATTACH: which file may have which role, and how many. */
#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "dev.h"
#include "harness.h"

TEST(attach_of_a_second_producer_fails)
{
	int ring = dev_ring(FRAMERING_CACHE_WB);
	int role = dev_attach(ring, FRAMERING_ROLE_PRODUCER, 0, NULL);

	CHECK_ERRNO(dev_try_attach(ring, FRAMERING_ROLE_PRODUCER, 0), EBUSY);
	CHECK(dev_query(ring).state & FRAMERING_STATE_PRODUCER);
	close(role);
	CHECK(!(dev_query(ring).state & FRAMERING_STATE_PRODUCER));
	dev_attach(ring, FRAMERING_ROLE_PRODUCER, 0, NULL);
}

TEST(attach_of_32_consumers_ok_and_the_33rd_fails)
{
	int ring = dev_ring(FRAMERING_CACHE_WB);
	int role[FRAMERING_MAX_CONSUMERS];
	uint32_t i, index;

	for (i = 0; i < FRAMERING_MAX_CONSUMERS; i++) {
		role[i] = dev_attach(ring, FRAMERING_ROLE_CONSUMER, 0, &index);
		CHECK_EQ(index, i);
	}
	CHECK_EQ(dev_query(ring).consumers, FRAMERING_MAX_CONSUMERS);
	CHECK_ERRNO(dev_try_attach(ring, FRAMERING_ROLE_CONSUMER, 0), EUSERS);
	close(role[17]);
	dev_attach(ring, FRAMERING_ROLE_CONSUMER, 0, &index);
	CHECK_EQ(index, 17);
}

TEST(producer_from_a_read_only_file_fails)
{
	int ring = dev_ring(FRAMERING_CACHE_WB);
	int reader = dev_open(O_RDONLY);

	CHECK_ERRNO(dev_try_attach(reader, FRAMERING_ROLE_PRODUCER, 0), EBADF);
	CHECK_ERRNO(dev_try_attach(reader, FRAMERING_ROLE_CONSUMER,
				   FRAMERING_ATTACH_LOSSLESS), EBADF);
	dev_attach(reader, FRAMERING_ROLE_CONSUMER, 0, NULL);
	close(ring);
}

TEST(consumer_from_a_write_only_file_fails)
{
	int writer;

	close(dev_ring(FRAMERING_CACHE_WB));
	writer = dev_open(O_WRONLY);
	CHECK_ERRNO(dev_try_attach(writer, FRAMERING_ROLE_CONSUMER, 0), EBADF);
	dev_attach(writer, FRAMERING_ROLE_PRODUCER, 0, NULL);
}

struct bad_attach {
	const char *name;
	struct framering_attach attach;
};

static const struct bad_attach bad_attaches[] = {
	{ "size", { .size = 8, .role = FRAMERING_ROLE_CONSUMER } },
	{ "no_role", { .size = sizeof(struct framering_attach) } },
	{ "role", { .size = sizeof(struct framering_attach), .role = 3 } },
	{ "flags", { .size = sizeof(struct framering_attach),
		     .role = FRAMERING_ROLE_CONSUMER, .flags = 16 } },
	{ "lossless_producer", { .size = sizeof(struct framering_attach),
				 .role = FRAMERING_ROLE_PRODUCER,
				 .flags = FRAMERING_ATTACH_LOSSLESS } },
	{ "reserved", { .size = sizeof(struct framering_attach),
			.role = FRAMERING_ROLE_CONSUMER, .reserved = 1 } },
};

TEST_VARIANTS(attach_with_a_bad_structure_fails, bad_attaches)
{
	struct framering_attach attach = variant->attach;
	int ring = dev_ring(FRAMERING_CACHE_WB);

	CHECK_ERRNO(ioctl(ring, FRAMERING_IOC_ATTACH, &attach), EINVAL);
	CHECK_EQ(dev_query(ring).consumers, 0);
}

TEST(role_file_tells_what_it_is_ok)
{
	int ring = dev_ring(FRAMERING_CACHE_WB);
	int role = dev_attach(ring, FRAMERING_ROLE_CONSUMER,
			      FRAMERING_ATTACH_LOSSLESS, NULL);
	struct framering_role_info info = { .size = sizeof(info) };

	CHECK_OK(ioctl(role, FRAMERING_IOC_ROLE, &info));
	CHECK_EQ(info.role, FRAMERING_ROLE_CONSUMER);
	CHECK_EQ(info.flags, FRAMERING_ATTACH_LOSSLESS);
	CHECK_EQ(info.index, 0);
	CHECK_EQ(info.generation, dev_query(ring).generation);
	CHECK(fcntl(role, F_GETFD) & FD_CLOEXEC);
}

TEST(wait_with_a_bad_structure_fails)
{
	int ring = dev_ring(FRAMERING_CACHE_WB);
	int role = dev_attach(ring, FRAMERING_ROLE_CONSUMER, 0, NULL);
	struct framering_wait wait = { .size = sizeof(wait), .flags = 1 };

	CHECK_ERRNO(ioctl(role, FRAMERING_IOC_WAIT, &wait), EINVAL);
	wait.flags = 0;
	wait.events = 0x8000;
	CHECK_ERRNO(ioctl(role, FRAMERING_IOC_WAIT, &wait), EINVAL);
	wait.events = FRAMERING_EVENT_IN;
	wait.size = 12;
	CHECK_ERRNO(ioctl(role, FRAMERING_IOC_WAIT, &wait), EINVAL);
}
