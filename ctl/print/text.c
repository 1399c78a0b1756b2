// SPDX-License-Identifier: MIT
#include <libframering.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>

#include "text.h"

const char *text_name(const char *name, size_t length, char *line,
		      size_t bytes)
{
	size_t i, at = 0;

	/* The longest is four characters, and a final zero. */
	for (i = 0; i < length && name[i] && at + 5 <= bytes; i++) {
		unsigned char c = (unsigned char)name[i];

		if (c >= ' ' && c <= '~' && c != '\\')
			line[at++] = (char)c;
		else
			at += (size_t)snprintf(line + at, bytes - at, "\\x%02x",
					       c);
	}
	line[at] = '\0';
	return line;
}

const char *text_format(uint32_t fourcc, char *line, size_t bytes)
{
	const struct framering_format *format = framering_format_find(fourcc);
	const char *compressed = framering_compressed_name(fourcc);

	if (format)
		snprintf(line, bytes, "%.*s", (int)sizeof(format->name),
			 format->name);
	else if (compressed)
		snprintf(line, bytes, "%s", compressed);
	else
		snprintf(line, bytes, "0x%08x", fourcc);
	return line;
}

const char *text_user(uint32_t uid, char *line, size_t bytes)
{
	const struct passwd *user = getpwuid(uid);

	if (user)
		text_name(user->pw_name, strlen(user->pw_name), line, bytes);
	else
		snprintf(line, bytes, "%u", uid);
	return line;
}

/* In the largest of @units that leaves 1; each is @step of the one before. */
static const char *scaled(double value, double step, const char *const *units,
			  size_t count, char *line, size_t bytes)
{
	size_t unit = 0;

	while (value >= step && unit + 1 < count) {
		value /= step;
		unit++;
	}
	snprintf(line, bytes, unit && value < 10 ? "%.1f %s" : "%.0f %s", value,
		 units[unit]);
	return line;
}

const char *text_duration(uint64_t ns, char *line, size_t bytes)
{
	static const char *const units[] = { "ns", "us", "ms", "s" };

	return scaled((double)ns, 1000, units,
		      sizeof(units) / sizeof(units[0]), line, bytes);
}

const char *text_bytes(uint64_t number, char *line, size_t bytes)
{
	static const char *const units[] = { "B", "KiB", "MiB", "GiB", "TiB" };

	return scaled((double)number, 1024, units,
		      sizeof(units) / sizeof(units[0]), line, bytes);
}
