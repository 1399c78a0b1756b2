// SPDX-License-Identifier: MIT
/* From the values of configure's options to a configuration. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <programs/value.h>

#include "configure_options.h"
#include "configure_set.h"
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

int configure_set_u32(void *to, const struct option_entry *entry,
		      const char *text)
{
	struct configure_options *o = to;
	int ret = set_number(&o->config, entry, text);

	if (!ret)
		give(o, entry->at, sizeof(uint32_t));
	return ret;
}

/* A power of two. */
int configure_set_power(void *to, const struct option_entry *entry,
			const char *text)
{
	uint64_t number;

	if (value_number(text, entry->min, entry->max, &number) ||
	    number & (number - 1))
		return -EINVAL;
	return configure_set_u32(to, entry, text);
}

int configure_set_format(void *to, const struct option_entry *entry,
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

int configure_set_size(void *to, const struct option_entry *entry,
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

int configure_set_memory(void *to, const struct option_entry *entry,
			 const char *text)
{
	struct configure_options *o = to;

	(void)entry;
	GIVE(o, memory);
	return value_memory(text, &o->config.memory);
}

int configure_set_cache(void *to, const struct option_entry *entry,
			const char *text)
{
	struct configure_options *o = to;

	(void)entry;
	GIVE(o, cache);
	return value_cache(text, &o->config.cache);
}

/* on or off; the bit is in @at. */
int configure_set_bit(void *to, const struct option_entry *entry,
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
int configure_set_word(void *to, const struct option_entry *entry,
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

int configure_set_fraction(void *to, const struct option_entry *entry,
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

int configure_set_rotation(void *to, const struct option_entry *entry,
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

int configure_set_flip(void *to, const struct option_entry *entry,
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
int configure_set_visible(void *to, const struct option_entry *entry,
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
int configure_set_planes(void *to, const struct option_entry *entry,
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

int configure_set_frame_bytes(void *to, const struct option_entry *entry,
			      const char *text)
{
	struct configure_options *o = to;

	o->flags_set |= FRAMERING_CONFIG_LAYOUT;
	return set_number(&o->config, entry, text);
}

int configure_set_modifier(void *to, const struct option_entry *entry,
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

int configure_set_dmabufs(void *to, const struct option_entry *entry,
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
