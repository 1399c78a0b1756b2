// SPDX-License-Identifier: MIT
/* y4m: yuv4mpeg, as ffmpeg has it. */
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "output.h"

/* H.273's ChromaSampleLocType plus 1, as struct framering_picture has it. */
#define SITING_LEFT	1

/*
 * What ffmpeg's "yuv420p10le" is in a header: "420p10". -EINVAL: nothing there.
 */
static int colour_space(const struct pack *pack, char *line, size_t bytes)
{
	const char *name = output_ffmpeg_name(pack);
	const char *ending;
	int number, bits = 8, at = 0;

	if (!name)
		return -EINVAL;
	ending = strstr(name, "be");
	if (!strncmp(name, "gray", 4) && !ending) {
		if (name[4] && !isdigit((unsigned char)name[4]))
			return -EINVAL;
		snprintf(line, bytes, "mono%.*s",
			 (int)strspn(name + 4, "0123456789"), name + 4);
		return 0;
	}
	if (sscanf(name, "yuv%dp%n", &number, &at) < 1 || !at || ending ||
	    number < 400 || number == 440)
		return -EINVAL;
	if (sscanf(name + at, "%d", &bits) == 1)
		snprintf(line, bytes, "%dp%d", number, bits);
	else if (number == 420)
		snprintf(line, bytes, pack->picture.siting == SITING_LEFT ?
			 "420mpeg2" : "420jpeg");
	else
		snprintf(line, bytes, "%d", number);
	return 0;
}

static const char *fits(const struct pack *pack)
{
	char line[32];

	return colour_space(pack, line, sizeof(line)) ?
	       "only planar YUV and grey can be written so; take --form raw, "
	       "or 'framering-ctl record'" : NULL;
}

static enum outcome y4m_open(struct output *output, const struct pack *pack)
{
	const struct framering_picture *p = &pack->picture;
	struct framering_fraction rate = output_rate(pack);
	char space[32] = "", head[256];
	enum outcome outcome = output_create(output);
	int ret;

	if (outcome)
		return outcome;
	colour_space(pack, space, sizeof(space));
	snprintf(head, sizeof(head), "YUV4MPEG2 W%u H%u F%u:%u Ip A%u:%u C%s%s"
		 "\n", pack->part.width, pack->part.height, rate.numerator,
		 rate.denominator, p->aspect.numerator, p->aspect.denominator,
		 space, p->range == FRAMERING_RANGE_FULL ?
		 " XCOLORRANGE=FULL" : p->range == FRAMERING_RANGE_LIMITED ?
		 " XCOLORRANGE=LIMITED" : "");
	ret = output_write(output, head, strlen(head));
	return ret ? fail(OUTCOME_FAILED, "%s: %s", output->name,
			  strerror(-ret)) : OUTCOME_OK;
}

const struct form form_y4m = {
	.name = "y4m",
	.endings = {
		".y4m", NULL,
	},
	.fits = fits,
	.open = y4m_open,
	.head = "FRAME\n",
};
