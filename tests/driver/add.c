// SPDX-License-Identifier: MIT
/* ADD's wishes: a ring's name, owner, mode and limits. */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "dev.h"
#include "harness.h"
#include "rings.h"

#define NOBODY	65534

/* Fill @add in with a name. */
static struct framering_add named(const char *name)
{
	struct framering_add add = { .size = sizeof(add) };

	memcpy(add.name, name, strlen(name));
	return add;
}

static struct stat node(const char *name)
{
	struct stat stat;
	char path[64];

	snprintf(path, sizeof(path), "/dev/%s", name);
	CHECK_OK(lstat(path, &stat));
	CHECK(S_ISCHR(stat.st_mode));
	return stat;
}

TEST(named_ring_is_found_by_its_name_ok)
{
	struct framering_config config = dev_config();
	struct framering_add add = named("Cam_0.left-1");
	struct framering_query query;
	int ring = -1;

	CHECK_EQ(rings_try_add_as(&add), 0);
	CHECK_EQ(add.fd, -1);
	CHECK_OK(ring = open(DEV_PATH "-Cam_0.left-1", O_RDWR | O_CLOEXEC));
	query = dev_query(ring);
	CHECK_EQ(query.ring, add.ring);
	CHECK_STR_EQ(query.name, "framering-Cam_0.left-1");
	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
	CHECK_STR_EQ(dev_sysfs_text(ring, "size"), "64x48");
	CHECK_ERRNO(rings_try_open(add.ring, O_RDWR), ENOENT);
	CHECK_EQ(rings_remove(add.ring), 0);
	CHECK_ERRNO(open(DEV_PATH "-Cam_0.left-1", O_RDWR), ENOENT);
}

TEST(rings_without_a_name_have_their_number_ok)
{
	uint32_t number = rings_add();
	char name[32];

	CHECK_STR_EQ(dev_query(dev_open(O_RDONLY)).name, "framering");
	snprintf(name, sizeof(name), "framering%u", number);
	CHECK_STR_EQ(dev_query(rings_open(number, O_RDONLY)).name, name);
	CHECK_EQ(rings_remove(number), 0);
}

TEST(name_that_a_ring_has_fails)
{
	struct framering_add first = named("twice"), second = named("twice");
	uint32_t number;

	CHECK_EQ(rings_try_add_as(&first), 0);
	CHECK_EQ(rings_try_add_as(&second), -EEXIST);
	second.flags = FRAMERING_ADD_NODELESS;
	CHECK_EQ(rings_try_add_as(&second), -EEXIST);
	CHECK_EQ(rings_remove(first.ring), 0);
	second.flags = 0;
	CHECK_EQ(rings_try_add_as(&second), 0);
	CHECK_EQ(rings_remove(second.ring), 0);
	/* Those that failed have left no number behind. */
	number = rings_add();
	CHECK_EQ(number, first.ring);
	CHECK_EQ(rings_remove(number), 0);
}

TEST(name_of_the_control_file_fails)
{
	struct framering_add add = named("control");
	struct stat stat;

	CHECK_EQ(rings_try_add_as(&add), -EEXIST);
	stat = node("framering-control");
	CHECK_EQ(stat.st_mode & 0777, 0600);
}

