// SPDX-License-Identifier: MIT
/*
 * Rings as programs of V4L2 see them: nodes, buffers and what they show. On a
 * machine without framering-v4l2 there is no node, and nothing happens.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <linux/videodev2.h>

#include "ops.h"
#include "video.h"

/* Rings that a sequence plays with. */
#define RINGS	3

static uint32_t below(struct worker *w, uint32_t number)
{
	return prng_below(&w->prng, number);
}

static void ring_folder(struct worker *w, char *path, size_t size)
{
	uint32_t ring = below(w, RINGS);

	/* Half of the time it is ring 0. */
	if (ring && below(w, 2))
		snprintf(path, size, "/sys/class/framering/framering%u", ring);
	else
		snprintf(path, size, "/sys/class/framering/framering");
}

/*
 * One of the ring's nodes, or 0. Without opendir(): what malloc() gives to a
 * thread may lie where a mapping was that another one still writes to.
 */
static int find_node(struct worker *w, char *path, size_t size)
{
	char folder[64], names[2048] __attribute__((aligned(8)));
	const struct dirent64 *entry;
	ssize_t bytes, at;
	int fd, found = 0;

	ring_folder(w, folder, sizeof(folder));
	fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return 0;
	bytes = getdents64(fd, names, sizeof(names));
	close(fd);
	for (at = 0; at < bytes; at += entry->d_reclen) {
		entry = (const void *)(names + at);
		if (strncmp(entry->d_name, "video", 5) ||
		    (found++ && below(w, 2)))
			continue;
		snprintf(path, size, "/dev/%.32s", entry->d_name);
	}
	return found;
}

static long open_node(struct worker *w)
{
	static const int modes[] = { O_RDWR, O_RDWR, O_RDWR, O_RDONLY };
	int flags = modes[below(w, 4)] | O_CLOEXEC, fd;
	char path[64];

	if (below(w, 2))
		flags |= O_NONBLOCK;
	if (!find_node(w, path, sizeof(path)))
		return -ENOENT;
	worker_say(w, " %s flags %#x", path, (unsigned int)flags);
	/* A new node is root's; let other users open it, too. */
	chmod(path, 0666);
	fd = open(path, flags);
	if (fd < 0)
		return -errno;
	context_keep_file(w, fd, CONTEXT_VIDEO);
	return fd;
}

/* As a program would ask, which knows what kind of node it has. */
static uint32_t node_type(struct worker *w, int fd)
{
	struct v4l2_capability capability;

	if (!below(w, 8) || ioctl(fd, VIDIOC_QUERYCAP, &capability))
		return video_type(w);
	return capability.device_caps & V4L2_CAP_VIDEO_OUTPUT ?
	       V4L2_BUF_TYPE_VIDEO_OUTPUT : V4L2_BUF_TYPE_VIDEO_CAPTURE;
}

/* A request, as a program might send it, or with one word of it changed. */
static long request(struct worker *w)
{
	const struct video_kind *kind = video_pick(&w->prng);
	int fd = context_pick_file(w, CONTEXT_VIDEO);
	uint32_t words = _IOC_SIZE(kind->request) / 4;
	struct video_request request = { 0 };
	long ret;

	kind->fill(w, &request, node_type(w, fd));
	if (words && !below(w, 4))
		request.word[below(w, words)] = prng_edge(&w->prng);
	worker_say(w, " %s fd %d type %u index %u", kind->name, fd,
		   request.word[1], request.word[0]);
	/* What it does not know is no pointer of ours. */
	if (kind->clean)
		kind->clean(&request);
	worker_bound(w);
	ret = ops_result(ioctl(fd, kind->request, &request));
	worker_unbound(w);
	return ret;
}

/* All that a program does until it streams. */
static long start(struct worker *w)
{
	int fd = context_pick_file(w, CONTEXT_VIDEO);
	struct v4l2_requestbuffers wanted = {
		.count = 1 + below(w, 4),
		.type = node_type(w, fd),
		.memory = V4L2_MEMORY_MMAP,
	};
	struct v4l2_buffer buffer;
	uint32_t i, type = wanted.type;

	worker_say(w, " fd %d type %u count %u", fd, type, wanted.count);
	if (ioctl(fd, VIDIOC_REQBUFS, &wanted))
		return -errno;
	for (i = 0; i < wanted.count; i++) {
		memset(&buffer, 0, sizeof(buffer));
		buffer.index = i;
		buffer.type = type;
		buffer.memory = V4L2_MEMORY_MMAP;
		if (ioctl(fd, VIDIOC_QUERYBUF, &buffer))
			return -errno;
		buffer.bytesused = buffer.length;
		if (below(w, 8) && ioctl(fd, VIDIOC_QBUF, &buffer))
			return -errno;
	}
	return ops_result(ioctl(fd, VIDIOC_STREAMON, &type));
}

