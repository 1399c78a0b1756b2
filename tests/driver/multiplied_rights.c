// SPDX-License-Identifier: MIT
/* What a file does not allow, it allows to nobody who has it. */
#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "dev.h"
#include "harness.h"
#include "holders.h"
#include "rings.h"

#define NOBODY	65534
#define ROUNDS	3

/* A ring's files: one that may only read, and one that is not the owner's. */
enum held_file {
	READER,
	OTHER,
	FILES,
};

static int configure(int ring)
{
	struct framering_config config = dev_config();

	return ioctl(ring, FRAMERING_IOC_CONFIGURE, &config);
}

static int pattern(int ring)
{
	struct framering_pattern request = {
		.size = sizeof(request),
		.rate = 1000,
	};

	return ioctl(ring, FRAMERING_IOC_PATTERN, &request);
}

static int evict(int ring)
{
	struct framering_evict request = { .size = sizeof(request) };

	return ioctl(ring, FRAMERING_IOC_EVICT, &request);
}

static int info(int ring)
{
	struct framering_consumer_info request = { .size = sizeof(request) };

	return ioctl(ring, FRAMERING_IOC_CONSUMER, &request);
}

/* Root could do this by other means as well, but not by this file. */
static void ask_for_more(struct holder *self)
{
	int reader = self->file[READER], i;

	for (i = 0; i < ROUNDS; i++) {
		CHECK_ERRNO(dev_try_attach(reader, FRAMERING_ROLE_CONSUMER,
					   FRAMERING_ATTACH_LOSSLESS), EBADF);
		CHECK_ERRNO(dev_try_attach(reader, FRAMERING_ROLE_PRODUCER, 0),
			    EBADF);
		CHECK_ERRNO(write(reader, "", 1), EBADF);
		CHECK_ERRNO(configure(reader), EBADF);
		CHECK_ERRNO(pattern(reader), EBADF);
	}
}

static void ask_as_the_owner(struct holder *self)
{
	int reader = self->file[READER], other = self->file[OTHER], i;

	/* The administrator may evict through any file. */
	if (!self->way->first_user)
		CHECK_OK(setresuid(NOBODY, NOBODY, NOBODY));
	for (i = 0; i < ROUNDS; i++) {
		CHECK_ERRNO(evict(reader), EBADF);
		CHECK_ERRNO(info(reader), EBADF);
		CHECK_ERRNO(evict(other), EBUSY);
		CHECK_ERRNO(info(other), EBUSY);
		CHECK_ERRNO(configure(other), EBUSY);
		CHECK_ERRNO(dev_try_attach(other, FRAMERING_ROLE_PRODUCER, 0),
			    EBUSY);
	}
}

static void check_refused(const struct way *way,
			  void (*ask)(struct holder *self))
{
	struct framering_config config = dev_config();
	int ring = dev_open(O_RDWR), file[FILES], i;
	unsigned int older = way->older;
	struct dev_producer p;
	struct dev_consumer c;

	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
	while (older--) {
		dev_attach(ring, FRAMERING_ROLE_CONSUMER, 0, NULL);
		CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
	}
	file[READER] = dev_open(O_RDONLY);
	file[OTHER] = dev_open(O_RDWR);
	holders_start(way, file, FILES);
	p = dev_producer(ring);
	c = dev_consumer(ring, FRAMERING_ATTACH_LOSSLESS);
	holders_begin(ask);
	/* Nothing of it is seen where frames pass. */
	for (i = 0; i < 50; i++) {
		CHECK_GE(dev_produce(&p, (uint8_t)i), 0);
		dev_release(&c, dev_consume(&c, (uint8_t)i));
	}
	holders_finish();
	CHECK_EQ(c.ring.page->dropped, 0);
	CHECK_EQ(dev_query(ring).consumers, 1);
	holders_end();
}

TEST_VARIANTS(more_than_a_file_may_however_it_is_held_fails, ways)
{
	check_refused(variant, ask_for_more);
}

TEST_VARIANTS(what_the_owner_may_with_a_file_of_others_however_held_fails, ways)
{
	check_refused(variant, ask_as_the_owner);
}
