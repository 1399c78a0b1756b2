/* SPDX-License-Identifier: MIT */
/* Files that go from one process to another by SCM_RIGHTS. */
#ifndef TEST_PASS_H
#define TEST_PASS_H

/* Send @file over the Unix socket @socket, with a byte of data. */
void pass_send(int socket, int file);
/* Wait for the next one that was sent. */
int pass_receive(int socket);

#endif /* TEST_PASS_H */
