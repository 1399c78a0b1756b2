// SPDX-License-Identifier: MIT
/* The command line. */
#include <errno.h>
#include <getopt.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libframering.h>

#include "common/say.h"
#include "options.h"
#include "usage.h"
#include "value.h"
#include "wish.h"

/* Larger than any screen. */
#define MAX_WINDOW	65536
#define MAX_ASPECT	65535

enum {
	OPT_ASPECT = 256,
	OPT_CHECKSUM,
	OPT_DEINTERLACE,
	OPT_FULLSCREEN,
	OPT_HEADLESS,
	OPT_IMPORT,
	OPT_KMS,
	OPT_NO_DEMOSAIC,
	OPT_ONCE,
	OPT_OVERLAY,
	OPT_PAUSED,
	OPT_POLICY,
	OPT_RENDERER,
	OPT_SCALE,
	OPT_SIZE,
	OPT_SLOW,
	OPT_SNAPSHOT,
	OPT_SOFTWARE,
	OPT_STATS,
	OPT_TIMEOUT,
	OPT_WISH,
};

static const struct option long_options[] = {
	{ "aspect", required_argument, NULL, OPT_ASPECT },
	{ "checksum", no_argument, NULL, OPT_CHECKSUM },
	{ "deinterlace", required_argument, NULL, OPT_DEINTERLACE },
	{ "device", required_argument, NULL, 'd' },
	{ "frames", required_argument, NULL, 'n' },
	{ "fullscreen", no_argument, NULL, OPT_FULLSCREEN },
	{ "headless", no_argument, NULL, OPT_HEADLESS },
	{ "help", no_argument, NULL, 'h' },
	{ "import", required_argument, NULL, OPT_IMPORT },
	{ "kms", optional_argument, NULL, OPT_KMS },
	{ "no-demosaic", no_argument, NULL, OPT_NO_DEMOSAIC },
	{ "once", no_argument, NULL, OPT_ONCE },
	{ "timeout", required_argument, NULL, OPT_TIMEOUT },
	{ "overlay", no_argument, NULL, OPT_OVERLAY },
	{ "paused", no_argument, NULL, OPT_PAUSED },
	{ "policy", required_argument, NULL, OPT_POLICY },
	{ "quiet", no_argument, NULL, 'q' },
	{ "renderer", required_argument, NULL, OPT_RENDERER },
	{ "scale", required_argument, NULL, OPT_SCALE },
	{ "size", required_argument, NULL, OPT_SIZE },
	{ "slow", required_argument, NULL, OPT_SLOW },
	{ "snapshot", required_argument, NULL, OPT_SNAPSHOT },
	{ "software", no_argument, NULL, OPT_SOFTWARE },
	{ "stats", no_argument, NULL, OPT_STATS },
	{ "verbose", no_argument, NULL, 'v' },
	{ "version", no_argument, NULL, 'V' },
	{ "wish", required_argument, NULL, OPT_WISH },
	{ NULL, 0, NULL, 0 },
};

static int parse_policy(struct options *opt, const char *name)
{
	static const char *const names[] = {
		[POLICY_LATEST] = "latest",
		[POLICY_LIVE] = "live",
		[POLICY_LOSSLESS] = "lossless",
	};
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (strcmp(names[i], name))
			continue;
		opt->policy = (enum policy)i;
		return 0;
	}
	return usage_wrong_value("policy", name, "latest, live or lossless");
}

static int parse_size(struct options *opt, const char *text)
{
	uint32_t size[2];

	if (!value_pair(text, 'x', MAX_WINDOW, size))
		return usage_wrong_value("size", text,
				   "width and height, as in 1280x720");
	opt->width = (int)size[0];
	opt->height = (int)size[1];
	return 0;
}

static int parse_aspect(struct options *opt, const char *text)
{
	uint32_t aspect[2];

	if (!value_pair(text, ':', MAX_ASPECT, aspect))
		return usage_wrong_value("aspect", text,
				   "width and height of a pixel, as in 64:45");
	opt->aspect.numerator = aspect[0];
	opt->aspect.denominator = aspect[1];
	return 0;
}

static int parse_deinterlace(struct options *opt, const char *text)
{
	opt->bob = !strcmp(text, "bob");
	if (opt->bob || !strcmp(text, "weave"))
		return 0;
	return usage_wrong_value("deinterlace", text, "weave or bob");
}

static int parse_import(struct options *opt, const char *text)
{
	static const char *const names[] = {
		[IMPORT_AUTO] = "auto",
		[IMPORT_ALWAYS] = "always",
		[IMPORT_NEVER] = "never",
	};
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (strcmp(names[i], text) != 0)
			continue;
		opt->import = (enum import)i;
		return 0;
	}
	return usage_wrong_value("import", text, "auto, always or never");
}

static int parse_scale(struct options *opt, const char *text)
{
	double scale;

	if (!value_real(text, 0.01, 100, &scale))
		return usage_wrong_value("scale", text,
					 "a number from 0.01 to 100");
	opt->scale = scale;
	return 0;
}

static int parse_count(const char *option, const char *text, uint64_t min,
		       uint64_t max, uint64_t *number)
{
	char want[64];

	if (value_number(text, min, max, number))
		return 0;
	if (max == UINT64_MAX)
		snprintf(want, sizeof(want), "a number, at least %ju",
			 (uintmax_t)min);
	else
		snprintf(want, sizeof(want), "a number from %ju to %ju",
			 (uintmax_t)min, (uintmax_t)max);
	return usage_wrong_value(option, text, want);
}

