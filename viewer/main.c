// SPDX-License-Identifier: MIT
/* framering-view: shows the frames of a ring. */
#include <sysexits.h>

#include <programs/standard_files.h>

#include "common/say.h"
#include "options/options.h"
#include "view.h"

static int run_program(int argc, char **argv)
{
	struct options opt;
	int ret = options_parse(&opt, argc, argv);

	if (ret < 0)
		return EX_USAGE;
	if (ret == OPTIONS_DONE)
		return 0;
	say_level(opt.verbosity);
	return view_run(&opt) ? 1 : 0;
}

int main(int argc, char **argv)
{
	standard_files_begin();
	return standard_files_end("framering-view", run_program(argc, argv));
}
