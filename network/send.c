// SPDX-License-Identifier: MIT
/* framering-send: send a ring's frames to other machines. */
#include "program.h"

int main(int argc, char **argv)
{
	return program_run("framering-send", SIDE_SEND, argc, argv);
}
