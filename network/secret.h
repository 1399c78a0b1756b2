/* SPDX-License-Identifier: MIT */
/* A passphrase, which no command line shows. */
#ifndef NETWORK_SECRET_H
#define NETWORK_SECRET_H

#include <glib.h>

#define SECRET_VARIABLE	"FRAMERING_PASSPHRASE"

/**
 * secret_read - the passphrase
 * @secret: gets a text that is the caller's, for secret_free(); NULL: there is
 *	none
 * @path: a file whose first line it is; NULL: the environment may have it
 *
 * Return: 0; -EINVAL after a line: no such file, or not 10 to 79 bytes.
 */
int secret_read(char **secret, const char *path);

/* Overwrite and free it; NULL is fine. */
void secret_free(char *secret);

#endif /* NETWORK_SECRET_H */
