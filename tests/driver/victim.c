// SPDX-License-Identifier: MIT
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/wait.h>

#include "dev.h"
#include "harness.h"
#include "rings.h"
#include "victim.h"

#define PAGES		FRAMERING_MEMORY_PAGES
#define VMALLOC		FRAMERING_MEMORY_VMALLOC
#define COHERENT	FRAMERING_MEMORY_COHERENT
#define BAR		FRAMERING_MEMORY_BAR
#define WC		FRAMERING_CACHE_WC
#define WB		FRAMERING_CACHE_WB
#define UC		FRAMERING_CACHE_UC

const struct victim victims[VICTIMS] = {
	{ "removed/pages-write-combined", { NULL, PAGES, WC }, VICTIM_REMOVED },
	{ "removed/pages-cached", { NULL, PAGES, WB }, VICTIM_REMOVED },
	{ "removed/pages-uncached", { NULL, PAGES, UC }, VICTIM_REMOVED },
	{ "removed/vmalloc-cached", { NULL, VMALLOC, WB }, VICTIM_REMOVED },
	{ "removed/coherent-cached", { NULL, COHERENT, WB }, VICTIM_REMOVED },
	{ "unbound/coherent-cached", { NULL, COHERENT, WB }, VICTIM_UNBOUND },
	{ "card/vmalloc-cached", { NULL, VMALLOC, WB }, VICTIM_CARD_UNBOUND },
	{ "card/coherent-cached", { NULL, COHERENT, WB },
	  VICTIM_CARD_UNBOUND },
	{ "card/bar-write-combined", { NULL, BAR, WC }, VICTIM_CARD_UNBOUND },
	{ "card/bar-cached", { NULL, BAR, WB }, VICTIM_CARD_UNBOUND },
	{ "card/bar-uncached", { NULL, BAR, UC }, VICTIM_CARD_UNBOUND },
};

/* Once it is unbound, only we know. */
static char card[64];

void victim_configure(const struct victim *victim, int ring)
{
	struct framering_config config = kind_config(&victim->kind);

	/* Nobody is evicted while a test looks elsewhere. */
	config.stall_ms = 3600000;
	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
}

int victim_ring(const struct victim *victim, uint32_t *number)
{
	int ring;

	if (victim->end == VICTIM_CARD_UNBOUND) {
		snprintf(card, sizeof(card), "%s", rings_pci_name());
		*number = rings_pci();
	} else {
		*number = rings_add();
	}
	ring = rings_open(*number, O_RDWR);
	victim_configure(victim, ring);
	return ring;
}

static void unbind(const char *verb, uint32_t number)
{
	char name[32];

	snprintf(name, sizeof(name), "framering.%u", number);
	CHECK_EQ(rings_driver("platform", verb, name), 0);
}

void victim_end(const struct victim *victim, uint32_t number)
{
	switch (victim->end) {
	case VICTIM_REMOVED:
		CHECK_EQ(rings_remove(number), 0);
		break;
	case VICTIM_UNBOUND:
		unbind("unbind", number);
		break;
	case VICTIM_CARD_UNBOUND:
		CHECK_EQ(rings_driver("pci", "unbind", card), 0);
		break;
	}
}

void victim_clean(const struct victim *victim, uint32_t number)
{
	if (victim->end == VICTIM_UNBOUND)
		CHECK_EQ(rings_remove(number), 0);
	if (victim->end == VICTIM_CARD_UNBOUND) {
		CHECK_EQ(rings_driver("pci", "bind", card), 0);
		rings_pci();
	}
}

void victim_until_asleep(pid_t pid)
{
	char path[64], state = 0;

	snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
	while (state != 'S') {
		FILE *file = fopen(path, "re");

		CHECK(file);
		CHECK_EQ(fscanf(file, "%*d (%*[^)]) %c", &state), 1);
		fclose(file);
		CHECK_NE(state, 'Z');
		sched_yield();
	}
}

void victim_join(pid_t pid)
{
	int status;

	CHECK_EQ(waitpid(pid, &status, 0), pid);
	CHECK_EQ(status, 0);
}
