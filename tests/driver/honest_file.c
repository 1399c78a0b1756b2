// SPDX-License-Identifier: MIT
/* Those that read(2) and write(2), until a signal ends that; and PATTERN. */
#include <fcntl.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "content.h"
#include "dev.h"
#include "harness.h"
#include "honest.h"

/* More than any frame of honest_config(). */
static uint8_t buffer[256 * 192 * 4 + 4096];

/* The ring file's writer is the ring's owner, as long as it has the role. */
static void configure(struct party *me, int ring)
{
	struct framering_config config = honest_config(ring, &me->seed);

	if (ioctl(ring, FRAMERING_IOC_CONFIGURE, &config))
		CHECK_EQ(errno, EBUSY);
}

void honest_writer(struct party *me)
{
	int ring = dev_open(O_RDWR);
	enum party_order order;

	memset(buffer, content_byte(me->number), sizeof(buffer));
	while ((order = party_ordered(me)) != PARTY_END) {
		if (order == PARTY_CONFIGURE)
			configure(me, ring);
		if (order == PARTY_AGAIN) {
			close(ring);
			ring = dev_open(O_RDWR);
		}
		/* Of whatever size a frame is: all bytes are the same. */
		if (write(ring, buffer, 12288) > 0) {
			__atomic_fetch_add(&me->frames, 1, __ATOMIC_RELAXED);
			continue;
		}
		CHECK(errno == EINTR || errno == ESTALE || errno == EBUSY ||
		      errno == ENODEV);
		if (errno == EBUSY)
			party_rest(me);
	}
}

void honest_reader(struct party *me)
{
	int ring = dev_open(O_RDWR);
	enum party_order order;
	ssize_t n;

	while ((order = party_ordered(me)) != PARTY_END) {
		if (order == PARTY_AGAIN) {
			close(ring);
			ring = dev_open(O_RDWR);
		}
		n = read(ring, buffer, sizeof(buffer));
		if (n > 0 && content_is_torn(buffer, (size_t)n))
			FAIL("%zd bytes of more than one frame", n);
		if (n > 0)
			__atomic_fetch_add(&me->frames, 1, __ATOMIC_RELAXED);
		else if (n < 0)
			CHECK(errno == EINTR || errno == ESTALE ||
			      errno == ENODEV);
	}
}

void honest_pattern(struct party *me)
{
	int ring = dev_open(O_RDWR);

	while (party_ordered(me) != PARTY_END) {
		/* It ends by itself when the ring is configured anew. */
		if (!dev_pattern(ring, 240000, 10))
			me->frames++;
		party_rest(me);
	}
	CHECK_EQ(dev_pattern(ring, 0, 0), 0);
}
