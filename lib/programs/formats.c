// SPDX-License-Identifier: MIT
#include <ctype.h>
#include <string.h>

#include <libframering.h>

#include "formats.h"

#define LONGEST	24
#define NEAR	4

static const uint32_t compressed[] = {
	FRAMERING_FORMAT_JPEG, FRAMERING_FORMAT_H264, FRAMERING_FORMAT_HEVC,
};

/* Letters to change, to put in or to leave out, of any case. */
static size_t distance(const char *a, const char *b)
{
	size_t row[LONGEST + 1], i, k, bytes = strlen(b);

	for (k = 0; k <= bytes; k++)
		row[k] = k;
	for (i = 0; a[i]; i++) {
		size_t corner = row[0];

		row[0] = i + 1;
		for (k = 0; k < bytes; k++) {
			int same = tolower((unsigned char)a[i]) ==
				   tolower((unsigned char)b[k]);
			size_t least = corner + !same;

			corner = row[k + 1];
			if (row[k] + 1 < least)
				least = row[k] + 1;
			if (corner + 1 < least)
				least = corner + 1;
			row[k + 1] = least;
		}
	}
	return row[bytes];
}

/**
 * struct near - names, the nearest first
 * @name: the names
 * @distance: how far each is
 * @count: how many
 */
struct near {
	const char *name[NEAR];
	size_t distance[NEAR];
	size_t count;
};

static void enter(struct near *near, const char *name, size_t distance)
{
	size_t at = near->count;

	if (at == NEAR && near->distance[--at] <= distance)
		return;
	for (; at && near->distance[at - 1] > distance; at--) {
		near->name[at] = near->name[at - 1];
		near->distance[at] = near->distance[at - 1];
	}
	near->name[at] = name;
	near->distance[at] = distance;
	if (near->count < NEAR)
		near->count++;
}

/* The names of a format that are no farther than @most. */
static void enter_all(struct near *near, const char *name, uint32_t fourcc,
		      const char *own, size_t most)
{
	const char *known = own;
	unsigned int n = 0;

	for (; known; known = framering_format_alias(fourcc, n++)) {
		size_t far = distance(name, known);

		if (far <= most)
			enter(near, known, far);
	}
}

const char *formats_near(const char *name, char *line, size_t bytes)
{
	struct near near = { .count = 0 };
	/* Of a short name, most others could be made. */
	size_t most = strlen(name) < 5 ? 1 : 2, i, used = 0;

	line[0] = '\0';
	if (strlen(name) > LONGEST)
		return line;
	for (i = 0; i < FRAMERING_FORMATS; i++)
		enter_all(&near, name, framering_formats[i].fourcc,
			  framering_formats[i].name, most);
	for (i = 0; i < sizeof(compressed) / sizeof(compressed[0]); i++)
		enter_all(&near, name, compressed[i],
			  framering_compressed_name(compressed[i]), most);
	for (i = 0; i < near.count && used < bytes; i++)
		used += (size_t)snprintf(line + used, bytes - used, "%s%s",
					 i ? ", " : "", near.name[i]);
	return line;
}

static void print_aliases(FILE *out, uint32_t fourcc)
{
	const char *alias;
	unsigned int n;

	for (n = 0; (alias = framering_format_alias(fourcc, n)); n++)
		fprintf(out, "%s%s", n ? ", " : "  ", alias);
	fputc('\n', out);
}

void formats_print(FILE *out)
{
	static const char *const models[] = {
		[FRAMERING_MODEL_RGB] = "RGB",
		[FRAMERING_MODEL_YUV] = "YUV",
		[FRAMERING_MODEL_GREY] = "grey",
		[FRAMERING_MODEL_BAYER] = "Bayer",
	};
	size_t i;

	fprintf(out, "name     pixels bits  also\n");
	for (i = 0; i < FRAMERING_FORMATS; i++) {
		const struct framering_format *f = &framering_formats[i];

		fprintf(out, "%-8s %-6s %4u", f->name, models[f->model],
			f->bits);
		print_aliases(out, f->fourcc);
	}
	for (i = 0; i < sizeof(compressed) / sizeof(compressed[0]); i++) {
		fprintf(out, "%-8s %-6s %4s",
			framering_compressed_name(compressed[i]), "any", "");
		print_aliases(out, compressed[i]);
	}
	fprintf(out, "Upper and lower case are the same; of ffmpeg's names the "
		"byte order (le) may be\nmissing; yuvj420p and its like say "
		"that the range is full.\n");
}
