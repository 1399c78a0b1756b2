// SPDX-License-Identifier: MIT
/* framering-ctl: see and manage rings of video frames. */
#include <stdio.h>

#include <programs/standard_files.h>

#include "run.h"

int main(int argc, char **argv)
{
	standard_files_begin();
	/* Whole lines, also where several programs write to one terminal. */
	setvbuf(stderr, NULL, _IOLBF, BUFSIZ);
	return standard_files_end("framering-ctl", run_program(argc, argv));
}
