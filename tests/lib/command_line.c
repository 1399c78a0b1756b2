// SPDX-License-Identifier: MIT
/* framering-produce's command line. */
#include <getopt.h>
#include <libframering.h>
#include <stdio.h>
#include <string.h>

#include "harness.h"
#include "options/options.h"

#define WORDS	20

/* Parse @text as a shell would cut it. */
static enum outcome parse(struct options *options, char *text)
{
	char *argv[WORDS + 1] = { (char *)"framering-produce" };
	int argc = 1;
	char *rest, *word = strtok_r(text, " ", &rest);

	for (; word && argc < WORDS; word = strtok_r(NULL, " ", &rest))
		argv[argc++] = word;
	/* 0: begin anew, also within GNU's own state. */
	optind = 0;
	return options_parse(options, argc, argv);
}

TEST(every_option_ok)
{
	char text[] = "-i clip.y4m --slots 8 --memory pages --cache wb "
		      "--max-held=3 --stall 250 --stride-align 64 -w 2";
	char more[] = "-s 1920x1080 -f yuv420p -r 30000/1001 -n 5 -d /dev/x "
		      "--on-full drop --stats -qv --loop --on-demand "
		      "--lossless-for-all";
	struct options o;

	CHECK_EQ(parse(&o, text), OUTCOME_OK);
	CHECK_STR_EQ(o.file, "clip.y4m");
	CHECK_STR_EQ(o.device, "/dev/framering");
	CHECK_EQ(o.config.slots, 8);
	CHECK_EQ(o.config.memory, FRAMERING_MEMORY_PAGES);
	CHECK_EQ(o.config.cache, FRAMERING_CACHE_WB);
	CHECK_EQ(o.config.max_held, 3);
	CHECK_EQ(o.config.stall_ms, 250);
	CHECK_EQ(o.config.stride_align, 64);
	CHECK_EQ(o.wait_consumers, 2);
	CHECK(!o.config.flags && !o.on_demand);
	CHECK(!o.rate_given && !o.frames && o.on_full == ON_FULL_WAIT);

	CHECK_EQ(parse(&o, more), OUTCOME_OK);
	CHECK_EQ(o.config.width, 1920);
	CHECK_EQ(o.config.height, 1080);
	CHECK_EQ(o.config.fourcc, DRM_FORMAT_YUV420);
	CHECK(o.rate_given);
	CHECK_EQ(o.rate_num, 30000);
	CHECK_EQ(o.rate_den, 1001);
	CHECK_EQ(o.frames, 5);
	CHECK_STR_EQ(o.device, "/dev/x");
	CHECK_EQ(o.on_full, ON_FULL_DROP);
	CHECK_EQ(o.config.flags, FRAMERING_CONFIG_LOSSLESS_FOR_ALL);
	CHECK(o.on_demand);
	CHECK(o.stats && o.quiet && o.verbose && o.loop && !o.pattern);
}

static const struct {
	const char *name;
	uint32_t want;
} caches[] = {
	{ "default", FRAMERING_CACHE_DEFAULT },
	{ "write-combined", FRAMERING_CACHE_WC },
	{ "wc", FRAMERING_CACHE_WC },
	{ "cached", FRAMERING_CACHE_WB },
	{ "wb", FRAMERING_CACHE_WB },
	{ "uncached", FRAMERING_CACHE_UC },
	{ "uc", FRAMERING_CACHE_UC },
};

TEST_VARIANTS(cache_mode_ok, caches)
{
	struct options o;
	char text[64];

	snprintf(text, sizeof(text), "-p --cache %s", variant->name);
	CHECK_EQ(parse(&o, text), OUTCOME_OK);
	CHECK_EQ(o.config.cache, variant->want);
}

static const struct {
	const char *name;
	uint32_t want;
} memories[] = {
	{ "default", FRAMERING_MEMORY_DEFAULT },
	{ "pages", FRAMERING_MEMORY_PAGES },
	{ "vmalloc", FRAMERING_MEMORY_VMALLOC },
	{ "coherent", FRAMERING_MEMORY_COHERENT },
	{ "bar", FRAMERING_MEMORY_BAR },
};

TEST_VARIANTS(memory_kind_ok, memories)
{
	struct options o;
	char text[64];

	snprintf(text, sizeof(text), "-p --memory %s", variant->name);
	CHECK_EQ(parse(&o, text), OUTCOME_OK);
	CHECK_EQ(o.config.memory, variant->want);
}

static const struct {
	const char *name;
	const char *text;
} bad[] = {
	{ "unknown_long", "--colour" },
	{ "unknown_short", "-z" },
	{ "ambiguous", "--s 4" },
	{ "value_missing", "--slots" },
	{ "short_value_missing", "-s" },
	{ "value_for_a_flag", "--loop=yes" },
	{ "argument", "clip.y4m" },
	{ "size_word", "-f XR24 -s big" },
	{ "size_half", "-f XR24 -s 640" },
	{ "size_zero", "-f XR24 -s 0x480" },
	{ "size_huge", "-f XR24 -s 32769x480" },
	{ "size_tail", "-f XR24 -s 640x480x32" },
	{ "size_minus", "-f XR24 -s -640x480" },
	{ "format_unknown", "-s 4x4 -f XY99" },
	{ "format_alone", "-f XR24" },
	{ "size_alone", "-s 640x480" },
	{ "slots_three", "-p --slots 3" },
	{ "slots_one", "-p --slots 1" },
	{ "slots_many", "-p --slots 64" },
	{ "memory_unknown", "-p --memory cheap" },
	{ "memory_named_unknown", "-p --memory unknown" },
	{ "memory_half", "-p --memory page" },
	{ "memory_empty", "-p --memory=" },
	{ "memory_number", "-p --memory 1" },
	{ "cache_unknown", "-p --cache some" },
	{ "max_held_zero", "-p --max-held 0" },
	{ "stall_zero", "-p --stall 0" },
	{ "stall_day", "-p --stall 86400000" },
	{ "max_held_many", "-p --max-held 32" },
	{ "max_held_all", "-p --slots 4 --max-held 4" },
	{ "align_three", "-p --stride-align 3" },
	{ "align_huge", "-p --stride-align 8192" },
	{ "consumers_zero", "-p -w 0" },
	{ "consumers_many", "-p -w 33" },
	{ "on_full_unknown", "-p --on-full panic" },
	{ "fps_word", "-p --fps fast" },
	{ "fps_over_zero", "-p --fps 30/0" },
	{ "fps_minus", "-p --fps -1" },
	{ "fps_and_realtime", "--fps 30 --realtime" },
	{ "realtime_of_raw", "-s 4x4 -f R8 --realtime" },
	{ "realtime_of_pattern", "-p --realtime" },
	{ "frames_zero", "-p -n 0" },
	{ "frames_huge", "-p -n 18446744073709551616" },
	{ "pattern_and_input", "-p -i clip.y4m" },
	{ "pattern_and_loop", "-p --loop" },
};

TEST_VARIANTS(command_line_fails, bad)
{
	struct options o;
	char text[128];

	snprintf(text, sizeof(text), "%s", variant->text);
	CHECK_EQ(parse(&o, text), OUTCOME_USAGE);
}

TEST(help_and_version_ask_for_nothing_else_ok)
{
	char help[] = "--help -s 4x4", version[] = "-V";
	struct options o;

	CHECK_EQ(parse(&o, help), OUTCOME_OK);
	CHECK(o.help);
	CHECK_EQ(parse(&o, version), OUTCOME_OK);
	CHECK(o.version);
}
