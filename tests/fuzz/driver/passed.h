/* SPDX-License-Identifier: MIT */
/* One descriptor in a message of a Unix socket. */
#ifndef FUZZ_DRIVER_PASSED_H
#define FUZZ_DRIVER_PASSED_H

/* Neither waits. 0, or a negative errno. */
long passed_send(int socket, int fd);
/* The descriptor, or a negative errno. */
int passed_receive(int socket);

#endif /* FUZZ_DRIVER_PASSED_H */
