// SPDX-License-Identifier: MIT
/* Which rings there are, and what becomes of them. */
#include <errno.h>
#include <fcntl.h>
#include <libframering.h>
#include <poll.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "wake.h"
#include "watch.h"

/**
 * struct watched - a ring that is kept open to hear of changes
 * @node: its path
 * @ring: the ring
 * @generation: as it was at the last look
 */
struct watched {
	char *node;
	struct framering *ring;
	guint64 generation;
};

/**
 * struct watch - all of them, and the thread that looks
 * @folders: where they are
 * @tell: is told
 * @argument: for @tell
 * @watched: struct watched
 * @inotify: of the folder of nodes
 * @wake: ends the thread
 * @thread: the thread
 */
struct watch {
	const struct watch_folders *folders;
	watch_tell tell;
	gpointer argument;
	GPtrArray *watched;
	int inotify;
	struct wake wake;
	GThread *thread;
};

/* The node that a uevent file names, the caller's; NULL: none. */
static char *node_of(const struct watch_folders *folders, const char *name)
{
	char *path = g_build_filename(folders->rings, name, "uevent", NULL);
	char *text = NULL, *line, *node = NULL;

	if (g_file_get_contents(path, &text, NULL, NULL)) {
		line = strstr(text, "DEVNAME=");
		if (line) {
			line += strlen("DEVNAME=");
			line[strcspn(line, "\n")] = '\0';
			node = g_build_filename(folders->nodes, line, NULL);
		}
	}
	g_free(text);
	g_free(path);
	return node;
}

GPtrArray *watch_nodes(const struct watch_folders *folders)
{
	GPtrArray *nodes = g_ptr_array_new_with_free_func(g_free);
	GDir *dir = g_dir_open(folders->rings, 0, NULL);
	const char *name;

	while (dir && (name = g_dir_read_name(dir))) {
		char *node = node_of(folders, name);

		if (node)
			g_ptr_array_add(nodes, node);
	}
	if (dir)
		g_dir_close(dir);
	return nodes;
}

static void free_watched(gpointer data)
{
	struct watched *w = data;

	framering_close(w->ring);
	g_free(w->node);
	g_free(w);
}

/* From the call on poll(2) reports changes. Return: 0 or a negative errno. */
static int look(struct watched *w, guint64 *generation)
{
	struct framering_demand demand = { .serial = 0 };
	int ret = framering_demand(w->ring, &demand, 0);

	if (!ret)
		*generation = demand.generation;
	return ret;
}

static gboolean is_node(gconstpointer watched, gconstpointer node)
{
	return !strcmp(((const struct watched *)watched)->node, node);
}

static void begin_one(struct watch *watch, const char *node)
{
	struct watched *w = g_new0(struct watched, 1);

	w->node = g_strdup(node);
	if (framering_open(&w->ring, node, O_RDONLY) ||
	    look(w, &w->generation)) {
		free_watched(w);
		return;
	}
	g_ptr_array_add(watch->watched, w);
	watch->tell(WATCH_ADDED, node, watch->argument);
}

static void forget(struct watch *watch, guint index)
{
	struct watched *w = watch->watched->pdata[index];

	watch->tell(WATCH_REMOVED, w->node, watch->argument);
	g_ptr_array_remove_index_fast(watch->watched, index);
}

/* Those whose node is there, and no others. */
static void list(struct watch *watch)
{
	GPtrArray *nodes = watch_nodes(watch->folders);
	guint i = watch->watched->len;

	while (i--) {
		const struct watched *w = watch->watched->pdata[i];

		if (!g_ptr_array_find_with_equal_func(nodes, w->node,
						      g_str_equal, NULL) ||
		    access(w->node, F_OK))
			forget(watch, i);
	}
	for (i = 0; i < nodes->len; i++)
		if (!g_ptr_array_find_with_equal_func(watch->watched,
						      nodes->pdata[i], is_node,
						      NULL))
			begin_one(watch, nodes->pdata[i]);
	g_ptr_array_unref(nodes);
}

/* FALSE: the ring has gone. */
static gboolean look_again(struct watch *watch, guint index)
{
	struct watched *w = watch->watched->pdata[index];
	guint64 generation = 0;

	if (look(w, &generation)) {
		forget(watch, index);
		return FALSE;
	}
	if (generation != w->generation)
		watch->tell(WATCH_CONFIGURED, w->node, watch->argument);
	w->generation = generation;
	return TRUE;
}

/* inotify's events, of which only that there were some counts. */
static gboolean drain(int fd)
{
	gboolean any = FALSE;
	char events[4096];

	while (read(fd, events, sizeof(events)) > 0)
		any = TRUE;
	return any;
}

/* Sleep; all rings' descriptors first, in their order. */
static void sleep_on(const struct watch *watch, struct pollfd *fds)
{
	guint i;

	for (i = 0; i < watch->watched->len; i++) {
		const struct watched *w = watch->watched->pdata[i];

		fds[i] = (struct pollfd){
			.fd = framering_fd(w->ring),
			.events = POLLPRI,
		};
	}
	fds[i] = (struct pollfd){ .fd = watch->inotify, .events = POLLIN };
	fds[i + 1] = (struct pollfd){ .fd = watch->wake.fd, .events = POLLIN };
	/* Interrupted, it has nothing to tell. */
	if (ppoll(fds, i + 2, NULL, NULL) < 0)
		while (i--)
			fds[i].revents = 0;
}

static gpointer run(gpointer data)
{
	struct watch *watch = data;

	for (;;) {
		guint count = watch->watched->len, i = count;
		struct pollfd *fds = g_new0(struct pollfd, count + 2);
		gboolean over, changed;

		sleep_on(watch, fds);
		over = fds[count + 1].revents != 0;
		changed = drain(watch->inotify);
		/* From the last on: what takes the place of one was seen. */
		while (i-- && !over)
			if (fds[i].revents && !look_again(watch, i))
				changed = TRUE;
		g_free(fds);
		if (over)
			return NULL;
		/* Another ring may have the name of one that went. */
		if (changed)
			list(watch);
	}
}

struct watch *watch_begin(const struct watch_folders *folders, watch_tell tell,
			  gpointer argument)
{
	struct watch *watch = g_new0(struct watch, 1);

	watch->folders = folders;
	watch->tell = tell;
	watch->argument = argument;
	watch->watched = g_ptr_array_new_with_free_func(free_watched);
	watch->inotify = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
	if (wake_init(&watch->wake) || watch->inotify < 0 ||
	    /* A node's owner and mode are set after it was made. */
	    inotify_add_watch(watch->inotify, folders->nodes,
			      IN_CREATE | IN_ATTRIB | IN_DELETE) < 0) {
		watch_end(watch);
		return NULL;
	}
	list(watch);
	watch->thread = g_thread_new("framering-watch", run, watch);
	return watch;
}

void watch_end(struct watch *watch)
{
	if (!watch)
		return;
	if (watch->thread) {
		wake_set(&watch->wake);
		g_thread_join(watch->thread);
	}
	wake_finish(&watch->wake);
	if (watch->inotify >= 0)
		close(watch->inotify);
	g_ptr_array_unref(watch->watched);
	g_free(watch);
}
