// SPDX-License-Identifier: MIT
/* What both programs do. */
#include <gst/gst.h>
#include <signal.h>
#include <stdio.h>

#include <programs/standard_files.h>

#include "program.h"
#include "session.h"

static int run(const char *name, enum side side, int argc, char **argv)
{
	enum ending ending;
	struct options options;
	GError *error = NULL;
	int signal_seen = 0;

	ending = options_parse(&options, side, argc, argv);
	if (ending)
		return (int)ending;
	if (options.help) {
		options_help(side);
		return 0;
	}
	if (options.version) {
		printf("%s %s\n", name, FRAMERING_VERSION);
		return 0;
	}
	/* Its own options are GST_DEBUG and its like alone. */
	if (!gst_init_check(NULL, NULL, &error))
		return (int)said_end(ENDING_NETWORK, "GStreamer: %s",
				     error->message);
	ending = session_run(&options, &signal_seen);
	gst_deinit();
	if (signal_seen) {
		fflush(NULL);
		signal(signal_seen, SIG_DFL);
		raise(signal_seen);
	}
	return (int)ending;
}

int program_run(const char *name, enum side side, int argc, char **argv)
{
	standard_files_begin();
	said_begin(name);
	setvbuf(stderr, NULL, _IOLBF, BUFSIZ);
	return standard_files_end(name, run(name, side, argc, argv));
}
