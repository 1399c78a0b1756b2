/* SPDX-License-Identifier: MIT */
/* A ring's slots, imported by a graphics card. */
#ifndef VIEW_KMS_SLOTS_H
#define VIEW_KMS_SLOTS_H

#include "kms.h"

/**
 * struct kms_slots - the slots that a card can scan out
 * @count: how many have been imported
 * @handle: by slot: the card's name for its memory
 * @fb: by slot: the frame buffer
 */
struct kms_slots {
	uint32_t count;
	uint32_t handle[FRAMERING_MAX_SLOTS];
	uint32_t fb[FRAMERING_MAX_SLOTS];
};

/**
 * kms_slots_import - let the card have all slots
 * @slots: all zero; kms_slots_forget() it, in either case
 * @kms: the card
 * @consumer: whose slots they are
 * @text: gets the reason, if frames have to be shown otherwise
 * @bytes: room at @text
 *
 * Return: 0; 1: not these slots, not by this card; -ENODEV, -ESTALE: the
 * consumer's role has ended meanwhile.
 */
int kms_slots_import(struct kms_slots *slots, const struct kms *kms,
		     struct framering_consumer *consumer, char *text,
		     size_t bytes);
void kms_slots_forget(struct kms_slots *slots, const struct kms *kms);

#endif /* VIEW_KMS_SLOTS_H */
