// SPDX-License-Identifier: MIT
/* framering-produce's command line. */
#include <getopt.h>
#include <libframering.h>
#include <linux/videodev2.h>
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
	{ "two_files", "clip.y4m other.y4m" },
	{ "file_twice", "-i clip.y4m other.y4m" },
	{ "pattern_and_file", "-p clip.y4m" },
	{ "help_for_what", "clip.y4m formats" },
	{ "format_near", "-s 4x4 -f yuv421p" },
	{ "stride_of_yuv4mpeg", "--input-stride 68" },
	{ "stride_zero", "-s 4x4 -f R8 --input-stride 0" },
	{ "strides_five", "-s 4x4 -f R8 --input-stride 4,4,4,4,4" },
	{ "strides_empty", "-s 4x4 -f YU12 --input-stride 4,,4" },
	{ "convert_unknown", "-p --convert YU21" },
	{ "convert_to_compressed", "-p --convert JPEG" },
	{ "convert_to_a_range", "-p --convert yuvj420p" },
	{ "convert_compressed", "-s 4x4 -f JPEG --convert YU12" },
	{ "convert_a_camera", "--v4l2 /dev/video0 --convert YU12" },
	{ "matrix_unknown", "-p --matrix rec601" },
	{ "matrix_huge", "-p --matrix 256" },
	{ "range_unknown", "-p --range wide" },
	{ "primaries_zero", "-p --primaries 0" },
	{ "aspect_zero", "-p --aspect 0:1" },
	{ "field_unknown", "-p --field left" },
	{ "fps_point", "-p --fps 29." },
	{ "fps_long", "-p --fps 29.9700001" },
	{ "fps_two_points", "-p --fps 29.9.7" },
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

/* As parse(), of a text that stays as it is; one at a time. */
static enum outcome parse_text(struct options *options, const char *text)
{
	static char line[256];

	snprintf(line, sizeof(line), "%s", text);
	return parse(options, line);
}

TEST(what_pixels_mean_ok)
{
	struct options o;

	CHECK_EQ(parse_text(&o, "-s 66x50 -f yuvj420p --input-stride 68,36 "
		       "--matrix bt2020 --primaries bt2020 --transfer pq "
		       "--aspect 64:45 --field top raw.yuv"), OUTCOME_OK);
	CHECK_EQ(o.config.fourcc, DRM_FORMAT_YUV420);
	CHECK_EQ(o.config.picture.range, FRAMERING_RANGE_FULL);
	CHECK_EQ(o.config.picture.matrix, 9);
	CHECK_EQ(o.config.picture.primaries, 9);
	CHECK_EQ(o.config.picture.transfer, 16);
	CHECK_EQ(o.config.picture.aspect.numerator, 64);
	CHECK_EQ(o.config.picture.aspect.denominator, 45);
	CHECK_EQ(o.config.picture.field, V4L2_FIELD_INTERLACED_TB);
	CHECK_EQ(o.input_stride[0], 68);
	CHECK_EQ(o.input_stride[1], 36);
	CHECK_EQ(o.input_stride[2], 36);
	CHECK_STR_EQ(o.file, "raw.yuv");
	/* By the numbers of H.273, and in other people's words. */
	CHECK_EQ(parse_text(&o, "-p --matrix 7 --range tv"), OUTCOME_OK);
	CHECK_EQ(o.config.picture.matrix, 7);
	CHECK_EQ(o.config.picture.range, FRAMERING_RANGE_LIMITED);
}

TEST(input_is_a_file_or_standard_input_ok)
{
	struct options o;

	CHECK_EQ(parse_text(&o, "clip.y4m"), OUTCOME_OK);
	CHECK_STR_EQ(o.file, "clip.y4m");
	CHECK_EQ(parse_text(&o, "-i clip.y4m"), OUTCOME_OK);
	CHECK_STR_EQ(o.file, "clip.y4m");
	CHECK_EQ(parse_text(&o, "-i -"), OUTCOME_OK);
	CHECK(!o.file);
	CHECK_EQ(parse_text(&o, "-"), OUTCOME_OK);
	CHECK(!o.file);
	CHECK_EQ(parse_text(&o, "--help formats"), OUTCOME_OK);
	CHECK(o.help_formats);
}

/**
 * struct rate - a rate
 * @name: as it is written
 * @num: frames
 * @den: in so many seconds
 */
static const struct rate {
	const char *name;
	uint32_t num;
	uint32_t den;
} rates[] = {
	{ "25", 25, 1 },
	{ "12.5", 125, 10 },
	{ "25.00", 2500, 100 },
	{ "30000/1001", 30000, 1001 },
	{ "29.97", 30000, 1001 },
	{ "29.970", 30000, 1001 },
	{ "29.97003", 30000, 1001 },
	{ "23.976", 24000, 1001 },
	{ "23.98", 24000, 1001 },
	{ "59.94", 60000, 1001 },
	{ "119.88", 120000, 1001 },
	/* Not so near that it could be meant. */
	{ "29.90", 2990, 100 },
	{ "29.971", 29971, 1000 },
};

TEST_VARIANTS(rate_ok, rates)
{
	struct options o;
	char line[64];

	snprintf(line, sizeof(line), "-p --fps %s", variant->name);
	CHECK_EQ(parse(&o, line), OUTCOME_OK);
	CHECK_EQ(o.rate_num, variant->num);
	CHECK_EQ(o.rate_den, variant->den);
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
