// SPDX-License-Identifier: MIT
/* The module: is it loaded, and of this release? */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <libframering.h>

#include "check.h"
#include "common/places.h"
#include "ring/rings.h"
#include "system.h"

#define LOAD	"load it: 'modprobe framering'; have it loaded at each start " \
		"by a file with this name in /etc/modules-load.d"
#define RELOAD	"stop what uses rings, then 'modprobe -r framering' and " \
		"'modprobe framering'"

/* "" and NULL: the module does not tell it. */
static const char *attribute(const char *name, char *line, size_t bytes)
{
	char path[256];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", places.module, name);
	file = fopen(path, "re");
	*line = '\0';
	if (!file)
		return NULL;
	if (fgets(line, (int)bytes, file))
		line[strcspn(line, "\n")] = '\0';
	fclose(file);
	return *line ? line : NULL;
}

/* What is loaded may be older than what is installed. */
static void compare_installed(struct findings *findings)
{
	static const char *const ask[] = {
		"modinfo", "-F", "srcversion", "framering", NULL
	};
	char loaded[64], installed[64];

	if (!attribute("srcversion", loaded, sizeof(loaded)))
		return;
	if (system_run(ask, installed, sizeof(installed)) || !*installed)
		finding(findings, VERDICT_NOTE, "install the driver, so that "
			"the next start finds it", "the module that is loaded "
			"is not installed for this kernel");
	else if (strcmp(loaded, installed))
		finding(findings, VERDICT_BAD, RELOAD, "another build of the "
			"module is installed (%s) than is loaded (%s)",
			installed, loaded);
	else
		finding(findings, VERDICT_OK, "", "what is loaded is what is "
			"installed");
}

static void compare_release(struct findings *findings)
{
	char version[64];

	if (!attribute("version", version, sizeof(version)))
		return;
	if (strcmp(version, FRAMERING_VERSION))
		finding(findings, VERDICT_NOTE, "use driver and programs of "
			"one release", "the module is of release %s, this "
			"program of " FRAMERING_VERSION, version);
	else
		finding(findings, VERDICT_OK, "", "release %s", version);
}

static void compare_interface(struct findings *findings)
{
	struct framering_query query;
	struct framering *ring;
	char path[RING_PATH];
	struct rings rings;
	int ret;

	if (!rings_driver_loaded() || rings_list(&rings) || !rings.count)
		return;
	snprintf(path, sizeof(path), "%s/%s", places.dev, rings.name[0]);
	ret = framering_open(&ring, path, O_RDONLY);
	if (ret == -EPROTO)
		finding(findings, VERDICT_BAD, "use driver and programs of one "
			"release", "the module speaks another version of the "
			"interface than %u", FRAMERING_ABI_VERSION);
	if (ret)
		return;
	ret = framering_query(ring, &query);
	framering_close(ring);
	if (!ret)
		finding(findings, VERDICT_OK, "", "interface %u, as this "
			"program", query.version);
}

static void run(struct findings *findings)
{
	struct rings rings;

	if (access(places.module, F_OK)) {
		finding(findings, VERDICT_BAD, LOAD, "the driver is not "
			"loaded");
		return;
	}
	finding(findings, VERDICT_OK, "", "the driver is loaded");
	compare_release(findings);
	compare_interface(findings);
	compare_installed(findings);
	if (rings_driver_loaded() && !rings_list(&rings) && !rings.count)
		finding(findings, VERDICT_NOTE, "add one: 'framering-ctl add'",
			"there is no ring");
}

const struct check check_module = { "module", run };
