// SPDX-License-Identifier: MIT
/* HOST:PORT */
#include <errno.h>
#include <glib.h>
#include <string.h>

#include <programs/value.h>

#include "address.h"

int address_parse(struct address *address, const char *text)
{
	const char *colon = strrchr(text, ':'), *host = text;
	size_t length;
	uint64_t port;

	if (!colon || value_number(colon + 1, 1, 65535, &port))
		return -EINVAL;
	length = (size_t)(colon - text);
	if (*host == '[') {
		if (length < 3 || colon[-1] != ']')
			return -EINVAL;
		host++;
		length -= 2;
	} else if (memchr(host, ':', length)) {
		return -EINVAL;
	}
	/* What would end it where a name becomes a part of a URI. */
	if (length >= sizeof(address->host) ||
	    strcspn(host, " /?#@,&[]") < length)
		return -EINVAL;
	memcpy(address->host, host, length);
	address->host[length] = '\0';
	address->port = (unsigned int)port;
	return 0;
}

char *address_print(const struct address *address)
{
	if (strchr(address->host, ':'))
		return g_strdup_printf("[%s]:%u", address->host, address->port);
	return g_strdup_printf("%s:%u", address->host, address->port);
}
