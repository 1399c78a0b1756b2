// SPDX-License-Identifier: MIT
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <programs/value.h>

#include "configure_options.h"
#include "options/set.h"

#define AT(member)	offsetof(struct framering_config, member)
#define PICTURE(member)	AT(picture.member)
/* Remember that a member was given. */
#define GIVE(o, member)	give(o, AT(member), sizeof((o)->config.member))

int configure_was_given(const struct configure_options *options, size_t at)
{
	unsigned int i;

	for (i = 0; i < options->count; i++)
		if (options->given[i].at == at)
			return 1;
	return 0;
}

static void give(struct configure_options *o, size_t at, size_t bytes)
{
	if (!configure_was_given(o, at) && o->count < CONFIGURE_GIVEN)
		o->given[o->count++] = (struct configure_given){ at, bytes };
}

static int set_u32(void *to, const struct option_entry *entry, const char *text)
{
	struct configure_options *o = to;
	int ret = set_number(&o->config, entry, text);

	if (!ret)
		give(o, entry->at, sizeof(uint32_t));
	return ret;
}

/* A power of two; those of two digits are all 16 and 32. */
static int set_power(void *to, const struct option_entry *entry,
		     const char *text)
{
	uint64_t number;

	if (value_number(text, entry->min, entry->max, &number) ||
	    number & (number - 1))
		return -EINVAL;
	return set_u32(to, entry, text);
}

static int set_format(void *to, const struct option_entry *entry,
		      const char *text)
{
	struct configure_options *o = to;
	uint32_t fourcc = framering_fourcc_by_name(text);
	uint32_t range = framering_range_by_name(text);

	(void)entry;
	if (!fourcc)
		return -EINVAL;
	o->config.fourcc = fourcc;
	GIVE(o, fourcc);
	if (range && !configure_was_given(o, PICTURE(range))) {
		o->config.picture.range = (uint8_t)range;
		GIVE(o, picture.range);
	}
	return 0;
}

static int set_size(void *to, const struct option_entry *entry,
		    const char *text)
{
	struct configure_options *o = to;

	(void)entry;
	if (value_size(text, &o->config.width, &o->config.height))
		return -EINVAL;
	GIVE(o, width);
	GIVE(o, height);
	return 0;
}

static int set_memory(void *to, const struct option_entry *entry,
		      const char *text)
{
	struct configure_options *o = to;

	(void)entry;
	GIVE(o, memory);
	return value_memory(text, &o->config.memory);
}

static int set_cache(void *to, const struct option_entry *entry,
		     const char *text)
{
	struct configure_options *o = to;

	(void)entry;
	GIVE(o, cache);
	return value_cache(text, &o->config.cache);
}

/* on or off; the bit is in @at. */
static int set_bit(void *to, const struct option_entry *entry,
		   const char *text)
{
	struct configure_options *o = to;
	uint32_t bit = (uint32_t)entry->at;

	if (strcmp(text, "on") && strcmp(text, "off"))
		return -EINVAL;
	o->flags_set &= ~bit;
	o->flags_clear &= ~bit;
	*(!strcmp(text, "on") ? &o->flags_set : &o->flags_clear) |= bit;
	return 0;
}

/* A word, or its number. */
static int set_word(void *to, const struct option_entry *entry,
		    const char *text)
{
	struct configure_options *o = to;
	int number = framering_picture_number(entry->name, text);
	uint64_t given;

	if (number < 0) {
		if (value_number(text, 0, entry->max, &given))
			return -EINVAL;
		number = (int)given;
	}
	*((uint8_t *)&o->config + entry->at) = (uint8_t)number;
	give(o, entry->at, 1);
	return 0;
}

static int set_fraction(void *to, const struct option_entry *entry,
			const char *text)
{
	struct configure_options *o = to;
	struct framering_fraction fraction;

	if (value_rate(text, &fraction.numerator, &fraction.denominator))
		return -EINVAL;
	if (!fraction.numerator)
		fraction.denominator = 0;
	memcpy((char *)&o->config + entry->at, &fraction, sizeof(fraction));
	give(o, entry->at, sizeof(fraction));
	return 0;
}

static int set_rotation(void *to, const struct option_entry *entry,
			const char *text)
{
	struct configure_options *o = to;
	uint64_t number;

	(void)entry;
	if (value_number(text, 0, 270, &number) || number % 90)
		return -EINVAL;
	o->config.picture.rotation = (uint16_t)number;
	GIVE(o, picture.rotation);
	return 0;
}

static int set_flip(void *to, const struct option_entry *entry,
		    const char *text)
{
	static const char *const words[] = {
		"none", "horizontal", "vertical", "both",
	};
	struct configure_options *o = to;
	uint8_t i;

	(void)entry;
	for (i = 0; i < 4; i++)
		if (!strcmp(text, words[i])) {
			o->config.picture.flip = i;
			GIVE(o, picture.flip);
			return 0;
		}
	return -EINVAL;
}

