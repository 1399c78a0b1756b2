// SPDX-License-Identifier: MIT
/* A ring that is taken away, however many processes hold what of it. */
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "dev.h"
#include "handed_out.h"
#include "harness.h"
#include "holders.h"
#include "pass.h"
#include "rings.h"

static const struct handed_role both[] = {
	{ FRAMERING_ROLE_PRODUCER, 0 },
	{ FRAMERING_ROLE_CONSUMER, 0 },
};

static void touch_until_gone(struct holder *self)
{
	unsigned int i;

	for (i = 0; i < self->files; i++) {
		const struct map *frames = maps_find(&self->maps[i],
						     FRAMERING_REGION_FRAMES);

		while (!test_read_fault(frames->at))
			holder_goes_on(self);
	}
}

static void check_file(int file)
{
	struct pollfd pfd = { .fd = file };
	uint32_t revents = 0;

	CHECK_ERRNO(mmap(NULL, 4096, PROT_READ, MAP_SHARED, file, 0), ENODEV);
	CHECK_EQ(poll(&pfd, 1, 0), 1);
	CHECK_EQ(pfd.revents, POLLHUP);
	CHECK_EQ(dev_wait(file, FRAMERING_EVENT_HUP, -1, &revents), 0);
	CHECK_EQ(revents, FRAMERING_EVENT_HUP);
}

static void check_gone(struct holder *self)
{
	unsigned int i;
	int queued;

	for (i = 0; i < self->files; i++) {
		maps_check(&self->maps[i], SIGBUS);
		if (self->file[i] >= 0)
			check_file(self->file[i]);
		else
			CHECK_EQ(holder_poll(self, i, 0), POLLHUP);
	}
	for (i = 0; i < self->way->queued; i++) {
		queued = pass_receive(self->mailbox);
		check_file(queued);
		CHECK_OK(close(queued));
	}
}

static void check_removal(const struct way *way, int by_unbind)
{
	struct framering_config config = dev_config();
	uint32_t number = rings_add();
	char device[32];
	int64_t start;

	test_timeout(200);
	handed_out_start(way, rings_open(number, O_RDWR), &config, both, 2);
	holders_do(holder_map);
	holders_do(holder_tuck_away);
	holders_begin(touch_until_gone);
	holders_wait_busy();
	snprintf(device, sizeof(device), "framering.%u", number);
	start = dev_now();
	if (by_unbind)
		CHECK_EQ(rings_driver("platform", "unbind", device), 0);
	/* What is left of an unbound ring is its device. */
	CHECK_EQ(rings_remove(number), 0);
	test_diag("taking the ring away took %lld ms",
		  (long long)(dev_now() - start) / 1000000);
	holders_finish();
	holders_do(check_gone);
	holders_end();
}

TEST_VARIANTS(ring_is_removed_however_its_roles_are_held_ok, ways)
{
	check_removal(variant, 0);
}

TEST_VARIANTS(device_is_unbound_however_the_roles_are_held_ok, ways)
{
	check_removal(variant, 1);
}

TEST_VARIANTS(ring_is_removed_from_a_crowd_ok, crowds)
{
	check_removal(variant, 0);
}
