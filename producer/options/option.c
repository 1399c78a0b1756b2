// SPDX-License-Identifier: MIT
/* The table of options. */
#include <errno.h>
#include <string.h>

#include "option.h"
#include "value.h"

#define ELEMENTS(array)	(sizeof(array) / sizeof((array)[0]))

static int set_flag(struct options *o, const struct option_entry *entry,
		    const char *text)
{
	(void)text;
	*(uint32_t *)((char *)o + entry->at) = 1;
	return 0;
}

static int set_lossless_for_all(struct options *o,
				const struct option_entry *entry,
				const char *text)
{
	(void)entry, (void)text;
	o->config.flags |= FRAMERING_CONFIG_LOSSLESS_FOR_ALL;
	return 0;
}

/* Any text; @at is the offset of a pointer. */
static int set_text(struct options *o, const struct option_entry *entry,
		    const char *text)
{
	if (!*text)
		return -EINVAL;
	*(const char **)((char *)o + entry->at) = text;
	return 0;
}

static int set_number(struct options *o, const struct option_entry *entry,
		      const char *text)
{
	uint64_t number;
	int ret = value_number(text, 1, entry->max, &number);

	if (!ret)
		*(uint32_t *)((char *)o + entry->at) = (uint32_t)number;
	return ret;
}

static int set_power(struct options *o, const struct option_entry *entry,
		     const char *text)
{
	uint64_t number;

	if (value_number(text, 1, entry->max, &number) ||
	    (number & (number - 1)))
		return -EINVAL;
	return set_number(o, entry, text);
}

static int set_size(struct options *o, const struct option_entry *entry,
		    const char *text)
{
	(void)entry;
	return value_size(text, &o->config.width, &o->config.height);
}

static int set_format(struct options *o, const struct option_entry *entry,
		      const char *text)
{
	const struct framering_format *format = framering_format_by_name(text);

	(void)entry;
	if (!format)
		return -EINVAL;
	o->config.fourcc = format->fourcc;
	return 0;
}

static int set_fps(struct options *o, const struct option_entry *entry,
		   const char *text)
{
	(void)entry;
	o->rate_given = 1;
	return value_rate(text, &o->rate_num, &o->rate_den);
}

static int set_frames(struct options *o, const struct option_entry *entry,
		      const char *text)
{
	(void)entry;
	return value_number(text, 1, UINT64_MAX, &o->frames);
}

static int set_memory(struct options *o, const struct option_entry *entry,
		      const char *text)
{
	(void)entry;
	return value_memory(text, &o->config.memory);
}

static int set_cache(struct options *o, const struct option_entry *entry,
		     const char *text)
{
	(void)entry;
	return value_cache(text, &o->config.cache);
}

static int set_on_full(struct options *o, const struct option_entry *entry,
		       const char *text)
{
	static const char *const names[] = {
		[ON_FULL_WAIT] = "wait",
		[ON_FULL_DROP] = "drop",
		[ON_FULL_FAIL] = "fail",
	};
	size_t i;

	(void)entry;
	for (i = 0; i < ELEMENTS(names); i++)
		if (!strcmp(text, names[i])) {
			o->on_full = (enum on_full)i;
			return 0;
		}
	return -EINVAL;
}

#define AT(member)	offsetof(struct options, member)
#define MEMORIES	"default, pages, vmalloc, coherent or bar"

const struct option_entry option_entries[] = {
	{ 'i', "input", "FILE", set_text, AT(file), 0, "the name of a file",
	  "read FILE, not standard input" },
	{ 's', "size", "WxH", set_size, 0, 0, "WIDTHxHEIGHT, each 1 to 32768",
	  "size of raw frames, or of the test picture" },
	{ 'f', "format", "FOURCC", set_format, 0, 0,
	  "XR24, YU12, R8, ... or ffmpeg's bgr0, yuv420p, gray, ...",
	  "format of raw frames, or of the test picture" },
	{ 'p', "pattern", NULL, set_flag, AT(pattern), 0, NULL,
	  "draw the test picture, 640x480 XR24, 30 a second" },
	{ 'r', "fps", "N[/D]", set_fps, 0, 0,
	  "frames a second, as 25 or 30000/1001",
	  "pace: N frames in D seconds; 0: no pace" },
	{ 0, "realtime", NULL, set_flag, AT(realtime), 0, NULL,
	  "pace by the rate in the yuv4mpeg header" },
	{ 'l', "loop", NULL, set_flag, AT(loop), 0, NULL,
	  "start again at the end of the file" },
	{ 'n', "frames", "N", set_frames, 0, 0, "a number from 1",
	  "stop after N frames" },
	{ 'd', "device", "DEVICE", set_text, AT(device), 0,
	  "the name of a device",
	  "the ring, " FRAMERING_DEFAULT_PATH " if not given" },
	{ 0, "slots", "N", set_power, AT(config.slots), FRAMERING_MAX_SLOTS,
	  "2, 4, 8, 16 or 32", "frames that the ring has room for" },
	{ 0, "memory", "KIND", set_memory, 0, 0, MEMORIES, MEMORIES },
	{ 0, "cache", "MODE", set_cache, 0, 0,
	  "default, write-combined (wc), cached (wb) or uncached (uc)",
	  "write-combined, cached or uncached" },
	{ 0, "max-held", "N", set_number, AT(config.max_held),
	  FRAMERING_MAX_SLOTS - 1, "1 to 31",
	  "slots that a live consumer may hold" },
	{ 0, "stall", "MS", set_number, AT(config.stall_ms), 3600000,
	  "milliseconds, 1 to 3600000",
	  "evict readers that block the ring for so long" },
	{ 0, "stride-align", "BYTES", set_power, AT(config.stride_align), 4096,
	  "a power of two from 1 to 4096", "align lines and planes in a slot" },
	{ 0, "lossless-for-all", NULL, set_lossless_for_all, 0, 0, NULL,
	  "consumers that may only read can be lossless" },
	{ 0, "on-demand", NULL, set_flag, AT(on_demand), 0, NULL,
	  "read and draw only while a consumer is attached" },
	{ 'w', "wait-consumers", "N", set_number, AT(wait_consumers),
	  FRAMERING_MAX_CONSUMERS, "1 to 32",
	  "begin when N consumers are attached" },
	{ 0, "on-full", "ACTION", set_on_full, 0, 0, "wait, drop or fail",
	  "when no slot is free: wait (default), drop or fail" },
	{ 0, "stats", NULL, set_flag, AT(stats), 0, NULL,
	  "print numbers for programs at the end" },
	{ 'q', "quiet", NULL, set_flag, AT(quiet), 0, NULL,
	  "print errors only" },
	{ 'v', "verbose", NULL, set_flag, AT(verbose), 0, NULL,
	  "tell what the ring and the input are" },
	{ 'h', "help", NULL, set_flag, AT(help), 0, NULL, "print this" },
	{ 'V', "version", NULL, set_flag, AT(version), 0, NULL,
	  "print the version" },
};
