// SPDX-License-Identifier: MIT
/* Slots for displays that show them where they lie. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "slots.h"

bool slots_can_be_held(const struct options *opt,
		       const struct framering_status *status, char *text,
		       size_t bytes)
{
	/* One that a producer waits for may hold all slots but one. */
	uint32_t most = opt->policy == POLICY_LOSSLESS ? status->slots - 1 :
							 status->max_held;

	if (most >= SLOTS_HELD)
		return true;
	snprintf(text, bytes, "a screen holds two frames, and consumers may "
		 "hold one; give the producer --slots 8 or --max-held 2");
	return false;
}

static const char *why(int error)
{
	switch (error) {
	case -EBADF:
		return "to share slots needs the right to write, or a producer "
		       "with --export-for-all";
	case -EOPNOTSUPP:
		return "slots of this kind of memory cannot be shared; try "
		       "pages";
	default:
		return framering_error_text(error);
	}
}

/* The descriptor of @slot; 1: @text tells why not; or the role has ended. */
static int export(struct framering_consumer *consumer, uint32_t slot,
		  int *dmabuf, char *text, size_t bytes)
{
	int fd = framering_consumer_export(consumer, slot, 0);

	if (fd >= 0) {
		*dmabuf = fd;
		return 0;
	}
	/* The role has ended: another one comes. */
	if (fd == -ESTALE || fd == -ENODEV)
		return fd;
	snprintf(text, bytes, "%s", why(fd));
	return 1;
}

int slots_share(struct framering_consumer *consumer, slots_take take,
		void *taker, char *text, size_t bytes)
{
	const struct framering_status *status =
		framering_consumer_status(consumer);
	int dmabuf, ret = 0;
	uint32_t slot;

	if (!status)
		return -ENODEV;
	for (slot = 0; !ret && slot < status->slots; slot++) {
		ret = export(consumer, slot, &dmabuf, text, bytes);
		if (ret)
			return ret;
		ret = take(taker, dmabuf, status);
		close(dmabuf);
	}
	if (!ret)
		return 0;
	snprintf(text, bytes, "the card does not take frames of %.4s from "
		 "memory of others (%s)",
		 (const char *)&status->geometry.fourcc, strerror(-ret));
	return 1;
}
