// SPDX-License-Identifier: MIT
/* Permissions: which rings this user may read and write. */
#include <errno.h>
#include <grp.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "check.h"
#include "common/places.h"
#include "print/text.h"
#include "ring/rings.h"

static void advise(const struct stat *node, char *advice, size_t bytes)
{
	const struct group *group = getgrgid(node->st_gid);
	char user[64];

	text_user(geteuid(), user, sizeof(user));
	if (!(node->st_mode & S_IRGRP) || !group || !node->st_gid)
		snprintf(advice, bytes, "ask the administrator, or add a ring "
			 "of your own: 'framering-ctl add --owner %s'", user);
	else
		snprintf(advice, bytes, "join its group and log in again: "
			 "'usermod -aG %s %s'", group->gr_name, user);
}

static void check_ring(struct findings *findings, const char *name)
{
	char path[RING_PATH], advice[256];
	struct stat node;

	snprintf(path, sizeof(path), "%s/%s", places.dev, name);
	if (stat(path, &node) < 0) {
		finding(findings, VERDICT_BAD, "see that udev and devtmpfs "
			"work", "%s: %s, though the driver has this ring",
			path, strerror(errno));
		return;
	}
	advise(&node, advice, sizeof(advice));
	if (!access(path, R_OK | W_OK))
		finding(findings, VERDICT_OK, "", "%s: you may read and write",
			path);
	else if (!access(path, R_OK))
		finding(findings, VERDICT_NOTE, advice, "%s: you may read "
			"only: view, but not produce", path);
	else
		finding(findings, VERDICT_BAD, advice, "%s: you may not open "
			"it (mode %04o)", path, node.st_mode & 07777);
}

static void run(struct findings *findings)
{
	struct rings rings;
	unsigned int i;

	if (!rings_driver_loaded() || rings_list(&rings))
		return;
	for (i = 0; i < rings.count; i++)
		check_ring(findings, rings.name[i]);
}

const struct check check_access = { "access", run };
