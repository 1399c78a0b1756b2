// SPDX-License-Identifier: MIT
#include <stdio.h>

#include "card.h"
#include "rings.h"

static char name[32] = CARD_NONE;

void card_find(void)
{
	const char *found = rings_try_pci_name();

	if (found)
		snprintf(name, sizeof(name), "%s", found);
}

const char *card_name(void)
{
	return name;
}
