/* SPDX-License-Identifier: MIT */
/* The PCI card with a ring of its own, if the machine has one. */
#ifndef FUZZ_DRIVER_CARD_H
#define FUZZ_DRIVER_CARD_H

#define CARD_NONE	"none"

/* To be called once, while the card is bound. */
void card_find(void);
/* What the kernel calls it, also while it is unbound; or CARD_NONE. */
const char *card_name(void);

#endif /* FUZZ_DRIVER_CARD_H */
