// SPDX-License-Identifier: MIT
/* PAT, and whether write-combined memory is that. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "common/clock.h"
#include "common/places.h"
#include "ring/speed.h"

/* Plain loads are that much slower where they bypass the cache. */
#define SLOWER	3

/* -1: not a processor that would say so. */
static int has_pat(void)
{
	char path[256], *line = NULL;
	size_t room = 0;
	int found = -1;
	FILE *file;

	snprintf(path, sizeof(path), "%s/proc/cpuinfo", places.root);
	file = fopen(path, "re");
	if (!file)
		return -1;
	while (found < 0 && getline(&line, &room, file) > 0)
		if (!strncmp(line, "flags", 5))
			found = strstr(line, " pat ") || strstr(line, " pat\n");
	free(line);
	fclose(file);
	return found;
}

static int measure(struct loopback *loopback, uint32_t cache,
		   struct speed *speed, uint32_t *effective)
{
	struct framering_config config = {
		.fourcc = DRM_FORMAT_XRGB8888,
		.width = 640,
		.height = 480,
		.slots = 4,
		.memory = FRAMERING_MEMORY_PAGES,
		.cache = cache,
	};
	int ret = loopback_attach(loopback, &config,
				  FRAMERING_CONSUMER_LOSSLESS);

	if (ret)
		return ret;
	*effective = config.cache_effective ? config.cache_effective :
					      config.cache;
	return speed_measure(loopback, 20 * NS_PER_MS, speed);
}

static void compare(struct findings *findings, struct loopback *loopback)
{
	struct speed combined, cached;
	uint32_t effective;
	int ret = measure(loopback, FRAMERING_CACHE_WC, &combined, &effective);

	if (ret == -EINVAL) {
		finding(findings, VERDICT_NOTE, "", "there is no "
			"write-combined memory here; frames are cached");
		return;
	}
	if (!ret && effective != FRAMERING_CACHE_WC) {
		finding(findings, VERDICT_NOTE, "", "write-combined memory is "
			"%s here", framering_cache_name(effective));
		return;
	}
	if (!ret)
		ret = measure(loopback, FRAMERING_CACHE_WB, &cached,
			      &effective);
	if (ret)
		finding(findings, VERDICT_BAD, "see what the kernel says: "
			"'dmesg'", "no memory of both kinds: %s",
			framering_error_text(ret));
	else if (combined.read * SLOWER < cached.read)
		finding(findings, VERDICT_OK, "", "write-combining is in "
			"effect: plain loads make %.0f MiB/s there, %.0f where "
			"memory is cached", combined.read, cached.read);
	else
		finding(findings, VERDICT_NOTE, "", "write-combined memory is "
			"read as fast as cached memory (%.0f and %.0f MiB/s): "
			"a hypervisor overrides the page tables, or the "
			"machine is busy", combined.read, cached.read);
}

static void run(struct findings *findings)
{
	struct loopback loopback;
	int pat = has_pat(), ret;

	if (pat > 0)
		finding(findings, VERDICT_OK, "", "the processor has PAT");
	else if (!pat)
		finding(findings, VERDICT_NOTE, "start the kernel without "
			"nopat; a virtual machine with '-cpu host'", "the "
			"processor has no PAT: no write-combined memory");
	ret = loopback_open(&loopback, NULL);
	if (ret == -ENOENT)
		return;
	if (ret) {
		finding(findings, VERDICT_NOTE, "run this as root", "whether "
			"write-combining is in effect was not tried: %s",
			framering_error_text(ret));
		return;
	}
	compare(findings, &loopback);
	loopback_close(&loopback);
}

const struct check check_cache = { "cache", run };
