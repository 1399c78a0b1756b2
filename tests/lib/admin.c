// SPDX-License-Identifier: MIT
/* Rings that the administrator adds and removes: the library's calls. */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <libframering.h>

#include "fake_admin.h"
#include "harness.h"

TEST(add_passes_on_what_is_wanted_ok)
{
	/* What an earlier call left there is no question. */
	struct framering_add add = {
		.size = 1, .ring = 9, .fd = 9, .name = "left",
		.flags = FRAMERING_ADD_OWNER, .uid = 7, .gid = 8, .mode = 0640,
		.max_consumers = 5, .max_bytes = 1 << 20,
	};

	CHECK_EQ(framering_add("/dev/null", &add), 0);
	CHECK_EQ(fake_admin.asked.size, sizeof(add));
	CHECK_EQ(fake_admin.asked.ring, 0);
	CHECK_EQ(fake_admin.asked.fd, 0);
	CHECK_STR_EQ(fake_admin.asked.name, "left");
	CHECK_EQ(fake_admin.asked.uid, 7);
	CHECK_EQ(fake_admin.asked.mode, 0640);
	CHECK_EQ(fake_admin.asked.max_bytes, 1 << 20);
	CHECK_EQ(add.ring, fake_admin.ring);
	CHECK_EQ(add.fd, -1);
	CHECK_EQ(add.size, sizeof(add));
}

TEST(ring_without_a_node_is_opened_by_its_descriptor_ok)
{
	struct framering_add add = { .flags = FRAMERING_ADD_NODELESS };

	CHECK_EQ(framering_add("/dev/null", &add), 0);
	CHECK_GT(add.fd, STDERR_FILENO);
	CHECK_EQ(fcntl(add.fd, F_GETFD), FD_CLOEXEC);
	CHECK_OK(close(add.fd));
}

/* A program without standard input would take the ring for it. */
TEST(descriptor_is_above_the_standard_ones_ok)
{
	struct framering_add add = { .flags = FRAMERING_ADD_NODELESS };

	CHECK_OK(close(STDIN_FILENO));
	CHECK_EQ(framering_add("/dev/null", &add), 0);
	CHECK_GT(add.fd, STDERR_FILENO);
}

TEST(add_that_is_refused_fails_and_changes_nothing)
{
	struct framering_add add = { .name = "left" }, before = add;

	fake_admin.error = EEXIST;
	CHECK_EQ(framering_add("/dev/null", &add), -EEXIST);
	CHECK_MEM_EQ(&add, &before, sizeof(add));
}

TEST(without_a_driver_fails)
{
	struct framering_add add = { .name = "left" };

	CHECK_EQ(framering_add("/dev/none", &add), -ENOENT);
	CHECK_EQ(framering_remove("/dev/none", 0), -ENOENT);
}

TEST(remove_ok_and_of_a_ring_that_is_not_there_fails)
{
	CHECK_EQ(framering_remove("/dev/null", fake_admin.ring), 0);
	CHECK_EQ(fake_admin.removes, 1);
	CHECK_EQ(framering_remove("/dev/null", 9), -ENODEV);
	CHECK_EQ(fake_admin.removes, 1);
}