/* A program's whole turn: it has a buffer, keeps it for a while, gives it. */
static long turn(struct worker *w)
{
	int fd = context_pick_file(w, CONTEXT_VIDEO);
	struct v4l2_buffer buffer = {
		.type = node_type(w, fd),
		.memory = V4L2_MEMORY_MMAP,
	};
	long ret;

	worker_say(w, " fd %d type %u", fd, buffer.type);
	worker_bound(w);
	ret = ops_result(ioctl(fd, VIDIOC_DQBUF, &buffer));
	worker_unbound(w);
	if (ret < 0)
		return ret;
	if (below(w, 2))
		sched_yield();
	/* Of pixels all of a buffer counts, whatever is in it. */
	buffer.bytesused = below(w, 8) ? buffer.length :
					 below(w, buffer.length + 1);
	return ops_result(ioctl(fd, VIDIOC_QBUF, &buffer));
}

static long map_buffer(struct worker *w)
{
	static const int protections[] = {
		PROT_READ, PROT_READ, PROT_READ | PROT_WRITE,
		PROT_READ | PROT_WRITE, PROT_NONE,
		PROT_READ | PROT_WRITE | PROT_EXEC,
	};
	int fd = context_pick_file(w, CONTEXT_VIDEO);
	int prot = protections[below(w, 6)];
	/* In the arena, as dma-bufs: see op_exports.c. */
	int flags = MAP_FIXED | (below(w, 8) ? MAP_SHARED : MAP_PRIVATE);
	struct v4l2_buffer buffer = {
		.index = below(w, 4),
		.type = node_type(w, fd),
		.memory = V4L2_MEMORY_MMAP,
	};
	size_t bytes = PAGE * (1 + below(w, 32));

	if (ioctl(fd, VIDIOC_QUERYBUF, &buffer))
		return -errno;
	if (!below(w, 8))
		buffer.m.offset += (uint32_t)(PAGE * below(w, 8));
	if (below(w, 2) && buffer.length < 64 * PAGE)
		bytes = (buffer.length + PAGE - 1) & ~(PAGE - 1);
	if (!below(w, 4))
		flags |= MAP_POPULATE;
	return ops_map(w, context_arena_address(w, bytes), bytes, prot, flags,
		       fd, buffer.m.offset);
}

/* read() and write(), from and to what may be mapped from a node, too. */
static long transfer(struct worker *w)
{
	int fd = context_pick_file(w, CONTEXT_VIDEO), writes = below(w, 2) != 0;
	size_t bytes, some;
	uint8_t *at = context_pick_map(w, &bytes);
	long ret;

	some = below(w, 2) ? bytes : below(w, (uint32_t)bytes + 1);
	worker_say(w, " fd %d %s %zu at %#zx", fd, writes ? "write" : "read",
		   some, (size_t)at);
	worker_bound(w);
	ret = ops_result(writes ? write(fd, at, some) : read(fd, at, some));
	worker_unbound(w);
	return ret;
}

/* Nodes come and go, and what readers get while nobody produces changes. */
static long set_attribute(struct worker *w)
{
	static const struct {
		const char *name, *value[4];
	} attributes[] = {
		{ "capture", { "0", "1", "1", "1" } },
		{ "output", { "0", "1", "1", "1" } },
		{ "idle", { "none", "last", "black", "pattern" } },
		{ "idle_rate", { "1", "10000", "240000", "0" } },
		{ "keep_format", { "0", "1", "1", "2" } },
		{ "card", { "fuzz", "", "another", "a\nb" } },
	};
	uint32_t which = below(w, 6);
	const char *value = attributes[which].value[below(w, 4)];
	char folder[64], path[128];
	long ret;
	int fd;

	ring_folder(w, folder, sizeof(folder));
	snprintf(path, sizeof(path), "%s/v4l2/%s", folder,
		 attributes[which].name);
	worker_say(w, " %s %s", path, value);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	ret = ops_result(write(fd, value, strlen(value)));
	close(fd);
	return ret;
}

static const struct op ops[] = {
	{ "open-node", 50, open_node },
	{ "video-request", 60, request },
	{ "video-start", 24, start },
	{ "video-turn", 30, turn },
	{ "mmap-buffer", 24, map_buffer },
	{ "video-transfer", 16, transfer },
	{ "video-attribute", 6, set_attribute },
};

const struct op_group ops_video = OP_GROUP(ops);
