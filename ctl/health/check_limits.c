// SPDX-License-Identifier: MIT
/* Limits: of memory for frames, and of files. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "check.h"
#include "common/places.h"
#include "print/text.h"
#include "system.h"

/* Eight slots of 4K in 32 bits a pixel. */
#define LARGE_RING	(8ULL * 3840 * 2160 * 4)
/* What a program with some rings and an exported slot of each opens. */
#define FEW_FILES	256

static int parameter(const char *name, uint64_t *number)
{
	char path[256], line[64];
	FILE *file;
	char *got;

	snprintf(path, sizeof(path), "%s/parameters/%s", places.module, name);
	file = fopen(path, "re");
	if (!file)
		return 0;
	got = fgets(line, sizeof(line), file);
	fclose(file);
	if (!got)
		return 0;
	*number = strtoull(line, NULL, 10);
	return 1;
}

static void check_memory(struct findings *findings)
{
	static const char *const names[] = {
		"max_ring_bytes", "max_user_bytes", "max_bytes",
	};
	char text[32], advice[160];
	uint64_t number;
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (!parameter(names[i], &number))
			continue;
		text_bytes(number, text, sizeof(text));
		snprintf(advice, sizeof(advice), "for larger frames: 'options "
			 "framering %s=N' in /etc/modprobe.d, and load the "
			 "driver anew", names[i]);
		if (number >= LARGE_RING)
			finding(findings, VERDICT_OK, "", "%s is %s", names[i],
				text);
		else
			finding(findings, VERDICT_NOTE, advice, "%s is %s: "
				"less than eight 4K frames of 32 bits need",
				names[i], text);
	}
}

static void check_files(struct findings *findings)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) < 0)
		return;
	if (limit.rlim_cur < FEW_FILES)
		finding(findings, VERDICT_NOTE, "raise it: 'ulimit -n 1024'",
			"a program may open %ju files only",
			(uintmax_t)limit.rlim_cur);
	else
		finding(findings, VERDICT_OK, "", "a program may open %ju "
			"files", (uintmax_t)limit.rlim_cur);
}

static void run(struct findings *findings)
{
	check_memory(findings);
	check_files(findings);
}

const struct check check_limits = { "limits", run };
