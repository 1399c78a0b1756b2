// SPDX-License-Identifier: MIT
/* Conforming actors that use read(2), write(2) and PATTERN. */
#include <fcntl.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "conforming.h"
#include "content.h"
#include "dev.h"
#include "harness.h"

/* More than any frame of conforming_config(). */
static uint8_t buffer[256 * 192 * 4 + 4096];

/* The ring file's writer is the ring's owner, as long as it has the role. */
static void configure(struct actor *self, int ring)
{
	struct framering_config config = conforming_config(ring, &self->seed);

	if (ioctl(ring, FRAMERING_IOC_CONFIGURE, &config))
		CHECK_EQ(errno, EBUSY);
}

void conforming_writer(struct actor *self)
{
	int ring = dev_open(O_RDWR);
	enum actor_command command;

	memset(buffer, content_byte(self->number), sizeof(buffer));
	while ((command = actor_take_command(self)) != ACTOR_EXIT) {
		if (command == ACTOR_CONFIGURE)
			configure(self, ring);
		if (command == ACTOR_REATTACH) {
			close(ring);
			ring = dev_open(O_RDWR);
		}
		/* Of whatever size a frame is: all bytes are the same. */
		if (write(ring, buffer, 12288) > 0) {
			__atomic_fetch_add(&self->frames, 1, __ATOMIC_RELAXED);
			continue;
		}
		CHECK(errno == EINTR || errno == ESTALE || errno == EBUSY ||
		      errno == ENODEV);
		if (errno == EBUSY)
			actor_pause(self);
	}
}

void conforming_reader(struct actor *self)
{
	int ring = dev_open(O_RDWR);
	enum actor_command command;
	ssize_t n;

	while ((command = actor_take_command(self)) != ACTOR_EXIT) {
		if (command == ACTOR_REATTACH) {
			close(ring);
			ring = dev_open(O_RDWR);
		}
		n = read(ring, buffer, sizeof(buffer));
		if (!n) {
			/* Another file waits for the next stream. */
			close(ring);
			ring = dev_open(O_RDWR);
		}
		if (n > 0 && content_is_torn(buffer, (size_t)n))
			FAIL("%zd bytes of more than one frame", n);
		if (n > 0)
			__atomic_fetch_add(&self->frames, 1, __ATOMIC_RELAXED);
		else if (n < 0)
			CHECK(errno == EINTR || errno == ESTALE ||
			      errno == ENODEV);
	}
}

void conforming_pattern(struct actor *self)
{
	int ring = dev_open(O_RDWR);

	while (actor_take_command(self) != ACTOR_EXIT) {
		/* It ends by itself when the ring is configured anew. */
		if (!dev_pattern(ring, 240000, 10))
			self->frames++;
		actor_pause(self);
	}
	CHECK_EQ(dev_pattern(ring, 0, 0), 0);
}
