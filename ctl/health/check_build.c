// SPDX-License-Identifier: MIT
/* Headers and DKMS: will the driver be there after the next kernel? */
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>

#include "check.h"
#include "system.h"

static void check_headers(struct findings *findings, const char *release)
{
	char path[256], advice[256];

	snprintf(path, sizeof(path), "/lib/modules/%s/build", release);
	snprintf(advice, sizeof(advice), "install them: 'apt-get install "
		 "linux-headers-%s'", release);
	if (system_has(path))
		finding(findings, VERDICT_OK, "", "the headers of kernel %s "
			"are there", release);
	else
		finding(findings, VERDICT_NOTE, advice, "the headers of kernel "
			"%s are missing: no driver can be built for it",
			release);
}

static void check_dkms(struct findings *findings, const char *release)
{
	char kernel[128], line[256];
	const char *const ask[] = {
		"dkms", "status", "-m", "framering", "-k", kernel, NULL
	};
	int ret;

	if (!system_has("/var/lib/dkms/framering")) {
		finding(findings, VERDICT_NOTE, "install framering-dkms, or "
			"build the driver anew for each kernel", "DKMS does "
			"not know the driver");
		return;
	}
	snprintf(kernel, sizeof(kernel), "%s", release);
	ret = system_run(ask, line, sizeof(line));
	if (ret < 0)
		finding(findings, VERDICT_BAD, "install dkms: 'apt-get install "
			"dkms'", "DKMS has the driver's source, but is not "
			"installed itself");
	else if (strstr(line, "installed"))
		finding(findings, VERDICT_OK, "", "DKMS: %s", line);
	else
		finding(findings, VERDICT_BAD, "build it: 'dkms autoinstall'; "
			"what went wrong is in "
			"/var/lib/dkms/framering/*/build/make.log", "DKMS has "
			"not built the driver for kernel %s%s%s", release,
			*line ? ": " : "", line);
}

static void run(struct findings *findings)
{
	struct utsname system;

	if (uname(&system) < 0)
		return;
	check_headers(findings, system.release);
	check_dkms(findings, system.release);
}

const struct check check_build = { "build", run };
