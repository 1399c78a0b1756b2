// SPDX-License-Identifier: MIT
/* A ring's slots, imported by a graphics card. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "kms_slots.h"
#include "slots.h"

static int import(struct kms_slots *slots, const struct kms *kms,
		  struct framering_consumer *consumer,
		  const struct framering_geometry *geometry, char *text,
		  size_t bytes)
{
	uint32_t slot = slots->count;
	int dmabuf, ret;

	ret = slots_export(consumer, slot, &dmabuf, text, bytes);
	if (ret)
		return ret;
	ret = kms_import(kms, dmabuf, geometry, &slots->handle[slot],
			 &slots->fb[slot]);
	close(dmabuf);
	slots->count += !ret;
	if (!ret)
		return 0;
	snprintf(text, bytes, "the card does not take frames of %.4s from "
		 "memory of others (%s)", (const char *)&geometry->fourcc,
		 strerror(-ret));
	return 1;
}

int kms_slots_import(struct kms_slots *slots, const struct kms *kms,
		     struct framering_consumer *consumer, char *text,
		     size_t bytes)
{
	const struct framering_status *status =
		framering_consumer_status(consumer);
	int ret = 0;

	if (!status)
		return -ENODEV;
	while (!ret && slots->count < status->slots)
		ret = import(slots, kms, consumer, &status->geometry, text,
			     bytes);
	return ret;
}

void kms_slots_forget(struct kms_slots *slots, const struct kms *kms)
{
	for (; slots->count; slots->count--)
		kms_forget(kms, slots->handle[slots->count - 1],
			   slots->fb[slots->count - 1]);
}
