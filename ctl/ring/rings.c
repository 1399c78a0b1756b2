// SPDX-License-Identifier: MIT
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <programs/value.h>

#include "common/places.h"
#include "rings.h"

#define PREFIX		"framering"
#define LOAD		"no such device; load the driver with " \
			"'modprobe framering'"

int rings_driver_loaded(void)
{
	return !access(places.rings, F_OK);
}

static int is_ring(const struct dirent *entry)
{
	return !strncmp(entry->d_name, PREFIX, strlen(PREFIX));
}

enum outcome rings_list(struct rings *rings)
{
	struct dirent **entries;
	int found = scandir(places.rings, &entries, is_ring, versionsort), i;

	rings->count = 0;
	if (found < 0 && errno == ENOENT)
		return fail(OUTCOME_ABSENT, "%s/" PREFIX ": " LOAD, places.dev);
	if (found < 0)
		return fail(outcome_of(-errno), "%s: %s", places.rings,
			    strerror(errno));
	for (i = 0; i < found; i++) {
		if (rings->count < FRAMERING_MAX_RINGS)
			snprintf(rings->name[rings->count++], RING_NAME,
				 "%.*s", (int)RING_NAME - 1,
				 entries[i]->d_name);
		free(entries[i]);
	}
	free(entries);
	return OUTCOME_OK;
}

/* The node of ring number @number if that has a name of its own. */
static int find_number(uint64_t number, char *path)
{
	struct framering_query query;
	struct rings rings;
	unsigned int i;

	if (!rings_driver_loaded() || rings_list(&rings))
		return 0;
	for (i = 0; i < rings.count; i++) {
		struct framering *ring;
		enum ring_access access;
		char node[RING_PATH];
		int ret;

		snprintf(node, sizeof(node), "%s/%s", places.dev,
			 rings.name[i]);
		if (ring_open_any(&ring, node, &access))
			continue;
		ret = framering_query(ring, &query);
		framering_close(ring);
		if (ret || query.ring != number)
			continue;
		snprintf(path, RING_PATH, "%s", node);
		return 1;
	}
	return 0;
}

static void number_path(uint64_t number, char *path)
{
	if (number)
		snprintf(path, RING_PATH, "%s/" PREFIX "%llu", places.dev,
			 (unsigned long long)number);
	else
		snprintf(path, RING_PATH, "%s/" PREFIX, places.dev);
	if (access(path, F_OK))
		find_number(number, path);
}

void ring_path(const char *given, char *path)
{
	size_t length = strlen(PREFIX);
	uint64_t number;

	if (strchr(given, '/'))
		snprintf(path, RING_PATH, "%s", given);
	else if (!value_number(given, 0, UINT32_MAX, &number))
		number_path(number, path);
	else if (!strncmp(given, PREFIX, length) &&
		 (!given[length] || given[length] == '-' ||
		  isdigit((unsigned char)given[length])))
		snprintf(path, RING_PATH, "%s/%s", places.dev, given);
	else
		snprintf(path, RING_PATH, "%s/" PREFIX "-%s", places.dev,
			 given);
}

int ring_open_any(struct framering **ring, const char *path,
		  enum ring_access *access)
{
	int ret = framering_open(ring, path, O_RDWR);

	*access = RING_WRITE;
	if (ret == -EACCES || ret == -EPERM || ret == -EROFS) {
		ret = framering_open(ring, path, O_RDONLY);
		*access = RING_READ;
	}
	if (ret)
		*access = RING_NO_ACCESS;
	return ret;
}

enum outcome ring_fail(const char *given, int error)
{
	char path[RING_PATH];

	ring_path(given, path);
	if (error == -ENOENT && rings_driver_loaded())
		return fail(OUTCOME_ABSENT, "%s: no such ring; "
			    "'framering-ctl list' has those that there are",
			    path);
	if (error == -ENODEV)
		return fail(OUTCOME_ABSENT, "%s: the ring was removed; add it "
			    "again", path);
	return fail(outcome_of(error), "%s: %s", path,
		    framering_error_text(error));
}

enum outcome ring_open(struct framering **ring, const char *given, int flags)
{
	char path[RING_PATH];
	int ret;

	ring_path(given, path);
	ret = framering_open(ring, path, flags);
	return ret ? ring_fail(given, ret) : OUTCOME_OK;
}
