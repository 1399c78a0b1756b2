// SPDX-License-Identifier: MIT
/* Limits hold for all processes together that a file is in. */
#include <fcntl.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "attackers.h"
#include "dev.h"
#include "harness.h"
#include "holders.h"
#include "rings.h"

#define PAGE		4096
#define OPENER		3900
#define NOBODY		65534
#define ROUNDS		3
/* More than one process may attach. */
#define ATTEMPTS	20

static void drop_rights(struct holder *self)
{
	/* Those of root may do more than any user. */
	if (!self->way->first_user)
		CHECK_OK(setresuid(NOBODY, NOBODY, NOBODY));
}

/* Roles stay until the process ends, as its descriptors or its io_uring's. */
static void attach_many(struct holder *self)
{
	int ring = self->file[0], role[ATTEMPTS], count = 0, i;

	drop_rights(self);
	for (i = 0; i < ATTEMPTS; i++) {
		role[count] = dev_try_attach(ring, FRAMERING_ROLE_CONSUMER, 0);
		if (role[count] >= 0)
			count++;
		else
			CHECK_EQ(errno, EDQUOT);
	}
	if (!self->way->uring || !count)
		return;
	self->uring = uring_open();
	uring_register(&self->uring, role, (unsigned int)count);
	for (i = 0; i < count; i++)
		CHECK_OK(close(role[i]));
}

static void attach_one_more(struct holder *self)
{
	CHECK_ERRNO(dev_try_attach(self->file[0], FRAMERING_ROLE_CONSUMER, 0),
		    EDQUOT);
}

static void keep_older(int ring, unsigned int count)
{
	struct framering_config config = dev_config();

	while (count--) {
		dev_attach(ring, FRAMERING_ROLE_CONSUMER, 0, NULL);
		CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
	}
}

/* By who opened the file, in however many processes and users' it is. */
TEST_VARIANTS(readers_of_a_file_over_max_user_consumers_however_held_fail, ways)
{
	struct framering_config config = dev_config();
	uint32_t number = rings_add();
	int ring = rings_open(number, O_RDWR), reader;

	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
	keep_older(ring, variant->older);
	CHECK_OK(fchmod(ring, 0666));
	reader = attackers_open(number, OPENER);
	holders_start(variant, &reader, 1);
	CHECK_OK(close(reader));
	holders_do(attach_many);
	CHECK_EQ(dev_query(ring).consumers,
		 rings_parameter("max_user_consumers"));
	holders_do(attach_one_more);
	holders_end();
	while (dev_query(ring).consumers)
		sched_yield();
	CHECK_EQ(rings_remove(number), 0);
}

/* CONFIGURE two slots, as large as may be: 0 or -errno. */
static int configure_most(int ring)
{
	struct framering_config config = dev_config();

	config.cache = FRAMERING_CACHE_WB;
	config.slots = 2;
	config.width = 1024;
	config.height = (uint32_t)(dev_query(ring).max_bytes / 2 / PAGE) - 16;
	return ioctl(ring, FRAMERING_IOC_CONFIGURE, &config) ? -errno : 0;
}

/* And keep each generation by a role, as long as it may be. */
static void configure_again_and_again(struct holder *self)
{
	int ret, role;

	while (holder_goes_on(self)) {
		ret = configure_most(self->file[0]);
		/* Without the rights of root, as much as one user may have. */
		if (ret && ret != -EDQUOT)
			CHECK_EQ(ret, -ENOMEM);
		role = dev_try_attach(self->file[0], FRAMERING_ROLE_CONSUMER,
				      0);
		sched_yield();
		if (role >= 0)
			CHECK_OK(close(role));
	}
}

TEST_VARIANTS(ring_that_all_configure_leaves_room_for_others_ok, ways)
{
	struct framering_config config = dev_config();
	uint32_t number = rings_add(), other_number = rings_add();
	int ring = rings_open(number, O_RDWR), i;
	int other = rings_open(other_number, O_RDWR);

	test_timeout(200);
	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
	keep_older(ring, variant->older);
	holders_start(variant, &ring, 1);
	holders_begin(configure_again_and_again);
	holders_wait_busy();
	for (i = 0; i < ROUNDS; i++) {
		CHECK_EQ(configure_most(other), 0);
		CHECK_OK(ioctl(other, FRAMERING_IOC_CONFIGURE, &config));
	}
	holders_say_stop();
	holders_finish();
	holders_end();
	CHECK_EQ(rings_remove(number), 0);
	CHECK_EQ(rings_remove(other_number), 0);
}
