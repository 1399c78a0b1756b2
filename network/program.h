/* SPDX-License-Identifier: MIT */
/* What main() of both programs does. */
#ifndef NETWORK_PROGRAM_H
#define NETWORK_PROGRAM_H

#include "options.h"

/**
 * program_run - be one of the programs
 * @name: its name
 * @side: which
 * @argc: as main() has it
 * @argv: as main() has it
 *
 * After a signal it dies of that, once all is taken down.
 *
 * Return: its exit status.
 */
int program_run(const char *name, enum side side, int argc, char **argv);

#endif /* NETWORK_PROGRAM_H */
