// SPDX-License-Identifier: MIT
#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "exports.h"
#include "harness.h"

int exports_try(int role, struct framering_export *export)
{
	export->size = sizeof(*export);
	return ioctl(role, FRAMERING_IOC_EXPORT, export) ? -errno : 0;
}

int exports_make(int role, uint32_t slot, uint32_t flags)
{
	struct framering_export export = { .slot = slot, .flags = flags };

	CHECK_EQ(exports_try(role, &export), 0);
	CHECK_GE(export.fd, 0);
	return export.fd;
}

int exports_fail(int role, uint32_t slot, uint32_t flags)
{
	struct framering_export export = {
		.slot = slot,
		.flags = flags,
		.fd = -77,
	};
	int ret = exports_try(role, &export);

	/* What failed has told nothing. */
	if (ret)
		CHECK_EQ(export.fd, -77);
	else
		CHECK_OK(close(export.fd));
	return ret;
}

uint8_t *exports_map(int dmabuf, int prot, uint64_t bytes)
{
	uint8_t *at;

	CHECK_OK(at = mmap(NULL, bytes, prot, MAP_SHARED, dmabuf, 0));
	return at;
}

int importer_open(int dmabuf)
{
	int importer = open(IMPORT_PATH, O_RDWR | O_CLOEXEC);
	int32_t fd = dmabuf;

	CHECK_OK(importer);
	CHECK_OK(ioctl(importer, IMPORT_IOC_ATTACH, &fd));
	return importer;
}

int importer_map(int importer, uint32_t direction, struct import_map *map)
{
	map->direction = direction;
	return ioctl(importer, IMPORT_IOC_MAP, map) ? -errno : 0;
}

int importer_call(int importer, unsigned long request)
{
	return ioctl(importer, request) ? -errno : 0;
}

int importer_read(int importer, uint64_t offset, uint32_t vmap, uint8_t *byte)
{
	struct import_bytes bytes = { .offset = offset, .vmap = vmap };

	if (ioctl(importer, IMPORT_IOC_READ, &bytes))
		return -errno;
	*byte = (uint8_t)bytes.value;
	return 0;
}

int importer_write(int importer, uint64_t offset, uint32_t vmap, uint8_t byte)
{
	struct import_bytes bytes = {
		.offset = offset,
		.vmap = vmap,
		.value = byte,
	};

	return ioctl(importer, IMPORT_IOC_WRITE, &bytes) ? -errno : 0;
}
