// SPDX-License-Identifier: MIT
/* Rings whose device goes and comes back, and what the kernel tells of them. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "card.h"
#include "ops.h"

static long write_text(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	long ret;

	if (fd < 0)
		return -errno;
	ret = ops_result(write(fd, text, strlen(text)));
	close(fd);
	return ret;
}

static long bind(struct worker *w)
{
	uint32_t ring = prng_below(&w->prng, 4);
	int unbind = prng_one_in(&w->prng, 2);
	int card = ring == 3;
	char path[64], name[32];

	snprintf(path, sizeof(path), "/sys/bus/%s/drivers/framering/%s",
		 card ? "pci" : "platform", unbind ? "unbind" : "bind");
	if (card)
		snprintf(name, sizeof(name), "%s", card_name());
	else
		snprintf(name, sizeof(name), "framering.%u", ring);
	worker_say(w, " %s %s", unbind ? "unbind" : "bind", name);
	return write_text(path, name);
}

static long look(struct worker *w)
{
	static const char *const paths[] = {
		"/sys/kernel/debug/framering/framering/roles",
		"/sys/kernel/debug/framering/framering1/roles",
		"/sys/class/framering/framering/generation",
		"/sys/class/framering/framering/mappings",
		"/sys/class/framering/framering/cache",
		"/sys/class/framering/framering/bar_offset",
		"/sys/class/framering/framering1/format",
		"/proc/self/smaps",
		"/proc/self/pagemap",
	};
	const char *path = paths[prng_below(&w->prng, 9)];
	char text[4096];
	long ret, all = 0;
	int fd;

	worker_say(w, " %s", path);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	/* pagemap has no end worth waiting for. */
	while ((ret = read(fd, text, sizeof(text))) > 0 && all < 65536)
		all += ret;
	ret = ops_result(ret);
	close(fd);
	return ret < 0 ? ret : all;
}

static const struct op ops[] = {
	{ "bind", 4, bind },
	{ "look", 10, look },
};

const struct op_group ops_rings = OP_GROUP(ops);
