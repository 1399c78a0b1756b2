// SPDX-License-Identifier: MIT
/* The table of options. */
#include <errno.h>
#include <string.h>

#include <programs/formats.h>
#include <programs/value.h>

#include "option.h"

#define ELEMENTS(array)	(sizeof(array) / sizeof((array)[0]))

static int set_flag(struct options *o, const struct option_entry *entry,
		    const char *text)
{
	(void)text;
	*(uint32_t *)((char *)o + entry->at) = 1;
	return 0;
}

static int set_export_for_all(struct options *o,
			      const struct option_entry *entry,
			      const char *text)
{
	(void)entry, (void)text;
	o->config.flags |= FRAMERING_CONFIG_EXPORT_FOR_ALL;
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
	uint32_t fourcc = framering_fourcc_by_name(text);
	uint32_t range = framering_range_by_name(text);

	(void)entry;
	if (!fourcc)
		return -EINVAL;
	o->config.fourcc = fourcc;
	if (range)
		o->config.picture.range = (uint8_t)range;
	return 0;
}

static int set_convert(struct options *o, const struct option_entry *entry,
		       const char *text)
{
	uint32_t fourcc = framering_fourcc_by_name(text);

	(void)entry;
	/* A range would be the result's, which goes by the input's. */
	if (!framering_format_find(fourcc) || framering_range_by_name(text))
		return -EINVAL;
	o->convert = fourcc;
	return 0;
}

/* A word, or its number; @at is the offset of a byte of the picture. */
static int set_word(struct options *o, const struct option_entry *entry,
		    const char *text)
{
	int number = framering_picture_number(entry->name, text);
	uint64_t given;

	if (number < 0) {
		if (value_number(text, 1, entry->max, &given))
			return -EINVAL;
		number = (int)given;
	}
	*((uint8_t *)o + entry->at) = (uint8_t)number;
	return 0;
}

static int set_aspect(struct options *o, const struct option_entry *entry,
		      const char *text)
{
	struct framering_fraction *aspect = &o->config.picture.aspect;

	(void)entry;
	if (value_rate(text, &aspect->numerator, &aspect->denominator) ||
	    !aspect->numerator)
		return -EINVAL;
	return 0;
}

/* Bytes by plane; the last one holds for those that follow. */
static int set_strides(struct options *o, const struct option_entry *entry,
		       const char *text)
{
	char part[16];
	uint64_t bytes;
	size_t i, k, length;

	for (i = 0; i < FRAMERING_MAX_PLANES; i++) {
		length = strcspn(text, ",");
		if (length >= sizeof(part))
			return -EINVAL;
		memcpy(part, text, length);
		part[length] = '\0';
		if (value_number(part, 1, entry->max, &bytes))
			return -EINVAL;
		for (k = i; k < FRAMERING_MAX_PLANES; k++)
			o->input_stride[k] = (uint32_t)bytes;
		text += length;
		if (!*text++)
			return 0;
	}
	return -EINVAL;
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

/* NAME=VALUE, of a camera. */
static int set_control(struct options *o, const struct option_entry *entry,
		       const char *text)
{
	struct option_control *control = &o->control[o->controls];
	size_t length = strcspn(text, "=");
	int negative = length && text[length] && text[length + 1] == '-';
	uint64_t value;

	(void)entry;
	if (o->controls == OPTIONS_CONTROLS || !length || !text[length] ||
	    length >= sizeof(control->name) ||
	    value_number(text + length + 1 + negative, 0, INT32_MAX, &value))
		return -EINVAL;
	memcpy(control->name, text, length);
	control->name[length] = '\0';
	control->value = negative ? -(int32_t)value : (int32_t)value;
	o->controls++;
	return 0;
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
#define PICTURE(member)	AT(config.picture.member)

const struct option_entry option_entries[] = {
	{ 'i', "input", "FILE", set_text, AT(file), 0, "the name of a file",
	  "read FILE, as without -i; - is standard input" },
	{ 's', "size", "WxH", set_size, 0, 0, "WIDTHxHEIGHT, each 1 to 32768",
	  "size of raw frames, or of the test picture" },
	{ 'f', "format", "FORMAT", set_format, 0, 0,
	  "XR24, YU12, R8, ... or ffmpeg's bgr0, yuv420p, gray, ...",
	  "of raw frames or the test picture; --help formats",
	  formats_near },
	{ 0, "convert", "FORMAT", set_convert, 0, 0,
	  "a format that is not compressed, as YU12, NV12 or YUYV",
	  "convert frames to it, for those who take no other",
	  formats_near },
	{ 0, "input-stride", "BYTES", set_strides, 0, 1 << 30,
	  "bytes, or bytes by plane as in 68,36",
	  "bytes from line to line of raw frames, by plane" },
	{ 0, "max-bytes", "N", set_number, AT(max_bytes),
	  FRAMERING_MAX_SLOT_BYTES, "a number of bytes",
	  "room for a compressed frame" },
	{ 0, "matrix", "NAME", set_word, PICTURE(matrix), 255,
	  "bt601, bt709, bt2020, smpte240m, ... or H.273's number",
	  "of luma and chroma: bt601, bt709, bt2020, ..." },
	{ 0, "range", "NAME", set_word, PICTURE(range), 2, "limited or full",
	  "limited (16 to 235) or full (0 to 255)" },
	{ 0, "primaries", "NAME", set_word, PICTURE(primaries), 255,
	  "bt601, bt709, bt2020, p3, ... or H.273's number",
	  "which red, green and blue: bt709, bt2020, ..." },
	{ 0, "transfer", "NAME", set_word, PICTURE(transfer), 255,
	  "bt709, srgb, linear, pq, hlg, ... or H.273's number",
	  "from light to numbers: bt709, srgb, pq, hlg, ..." },
	{ 0, "aspect", "N:D", set_aspect, 0, 0, "a ratio as in 64:45",
	  "width of a pixel by its height" },
	{ 0, "field", "ORDER", set_word, PICTURE(field), 9,
	  "progressive, top or bottom",
	  "progressive, or which field is first: top, bottom" },
	{ 'p', "pattern", NULL, set_flag, AT(pattern), 0, NULL,
	  "draw the test picture, 640x480 XR24, 30 a second" },
	{ 0, "v4l2", "DEVICE", set_text, AT(camera), 0,
	  "a camera's device, as /dev/video0",
	  "frames of a camera; -i N: its input number N" },
	{ 0, "set", "NAME=VALUE", set_control, 0, 0,
	  "a control's name and a number, as exposure_time_absolute=100",
	  "set a camera's control; may be repeated" },
	{ 'r', "fps", "N[/D]", set_fps, 0, 0,
	  "frames a second, as 25, 29.97 or 30000/1001",
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
	{ 0, "export-for-all", NULL, set_export_for_all, 0, 0, NULL,
	  "consumers that may only read can export slots" },
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
	{ 'h', "help", NULL, set_flag, AT(help), 0, NULL,
	  "print this; --help formats lists all formats" },
	{ 'V', "version", NULL, set_flag, AT(version), 0, NULL,
	  "print the version" },
};
