// SPDX-License-Identifier: MIT
/* HOST:PORT */
#include <glib.h>

#include "address.h"
#include "harness.h"

static void check(const char *text, const char *host, unsigned int port)
{
	struct address address;
	char *printed;

	CHECK_EQ(address_parse(&address, text), 0);
	CHECK_STR_EQ(address.host, host);
	CHECK_EQ(address.port, port);
	printed = address_print(&address);
	CHECK_STR_EQ(printed, text);
	g_free(printed);
}

TEST(addresses_are_taken_and_printed_ok)
{
	check("camera.example:5000", "camera.example", 5000);
	check("192.0.2.7:1", "192.0.2.7", 1);
	check("[2001:db8::1]:65535", "2001:db8::1", 65535);
	check(":5000", "", 5000);
}

TEST(what_is_no_address_fails)
{
	static const char *const wrong[] = {
		"", ":", "host", "host:", "host:0", "host:65536", "host:-1",
		"host:5x", "2001:db8::1:5000", "[]:5000", "[::1:5000",
		"a b:5000", "a?mode=x:5000", "a/b:5000", "[::1]:",
	};
	struct address address = { "before", 1 };
	size_t i;

	for (i = 0; i < G_N_ELEMENTS(wrong); i++)
		if (address_parse(&address, wrong[i]) != -EINVAL)
			FAIL("took '%s'", wrong[i]);
	CHECK_STR_EQ(address.host, "before");
	CHECK_EQ(address.port, 1);
}
