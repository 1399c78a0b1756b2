/* SPDX-License-Identifier: MIT */
/* Standard input, output and error of this project's programs. */
#ifndef PROGRAMS_STANDARD_FILES_H
#define PROGRAMS_STANDARD_FILES_H

/*
 * First of all in a program: take those of the descriptors 0 to 2 that are
 * closed, so that no file that it opens later gets such a number. Reading from
 * a closed input, and writing to a closed output, goes on to fail with EBADF.
 */
void standard_files_begin(void);

/**
 * standard_files_end - last of all, close standard output
 * @program: its name, for the line if what was written there is lost
 * @status: exit status so far
 *
 * Return: @status, or 1 if that is 0 and output was lost.
 */
int standard_files_end(const char *program, int status);

#endif /* PROGRAMS_STANDARD_FILES_H */
