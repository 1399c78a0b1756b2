// SPDX-License-Identifier: MIT
/*
 * Exported slots: mapped, synchronised, named, polled, and imported by a driver
 * that maps them for a device and for the kernel, and reads and writes there;
 * and rings whose slots are another driver's.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <linux/dma-buf.h>

#include <drm_fourcc.h>
#include <framering.h>

#include "../../kernel/exporter.h"
#include "../../kernel/import.h"
#include "ops.h"

static uint32_t below(struct worker *w, uint32_t number)
{
	return prng_below(&w->prng, number);
}

static long map_export(struct worker *w)
{
	static const int protections[] = {
		PROT_READ, PROT_READ, PROT_READ | PROT_WRITE, PROT_NONE,
		PROT_READ | PROT_WRITE | PROT_EXEC,
	};
	int fd = context_pick_file(w, CONTEXT_EXPORT);
	int prot = protections[below(w, 5)];
	/*
	 * In the arena: elsewhere another thread, which knows the address from
	 * before, could unmap what is no mapping of ours any more.
	 */
	int flags = MAP_FIXED | (below(w, 8) ? MAP_SHARED : MAP_PRIVATE);
	size_t bytes = PAGE * (1 + below(w, 4));
	uint64_t offset = below(w, 4) ? 0 : PAGE * below(w, 40);
	uint8_t *place = context_arena_address(w, bytes);

	if (!below(w, 4))
		flags |= MAP_POPULATE;
	return ops_map(w, place, bytes, prot, flags, fd, offset);
}

static long sync_export(struct worker *w)
{
	int fd = context_pick_file(w, CONTEXT_EXPORT);
	struct dma_buf_sync sync = { .flags = below(w, 8) };
	struct pollfd pfd = { .fd = fd, .events = POLLIN | POLLOUT };

	worker_say(w, " fd %d flags %llu", fd, (unsigned long long)sync.flags);
	if (!below(w, 4))
		return ops_result(poll(&pfd, 1, 0));
	if (!below(w, 4))
		return ops_result(lseek(fd, 0, SEEK_END));
	if (!below(w, 8))
		return ops_result(ioctl(fd, DMA_BUF_SET_NAME, "fuzz"));
	return ops_result(ioctl(fd, DMA_BUF_IOCTL_SYNC, &sync));
}

static long import(struct worker *w)
{
	int32_t fd = context_pick_file(w, CONTEXT_EXPORT);
	int importer = open(IMPORT_PATH, O_RDWR | O_CLOEXEC);

	worker_say(w, " fd %d importer %d", fd, importer);
	/* There is none on this machine. */
	if (importer < 0)
		return -errno;
	if (ioctl(importer, IMPORT_IOC_ATTACH, &fd)) {
		close(importer);
		return -EINVAL;
	}
	context_keep_file(w, importer, CONTEXT_IMPORTER);
	return 0;
}

static long use_import(struct worker *w)
{
	static const unsigned long plain[] = {
		IMPORT_IOC_UNMAP, IMPORT_IOC_VMAP, IMPORT_IOC_VUNMAP,
	};
	int fd = context_pick_file(w, CONTEXT_IMPORTER);
	struct import_map map = { .direction = below(w, 4) };
	struct import_bytes bytes = {
		.offset = below(w, 2) ? below(w, 4096) : prng_edge(&w->prng),
		.vmap = below(w, 2),
	};
	uint32_t what = below(w, 8);

	worker_say(w, " fd %d what %u direction %u offset %#llx vmap %u", fd,
		   what, map.direction, (unsigned long long)bytes.offset,
		   bytes.vmap);
	if (what < 3)
		return ops_result(ioctl(fd, IMPORT_IOC_MAP, &map));
	if (what < 5)
		return ops_result(ioctl(fd, below(w, 2) ? IMPORT_IOC_READ :
						IMPORT_IOC_WRITE, &bytes));
	return ops_result(ioctl(fd, plain[what - 5]));
}

/* A dma-buf of another driver's. */
static long bring(struct worker *w)
{
	struct exporter_make make = {
		.bytes = PAGE * (1 + below(w, 32)),
		/* How its own exporter maps it is no matter of ours. */
		.sort = below(w, 8) ? EXPORTER_UNMAPPED :
				      EXPORTER_NO_ADDRESS + below(w, 2),
		.flags = below(w, 8) ? O_RDWR : O_RDONLY,
	};
	int exporter = open(EXPORTER_PATH, O_RDWR | O_CLOEXEC), ret;

	worker_say(w, " bytes %llu sort %u", (unsigned long long)make.bytes,
		   make.sort);
	if (exporter < 0)
		return -errno;
	ret = ioctl(exporter, EXPORTER_IOC_MAKE, &make) ? -errno : 0;
	close(exporter);
	if (!ret)
		context_keep_file(w, make.fd, CONTEXT_EXPORT);
	return ret;
}

/* A ring on dma-bufs, of which some are slots of rings. */
static long configure(struct worker *w)
{
	int32_t fd[4] = {
		context_pick_file(w, CONTEXT_EXPORT),
		context_pick_file(w, CONTEXT_EXPORT),
		context_pick_file(w, CONTEXT_EXPORT),
		context_pick_file(w, CONTEXT_EXPORT),
	};
	struct framering_config config = {
		.size = sizeof(config),
		.fourcc = DRM_FORMAT_R8,
		.width = 1 + below(w, 64),
		.height = 1 + below(w, 64),
		.slots = 2 + 2 * below(w, 2),
		.memory = FRAMERING_MEMORY_IMPORT,
		.stall_ms = 1 + below(w, 30),
		.dmabufs = (uintptr_t)fd,
	};
	int ring = context_pick_file(w, CONTEXT_RING);

	worker_say(w, " ring %d fds %d %d %d %d", ring, fd[0], fd[1], fd[2],
		   fd[3]);
	return ops_result(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
}

static const struct op ops[] = {
	{ "bring", 6, bring },
	{ "configure-import", 6, configure },
	{ "mmap-export", 20, map_export },
	{ "sync-export", 8, sync_export },
	{ "import", 10, import },
	{ "use-import", 20, use_import },
};

const struct op_group ops_exports = OP_GROUP(ops);
