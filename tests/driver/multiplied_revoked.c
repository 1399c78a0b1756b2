// SPDX-License-Identifier: MIT
/* A role that is taken away has nothing left, in whatever process it is. */
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "dev.h"
#include "handed_out.h"
#include "harness.h"
#include "holders.h"
#include "pass.h"

#define PAGE		4096
#define MOST_BYTES	(4 << 20)

static const struct handed_role reader = { FRAMERING_ROLE_CONSUMER, 0 };

/*
 * Two slots, as large as may be where strict-tests have small limits: were the
 * memory of what was taken away still counted, there would be none for the
 * third CONFIGURE. Half as large beside older generations, or they make way.
 */
static struct framering_config large(int ring, const struct way *way)
{
	struct framering_config config = dev_config();
	uint64_t bytes = dev_query(ring).max_bytes;

	if (bytes > MOST_BYTES)
		bytes = MOST_BYTES;
	config.cache = FRAMERING_CACHE_WB;
	config.slots = 2;
	config.width = 1024;
	config.height = (uint32_t)(bytes / 2 / PAGE) - 16;
	if (way->older)
		config.height /= 2;
	return config;
}

static void evict(int ring, uint32_t index)
{
	struct framering_evict request = {
		.size = sizeof(request),
		.index = index,
	};

	CHECK_OK(ioctl(ring, FRAMERING_IOC_EVICT, &request));
}

static void touch_until_revoked(struct holder *self)
{
	const struct map *frames = maps_find(&self->maps[0],
					     FRAMERING_REGION_FRAMES);

	while (!test_read_fault(frames->at))
		holder_goes_on(self);
}

static void check_file(int file)
{
	struct pollfd pfd = { .fd = file, .events = POLLIN | POLLPRI };
	uint32_t revents = 0;

	CHECK_ERRNO(mmap(NULL, PAGE, PROT_READ, MAP_SHARED, file, 0), ESTALE);
	CHECK_EQ(poll(&pfd, 1, 0), 1);
	CHECK_EQ(pfd.revents, POLLHUP | POLLPRI);
	CHECK_EQ(dev_wait(file, FRAMERING_EVENT_IN, -1, &revents), 0);
	CHECK_EQ(revents, FRAMERING_EVENT_HUP | FRAMERING_EVENT_PRI);
}

static void check_revoked(struct holder *self)
{
	unsigned int i;
	int queued;

	maps_check(&self->maps[0], SIGBUS);
	if (self->file[0] >= 0)
		check_file(self->file[0]);
	else
		CHECK_EQ(holder_poll(self, 0, POLLIN | POLLPRI),
			 POLLHUP | POLLPRI);
	for (i = 0; i < self->way->queued; i++) {
		queued = pass_receive(self->mailbox);
		check_file(queued);
		CHECK_OK(close(queued));
	}
	/* Those of older generations had no part in it. */
	for (i = 1; i < self->files; i++)
		maps_check(&self->maps[i], 0);
}

static void check_eviction(const struct way *way)
{
	struct framering_config config = dev_config(), most;
	int ring = dev_open(O_RDWR), i;
	int64_t start;

	test_timeout(200);
	most = large(ring, way);
	handed_out_start(way, ring, &most, &reader, 1);
	holders_do(holder_map);
	holders_do(holder_tuck_away);
	holders_begin(touch_until_revoked);
	holders_wait_busy();
	start = dev_now();
	evict(ring, 0);
	test_diag("evicting took %lld us",
		  (long long)(dev_now() - start) / 1000);
	/* At once, while all of them still touch it. */
	for (i = 0; i < 3; i++)
		CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &most));
	holders_finish();
	holders_do(check_revoked);
	holders_end();
	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
}

TEST_VARIANTS(evicted_role_has_nothing_left_however_it_is_held_ok, ways)
{
	check_eviction(variant);
}

TEST_VARIANTS(role_evicted_from_a_crowd_has_nothing_left_ok, crowds)
{
	check_eviction(variant);
}
