// SPDX-License-Identifier: MIT
/* A ring's slots, imported by a graphics card. */
#include "kms_slots.h"
#include "slots.h"

/* What takes the slots, and the card that it is for. */
struct taker {
	struct kms_slots *slots;
	const struct kms *kms;
};

static int take(void *data, int dmabuf, const struct framering_status *status)
{
	const struct taker *taker = data;
	struct kms_slots *slots = taker->slots;
	uint32_t slot = slots->count;
	int ret = kms_import(taker->kms, dmabuf, &status->geometry,
			     &slots->handle[slot], &slots->fb[slot]);

	slots->count += !ret;
	return ret;
}

int kms_slots_import(struct kms_slots *slots, const struct kms *kms,
		     struct framering_consumer *consumer, char *text,
		     size_t bytes)
{
	struct taker taker = { .slots = slots, .kms = kms };

	return slots_share(consumer, take, &taker, text, bytes);
}

void kms_slots_forget(struct kms_slots *slots, const struct kms *kms)
{
	for (; slots->count; slots->count--)
		kms_forget(kms, slots->handle[slots->count - 1],
			   slots->fb[slots->count - 1]);
}
