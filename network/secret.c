// SPDX-License-Identifier: MIT
/* A passphrase. */
#include <errno.h>
#include <string.h>

#include "said.h"
#include "secret.h"

/* By SRT. */
enum { LEAST = 10, MOST = 79 };

void secret_free(char *secret)
{
	if (secret)
		explicit_bzero(secret, strlen(secret));
	g_free(secret);
}

int secret_read(char **secret, const char *path)
{
	const char *from = path ? path : SECRET_VARIABLE;
	GError *error = NULL;
	char *text = NULL;

	if (path && !g_file_get_contents(path, &text, NULL, &error)) {
		said("%s", error->message);
		g_error_free(error);
		return -EINVAL;
	}
	if (!path)
		text = g_strdup(g_getenv(SECRET_VARIABLE));
	if (text)
		text[strcspn(text, "\r\n")] = '\0';
	if (text && (strlen(text) < LEAST || strlen(text) > MOST)) {
		said("%s: a passphrase has %d to %d bytes", from, LEAST, MOST);
		secret_free(text);
		return -EINVAL;
	}
	*secret = text;
	return 0;
}
