/* SPDX-License-Identifier: MIT */
/* HOST:PORT */
#ifndef NETWORK_ADDRESS_H
#define NETWORK_ADDRESS_H

/**
 * struct address - where packets go to, or come from
 * @host: name or number, without brackets; empty: all of this machine
 * @port: 1 to 65535
 */
struct address {
	char host[256];
	unsigned int port;
};

/**
 * address_parse - take HOST:PORT, [HOST]:PORT or :PORT
 * @address: gets it
 * @text: an IPv6 address has to be in brackets
 *
 * Return: 0, or -EINVAL and @address is as it was.
 */
int address_parse(struct address *address, const char *text);

/**
 * address_print - HOST:PORT, as address_parse() takes it
 * @address: any
 *
 * Return: text that is the caller's, for g_free().
 */
char *address_print(const struct address *address);

#endif /* NETWORK_ADDRESS_H */
