// SPDX-License-Identifier: MIT
#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "dev.h"
#include "harness.h"
#include "imports.h"

/* XR24 of 64x48, whole pages. */
#define SLOT_BYTES	12288

static int ask(unsigned long request, void *argument)
{
	int exporter, ret;

	CHECK_OK(exporter = open(EXPORTER_PATH, O_RDWR | O_CLOEXEC));
	ret = ioctl(exporter, request, argument);
	CHECK_OK(close(exporter));
	return ret;
}

int imports_make(uint32_t sort, uint32_t flags, uint64_t bytes)
{
	struct exporter_make make = {
		.bytes = bytes,
		.sort = sort,
		.flags = flags,
	};

	CHECK_OK(ask(EXPORTER_IOC_MAKE, &make));
	return make.fd;
}

int imports_count(void)
{
	int32_t count;

	CHECK_OK(ask(EXPORTER_IOC_COUNT, &count));
	return count;
}

int imports_addresses(void)
{
	int32_t addresses;

	CHECK_OK(ask(EXPORTER_IOC_ADDRESSES, &addresses));
	return addresses;
}

struct framering_config imports_config(const int32_t *fd)
{
	struct framering_config config = dev_config();

	config.memory = FRAMERING_MEMORY_IMPORT;
	config.slots = IMPORTS_SLOTS;
	config.dmabufs = (uintptr_t)fd;
	return config;
}

int imports_configure(int ring, const struct imports *imports)
{
	struct framering_config config = imports_config(imports->fd);

	return ioctl(ring, FRAMERING_IOC_CONFIGURE, &config) ? -errno : 0;
}

struct imports imports_bring(void)
{
	struct imports imports;
	uint32_t i;

	for (i = 0; i < IMPORTS_SLOTS; i++) {
		imports.fd[i] = imports_make(EXPORTER_PAGES, O_RDWR,
					     SLOT_BYTES);
		CHECK_OK(imports.at[i] = mmap(NULL, SLOT_BYTES,
					      PROT_READ | PROT_WRITE,
					      MAP_SHARED, imports.fd[i], 0));
	}
	return imports;
}

struct imports imports_ring(int ring)
{
	struct imports imports = imports_bring();

	CHECK_EQ(imports_configure(ring, &imports), 0);
	return imports;
}
