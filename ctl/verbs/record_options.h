/* SPDX-License-Identifier: MIT */
/* What export and record have in common. */
#ifndef CTL_RECORD_OPTIONS_H
#define CTL_RECORD_OPTIONS_H

#include "options/set.h"
#include "record/recorder.h"

struct record_options {
	const struct form *form;
	uint64_t frames;
	uint64_t seconds;
	uint32_t lossless;
	uint32_t newest;
	uint32_t overwrite;
	const char *arguments;
};

int set_form(void *to, const struct option_entry *entry, const char *text);

#define RECORD_AT(member)	offsetof(struct record_options, member)
#define RECORD_OPTIONS							\
	{ 'n', "frames", "N", set_long_number, RECORD_AT(frames), 1,	\
	  UINT64_MAX, "a number from 1", "stop after N frames", NULL },	\
	{ 't', "seconds", "N", set_long_number, RECORD_AT(seconds), 1,	\
	  1000000000, "a number from 1", "stop after N seconds", NULL }, \
	{ 'l', "lossless", NULL, set_flag, RECORD_AT(lossless), 0, 0,	\
	  NULL, "let the producer wait for every frame", NULL },	\
	{ 0, "newest", NULL, set_flag, RECORD_AT(newest), 0, 0, NULL,	\
	  "begin with the newest frame that is there", NULL },		\
	{ 0, "force", NULL, set_flag, RECORD_AT(overwrite), 0, 0, NULL, \
	  "overwrite the file", NULL }

/* Record to @file in @form, and tell what came of it. */
enum outcome record_run(const struct command *command, const char *file,
			const struct form *form);

#endif /* CTL_RECORD_OPTIONS_H */