static int parse_timeout(struct options *opt, const char *text)
{
	double seconds;

	if (!value_real(text, 0.001, 1000000, &seconds))
		return usage_wrong_value("timeout", text,
					 "seconds, from 0.001 to 1000000");
	opt->timeout_ms = (int)(seconds * 1000 + 0.5);
	return 0;
}

static int parse_flag(struct options *opt, int option)
{
	static const struct {
		int option;
		size_t member;
	} flags[] = {
		{ OPT_CHECKSUM, offsetof(struct options, checksum) },
		{ OPT_FULLSCREEN, offsetof(struct options, fullscreen) },
		{ OPT_HEADLESS, offsetof(struct options, headless) },
		{ OPT_NO_DEMOSAIC, offsetof(struct options, no_demosaic) },
		{ OPT_ONCE, offsetof(struct options, once) },
		{ OPT_OVERLAY, offsetof(struct options, overlay) },
		{ OPT_PAUSED, offsetof(struct options, paused) },
		{ OPT_STATS, offsetof(struct options, stats) },
	};
	size_t i;

	for (i = 0; i < sizeof(flags) / sizeof(flags[0]); i++)
		if (flags[i].option == option)
			*(bool *)((char *)opt + flags[i].member) = true;
	return 0;
}

static int parse_option(struct options *opt, int option, const char *value)
{
	uint64_t number = 0;
	int ret;

	switch (option) {
	case 'd':
		opt->device = value;
		return 0;
	case 'n':
		return parse_count("frames", value, 1, UINT64_MAX,
				   &opt->frames);
	case OPT_ASPECT:
		return parse_aspect(opt, value);
	case OPT_DEINTERLACE:
		return parse_deinterlace(opt, value);
	case OPT_IMPORT:
		return parse_import(opt, value);
	case OPT_POLICY:
		return parse_policy(opt, value);
	case OPT_KMS:
		opt->kms = value ? value : "";
		return 0;
	case OPT_RENDERER:
		opt->renderer = value;
		return 0;
	case OPT_SCALE:
		return parse_scale(opt, value);
	case OPT_SIZE:
		return parse_size(opt, value);
	case OPT_SLOW:
		ret = parse_count("slow", value, 0, 3600000, &number);
		opt->slow_ms = (int)number;
		return ret;
	case OPT_TIMEOUT:
		return parse_timeout(opt, value);
	case OPT_SNAPSHOT:
		opt->snapshot = value;
		return 0;
	case OPT_SOFTWARE:
		opt->renderer = "software";
		return 0;
	case OPT_WISH:
		ret = wish_parse(&opt->wish, value);
		return ret ? usage_wrong_wish(value) : 0;
	case 'q':
		opt->verbosity = -1;
		return 0;
	case 'v':
		opt->verbosity = 1;
		return 0;
	}
	return parse_flag(opt, option);
}

/* Ask for frames of the window's size, which need no scaling. */
static void wish_for_size(struct options *opt)
{
	const struct framering_wish *wish = &opt->wish;

	if (wish->fourcc || wish->width || wish->rate ||
	    opt->width > (int)FRAMERING_MAX_SIDE ||
	    opt->height > (int)FRAMERING_MAX_SIDE)
		return;
	opt->wish.width = (uint32_t)opt->width;
	opt->wish.height = (uint32_t)opt->height;
}

/* Options that exclude each other. */
static int check(const struct options *opt)
{
	const char *wrong = NULL;

	if (opt->headless && (opt->fullscreen || opt->overlay || opt->paused ||
			      opt->width || opt->scale > 0 || opt->renderer ||
			      opt->aspect.numerator || opt->bob ||
			      opt->import))
		wrong = "--headless: there is no window for the other options";
	else if (opt->kms && (opt->headless || opt->fullscreen ||
			      opt->overlay || opt->paused || opt->width ||
			      opt->scale > 0 || opt->renderer ||
			      opt->aspect.numerator || opt->bob ||
			      opt->import || opt->snapshot))
		wrong = "--kms: shows whole frames, on a whole screen; "
			"leave out what changes that, and --snapshot";
	else if (opt->width && opt->scale > 0)
		wrong = "--size and --scale: give one of them";
	else if (!*opt->device)
		wrong = "--device: wants a file";
	else if (opt->snapshot && !*opt->snapshot)
		wrong = "--snapshot: wants a file";
	if (!wrong)
		return 0;
	say_error("%s", wrong);
	return -EINVAL;
}

int options_parse(struct options *opt, int argc, char **argv)
{
	bool policy = false;
	int option, ret;

	memset(opt, 0, sizeof(*opt));
	opt->device = FRAMERING_DEFAULT_PATH;
	opterr = 0;
	optind = 0;
	while ((option = getopt_long(argc, argv, ":d:n:qvhV", long_options,
				     NULL)) != -1) {
		if (option == '?' || option == ':')
			return usage_bad_option(argv, option);
		if (option == 'h' || option == 'V') {
			usage_print(option == 'h', argv[optind]);
			return OPTIONS_DONE;
		}
		policy |= option == OPT_POLICY;
		ret = parse_option(opt, option, optarg);
		if (ret)
			return ret;
	}
	if (argv[optind]) {
		say_error("%s: no such argument; see framering-view --help",
			  argv[optind]);
		return -EINVAL;
	}
	wish_for_size(opt);
	if (!policy)
		opt->policy = opt->headless || opt->checksum ? POLICY_LIVE :
							       POLICY_LATEST;
	return check(opt);
}
