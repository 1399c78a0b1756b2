// SPDX-License-Identifier: MIT
/* record: a ring to any file, by ffmpeg where it is not y4m or raw. */
#include <string.h>

#include "record_options.h"
#include "verbs.h"

static enum outcome run(const struct command *command)
{
	const struct record_options *o = command->options;
	const char *file = command->operand[1];
	const struct form *form = o->form ? o->form : form_by_file(file);

	if (!strcmp(file, "-"))
		return fail(OUTCOME_USAGE, "-: record writes files; "
			    "'framering-ctl export' writes to pipes");
	if (o->arguments && form != &form_ffmpeg)
		return fail(OUTCOME_USAGE, "--ffmpeg: it does not write %s "
			    "files here; give --form ffmpeg", form->name);
	return record_run(command, file, form);
}

static const struct option_entry options[] = {
	{ 0, "ffmpeg", "ARGS", set_text, RECORD_AT(arguments), 0, 0,
	  "words for ffmpeg, as in '-c:v libx264 -crf 20'",
	  "more for ffmpeg: '-c:v ffv1'", NULL },
	{ 'f', "form", "FORM", set_form, 0, 0, 0, "y4m, raw or ffmpeg",
	  "y4m, raw or ffmpeg; by the file's name", "y4m raw ffmpeg" },
	RECORD_OPTIONS,
	{ 0 }
};

const struct verb verb_record = {
	.name = "record",
	.operands = "RING FILE",
	.help = "Record frames to any file that ffmpeg can write",
	.about = "It ends with the stream, or by an interrupt; the file is "
		 "whole then. What was\ndropped is told at the end.\n",
	.min = 2,
	.max = 2,
	.words = { "@ring", "@file" },
	.prints = 1,
	.options = options,
	.room = sizeof(struct record_options),
	.run = run,
};
