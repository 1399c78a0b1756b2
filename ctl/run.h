/* SPDX-License-Identifier: MIT */
#ifndef CTL_RUN_H
#define CTL_RUN_H

/* All that the program does, but for standard files. Return: exit status. */
int run_program(int argc, char **argv);

#endif /* CTL_RUN_H */
