/* SPDX-License-Identifier: MIT */
/* Which rings there are, and what becomes of them. */
#ifndef GST_FRAMERING_WATCH_H
#define GST_FRAMERING_WATCH_H

#include <glib.h>

enum watch_event {
	WATCH_ADDED,
	/* The ring has another format, or other slots. */
	WATCH_CONFIGURED,
	WATCH_REMOVED,
};

/**
 * struct watch_folders - where rings are
 * @rings: as /sys/class/framering: a folder for each, whose uevent names the
 *	node
 * @nodes: as /dev
 */
struct watch_folders {
	const char *rings;
	const char *nodes;
};

typedef void (*watch_tell)(enum watch_event event, const char *node,
			   gpointer argument);

/**
 * watch_nodes - the rings that there are now
 * @folders: where
 *
 * Return: paths of nodes, the caller's.
 */
GPtrArray *watch_nodes(const struct watch_folders *folders);

/**
 * watch_begin - tell of rings that there are, and of what happens to them
 * @folders: where; are to last as long as the watch
 * @tell: is called for each ring that this user may read, before this returns,
 *	and then from a thread of the watch's own
 * @argument: for @tell
 *
 * Return: watch_end() it; NULL: the kernel has no more inotify descriptors or
 * eventfds for this user, and nothing was told.
 */
struct watch *watch_begin(const struct watch_folders *folders, watch_tell tell,
			  gpointer argument);

/* Nothing is told any more when this returns. @watch may be NULL. */
void watch_end(struct watch *watch);

#endif /* GST_FRAMERING_WATCH_H */
