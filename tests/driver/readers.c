// SPDX-License-Identifier: MIT
/* Readers: what the owner is told of them, who may attach, and how many. */
#include <fcntl.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "dev.h"
#include "harness.h"

/* The driver's default of max_user_consumers. */
#define PER_USER	16

static struct framering_consumer_info info(int ring, uint32_t index)
{
	struct framering_consumer_info info = {
		.size = sizeof(info),
		.index = index,
	};

	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONSUMER, &info));
	return info;
}

/* Run @run as user @uid, with the files that are open. */
static void as_user(uid_t uid, void (*run)(int file), int file)
{
	int status;
	pid_t pid = fork();

	CHECK_OK(pid);
	if (!pid) {
		CHECK_OK(setresuid(uid, uid, uid));
		run(file);
		_exit(0);
	}
	CHECK_EQ(waitpid(pid, &status, 0), pid);
	CHECK_EQ(status, 0);
}

TEST(owner_is_told_of_each_reader_and_its_state_ok)
{
	struct framering_config config = dev_config();
	struct framering_consumer_info now;
	int ring = dev_open(O_RDWR), i;
	int64_t before = dev_now();
	struct dev_producer p;
	struct dev_consumer c;

	config.slots = 8;
	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
	CHECK_OK(prctl(PR_SET_NAME, "somebody"));
	c = dev_consumer(ring, FRAMERING_ATTACH_LOSSLESS);
	p = dev_producer(ring);
	for (i = 0; i < 3; i++)
		CHECK_GE(dev_produce(&p, (uint8_t)i), 0);
	CHECK_EQ(dev_consume(&c, 0), 0);
	CHECK_EQ(dev_consume(&c, 1), 1);
	dev_release(&c, 0);
	now = info(ring, c.index);
	CHECK_EQ(now.flags, FRAMERING_ATTACH_LOSSLESS);
	CHECK_EQ(now.pid, getpid());
	CHECK_EQ(now.uid, getuid());
	CHECK_STR_EQ(now.name, "somebody");
	CHECK_GE((int64_t)now.attached_ns, before);
	CHECK_LE((int64_t)now.attached_ns, dev_now());
	CHECK_EQ(now.tail, 2);
	CHECK_EQ(now.lag, 1);
	CHECK_EQ(now.held, 2);
	CHECK_EQ(now.delivered, 2);
	CHECK_EQ(now.dropped, 0);
	CHECK_EQ(now.wish.width, 0);
}

TEST(roles_have_numbers_of_their_own_ok)
{
	int ring = dev_ring(FRAMERING_CACHE_WB);
	struct framering_attach first =
		dev_attach_told(ring, FRAMERING_ROLE_CONSUMER, 0);
	struct framering_role_info role = { .size = sizeof(role) };
	uint64_t id = info(ring, 0).id;

	CHECK_EQ(first.id, id);
	CHECK_OK(ioctl(first.fd, FRAMERING_IOC_ROLE, &role));
	CHECK_EQ(role.id, id);
	close(first.fd);
	dev_attach(ring, FRAMERING_ROLE_CONSUMER, 0, NULL);
	CHECK_GT(info(ring, 0).id, id);
}

TEST(drops_count_from_the_attach_on_ok)
{
	int ring = dev_ring(FRAMERING_CACHE_WB), i;
	struct dev_producer p = dev_producer(ring);
	struct dev_consumer c;

	for (i = 0; i < 3; i++)
		CHECK_GE(dev_produce(&p, 1), 0);
	CHECK_EQ(dev_attach_told(ring, FRAMERING_ROLE_CONSUMER, 0).frame, 3);
	c = dev_consumer(ring, 0);
	/* The first that it sees is not the first that it could have seen. */
	for (i = 0; i < 11; i++)
		CHECK_GE(dev_produce(&p, (uint8_t)i), 0);
	CHECK_GE(dev_consume(&c, 7), 0);
	CHECK_EQ(c.ring.page->delivered, 1);
	CHECK_EQ(c.ring.page->dropped, 7);
}

TEST(attach_tells_the_next_frame_without_the_last_one_ok)
{
	int ring = dev_ring(FRAMERING_CACHE_WB);
	struct dev_producer p = dev_producer(ring);

	CHECK_EQ(dev_attach_told(ring, FRAMERING_ROLE_CONSUMER, 0).frame, 0);
	CHECK_GE(dev_produce(&p, 1), 0);
	CHECK_EQ(dev_attach_told(ring, FRAMERING_ROLE_CONSUMER, 0).frame, 1);
	/* And when nothing is left of the last frame but the count. */
	CHECK_GE(dev_produce(&p, 1), 0);
	p.ring.desc[(p.ring.page->head - 1) % 4].seq = 77;
	CHECK_EQ(dev_attach_told(ring, FRAMERING_ROLE_CONSUMER, 0).frame, 2);
}

