// SPDX-License-Identifier: MIT
/*
 * A user's bytes, however many processes his files are in: for strict-tests,
 * whose limits are small.
 */
#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "dev.h"
#include "harness.h"
#include "holders.h"
#include "rings.h"

#define PAGE		4096
#define OPENER		3900
#define NOBODY		65534
#define RINGS		4
#define LOOKS		50

/* A third of what the user may have: 0 or -errno. */
static int configure_third(int ring, uint64_t bytes)
{
	struct framering_config config = dev_config();

	config.cache = FRAMERING_CACHE_WB;
	config.slots = 2;
	config.width = 1024;
	config.height = (uint32_t)(bytes / 3 / 2 / PAGE);
	return ioctl(ring, FRAMERING_IOC_CONFIGURE, &config) ? -errno : 0;
}

/* Each of the user's rings; what fails was more than he may have. */
static void configure_all(struct holder *self)
{
	uint64_t bytes = rings_parameter("max_user_bytes");
	unsigned int i, ring;
	int ret;

	if (!self->way->first_user)
		CHECK_OK(setresuid(NOBODY, NOBODY, NOBODY));
	for (i = 0; i < RINGS; i++) {
		holder_goes_on(self);
		ring = (self->number + i) % RINGS;
		ret = configure_third(self->file[ring], bytes);
		/* Of one ring there may be twice max_ring_bytes at a time. */
		if (ret && ret != -EDQUOT)
			CHECK_EQ(ret, -ENOMEM);
	}
}

static uint64_t bytes_of(const int *ring)
{
	uint64_t bytes = 0;
	int i;

	for (i = 0; i < RINGS; i++) {
		struct framering_query query = dev_query(ring[i]);

		bytes += query.slots * (uint64_t)query.geometry.slot_bytes;
	}
	return bytes;
}

static int open_to_write(uint32_t number, uid_t uid)
{
	int ring;

	CHECK_OK(setresuid(uid, 0, 0));
	ring = rings_open(number, O_RDWR);
	CHECK_OK(setresuid(0, 0, 0));
	return ring;
}

/* By who opened the files, whichever processes of which users configure. */
TEST_VARIANTS(files_of_one_user_over_max_user_bytes_however_held_fail, ways)
{
	int ring[RINGS], look[RINGS], i;
	uint32_t number[RINGS];

	test_timeout(200);
	for (i = 0; i < RINGS; i++) {
		number[i] = rings_add();
		look[i] = rings_open(number[i], O_RDWR);
		CHECK_OK(fchmod(look[i], 0666));
		ring[i] = open_to_write(number[i], OPENER);
	}
	holders_start(variant, ring, RINGS);
	for (i = 0; i < RINGS; i++)
		CHECK_OK(close(ring[i]));
	holders_begin(configure_all);
	holders_wait_busy();
	for (i = 0; i < LOOKS; i++)
		CHECK_LE(bytes_of(look), rings_parameter("max_user_bytes"));
	holders_finish();
	CHECK_LE(bytes_of(look), rings_parameter("max_user_bytes"));
	CHECK_GE(bytes_of(look), rings_parameter("max_user_bytes") / 3);
	holders_end();
	for (i = 0; i < RINGS; i++) {
		CHECK_OK(close(look[i]));
		CHECK_EQ(rings_remove(number[i]), 0);
	}
}
