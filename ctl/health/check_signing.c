// SPDX-License-Identifier: MIT
/* Secure Boot and lockdown: does the kernel take modules without a key? */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "check.h"
#include "common/places.h"
#include "system.h"

#define VARIABLE	"/sys/firmware/efi/efivars/SecureBoot-" \
			"8be4df61-93ca-11d2-aa0d-00e098032b8c"
#define ENROL		"sign it and enrol the key: 'mokutil --import " \
			"/var/lib/dkms/mok.pub', then start anew"

/* Four bytes of attributes, and one that is 1 where it is on. */
static int secure_boot(void)
{
	unsigned char value[5] = { 0 };

	return system_bytes(VARIABLE, value, sizeof(value)) == 5 &&
	       value[4] == 1;
}

/* "none [integrity] confidentiality" */
static int locked_down(char *mode, size_t bytes)
{
	char line[128];
	const char *begin;

	if (!system_line("/sys/kernel/security/lockdown", line, sizeof(line)))
		return 0;
	begin = strchr(line, '[');
	if (!begin)
		return 0;
	begin++;
	snprintf(mode, bytes, "%.*s", (int)strcspn(begin, "]"), begin);
	return strcmp(mode, "none") != 0;
}

/* The letter E among its taints. */
static int unsigned_module(void)
{
	char path[256], taints[16] = "";
	FILE *file;

	snprintf(path, sizeof(path), "%s/taint", places.module);
	file = fopen(path, "re");
	if (!file)
		return 0;
	if (!fgets(taints, sizeof(taints), file))
		*taints = '\0';
	fclose(file);
	return strchr(taints, 'E') != NULL;
}

static void run(struct findings *findings)
{
	char line[64] = "", mode[32] = "";
	int loaded = !access(places.module, F_OK);
	int secure = secure_boot(), locked = locked_down(mode, sizeof(mode));
	int enforced;

	system_line("/sys/module/module/parameters/sig_enforce", line,
		    sizeof(line));
	enforced = *line == 'Y';
	if (!secure && !locked && !enforced)
		finding(findings, VERDICT_OK, "", "neither Secure Boot nor "
			"lockdown keeps modules without a signature out");
	else if (loaded)
		finding(findings, VERDICT_OK, "", "%s%s%s: the module is "
			"loaded all the same", secure ? "Secure Boot" : "",
			secure && locked ? " and " : "", locked ? "lockdown" :
			secure ? "" : "enforced signatures");
	else
		finding(findings, VERDICT_BAD, ENROL, "the kernel takes only "
			"modules with a signature that it knows (%s%s%s)",
			secure ? "Secure Boot " : "", locked ? "lockdown " : "",
			locked ? mode : "");
	if (unsigned_module())
		finding(findings, VERDICT_NOTE, "", "the module has no "
			"signature that this kernel knows");
}

const struct check check_signing = { "signing", run };
