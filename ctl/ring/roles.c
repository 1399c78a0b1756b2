// SPDX-License-Identifier: MIT
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/places.h"
#include "print/text.h"
#include "roles.h"

/* "  producer: id 7 pid 812 uid 0 name": the name has the rest of the line. */
static void take_producer(const char *line, struct producer_info *info)
{
	unsigned long long id;
	unsigned int uid;
	int pid, at = 0;

	if (sscanf(line, "  producer: id %llu pid %d uid %u %n", &id, &pid,
		   &uid, &at) < 3 || !at)
		return;
	info->attached = 1;
	info->id = id;
	info->pid = pid;
	info->uid = uid;
	text_name(line + at, strcspn(line + at, "\n"), info->name,
		  sizeof(info->name));
}

static void take_counters(const char *line, struct producer_info *info)
{
	unsigned long long frames, holes, full;

	if (sscanf(line, "    head %*u frames %llu holes %llu full %llu",
		   &frames, &holes, &full) < 3)
		return;
	info->frames = frames;
	info->holes = holes;
	info->full = full;
}

void roles_producer(const char *name, struct producer_info *info)
{
	char path[256], *line = NULL;
	size_t room = 0;
	FILE *file;

	memset(info, 0, sizeof(*info));
	snprintf(path, sizeof(path), "%s/%s/roles", places.roles, name);
	file = fopen(path, "re");
	if (!file)
		return;
	info->known = 1;
	while (getline(&line, &room, file) > 0) {
		/* Older generations come first. */
		if (!strncmp(line, "generation ", 11))
			*info = (struct producer_info){ .known = 1 };
		take_producer(line, info);
		take_counters(line, info);
	}
	free(line);
	fclose(file);
}