/* WIDTHxHEIGHT+X+Y */
static int set_visible(void *to, const struct option_entry *entry,
		       const char *text)
{
	struct configure_options *o = to;
	struct framering_rectangle *r = &o->config.picture.visible;
	size_t size = strcspn(text, "+"), x;
	uint64_t left, top;
	char part[24];

	(void)entry;
	if (size >= sizeof(part) || !text[size])
		return -EINVAL;
	memcpy(part, text, size);
	part[size] = '\0';
	text += size + 1;
	if (value_size(part, &r->width, &r->height))
		return -EINVAL;
	x = strcspn(text, "+");
	if (x >= sizeof(part) || !text[x])
		return -EINVAL;
	memcpy(part, text, x);
	part[x] = '\0';
	if (value_number(part, 0, FRAMERING_MAX_SIDE, &left) ||
	    value_number(text + x + 1, 0, FRAMERING_MAX_SIDE, &top))
		return -EINVAL;
	r->x = (uint32_t)left;
	r->y = (uint32_t)top;
	GIVE(o, picture.visible);
	return 0;
}

/* Numbers with commas between them. Return: how many, or -EINVAL. */
static int numbers(const char *text, uint64_t max, uint32_t *number,
		   unsigned int room)
{
	unsigned int count = 0;
	char part[16];

	do {
		size_t length = strcspn(text, ",");
		uint64_t value;

		if (length >= sizeof(part) || count == room)
			return -EINVAL;
		memcpy(part, text, length);
		part[length] = '\0';
		if (value_number(part, 0, max, &value))
			return -EINVAL;
		number[count++] = (uint32_t)value;
		text += length;
	} while (*text++);
	return (int)count;
}

/* By plane; which of the three lists is in @at. */
static int set_planes(void *to, const struct option_entry *entry,
		      const char *text)
{
	struct configure_options *o = to;
	uint32_t list[FRAMERING_MAX_PLANES] = { 0 };
	int count = numbers(text, entry->max, list, FRAMERING_MAX_PLANES);

	if (count < 0)
		return count;
	memcpy((char *)&o->config + entry->at, list, sizeof(list));
	o->flags_set |= FRAMERING_CONFIG_LAYOUT;
	if (entry->at == AT(geometry.stride))
		o->strides = (unsigned int)count;
	else if (entry->at == AT(geometry.offset))
		o->offsets = (unsigned int)count;
	else
		o->sizes = (unsigned int)count;
	return 0;
}

static int set_frame_bytes(void *to, const struct option_entry *entry,
			   const char *text)
{
	struct configure_options *o = to;

	o->flags_set |= FRAMERING_CONFIG_LAYOUT;
	return set_number(&o->config, entry, text);
}

static int set_modifier(void *to, const struct option_entry *entry,
			const char *text)
{
	struct configure_options *o = to;
	unsigned long long modifier;
	char *end;

	(void)entry;
	errno = 0;
	modifier = strtoull(text, &end, 0);
	if (errno || *end || *text < '0' || *text > '9')
		return -EINVAL;
	o->config.geometry.modifier = modifier;
	o->flags_set |= FRAMERING_CONFIG_LAYOUT;
	return 0;
}

static int set_dmabufs(void *to, const struct option_entry *entry,
		       const char *text)
{
	struct configure_options *o = to;
	int count = numbers(text, entry->max, (uint32_t *)o->dmabuf,
			    FRAMERING_MAX_SLOTS);

	if (count < 0)
		return count;
	o->dmabufs = (unsigned int)count;
	o->config.memory = FRAMERING_MEMORY_IMPORT;
	GIVE(o, memory);
	return 0;
}

#define OPTION(member)	offsetof(struct configure_options, member)
#define CACHES	"default write-combined cached uncached"
#define BYTES	"bytes by plane, as in 64,32,32"

