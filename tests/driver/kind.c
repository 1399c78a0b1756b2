// SPDX-License-Identifier: MIT
#include <fcntl.h>
#include <sys/ioctl.h>

#include "dev.h"
#include "harness.h"
#include "kind.h"
#include "rings.h"

#define PAGES		FRAMERING_MEMORY_PAGES
#define VMALLOC		FRAMERING_MEMORY_VMALLOC
#define COHERENT	FRAMERING_MEMORY_COHERENT
#define BAR		FRAMERING_MEMORY_BAR
#define WC		FRAMERING_CACHE_WC
#define WB		FRAMERING_CACHE_WB
#define UC		FRAMERING_CACHE_UC

#ifdef __aarch64__
/* The kernel's alias is cached; a platform device sees no cache. */
const struct dev_kind dev_kinds[DEV_KINDS] = {
	{ "pages-cached", PAGES, WB, 0 },
	{ "vmalloc-cached", VMALLOC, WB, 0 },
	{ "coherent-write-combined", FRAMERING_MEMORY_COHERENT, WC, 0 },
	{ "pci-coherent-cached", COHERENT, WB, 1 },
	{ "bar-write-combined", BAR, WC, 1 },
};
#else
const struct dev_kind dev_kinds[DEV_KINDS] = {
	{ "pages-write-combined", PAGES, WC, 0 },
	{ "pages-cached", PAGES, WB, 0 },
	{ "pages-uncached", PAGES, UC, 0 },
	{ "vmalloc-cached", VMALLOC, WB, 0 },
	{ "coherent-cached", COHERENT, WB, 0 },
	/* From a device that has a bus. */
	{ "pci-coherent-cached", COHERENT, WB, 1 },
	{ "bar-write-combined", BAR, WC, 1 },
	{ "bar-cached", BAR, WB, 1 },
	{ "bar-uncached", BAR, UC, 1 },
};
#endif

int kind_lasts(const struct dev_kind *kind)
{
	return kind->memory == PAGES || kind_counts(kind);
}

int kind_counts(const struct dev_kind *kind)
{
	return kind->memory == VMALLOC;
}

int kind_open(const struct dev_kind *kind, int flags)
{
	return rings_open(kind->pci ? rings_pci() : 0, flags);
}

struct framering_config kind_config(const struct dev_kind *kind)
{
	struct framering_config config = dev_config();

	config.memory = kind->memory;
	config.cache = kind->cache;
	return config;
}

struct framering_config kind_configure(const struct dev_kind *kind, int ring)
{
	struct framering_config config = kind_config(kind);

	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
	return config;
}

int kind_ring(const struct dev_kind *kind)
{
	int ring = kind_open(kind, O_RDWR);

	kind_configure(kind, ring);
	return ring;
}
