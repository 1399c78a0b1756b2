// SPDX-License-Identifier: MIT
/* framering-view: shows the frames of a ring. */
#include <sysexits.h>

#include "options.h"
#include "say.h"
#include "view.h"

int main(int argc, char **argv)
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
