// SPDX-License-Identifier: MIT
/* framering-receive: put frames of another machine into a ring. */
#include "program.h"

int main(int argc, char **argv)
{
	return program_run("framering-receive", SIDE_RECEIVE, argc, argv);
}