const struct option_entry configure_option_entries[] = {
	{ 'f', "format", "FORMAT", set_format, 0, 0, 0,
	  "XR24, YU12, R8, ... or ffmpeg's bgr0, yuv420p, gray, ...",
	  "pixel format", "@format" },
	{ 's', "size", "WxH", set_size, 0, 0, 0, "WIDTHxHEIGHT, each 1 to "
	  "32768", "size in pixels", NULL },
	{ 0, "slots", "N", set_power, AT(slots), 2, 32, "2, 4, 8, 16 or 32",
	  "frames that there is room for", "2 4 8 16 32" },
	{ 0, "memory", "KIND", set_memory, 0, 0, 0,
	  "default, pages, vmalloc, coherent, bar or import",
	  "default, pages, vmalloc, coherent, bar, import",
	  "default pages vmalloc coherent bar import" },
	{ 0, "cache", "MODE", set_cache, 0, 0, 0,
	  "default, write-combined (wc), cached (wb) or uncached (uc)",
	  "write-combined, cached or uncached", CACHES },
	{ 0, "max-held", "N", set_u32, AT(max_held), 1, 31, "1 to 31",
	  "slots that a live consumer may hold", NULL },
	{ 0, "stall", "MS", set_u32, AT(stall_ms), 1, 3600000,
	  "milliseconds, 1 to 3600000", "evict who blocks for so long", NULL },
	{ 0, "stride-align", "BYTES", set_power, AT(stride_align), 1, 4096,
	  "a power of two from 1 to 4096", "align lines and planes in a slot",
	  NULL },
	{ 0, "meta-bytes", "N", set_u32, AT(meta_bytes), 0,
	  FRAMERING_MAX_META_BYTES, "0 to 16777216",
	  "room for data beside each frame", NULL },
	{ 0, "lossless-for-all", "on|off", set_bit,
	  FRAMERING_CONFIG_LOSSLESS_FOR_ALL, 0, 0, "on or off",
	  "readers without write access can be lossless", "on off" },
	{ 0, "export-for-all", "on|off", set_bit,
	  FRAMERING_CONFIG_EXPORT_FOR_ALL, 0, 0, "on or off",
	  "readers without write access can export", "on off" },
	{ 0, "rate", "N[/D]", set_fraction, PICTURE(rate), 0, 0,
	  "frames a second, as 25 or 30000/1001; 0: not told",
	  "nominal frames a second", NULL },
	{ 0, "time-base", "N/D", set_fraction, PICTURE(time_base), 0, 0,
	  "seconds as in 1/90000; 0: not told", "of presentation times", NULL },
	{ 0, "aspect", "N:D", set_fraction, PICTURE(aspect), 0, 0,
	  "a ratio as in 64:45; 0: not told", "width of a pixel by its height",
	  NULL },
	{ 0, "matrix", "NAME", set_word, PICTURE(matrix), 0, 255,
	  "bt601, bt709, bt2020, ... or H.273's number",
	  "of luma and chroma", "bt601 bt709 bt2020 smpte240m fcc" },
	{ 0, "range", "NAME", set_word, PICTURE(range), 0, 2,
	  "limited, full, or 0: not told", "limited or full", "limited full" },
	{ 0, "primaries", "NAME", set_word, PICTURE(primaries), 0, 255,
	  "bt601, bt709, bt2020, p3, ... or H.273's number",
	  "which red, green and blue", "bt601 bt709 bt2020 p3" },
	{ 0, "transfer", "NAME", set_word, PICTURE(transfer), 0, 255,
	  "bt709, srgb, linear, pq, hlg, ... or H.273's number",
	  "from light to numbers", "bt709 srgb linear pq hlg" },
	{ 0, "siting", "NAME", set_word, PICTURE(siting), 0, 6,
	  "left, center, topleft, top, bottomleft, bottom, or 0: not told",
	  "where chroma lies", "left center topleft top bottomleft bottom" },
	{ 0, "field", "ORDER", set_word, PICTURE(field), 0, 9,
	  "progressive, top or bottom", "progressive, or the first field",
	  "progressive top bottom" },
	{ 0, "rotation", "DEGREES", set_rotation, 0, 0, 0,
	  "0, 90, 180 or 270", "to be turned clockwise by it",
	  "0 90 180 270" },
	{ 0, "flip", "HOW", set_flip, 0, 0, 0,
	  "none, horizontal, vertical or both", "to be mirrored",
	  "none horizontal vertical both" },
	{ 0, "visible", "WxH+X+Y", set_visible, 0, 0, 0,
	  "a part of the frame, as in 1920x1080+0+4", "what is to be shown",
	  NULL },
	{ 0, "stride", "LIST", set_planes, AT(geometry.stride), 0, 1 << 30,
	  BYTES, "a layout of your own: bytes a line", NULL },
	{ 0, "offset", "LIST", set_planes, AT(geometry.offset), 0, 1 << 30,
	  BYTES, "where each plane begins", NULL },
	{ 0, "plane-bytes", "LIST", set_planes, AT(geometry.plane_bytes), 0,
	  1 << 30, BYTES, "bytes of each plane", NULL },
	{ 0, "frame-bytes", "N", set_frame_bytes, AT(geometry.frame_bytes), 1,
	  1 << 30, "a number of bytes", "if more than the planes need", NULL },
	{ 0, "modifier", "CODE", set_modifier, 0, 0, 0,
	  "a DRM_FORMAT_MOD_ code, as 0x100000000000001",
	  "how the format is tiled", NULL },
	{ 0, "max-bytes", "N", set_number, OPTION(compressed_bytes), 1, 1 << 30,
	  "a number of bytes", "room for a compressed frame", NULL },
	{ 0, "dmabufs", "LIST", set_dmabufs, 0, 0, INT32_MAX,
	  "numbers of open descriptors, as in 3,4,5,6",
	  "dma-bufs for memory kind import", NULL },
	{ 0, "defaults", NULL, set_flag, OPTION(defaults), 0, 0, NULL,
	  "what is not given: the driver's choice", NULL },
	{ 0 }
};