static const struct {
	const char *name;
	char text[FRAMERING_RING_NAME_BYTES];
} bad_names[] = {
	{ "slash", "a/b" },
	{ "parent", ".." },
	{ "hidden", ".a" },
	{ "dash", "-a" },
	{ "space", "a b" },
	{ "exclamation", "a!b" },
	{ "line", "a\nb" },
	{ "percent", "%s" },
	{ "latin", "\xe4" },
	{ "accent", "a\xc3\xa4" },
	{ "after_its_end", "a\0b" },
	{ "no_end", { 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'a', 'b', 'c',
		      'd', 'e', 'f', 'g', 'h', 'a', 'b', 'c', 'd', 'e', 'f',
		      'g', 'h', 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h' } },
};

TEST_VARIANTS(bad_name_of_a_ring_fails, bad_names)
{
	struct framering_add add = { .size = sizeof(add) };

	memcpy(add.name, variant->text, sizeof(add.name));
	CHECK_EQ(rings_try_add_as(&add), -EINVAL);
}

TEST(longest_name_of_a_ring_ok)
{
	struct framering_add add = named("abcdefghijklmnopqrstuvwxyz01234");
	struct stat stat;

	CHECK_EQ(rings_try_add_as(&add), 0);
	stat = node("framering-abcdefghijklmnopqrstuvwxyz01234");
	CHECK_EQ(stat.st_uid, 0);
	CHECK_EQ(stat.st_mode & 0777, 0660);
	CHECK_EQ(rings_remove(add.ring), 0);
}

TEST(owned_ring_is_opened_by_its_owner_alone_ok)
{
	struct framering_add add = named("owned");
	struct stat stat;
	int status;
	pid_t pid;

	add.flags = FRAMERING_ADD_OWNER;
	add.uid = NOBODY;
	add.gid = 7;
	add.mode = 0640;
	CHECK_EQ(rings_try_add_as(&add), 0);
	stat = node("framering-owned");
	CHECK_EQ(stat.st_uid, NOBODY);
	CHECK_EQ(stat.st_gid, 7);
	CHECK_EQ(stat.st_mode & 0777, 0640);
	pid = fork();
	CHECK_OK(pid);
	if (!pid) {
		CHECK_OK(setresgid(NOBODY, NOBODY, NOBODY));
		CHECK_OK(setresuid(NOBODY, NOBODY, NOBODY));
		CHECK_OK(open(DEV_PATH "-owned", O_RDWR));
		_exit(0);
	}
	CHECK_EQ(waitpid(pid, &status, 0), pid);
	CHECK_EQ(status, 0);
	pid = fork();
	CHECK_OK(pid);
	if (!pid) {
		CHECK_OK(setresgid(7, 7, 7));
		CHECK_OK(setresuid(1234, 1234, 1234));
		CHECK_OK(open(DEV_PATH "-owned", O_RDONLY));
		CHECK_ERRNO(open(DEV_PATH "-owned", O_RDWR), EACCES);
		_exit(0);
	}
	CHECK_EQ(waitpid(pid, &status, 0), pid);
	CHECK_EQ(status, 0);
	CHECK_EQ(rings_remove(add.ring), 0);
}

TEST(owner_without_its_flag_fails)
{
	struct framering_add add = { .size = sizeof(add), .uid = 1 };

	CHECK_EQ(rings_try_add_as(&add), -EINVAL);
	add = (struct framering_add){ .size = sizeof(add), .gid = 1 };
	CHECK_EQ(rings_try_add_as(&add), -EINVAL);
	add = (struct framering_add){ .size = sizeof(add), .mode = 0600 };
	CHECK_EQ(rings_try_add_as(&add), -EINVAL);
}

TEST(owner_that_cannot_be_fails)
{
	struct framering_add add = {
		.flags = FRAMERING_ADD_OWNER,
		.uid = UINT32_MAX,
	};

	CHECK_EQ(rings_try_add_as(&add), -EINVAL);
	add.uid = 0;
	add.gid = UINT32_MAX;
	CHECK_EQ(rings_try_add_as(&add), -EINVAL);
	add.gid = 0;
	/* Neither set-user-ID nor a kind of file. */
	add.mode = 04666;
	CHECK_EQ(rings_try_add_as(&add), -EINVAL);
	add.mode = 0100666;
	CHECK_EQ(rings_try_add_as(&add), -EINVAL);
}

TEST(consumers_of_a_ring_are_limited_ok)
{
	struct framering_add add = { .max_consumers = 2 };
	struct framering_config config = dev_config();
	int ring, first, reader = FRAMERING_ROLE_CONSUMER;

	CHECK_EQ(rings_try_add_as(&add), 0);
	ring = rings_open(add.ring, O_RDWR);
	CHECK_EQ(dev_query(ring).max_consumers, 2);
	CHECK_EQ(dev_query(dev_open(O_RDONLY)).max_consumers,
		 FRAMERING_MAX_CONSUMERS);
	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
	first = dev_try_attach(ring, reader, 0);
	CHECK_GE(first, 0);
	CHECK_GE(dev_try_attach(ring, reader, 0), 0);
	CHECK_ERRNO(dev_try_attach(ring, reader, 0), EUSERS);
	close(first);
	CHECK_GE(dev_try_attach(ring, reader, 0), 0);
	CHECK_EQ(rings_remove(add.ring), 0);
	add = (struct framering_add){ .max_consumers = 33 };
	CHECK_EQ(rings_try_add_as(&add), -EINVAL);
}

TEST(memory_of_a_ring_is_limited_ok)
{
	struct framering_config config = dev_config(), larger = dev_config();
	uint64_t all = dev_query(dev_open(O_RDONLY)).max_bytes;
	struct framering_add add = { .max_bytes = 4 * 12288 };
	int ring;

	CHECK_EQ(rings_try_add_as(&add), 0);
	ring = rings_open(add.ring, O_RDWR);
	CHECK_EQ(dev_query(ring).max_bytes, add.max_bytes);
	/* Four slots of 64x48 at 4 bytes; its next one is beside it. */
	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
	larger.height++;
	CHECK_ERRNO(ioctl(ring, FRAMERING_IOC_CONFIGURE, &larger), EFBIG);
	CHECK_EQ(rings_remove(add.ring), 0);
	/* Above the limit of all rings, there it is. */
	add = (struct framering_add){ .max_bytes = UINT64_MAX };
	CHECK_EQ(rings_try_add_as(&add), 0);
	CHECK_EQ(dev_query(rings_open(add.ring, O_RDONLY)).max_bytes, all);
	CHECK_EQ(rings_remove(add.ring), 0);
}

TEST(rebound_ring_is_what_it_was_ok)
{
	struct framering_add add = named("again");
	struct stat stat;
	char device[32];
	int ring = -1;

	add.flags = FRAMERING_ADD_OWNER;
	add.uid = NOBODY;
	add.mode = 0600;
	add.max_consumers = 3;
	CHECK_EQ(rings_try_add_as(&add), 0);
	snprintf(device, sizeof(device), "framering.%u", add.ring);
	CHECK_EQ(rings_driver("platform", "unbind", device), 0);
	CHECK_ERRNO(open(DEV_PATH "-again", O_RDWR), ENOENT);
	CHECK_EQ(rings_driver("platform", "bind", device), 0);
	CHECK_OK(ring = open(DEV_PATH "-again", O_RDWR | O_CLOEXEC));
	stat = node("framering-again");
	CHECK_EQ(stat.st_uid, NOBODY);
	CHECK_EQ(dev_query(ring).max_consumers, 3);
	CHECK_EQ(rings_remove(add.ring), 0);
}
