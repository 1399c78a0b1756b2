// SPDX-License-Identifier: MIT
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/wait.h>

#include "dev.h"
#include "harness.h"
#include "removable_ring.h"
#include "rings.h"

#define PAGES		FRAMERING_MEMORY_PAGES
#define VMALLOC		FRAMERING_MEMORY_VMALLOC
#define COHERENT	FRAMERING_MEMORY_COHERENT
#define BAR		FRAMERING_MEMORY_BAR
#define WC		FRAMERING_CACHE_WC
#define WB		FRAMERING_CACHE_WB
#define UC		FRAMERING_CACHE_UC

const struct removable_ring removable_rings[REMOVABLE_RINGS] = {
	{ "removed/pages-write-combined", { NULL, PAGES, WC }, REMOVE_IOCTL },
	{ "removed/pages-cached", { NULL, PAGES, WB }, REMOVE_IOCTL },
	{ "removed/pages-uncached", { NULL, PAGES, UC }, REMOVE_IOCTL },
	{ "removed/vmalloc-cached", { NULL, VMALLOC, WB }, REMOVE_IOCTL },
	{ "removed/coherent-cached", { NULL, COHERENT, WB }, REMOVE_IOCTL },
	{ "unbound/coherent-cached", { NULL, COHERENT, WB }, REMOVE_UNBIND },
	{ "card/vmalloc-cached", { NULL, VMALLOC, WB }, REMOVE_CARD_UNBIND },
	{ "card/coherent-cached", { NULL, COHERENT, WB },
	  REMOVE_CARD_UNBIND },
	{ "card/bar-write-combined", { NULL, BAR, WC }, REMOVE_CARD_UNBIND },
	{ "card/bar-cached", { NULL, BAR, WB }, REMOVE_CARD_UNBIND },
	{ "card/bar-uncached", { NULL, BAR, UC }, REMOVE_CARD_UNBIND },
};

/* Kept, for once it is unbound no ring tells the name. */
static char card[64];

void removable_ring_configure(const struct removable_ring *removable, int ring)
{
	struct framering_config config = kind_config(&removable->kind);

	/* No reader is evicted while a test does something else. */
	config.stall_ms = 3600000;
	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
}

int removable_ring_create(const struct removable_ring *removable,
			  uint32_t *number)
{
	int ring;

	if (removable->method == REMOVE_CARD_UNBIND) {
		snprintf(card, sizeof(card), "%s", rings_pci_name());
		*number = rings_pci();
	} else {
		*number = rings_add();
	}
	ring = rings_open(*number, O_RDWR);
	removable_ring_configure(removable, ring);
	return ring;
}

static void unbind(const char *verb, uint32_t number)
{
	char name[32];

	snprintf(name, sizeof(name), "framering.%u", number);
	CHECK_EQ(rings_driver("platform", verb, name), 0);
}

void removable_ring_remove(const struct removable_ring *removable,
			   uint32_t number)
{
	switch (removable->method) {
	case REMOVE_IOCTL:
		CHECK_EQ(rings_remove(number), 0);
		break;
	case REMOVE_UNBIND:
		unbind("unbind", number);
		break;
	case REMOVE_CARD_UNBIND:
		CHECK_EQ(rings_driver("pci", "unbind", card), 0);
		break;
	}
}

void removable_ring_restore(const struct removable_ring *removable,
			    uint32_t number)
{
	if (removable->method == REMOVE_UNBIND)
		CHECK_EQ(rings_remove(number), 0);
	if (removable->method == REMOVE_CARD_UNBIND) {
		CHECK_EQ(rings_driver("pci", "bind", card), 0);
		rings_pci();
	}
}

void wait_until_asleep(pid_t pid)
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

void wait_for_exit(pid_t pid)
{
	int status;

	CHECK_EQ(waitpid(pid, &status, 0), pid);
	CHECK_EQ(status, 0);
}