static void attach_as_many_as_allowed(int file)
{
	int i;

	(void)file;
	for (i = 0; i < PER_USER; i++)
		dev_attach(dev_open(O_RDONLY), FRAMERING_ROLE_CONSUMER, 0,
			   NULL);
	CHECK_ERRNO(dev_try_attach(dev_open(O_RDONLY),
				   FRAMERING_ROLE_CONSUMER, 0), EDQUOT);
}

static void attach_one(int file)
{
	(void)file;
	dev_attach(dev_open(O_RDONLY), FRAMERING_ROLE_CONSUMER, 0, NULL);
}

static void attach_as_many_as_there_are(int file)
{
	uint32_t i;

	for (i = 0; i < FRAMERING_MAX_CONSUMERS; i++)
		dev_attach(file, FRAMERING_ROLE_CONSUMER, 0, NULL);
	CHECK_ERRNO(dev_try_attach(file, FRAMERING_ROLE_CONSUMER, 0), EUSERS);
}

TEST(reader_too_many_of_one_user_fails)
{
	int ring = dev_ring(FRAMERING_CACHE_WB);

	CHECK_OK(chmod(DEV_PATH, 0666));
	as_user(1234, attach_as_many_as_allowed, -1);
	/* They are gone, and the limit was this user's alone. */
	as_user(1234, attach_one, -1);
	as_user(1234, attach_as_many_as_there_are, ring);
	CHECK_OK(chmod(DEV_PATH, 0660));
	/* The opener counts, not the process that holds the file. */
	attach_as_many_as_there_are(dev_open(O_RDONLY));
}

static void try_lossless(int file)
{
	CHECK_ERRNO(dev_try_attach(file, FRAMERING_ROLE_CONSUMER,
				   FRAMERING_ATTACH_LOSSLESS), EBADF);
}

static void be_lossless(int file)
{
	dev_attach(file, FRAMERING_ROLE_CONSUMER, FRAMERING_ATTACH_LOSSLESS,
		   NULL);
	CHECK_ERRNO(dev_try_attach(file, FRAMERING_ROLE_PRODUCER, 0), EBADF);
}

TEST(lossless_for_all_where_the_ring_allows_it_ok)
{
	struct framering_config config = dev_config();
	int ring = dev_ring(FRAMERING_CACHE_WB), reader = dev_open(O_RDONLY);

	as_user(1234, try_lossless, reader);
	CHECK_EQ(dev_query(ring).config_flags, 0);
	config.flags = FRAMERING_CONFIG_LOSSLESS_FOR_ALL;
	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
	CHECK_EQ(dev_query(ring).config_flags,
		 FRAMERING_CONFIG_LOSSLESS_FOR_ALL);
	CHECK_EQ(dev_producer(ring).status->flags,
		 FRAMERING_CONFIG_LOSSLESS_FOR_ALL);
	as_user(1234, be_lossless, reader);
	config.flags = FRAMERING_CONFIG_EXPORT_FOR_ALL << 1;
	CHECK_ERRNO(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config), EINVAL);
}

/* Programs that were built before these structures grew. */
TEST(shorter_structures_of_older_programs_ok)
{
	int ring = dev_ring(FRAMERING_CACHE_WB);
	struct framering_attach attach = {
		.size = offsetof(struct framering_attach, frame),
		.role = FRAMERING_ROLE_CONSUMER,
		.frame = 99,
		.id = 99,
	};
	struct framering_query query = {
		.size = offsetof(struct framering_query, picture),
		.picture.range = 99,
	};

	CHECK_OK(ioctl(ring, FRAMERING_IOC_ATTACH, &attach));
	CHECK_EQ(attach.frame, 99);
	CHECK_EQ(attach.id, 99);
	CHECK_OK(ioctl(ring, FRAMERING_IOC_QUERY, &query));
	CHECK_EQ(query.picture.range, 99);
	CHECK_EQ(query.geometry.width, 64);
	query.size--;
	CHECK_ERRNO(ioctl(ring, FRAMERING_IOC_QUERY, &query), EINVAL);
}
