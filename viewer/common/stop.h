/* SPDX-License-Identifier: MIT */
/* SIGINT and SIGTERM, which ask the loop to end. */
#ifndef VIEW_STOP_H
#define VIEW_STOP_H

#include <stdbool.h>

/* Return: 0 or a negative errno. */
int stop_init(void);

/* A signal has come. */
bool stop_asked(void);

/* Readable once a signal has come: for poll(2), so that none is missed. */
int stop_fd(void);

#endif /* VIEW_STOP_H */
